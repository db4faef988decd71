package finance.flowlet.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import finance.flowlet.id.EntryId;
import finance.flowlet.id.TenantId;
import finance.flowlet.proof.EntryLeaf;
import finance.flowlet.proof.Receipt;
import finance.flowlet.proof.Receipt.Batch;
import finance.flowlet.proof.Receipt.Place;
import finance.flowlet.proof.Receipt.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What is printed of a file that anybody may have written.
class VerifyCommandTest {
    private static final UUID ID = UUID.fromString("0199db6a-3c00-7000-8000-000000000001");
    private static final Place NOWHERE = new Place(0, List.of());

    private static Receipt receipt(String reference) {
        var entry = new EntryLeaf(
                new EntryId(ID),
                new TenantId(ID),
                "PAYMENT",
                reference,
                "",
                "test",
                Instant.EPOCH,
                Instant.EPOCH,
                List.of());
        return new Receipt(entry, null, new Batch(ID, 1, "", 1, "", 0, NOWHERE), NOWHERE, "");
    }

    @Test
    void aReceiptThatIsNotVerifiedSaysNothing() {
        for (var verdict : Verdict.values()) {
            var line = VerifyCommand.line(verdict, receipt("VERIFIED"));
            assertEquals(verdict == Verdict.VERIFIED, line.contains("PAYMENT"), line);
        }
        assertEquals("UNREADABLE", VerifyCommand.line(Verdict.UNREADABLE, receipt("VERIFIED")));
    }

    @Test
    void aTerminalIsToldNothing() {
        var line = VerifyCommand.line(Verdict.VERIFIED, receipt("a\u001b[2J\nb\u202e\u2028c"));

        assertTrue(line.contains(" of a\uFFFD[2J\uFFFDb\uFFFD\uFFFDc,"), line);
    }
}
