package finance.flowlet.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.TenantId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The bytes of leaves, written out: what was hashed once must be hashed the same way for ever.
class LeafTest {
    private static final UUID ID = UUID.fromString("0197a5b8-3c00-7abc-8def-0123456789ab");
    private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.000001Z");
    private static final String MICROS = "1769860800000001";

    private static final EntryLeaf ENTRY = new EntryLeaf(
            new EntryId(ID),
            new TenantId(ID),
            "PAYMENT",
            "pay_1",
            "zwei Kaffee – ☕",
            "api_key:key_1",
            TIME,
            TIME,
            List.of(
                    new EntryLeaf.Line(new AccountId(ID), 1, "DEBIT", 1050, "USD", -1050),
                    new EntryLeaf.Line(new AccountId(ID), 7, "CREDIT", 1050, "USD", 8950)));

    @Test
    void anEntry() {
        assertLeaf(
                ENTRY.bytes(),
                "entry",
                ID.toString(),
                ID.toString(),
                "PAYMENT",
                "pay_1",
                "zwei Kaffee – ☕",
                "api_key:key_1",
                MICROS,
                MICROS,
                ID.toString(),
                "1",
                "DEBIT",
                "1050",
                "USD",
                "-1050",
                ID.toString(),
                "7",
                "CREDIT",
                "1050",
                "USD",
                "8950");
    }

    @Test
    void aPosting() {
        assertLeaf(
                ENTRY.posting(1).bytes(),
                "posting",
                ID.toString(),
                "1",
                ID.toString(),
                "PAYMENT",
                "pay_1",
                "zwei Kaffee – ☕",
                MICROS,
                MICROS,
                ID.toString(),
                "7",
                "CREDIT",
                "1050",
                "USD",
                "8950");
    }

    @Test
    void theHeaderOfABatch() {
        var root = Merkle.leaf(new byte[0]);
        var header = new HeaderLeaf(ID, 3, TIME, Hash.of(root), "[{\"a\":1}]").bytes();
        var expected = new ByteArrayOutputStream();
        expected.writeBytes(fields("batch", ID.toString(), "3", MICROS));
        expected.writeBytes(new byte[] {0, 0, 0, 32});
        expected.writeBytes(root);
        expected.writeBytes(fields("[{\"a\":1}]"));

        assertArrayEquals(expected.toByteArray(), header);
    }

    /// Computed once and never to change: the root over a header and an entry.
    @Test
    void theRootOfABatchIsWhatItAlwaysWas() {
        var header = new HeaderLeaf(ID, 1, TIME, Hash.of(new byte[32]), "[]").bytes();

        assertEquals(
                "d3e6e3e338dbd0071b7c8409d1d85b9429b0b5473328326b22d7cdadd213bbd2",
                HexFormat.of().formatHex(Merkle.root(List.of(header, ENTRY.bytes()))));
    }

    private static void assertLeaf(byte[] leaf, String... fields) {
        assertEquals(HexFormat.of().formatHex(fields(fields)), HexFormat.of().formatHex(leaf));
    }

    /// Each field behind its length.
    private static byte[] fields(String... texts) {
        var bytes = new ByteArrayOutputStream();
        for (var text : texts) {
            var utf8 = text.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(new byte[] {0, 0, 0, (byte) utf8.length});
            bytes.writeBytes(utf8);
        }
        return bytes.toByteArray();
    }
}
