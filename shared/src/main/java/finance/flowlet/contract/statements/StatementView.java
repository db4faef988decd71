package finance.flowlet.contract.statements;

import finance.flowlet.id.StatementId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import java.time.Instant;
import java.util.List;

/// The statement of one wallet and month. `opening` and `closing` are minor units; `period` is a month in
/// UTC, such as `2026-01`. `note` is a signed note over what identifies the statement and each of its
/// documents.
public record StatementView(
        StatementId id,
        WalletId wallet,
        String period,
        Currency currency,
        long opening,
        long closing,
        long movements,
        List<Document> documents,
        String note,
        Instant createdAt) {
    /// One form of it: how many bytes it has, in pieces of [#PIECE_BYTES], and the SHA-256 of all of them
    /// in hexadecimal.
    public record Document(Form form, long bytes, String sha256) {
        public static final int PIECE_BYTES = 262_144;

        /// How many pieces it has; the last one may be shorter.
        public int pieces() {
            return Math.toIntExact((bytes + PIECE_BYTES - 1) / PIECE_BYTES);
        }
    }

    public StatementView {
        documents = List.copyOf(documents);
    }

    /// The document of that form.
    public Document document(Form form) {
        return documents.stream()
                .filter(document -> document.form() == form)
                .findFirst()
                .orElseThrow();
    }
}
