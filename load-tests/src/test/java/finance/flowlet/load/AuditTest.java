package finance.flowlet.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What the audit says when the platform keeps its word, and in each way in which it might not.
class AuditTest {
    private static final String RUN = "load-1-";
    private static final UUID PAID = new UUID(1, 2);
    private static final UUID OTHER = new UUID(1, 3);

    private final PaymentLog log = new PaymentLog();
    private final Audit audit = new Audit(log, RUN);

    @Test
    void acknowledgedAndStoredOnceIsRight() {
        acknowledged(PAID);
        audit.stored(PAID, RUN + "000000000000", 1);
        assertEquals(List.of(), verdict());
    }

    @Test
    void storedAndUnheardIsRightAsAnAnswerMayBeLost() {
        log.nextKey();
        audit.stored(PAID, RUN + "000000000000", 1);
        assertEquals(List.of(), verdict());
    }

    @Test
    void acknowledgedAndNotStoredIsALoss() {
        acknowledged(PAID);
        says("was acknowledged and is not stored");
    }

    @Test
    void twoPaymentsUnderOneKeyAreOneTooMany() {
        acknowledged(PAID);
        audit.stored(PAID, RUN + "000000000000", 1);
        audit.stored(OTHER, RUN + "000000000000", 1);
        says("a second payment");
    }

    @Test
    void anotherPaymentThanTheOneAcknowledgedIsADifference() {
        acknowledged(PAID);
        audit.stored(OTHER, RUN + "000000000000", 1);
        says("was answered with another payment");
    }

    @Test
    void aKeyThatNobodySentIsADifference() {
        audit.stored(PAID, RUN + "0000000000ff", 1);
        says("under a key that was never sent");
    }

    @Test
    void aPaymentWithoutItsEntryIsADifference() {
        acknowledged(PAID);
        audit.stored(PAID, RUN + "000000000000", 0);
        says("0 journal entries");
    }

    @Test
    void manyDifferencesAreCountedAndNotAllTold() {
        for (var i = 0; i < 100; i++) {
            audit.stored(PAID, RUN + "0000000000ff", 1);
        }
        var told = verdict();
        assertEquals(21, told.size());
        assertEquals("and 80 more", told.getLast());
    }

    @Test
    void aKeyThatIsAnsweredTwiceMustBeAnsweredAlike() {
        var key = log.nextKey();
        assertTrue(log.acknowledge(key, 1, 2));
        assertTrue(log.acknowledge(key, 1, 2));
        assertFalse(log.acknowledge(key, 1, 3));
        assertEquals(1, log.acknowledged());
        assertEquals(1, log.contradicted());
    }

    @Test
    void theLogHoldsMoreThanAChunk() {
        for (var i = 0; i < 200_000; i++) {
            log.acknowledge(log.nextKey(), 7, i + 1);
        }
        assertEquals(200_000, log.acknowledged());
        assertEquals(150_001, log.low(150_000));
        assertEquals(150_000, log.keyOf(7, 150_001));
        assertEquals(-1, log.keyOf(8, 1));
    }

    private void acknowledged(UUID payment) {
        log.acknowledge(log.nextKey(), payment.getMostSignificantBits(), payment.getLeastSignificantBits());
    }

    private List<String> verdict() {
        audit.missing();
        return audit.shown();
    }

    private void says(String words) {
        var differences = verdict();
        assertEquals(1, differences.size(), differences.toString());
        assertTrue(differences.getFirst().contains(words), differences.toString());
    }
}
