package planted.payments;

import io.vertx.core.Future;

final class Waits {
    private Waits() {}

    static String wait(Future<String> future) {
        return future.await();
    }
}
