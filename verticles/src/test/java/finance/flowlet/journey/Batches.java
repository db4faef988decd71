package finance.flowlet.journey;

import finance.flowlet.testing.Api;
import finance.flowlet.testing.Api.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// Batches as a client sends and follows them.
final class Batches {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Batches() {}

    static String body(String mode, List<String> items) {
        return "{\"mode\":\"%s\",\"items\":[%s]}".formatted(mode, String.join(",", items));
    }

    /// Waits as a client does, by asking again, until nothing of the batch is pending.
    static Response ended(Api api, String id) {
        var last = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var batch = api.get("/payment-batches/" + id);
            if (!Set.of("pending", "processing").contains(batch.text("status"))) {
                return batch;
            }
            if (System.nanoTime() > last) {
                throw new IllegalStateException("not ended: " + batch.body());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// A member of every item, over all pages.
    static List<String> items(Api api, String id, String member) {
        var values = new ArrayList<String>();
        var path = "/payment-batches/" + id + "/items?limit=200";
        for (var page = api.get(path); ; page = api.get(path + "&after=" + page.text("nextCursor"))) {
            values.addAll(page.column(member));
            if (!page.text("hasMore").equals("true")) {
                return values;
            }
        }
    }
}
