package finance.flowlet.proof;

import java.time.DateTimeException;
import java.time.Instant;

/// What is signed about the tree: how many leaves it has, its root, and when. The text is that of C2SP
/// (c2sp.org/tlog-checkpoint); the time is an extension line.
public record Checkpoint(String origin, long treeSize, Hash root, Instant signedAt) {
    private static final String TIME = "time ";

    /// Reads what [#text] writes; extension lines of others are passed over.
    ///
    /// @throws IllegalArgumentException when it is no checkpoint of ours
    public static Checkpoint parse(String text) {
        var lines = text.split("\n", -1);
        if (lines.length < 5 || lines[0].isEmpty() || !lines[1].matches("0|[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("not a checkpoint");
        }
        for (var line : lines) {
            if (line.startsWith(TIME)) {
                return new Checkpoint(lines[0], Long.parseLong(lines[1]), Hash.parse(lines[2]), time(line));
            }
        }
        throw new IllegalArgumentException("a checkpoint without a time");
    }

    /// The lines that are signed.
    public String text() {
        return origin + "\n" + treeSize + "\n" + root + "\n" + TIME + signedAt + "\n";
    }

    private static Instant time(String line) {
        try {
            return Instant.parse(line.substring(TIME.length()));
        } catch (DateTimeException notATime) {
            throw new IllegalArgumentException("a checkpoint without a time", notATime);
        }
    }
}
