package finance.flowlet.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Trees and proofs: first the values that the implementations of Certificate Transparency publish, then
/// every leaf and every pair of sizes up to 200 leaves.
class MerkleTest {
    private static final int MOST_LEAVES = 200;
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
    private static final String LEAF_0 = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
    private static final String ROOT_2 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125";
    private static final String ROOT_4 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
    private static final String NODE_23 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
    private static final String NODE_45 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
    private static final String LEAF_4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
    private static final String NODE_67 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";

    private final long seed = Long.getLong("flowlet.seed", 42);
    private final Random random = new Random(seed);

    @ParameterizedTest
    @CsvSource({
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void theRootsAreThoseOfCertificateTransparency(int size, String root) {
        var leaves = LEAVES.subList(0, size).stream().map(MerkleTest::hex).toList();

        assertEquals(root, hex(Merkle.root(leaves)));
        assertEquals(root, hex(grown(size).root().bytes()));
        assertEquals(root, hex(grown(8).root(size).bytes()));
    }

    @Test
    void theRootOfNothingIsTheHashOfNothing() {
        assertEquals(EMPTY, hex(Merkle.rootOf(List.of())));
    }

    @Test
    void theInclusionProofsAreThoseOfCertificateTransparency() {
        var tree = grown(8);

        assertEquals(List.of(), tree.inclusion(0, 1));
        assertEquals(List.of(ROOT_2), hexes(tree.inclusion(2, 3)));
        assertEquals(List.of(LEAF_0, NODE_23, LEAF_4), hexes(tree.inclusion(1, 5)));
        assertEquals(ROOT_4, hexes(tree.inclusion(5, 8)).getLast());
        assertEquals(List.of(LEAF_4, NODE_67, ROOT_4), hexes(tree.inclusion(5, 8)));
    }

    @Test
    void theConsistencyProofsAreThoseOfCertificateTransparency() {
        var tree = grown(8);

        assertEquals(List.of(), tree.consistency(1, 1));
        assertEquals(List.of(NODE_45, NODE_67, ROOT_4), hexes(tree.consistency(6, 8)));
        assertEquals(List.of(NODE_23, LEAF_4), hexes(tree.consistency(2, 5)));
    }

    @Test
    void everyLeafOfEveryTreeProves() {
        var tree = new Trees();
        var hashes = new ArrayList<byte[]>();
        for (var size = 1; size <= MOST_LEAVES; size++) {
            var leaf = ByteBuffer.allocate(8).putLong(random.nextLong()).array();
            tree.append(leaf);
            hashes.add(Merkle.leaf(leaf));
            var root = tree.root();
            assertArrayEquals(Merkle.rootOf(hashes), root.bytes());
            for (var index = 0; index < size; index++) {
                var path = tree.inclusion(index, size);
                assertTrue(Proof.includes(tree.leaf(index), index, size, path, root), index + " of " + size);
                assertTrue(path.size() <= 64 - Long.numberOfLeadingZeros(size - 1));
            }
        }
    }

    @Test
    void noLeafProvesWithAnythingChanged() {
        var tree = random(MOST_LEAVES);
        for (var size = 1; size <= MOST_LEAVES; size++) {
            var root = tree.root(size);
            for (var index = 0; index < size; index++) {
                var path = tree.inclusion(index, size);
                var leaf = tree.leaf(index);
                var name = index + " of " + size + ", seed " + seed;
                assertFalse(Proof.includes(flipped(leaf), index, size, path, root), name);
                assertFalse(Proof.includes(leaf, index, size, path, flipped(root)), name);
                assertFalse(Proof.includes(leaf, (index + 1 + random.nextInt(size)) % (size + 1), size, path, root));
                assertFalse(Proof.includes(leaf, index, size + 1, path, tree.root(size % MOST_LEAVES + 1)), name);
                assertFalse(Proof.includes(leaf, -1, size, path, root), name);
                assertFalse(Proof.includes(leaf, index, size, with(path, leaf), root), name);
                if (!path.isEmpty()) {
                    assertFalse(Proof.includes(leaf, index, size, flipped(path), root), name);
                    assertFalse(Proof.includes(leaf, index, size, path.subList(1, path.size()), root), name);
                }
            }
        }
    }

    @Test
    void everyTreeContinuesEverySmallerOne() {
        var tree = random(MOST_LEAVES);
        for (var size = 1L; size <= MOST_LEAVES; size++) {
            for (var from = 1L; from <= size; from++) {
                var path = tree.consistency(from, size);
                var name = from + " to " + size + ", seed " + seed;
                assertTrue(Proof.continues(from, size, path, tree.root(from), tree.root(size)), name);
                assertFalse(Proof.continues(from, size, path, flipped(tree.root(from)), tree.root(size)), name);
                assertFalse(Proof.continues(from, size, path, tree.root(from), flipped(tree.root(size))), name);
                assertFalse(Proof.continues(from, size, with(path, tree.leaf(0)), tree.root(from), tree.root(size)));
                if (!path.isEmpty()) {
                    assertFalse(Proof.continues(from, size, flipped(path), tree.root(from), tree.root(size)), name);
                }
            }
        }
    }

    /// A log that rewrote one leaf cannot show that it only grew.
    @Test
    void aRewrittenTreeDoesNotContinue() {
        var honest = random(9);
        var other = random(20);
        for (var from = 1L; from <= 9; from++) {
            assertFalse(Proof.continues(from, 20, other.consistency(from, 20), honest.root(from), other.root()));
        }
    }

    @Test
    void whatIsInNoTreeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Span.inclusion(3, 3));
        assertThrows(IllegalArgumentException.class, () -> Span.inclusion(-1, 3));
        assertThrows(IllegalArgumentException.class, () -> Span.consistency(0, 3));
        assertThrows(IllegalArgumentException.class, () -> Span.consistency(4, 3));
        assertFalse(Proof.continues(0, 3, List.of(), Hash.of(hex(EMPTY)), Hash.of(hex(EMPTY))));
        assertFalse(Proof.continues(4, 3, List.of(), Hash.of(hex(EMPTY)), Hash.of(hex(EMPTY))));
    }

    /// Appending in rounds, each from what was stored, is the same as appending at once.
    @Test
    void aTreeGoesOnFromItsStoredEdge() {
        for (var size = 1; size <= MOST_LEAVES; size++) {
            var tree = random(size);
            var leaves = IntStream.range(0, size).mapToObj(tree::leaf).toList();
            var again = new Frontier();
            leaves.forEach(leaf -> again.append(leaf.bytes(), (_, _) -> {}));
            assertEquals(tree.root(), Hash.of(again.root()));
            assertEquals(size, again.size());
        }
    }

    private static Trees grown(int size) {
        var tree = new Trees();
        LEAVES.subList(0, size).forEach(leaf -> tree.append(hex(leaf)));
        return tree;
    }

    private Trees random(int size) {
        var tree = new Trees();
        for (var i = 0; i < size; i++) {
            tree.append(ByteBuffer.allocate(8).putLong(random.nextLong()).array());
        }
        return tree;
    }

    private Hash flipped(Hash hash) {
        var bytes = hash.bytes();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return Hash.of(bytes);
    }

    private List<Hash> flipped(List<Hash> path) {
        var changed = new ArrayList<>(path);
        var index = random.nextInt(path.size());
        changed.set(index, flipped(path.get(index)));
        return changed;
    }

    private static List<Hash> with(List<Hash> path, Hash more) {
        return Stream.concat(path.stream(), Stream.of(more)).toList();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static List<String> hexes(List<Hash> hashes) {
        return hashes.stream().map(hash -> hex(hash.bytes())).toList();
    }
}
