package finance.flowlet.reconciliation;

import finance.flowlet.contract.reconciliation.CsvMapping;
import finance.flowlet.contract.reconciliation.Reconcile.Encoding;
import finance.flowlet.money.Currency;
import finance.flowlet.reconciliation.UnreadableFile.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the file of a reconciliation, whatever its format.
final class BankFile {
    private BankFile() {}

    /// The lines of the file; with a mapping it is CSV, without one camt.053.
    ///
    /// @throws UnreadableFile when something is wrong with it
    static List<FileLine> read(String text, @Nullable CsvMapping mapping, Currency currency, FileLimits limits) {
        var lines = mapping == null
                ? new CamtFile(currency, limits).read(text)
                : new CsvFile(mapping, currency, limits).read(text);
        if (lines.isEmpty()) {
            throw new UnreadableFile(Fault.NO_ROWS, 0);
        }
        return lines;
    }

    /// The text of the file.
    ///
    /// @throws UnreadableFile when it is none
    static String text(String content, Encoding encoding) {
        return switch (encoding) {
            case TEXT -> content;
            case BASE64 -> decoded(content);
        };
    }

    private static String decoded(String base64) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64.replaceAll("\\s", ""))))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException notText) {
            throw new UnreadableFile(Fault.NOT_TEXT, 0);
        }
    }
}
