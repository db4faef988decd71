package finance.flowlet.gateway;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.initiation.BatchItem;
import finance.flowlet.contract.initiation.BatchItemJson;
import finance.flowlet.contract.initiation.BatchJson;
import finance.flowlet.contract.initiation.BatchMode;
import finance.flowlet.contract.initiation.BatchStatus;
import finance.flowlet.contract.initiation.BatchView;
import finance.flowlet.contract.initiation.CreateBatch;
import finance.flowlet.contract.initiation.FindBatchItems;
import finance.flowlet.contract.initiation.FindBatches;
import finance.flowlet.contract.initiation.InitiationReply;
import finance.flowlet.contract.initiation.ItemStatus;
import finance.flowlet.id.PaymentBatchId;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Amount;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Batches of payments over HTTP. A batch is read in full before anything of it is stored: every mistake is
/// named by the item it is in.
final class BatchRoutes {
    private final Bus bus;
    private final long maxMinorUnits;
    private final int maxItems;

    BatchRoutes(Platform platform) {
        this.bus = platform.bus();
        this.maxMinorUnits = platform.config().limits().maxAmountMinorUnits();
        this.maxItems = platform.config().limits().maxBatchItems();
    }

    record NewBatch(
            @Nullable String id,
            String mode,
            List<NewItem> items,
            @Nullable Map<String, String> metadata) {}

    record NewItem(
            @Nullable String id,
            String fromWalletId,
            String toWalletId,
            Amount amount,
            String currency,
            @Nullable String description,
            @Nullable String externalReference,
            @Nullable Map<String, String> metadata) {}

    void register(Operations operations) {
        operations
                .on("createPaymentBatch", NewBatch.class, this::create)
                .on("listPaymentBatches", this::list)
                .on("getPaymentBatch", call -> withBatch(call, BatchRoutes::shown))
                .on("listPaymentBatchItems", call -> withBatch(call, batch -> items(call, batch)));
    }

    private Future<Answer> create(Call call) {
        var body = call.body(NewBatch.class);
        var fields = new Fields(maxMinorUnits);
        var id = fields.id("/id", body.id(), PaymentBatchId::parse);
        var mode = fields.choice("/mode", body.mode(), BatchMode.class);
        if (body.items().size() > maxItems) {
            fields.refuse("/items", Code.BATCH_TOO_LARGE);
            return fields.then(BatchRoutes::unreachable);
        }
        var items = new Items(fields);
        var read = new ArrayList<Supplier<BatchItem>>();
        for (var item : body.items()) {
            var at = "/items/" + read.size();
            reference(at + "/externalReference", item.externalReference(), call, fields);
            read.add(items.read(at, item));
        }
        var metadata = body.metadata();
        return fields.then(() -> bus.request(
                        CreateBatch.ADDRESS,
                        new CreateBatch(
                                call.caller(),
                                call.key(),
                                id.orNull(),
                                mode.value(),
                                read.stream().map(Supplier::get).toList(),
                                metadata == null ? Map.of() : metadata))
                .map(BatchRoutes::answer));
    }

    /// References are the business's: one is used once in the whole business, so that a customer could use
    /// up what the business is about to send.
    static void reference(String at, @Nullable String reference, Call call, Fields fields) {
        if (reference != null && call.caller().onlyOwner() != null) {
            fields.refuse(at, Code.REFERENCE_NOT_ALLOWED);
        }
    }

    private static Future<Answer> unreachable() {
        throw new IllegalStateException("a refused body goes on");
    }

    /// Reads the items of one batch: no two of them may claim the same id or reference.
    private record Items(Fields fields, Set<String> ids, Set<String> references) {
        Items(Fields fields) {
            this(fields, new HashSet<>(), new HashSet<>());
        }

        Supplier<BatchItem> read(String at, NewItem item) {
            var id = fields.id(at + "/id", item.id(), PaymentId::parse);
            var from = fields.id(at + "/fromWalletId", item.fromWalletId(), WalletId::parse);
            var to = fields.id(at + "/toWalletId", item.toWalletId(), WalletId::parse);
            if (from.orNull() != null && from.value().equals(to.orNull())) {
                fields.refuse(at + "/toWalletId", Code.SAME_WALLET);
            }
            var currency = fields.currency(at + "/currency", item.currency());
            var money = fields.money(at + "/amount", item.amount(), currency);
            once(at + "/id", item.id(), ids);
            once(at + "/externalReference", item.externalReference(), references);
            var description = item.description();
            var metadata = item.metadata();
            return () -> new BatchItem(
                    id.orNull(),
                    from.value(),
                    to.value(),
                    money.value(),
                    description == null ? "" : description,
                    item.externalReference(),
                    metadata == null ? Map.of() : metadata);
        }

        private void once(String at, @Nullable String name, Set<String> taken) {
            if (name != null && !taken.add(name)) {
                fields.refuse(at, Code.INVALID_VALUE);
            }
        }
    }

    private Future<Answer> list(Call call) {
        var page = Page.of(call);
        var fields = new Fields(maxMinorUnits);
        var status = fields.choice("status", call.query().get("status"), BatchStatus.class);
        var after = page.after();
        return fields.then(() -> bus.request(
                        FindBatches.ADDRESS,
                        new FindBatches(
                                call.caller(),
                                null,
                                status.orNull(),
                                page.fetch(),
                                page.offset(),
                                after == null ? null : PaymentBatchId.parse(after)))
                .map(found -> page.answer(found.batches(), batch -> batch.id().toString(), BatchJson::of)));
    }

    private Future<Answer> items(Call call, BatchView batch) {
        var page = Page.of(call);
        var fields = new Fields(maxMinorUnits);
        var status = fields.choice("status", call.query().get("status"), ItemStatus.class);
        var after = page.after();
        return fields.then(() -> bus.request(
                        FindBatchItems.ADDRESS,
                        new FindBatchItems(
                                call.who().tenant(),
                                batch.id(),
                                status.orNull(),
                                page.fetch(),
                                page.offset(),
                                after == null ? null : Integer.valueOf(after)))
                .map(found -> page.answer(found.items(), item -> Integer.toString(item.index()), BatchItemJson::of)));
    }

    private Future<Answer> withBatch(Call call, Function<BatchView, Future<Answer>> use) {
        return call.id(PaymentBatchId::parse)
                .map(id -> bus.request(FindBatches.ADDRESS, FindBatches.one(call.caller(), id))
                        .compose(found -> found.batches().isEmpty()
                                ? notFound()
                                : use.apply(found.batches().getFirst())))
                .orElseGet(BatchRoutes::notFound);
    }

    private static Future<Answer> shown(BatchView batch) {
        return Future.succeededFuture(new Answer.Json(200, BatchJson.of(batch)));
    }

    static Answer answer(InitiationReply reply) {
        return switch (reply) {
            case InitiationReply.Answered(var stored, var replayed) ->
                new Answer.Stored(stored.status(), stored.body(), replayed);
            case InitiationReply.Refused(var code) -> new Answer.Refused(code);
        };
    }

    private static Future<Answer> notFound() {
        return Future.succeededFuture(new Answer.Refused(Code.BATCH_NOT_FOUND));
    }
}
