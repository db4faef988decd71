package finance.flowlet.faults;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The short form of R39, for every build; `./flowlet load chaos` is the long one.
class ChaosTest {
    @Test
    void nothingIsLostWhateverFails() {
        new Chaos(Long.getLong("flowlet.seed", System.nanoTime()), System.out).run(Duration.ofSeconds(8));
    }
}
