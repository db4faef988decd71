package finance.flowlet.statements;

import finance.flowlet.contract.statements.StatementView.Document;
import finance.flowlet.proof.SignedNote;
import finance.flowlet.proof.Signer;
import java.util.List;
import java.util.Locale;

/// What is signed of a statement: which one it is, and the hash of each of its documents. Lines of text, so
/// that anybody can check a document with a hash and a public key.
final class Manifest {
    private static final String FORMAT = "flowlet statement 1";

    private Manifest() {}

    /// The manifest as a signed note (C2SP).
    static String sign(Head head, List<Document> documents, Signer signer) {
        var text = new StringBuilder()
                .append(FORMAT)
                .append('\n')
                .append(line("statement", head.id()))
                .append(line("tenant", head.tenant()))
                .append(line("wallet", head.wallet()))
                .append(line("period", head.month()))
                .append(line("currency", head.currency()))
                .append(line("opening", head.decimal(head.opening())))
                .append(line("closing", head.decimal(head.closing())))
                .append(line("movements", head.movements()));
        for (var document : documents) {
            var form = document.form().name().toLowerCase(Locale.ROOT);
            text.append(line(form, "sha256 " + document.sha256() + " bytes " + document.bytes()));
        }
        return SignedNote.sign(text.toString(), signer).toString();
    }

    private static String line(String name, Object value) {
        return name + " " + value + "\n";
    }
}
