package finance.flowlet.contract.initiation;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.id.PaymentBatchId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes in many payments at once, to be made after the answer. The batch, its items and the record of the
/// key commit together.
public record CreateBatch(
        Caller caller,
        Post.@Nullable Key key,
        @Nullable PaymentBatchId id,
        BatchMode mode,
        List<BatchItem> items,
        Map<String, String> metadata)
        implements Repeatable {
    public static final Address<CreateBatch, InitiationReply> ADDRESS =
            new Address<>("initiation.create-batch.v1", CreateBatch.class, InitiationReply.class);

    // Spelled out: in a compact constructor the nullness of the key is lost on other modules.
    public CreateBatch(
            Caller caller,
            Post.@Nullable Key key,
            @Nullable PaymentBatchId id,
            BatchMode mode,
            List<BatchItem> items,
            Map<String, String> metadata) {
        this.caller = caller;
        this.key = key;
        this.id = id;
        this.mode = mode;
        this.items = List.copyOf(items);
        this.metadata = Map.copyOf(metadata);
    }

    /// For logs: never the items, which hold what customers wrote.
    @Override
    public String toString() {
        return "CreateBatch[" + caller.requestId() + ", " + items.size() + " items]";
    }

    @Override
    public boolean repeatable() {
        return key != null;
    }
}
