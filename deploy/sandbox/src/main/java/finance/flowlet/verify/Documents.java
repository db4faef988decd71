package finance.flowlet.verify;

import finance.flowlet.proof.Checkpoint;
import finance.flowlet.proof.Receipt;
import finance.flowlet.proof.SignedNote;
import finance.flowlet.proof.VerifierKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads what an outsider has: receipts, public keys and checkpoints, as the API gave them out.
public final class Documents {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Documents() {}

    /// One receipt, or those of a payment.
    ///
    /// @throws IllegalArgumentException when there is none
    public static List<Receipt> receipts(String text) {
        try {
            var document = JSON.readTree(text);
            var receipts = new ArrayList<Receipt>();
            if (document.has("receipts")) {
                document.path("receipts").forEach(each -> receipts.add(receipt(each)));
            } else {
                receipts.add(receipt(document));
            }
            return receipts;
        } catch (JacksonException unreadable) {
            throw new IllegalArgumentException("not a receipt: " + unreadable.getOriginalMessage(), unreadable);
        }
    }

    private static Receipt receipt(JsonNode node) {
        if (!node.has("batch") || !node.has("tree") || !node.has("checkpoint")) {
            throw new IllegalArgumentException("not a receipt: it has no batch, tree and checkpoint");
        }
        return JSON.treeToValue(node, Receipt.class);
    }

    /// Keys as `name+id+key` lines, as PEM, or as `GET /ledger/signing-keys` answers. A PEM does not say
    /// whose key it is: it then stands for all of `names`.
    ///
    /// @throws IllegalArgumentException when there is none
    public static Set<VerifierKey> keys(String text, Collection<String> names) {
        var keys = new LinkedHashSet<VerifierKey>();
        if (text.contains("-----BEGIN PUBLIC KEY-----") && !text.stripLeading().startsWith("{")) {
            names.forEach(name -> keys.add(VerifierKey.ofPem(name, text)));
        } else if (text.stripLeading().startsWith("{")) {
            keysOfApi(text, keys);
        } else {
            text.lines().filter(line -> !line.isBlank()).forEach(line -> keys.add(VerifierKey.parse(line)));
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no public key");
        }
        return keys;
    }

    private static void keysOfApi(String text, Set<VerifierKey> keys) {
        try {
            JSON.readTree(text)
                    .path("data")
                    .forEach(key ->
                            keys.add(VerifierKey.parse(key.path("verifierKey").asString(""))));
        } catch (JacksonException unreadable) {
            throw new IllegalArgumentException("not a list of keys: " + unreadable.getOriginalMessage(), unreadable);
        }
    }

    /// Who claims to have signed these receipts.
    public static Set<String> signers(Collection<Receipt> receipts) {
        var names = new TreeSet<String>();
        receipts.forEach(
                receipt -> SignedNote.parse(receipt.checkpoint()).signatures().forEach(line -> names.add(line.name())));
        return names;
    }

    /// A checkpoint that somebody kept: the note itself, or what the API answered.
    ///
    /// @throws IllegalArgumentException when it is none, or none of `keys` signed it
    public static Checkpoint checkpoint(String text, Collection<VerifierKey> keys) {
        var note = SignedNote.parse(
                text.stripLeading().startsWith("{")
                        ? JSON.readTree(text).path("note").asString("")
                        : text);
        if (note.verified(keys).isEmpty()) {
            throw new IllegalArgumentException("none of the given keys signed this checkpoint");
        }
        return Checkpoint.parse(note.text());
    }
}
