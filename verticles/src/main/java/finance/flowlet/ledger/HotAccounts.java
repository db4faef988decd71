package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step.PlaceHold;
import finance.flowlet.contract.ledger.Step.PostEntry;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which accounts many commands name at this moment. A counter per slot of a table, begun anew in every
/// window; two accounts in one slot make each other look hotter than they are, which costs a hop and no
/// more. Allocates nothing. Belongs to one event loop.
final class HotAccounts {
    private static final int SLOTS = 1 << 12;
    private static final int WINDOWS_PER_SECOND = 4;
    private static final long WINDOW_NANOS = 1_000_000_000L / WINDOWS_PER_SECOND;
    private final long[] windows = new long[SLOTS];
    private final int[] counts = new int[SLOTS];
    private final int[] before = new int[SLOTS];
    private final int perWindow;

    /// Hot is what is named `perSecond` times, in this window or in the one before.
    HotAccounts(int perSecond) {
        this.perWindow = Math.max(1, perSecond / WINDOWS_PER_SECOND);
    }

    /// Counts what a command names and answers with the hottest of its accounts, if that is hot. Of two that
    /// are equally hot it is always the same one, so that what goes back and forth between them is not torn apart.
    @Nullable
    UUID hottest(Post command, long nanos) {
        var window = nanos / WINDOW_NANOS;
        UUID hottest = null;
        var most = perWindow;
        // No stream and no iterator: this is asked of every command.
        var steps = command.steps();
        for (var i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof PostEntry entry) {
                var postings = entry.postings();
                for (var j = 0; j < postings.size(); j++) {
                    var account = postings.get(j).account().uuid();
                    var heat = heat(account, window);
                    if (heat > most || (heat == most && hottest != null && account.compareTo(hottest) < 0)) {
                        most = heat;
                        hottest = account;
                    }
                }
            } else if (steps.get(i) instanceof PlaceHold place) {
                var heat = heat(place.account().uuid(), window);
                if (heat > most) {
                    most = heat;
                    hottest = place.account().uuid();
                }
            }
        }
        return hottest;
    }

    private int heat(UUID account, long window) {
        var mixed = (account.getMostSignificantBits() ^ account.getLeastSignificantBits()) * 0x9E3779B97F4A7C15L;
        var slot = (int) (mixed >>> 52);
        if (windows[slot] != window) {
            before[slot] = windows[slot] == window - 1 ? counts[slot] : 0;
            counts[slot] = 0;
            windows[slot] = window;
        }
        counts[slot]++;
        return Math.max(counts[slot], before[slot]);
    }
}
