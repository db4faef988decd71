package finance.flowlet.initiation;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.initiation.BatchJson;
import finance.flowlet.contract.initiation.BatchStatus;
import finance.flowlet.contract.initiation.BatchView;
import finance.flowlet.contract.initiation.CreateBatch;
import finance.flowlet.contract.initiation.FindBatchItems;
import finance.flowlet.contract.initiation.FindBatches;
import finance.flowlet.contract.initiation.InitiationReply;
import finance.flowlet.contract.ledger.Post.Reply;
import finance.flowlet.id.PaymentBatchId;
import finance.flowlet.platform.AwaitedSql;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import java.time.temporal.ChronoUnit;

/// Takes batches in and shows how far they are.
final class Batches {
    private static final int ACCEPTED = 202;
    private static final int FIRST_VERSION = 1;
    private final Platform platform;
    private final AwaitedSql statements;
    private final OnceStore once;

    Batches(Platform platform, AwaitedSql statements) {
        this.platform = platform;
        this.statements = statements;
        this.once = new OnceStore(statements, platform.clock());
    }

    InitiationReply create(CreateBatch command) {
        var chosen = command.id();
        var batch = new BatchView(
                chosen == null ? new PaymentBatchId(platform.ids().next()) : chosen,
                command.mode(),
                BatchStatus.PENDING,
                new BatchView.Counts(command.items().size(), 0, 0, 0, 0),
                command.metadata(),
                FIRST_VERSION,
                platform.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                null);
        return once.run(command.key(), transaction -> {
            var store = new BatchStore(transaction);
            if (!store.insert(command.caller(), batch)) {
                return Problems.reply(Code.WALLET_EXISTS, command.caller());
            }
            store.insertItems(command.caller(), batch.id(), command.items());
            return new Reply(ACCEPTED, Wire.text(BatchJson.of(batch)));
        });
    }

    FindBatches.Found find(FindBatches query) {
        return new FindBatches.Found(new BatchStore(statements).find(query));
    }

    FindBatchItems.Found items(FindBatchItems query) {
        return new FindBatchItems.Found(new BatchItemStore(statements).find(query));
    }
}
