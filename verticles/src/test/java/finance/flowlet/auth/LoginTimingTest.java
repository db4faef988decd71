package finance.flowlet.auth;

import static finance.flowlet.auth.AuthFixture.ANN;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.contract.auth.LogIn;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A6: how long a refusal takes does not say whether the account exists.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginTimingTest {
    private static final int WARM_UP = 25;
    private static final int SAMPLES = 50;
    private static final int TRIES = 4;
    private static final double MOST_APART = 0.10;

    private final AuthFixture auth = new AuthFixture(Map.of(
            "FLOWLET_AUTH_LOCKOUT_MAX_FAILURES", "1000",
            "FLOWLET_AUTH_LOCKOUT_MAX_FAILURES_PER_SOURCE", "1000000",
            "FLOWLET_AUTH_PASSWORD_MEMORY_KIB", "2048",
            "FLOWLET_AUTH_PASSWORD_ITERATIONS", "2"));

    @AfterAll
    void close() {
        auth.close();
    }

    /// The machine has other things to do: what a run measures may be noise, but not each time and in one direction.
    @Test
    void anUnknownAddressTakesAsLongAsAWrongPassword() {
        measure(WARM_UP);
        var apart = 1.0;
        for (var i = 0; i < TRIES && apart >= MOST_APART; i++) {
            apart = measure(SAMPLES);
        }

        assertTrue(apart < MOST_APART, "medians are " + apart + " apart");
    }

    /// How far the medians are apart, in parts of the larger. The two take turns, so that what else goes on hits both.
    private double measure(int samples) {
        var known = new long[samples];
        var unknown = new long[samples];
        for (var i = 0; i < samples; i++) {
            known[i] = nanos(ANN);
            unknown[i] = nanos("nobody" + i + "@example.com");
        }
        var one = median(known);
        var other = median(unknown);
        return Math.abs(one - other) / (double) Math.max(one, other);
    }

    private long nanos(String email) {
        var start = System.nanoTime();
        assertInstanceOf(LogIn.InvalidCredentials.class, auth.logIn(email, "a wrong password"));
        return System.nanoTime() - start;
    }

    private static long median(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2];
    }
}
