package finance.flowlet.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A text and who signed it, in the form of C2SP (c2sp.org/signed-note): the text, an empty line, and one
/// line for each signature.
public record SignedNote(String text, List<SignatureLine> signatures) {
    private static final int MAX_CHARACTERS = 65_536;
    private static final int MAX_SIGNATURES = 16;
    private static final String MARK = "\u2014 ";

    /// `keyId` is that of [VerifierKey#id].
    public record SignatureLine(String name, String keyId, String base64) {
        byte[] signature() {
            return Base64.getDecoder().decode(base64);
        }
    }

    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /// Signs `text`, which ends in a line break.
    public static SignedNote sign(String text, Signer signer) {
        requireText(text);
        var signature = Base64.getEncoder().encodeToString(signer.sign(text.getBytes(UTF_8)));
        return new SignedNote(text, List.of(new SignatureLine(signer.keyName(), signer.keyId(), signature)));
    }

    /// Reads what [#toString] writes, and what other implementations do.
    ///
    /// @throws IllegalArgumentException when it is no signed note
    public static SignedNote parse(String note) {
        var split = note.lastIndexOf("\n\n");
        if (note.length() > MAX_CHARACTERS || split < 0 || !note.endsWith("\n")) {
            throw new IllegalArgumentException("not a signed note");
        }
        var signatures = new ArrayList<SignatureLine>();
        for (var line : note.substring(split + 2).split("\n", -1)) {
            if (!line.isEmpty()) {
                signatures.add(signature(line));
            }
        }
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw new IllegalArgumentException("a signed note has from 1 to " + MAX_SIGNATURES + " signatures");
        }
        var read = new SignedNote(requireText(note.substring(0, split + 1)), signatures);
        if (!read.toString().equals(note)) {
            throw new IllegalArgumentException("a signed note has one form only");
        }
        return read;
    }

    /// The key among `keys` that signed this, if any did. A signature of one of them that is wrong spoils
    /// the note; those of strangers say nothing.
    public Optional<VerifierKey> verified(Collection<VerifierKey> keys) {
        VerifierKey found = null;
        for (var line : signatures) {
            for (var key : keys) {
                if (key.name().equals(line.name()) && key.id().equals(line.keyId())) {
                    if (!key.verify(text.getBytes(UTF_8), line.signature())) {
                        return Optional.empty();
                    }
                    found = key;
                }
            }
        }
        return Optional.ofNullable(found);
    }

    private static SignatureLine signature(String line) {
        var parts = line.split(" ", -1);
        if (parts.length != 3 || !line.startsWith(MARK)) {
            throw new IllegalArgumentException("not a signature line");
        }
        var bytes = Base64.getDecoder().decode(parts[2]);
        if (bytes.length <= 4) {
            throw new IllegalArgumentException("a signature stands behind the id of its key");
        }
        return new SignatureLine(
                VerifierKey.requireName(parts[1]),
                HexFormat.of().formatHex(bytes, 0, 4),
                Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, 4, bytes.length)));
    }

    private static String requireText(String text) {
        if (!text.endsWith("\n") || text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new IllegalArgumentException("the text of a note is lines");
        }
        return text;
    }

    /// The note as it is published.
    @Override
    public String toString() {
        var note = new StringBuilder(text).append('\n');
        for (var line : signatures) {
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes(HexFormat.of().parseHex(line.keyId()));
            bytes.writeBytes(line.signature());
            note.append(MARK)
                    .append(line.name())
                    .append(' ')
                    .append(Base64.getEncoder().encodeToString(bytes.toByteArray()))
                    .append('\n');
        }
        return note.toString();
    }
}
