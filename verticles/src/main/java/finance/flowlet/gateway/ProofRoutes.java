package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.ledger.ListSigningKeys;
import finance.flowlet.contract.ledger.ProveConsistency;
import finance.flowlet.contract.ledger.ProveEntry;
import finance.flowlet.contract.ledger.ReadCheckpoint;
import finance.flowlet.contract.payments.FindPayments;
import finance.flowlet.contract.payments.PaymentJson;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import finance.flowlet.proof.Receipt;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Proof for outsiders over HTTP: signing keys, checkpoints, receipts.
final class ProofRoutes {
    private static final Pattern TREE_SIZE = Pattern.compile("[1-9][0-9]{0,17}");
    private static final int MAX_RECEIPTS = 100;
    private final Bus bus;
    private final long maxMinorUnits;

    ProofRoutes(Platform platform) {
        this.bus = platform.bus();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
    }

    private record Checkpoint(long treeSize, String rootHash, Instant signedAt, String keyId, String note) {}

    private record Consistency(long from, long to, String fromRoot, String toRoot, List<String> path) {}

    void register(Operations operations) {
        operations
                .on("getSigningKeys", _ -> signingKeys())
                .on("getLatestCheckpoint", _ -> checkpoint(null))
                .on("getCheckpoint", this::checkpointOfSize)
                .on("getConsistencyProof", this::consistency)
                .on("getLedgerEntryProof", this::posting)
                .on("getLedgerTransactionProof", this::entry)
                .on("getPaymentReceipt", this::payment);
    }

    record SigningKeys(List<Key> data) {
        record Key(String id, String name, String status, String verifierKey, String pem) {}
    }

    record PaymentReceipt(PaymentId paymentId, List<Receipt> receipts) {}

    private Future<Answer> signingKeys() {
        return bus.request(ListSigningKeys.ADDRESS, new ListSigningKeys())
                .map(found -> json(new SigningKeys(found.keys().stream()
                        .map(key -> new SigningKeys.Key(
                                key.id(), key.name(), key.current() ? "current" : "retired", key.verifier(), key.pem()))
                        .toList())));
    }

    private Future<Answer> checkpointOfSize(Call call) {
        var size = treeSize(String.valueOf(call.path().get("treeSize")));
        return size == null ? refused(Code.CHECKPOINT_NOT_FOUND) : checkpoint(size);
    }

    private Future<Answer> checkpoint(@Nullable Long treeSize) {
        return bus.request(ReadCheckpoint.ADDRESS, new ReadCheckpoint(treeSize)).map(outcome -> switch (outcome) {
            case ReadCheckpoint.Found(var size, var root, var signedAt, var keyId, var note) ->
                json(new Checkpoint(size, root, signedAt, keyId, note));
            case ReadCheckpoint.None() -> new Answer.Refused(Code.CHECKPOINT_NOT_FOUND);
        });
    }

    private Future<Answer> consistency(Call call) {
        var fields = new Fields(maxMinorUnits);
        var from = treeSize(fields, "from", call.query().get("from"));
        var to = treeSize(fields, "to", call.query().get("to"));
        if (from == null && call.query().get("from") == null) {
            fields.refuse("from", Code.REQUIRED);
        }
        return fields.then(() -> bus.request(
                        ProveConsistency.ADDRESS, new ProveConsistency(from == null ? 0 : from, to))
                .map(outcome -> switch (outcome) {
                    case ProveConsistency.Proven(var first, var second, var fromRoot, var toRoot, var path) ->
                        json(new Consistency(first, second, fromRoot, toRoot, path));
                    case ProveConsistency.NoCheckpoint() -> new Answer.Refused(Code.CHECKPOINT_NOT_FOUND);
                }));
    }

    private Future<Answer> posting(Call call) {
        return PostingPosition.parse(call.path().get("id"))
                .map(posting -> prove(call, posting.entry(), posting.line()).map(ProofRoutes::answer))
                .orElseGet(() -> refused(Code.ENTRY_NOT_FOUND));
    }

    private Future<Answer> entry(Call call) {
        return call.id(EntryId::parse)
                .map(id -> prove(call, id, null).map(ProofRoutes::answer))
                .orElseGet(() -> refused(Code.ENTRY_NOT_FOUND));
    }

    private Future<Answer> payment(Call call) {
        return call.id(PaymentId::parse)
                .map(id -> bus.request(FindPayments.ADDRESS, FindPayments.one(call.caller(), id))
                        .compose(found -> found.payments().isEmpty()
                                ? refused(Code.PAYMENT_NOT_FOUND)
                                : receipts(call, PaymentJson.of(found.payments().getFirst()))))
                .orElseGet(() -> refused(Code.PAYMENT_NOT_FOUND));
    }

    /// One after another: a payment has a few entries, and its reader has time.
    private Future<Answer> receipts(Call call, PaymentJson payment) {
        var entries = payment.ledgerTransactionIds();
        var receipts = new ArrayList<Receipt>();
        var all = Future.succeededFuture(true);
        for (var entry : entries.subList(0, Math.min(MAX_RECEIPTS, entries.size()))) {
            all = all.compose(complete -> !complete
                    ? Future.succeededFuture(false)
                    : prove(call, entry, null).map(outcome -> switch (outcome) {
                        case ProveEntry.Proven(var own) -> receipts.addAll(own);
                        case ProveEntry.Pending() -> false;
                        // An entry of the payment that moved nothing of theirs.
                        case ProveEntry.Unknown() -> true;
                    }));
        }
        return all.map(complete -> complete ? json(new PaymentReceipt(payment.id(), receipts)) : pending());
    }

    private Future<ProveEntry.Outcome> prove(Call call, EntryId entry, @Nullable Integer line) {
        return bus.request(
                ProveEntry.ADDRESS,
                new ProveEntry(call.who().tenant(), call.who().onlyOwner(), entry, line));
    }

    private static Answer answer(ProveEntry.Outcome outcome) {
        return switch (outcome) {
            case ProveEntry.Proven(var receipts) -> json(receipts.getFirst());
            case ProveEntry.Pending() -> pending();
            case ProveEntry.Unknown() -> new Answer.Refused(Code.ENTRY_NOT_FOUND);
        };
    }

    private static Answer pending() {
        return new Answer.Refused(Code.PROOF_PENDING, Map.of(HttpHeaders.RETRY_AFTER.toString(), "1"));
    }

    private static @Nullable Long treeSize(Fields fields, String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        var size = treeSize(text);
        if (size == null) {
            fields.refuse(name, Code.INVALID_VALUE);
        }
        return size;
    }

    private static @Nullable Long treeSize(String text) {
        return TREE_SIZE.matcher(text).matches() ? Long.valueOf(text) : null;
    }

    private static Answer json(Object value) {
        return new Answer.Json(200, value);
    }

    private static Future<Answer> refused(Code code) {
        return Future.succeededFuture(new Answer.Refused(code));
    }
}
