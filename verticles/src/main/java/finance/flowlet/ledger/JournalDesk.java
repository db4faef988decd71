package finance.flowlet.ledger;

import finance.flowlet.bus.Bus;
import finance.flowlet.contract.ledger.Clerk;
import finance.flowlet.contract.ledger.DecideEntry;
import finance.flowlet.contract.ledger.DecideEntry.Verdict;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.FindProposals;
import finance.flowlet.contract.ledger.FindReversals;
import finance.flowlet.contract.ledger.JournalReply;
import finance.flowlet.contract.ledger.JournalReply.Refused;
import finance.flowlet.contract.ledger.JournalStatus;
import finance.flowlet.contract.ledger.JournalView;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.ReverseEntry;
import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.contract.ledger.WriteEntry;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.EventId;
import finance.flowlet.ledger.JournalRecipe.From;
import finance.flowlet.ledger.JournalStore.Posted;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Entries by finance staff: written, proposed, approved, rejected and reversed. What an entry may do, the
/// kernel judges as it judges a payment: floors, frozen accounts and closed periods hold for staff too.
final class JournalDesk {
    /// What may be undone by swapping its sides. Everything else is part of an object whose amounts would
    /// then lie.
    private static final Set<EntryKind> REVERSIBLE =
            Set.of(EntryKind.ADJUSTMENT, EntryKind.DEPOSIT, EntryKind.WITHDRAWAL);

    private final Platform platform;
    private final JournalStore store;
    private final SettingsDesk settings;
    private final Counter counter;

    JournalDesk(Platform platform, JournalStore store, SettingsDesk settings, Counter counter) {
        this.platform = platform;
        this.store = store;
        this.settings = settings;
        this.counter = counter;
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(WriteEntry.ADDRESS, this::write),
                bus.serve(ReverseEntry.ADDRESS, this::reverse),
                bus.serve(DecideEntry.ADDRESS, this::decide),
                bus.serve(FindProposals.ADDRESS, store::proposals),
                bus.serve(FindReversals.ADDRESS, store::reversals));
    }

    private Future<JournalReply> write(WriteEntry asked) {
        return new LinesReader(store).read(asked).compose(read -> switch (read) {
            case LinesReader.Wrong(var refusal) -> Future.succeededFuture(refusal);
            case LinesReader.Right(var postings) -> write(asked, postings);
        });
    }

    private Future<JournalReply> write(WriteEntry asked, List<Posting> postings) {
        var chosen = asked.id();
        var id = chosen == null ? new EntryId(platform.ids().next()) : chosen;
        var reference = asked.reference();
        var effectiveAt = asked.effectiveAt();
        var entry = requested(
                id,
                EntryKind.ADJUSTMENT,
                reference == null ? id.toString() : reference,
                asked.description(),
                effectiveAt,
                postings,
                null,
                asked.clerk());
        return (chosen == null ? Future.succeededFuture(false) : store.isTaken(chosen))
                .compose(taken -> enter(
                        asked.clerk(),
                        asked.key(),
                        entry,
                        asked.requireApproval(),
                        taken ? From.TAKEN_ID : From.NOTHING));
    }

    private Future<JournalReply> reverse(ReverseEntry asked) {
        var clerk = asked.clerk();
        return store.posted(clerk.tenant(), asked.entry()).compose(found -> {
            if (found.isEmpty()) {
                return unposted(clerk, asked.entry());
            }
            if (!REVERSIBLE.contains(found.get().kind())) {
                return refused(Code.NOT_REVERSIBLE);
            }
            var entry = requested(
                    new EntryId(platform.ids().next()),
                    EntryKind.REVERSAL,
                    asked.entry().toString(),
                    asked.reason(),
                    null,
                    swapped(found.get()),
                    asked.entry(),
                    clerk);
            return enter(clerk, asked.key(), entry, asked.requireApproval(), From.NOTHING);
        });
    }

    private Future<JournalReply> decide(DecideEntry asked) {
        var clerk = asked.clerk();
        return store.proposal(clerk.tenant(), asked.entry()).compose(found -> {
            if (found.isEmpty()) {
                return store.posted(clerk.tenant(), asked.entry())
                        .compose(posted -> refused(posted.isEmpty() ? Code.ENTRY_NOT_FOUND : Code.STATE_CONFLICT));
            }
            var entry = found.get();
            var approved = asked.verdict() == Verdict.APPROVE;
            var decided = approved
                    ? entry.approved(clerk.actor(), now())
                    : entry.rejected(clerk.actor(), now(), asked.reason());
            return settings.personBehind(clerk.tenant(), entry.requestedBy())
                    .compose(person -> approved && person.equals(clerk.actor())
                            ? refused(Code.SAME_PERSON)
                            : post(clerk, asked.key(), decided, From.PROPOSAL));
        });
    }

    /// Posts an entry, or writes it down for a second person.
    private Future<JournalReply> enter(
            Clerk clerk, Post.@Nullable Key key, JournalView entry, boolean requireApproval, From from) {
        return settings.approvalAbove(clerk.tenant(), clerk.actor()).compose(above -> {
            var waits = requireApproval || new ApprovalRule(above).asksFor(entry.postings());
            return post(clerk, key, waits ? entry : entry.posted(), from);
        });
    }

    private Future<JournalReply> post(Clerk clerk, Post.@Nullable Key key, JournalView entry, From from) {
        var recipe = new JournalRecipe(
                clerk,
                Post.Key.of(key, clerk.tenant(), platform.ids()),
                entry,
                from,
                new EventId(platform.ids().next()),
                now());
        return counter.post(recipe::post, key).map(reply -> reply.orElseGet(() -> new Refused(Code.STATE_CONFLICT)));
    }

    private JournalView requested(
            EntryId id,
            EntryKind kind,
            String reference,
            String description,
            @Nullable Instant effectiveAt,
            List<Posting> postings,
            @Nullable EntryId reverses,
            Clerk clerk) {
        return new JournalView(
                id,
                kind,
                JournalStatus.REQUIRES_APPROVAL,
                reference,
                description,
                effectiveAt,
                postings,
                reverses,
                clerk.actor(),
                now(),
                null,
                null,
                null);
    }

    private static List<Posting> swapped(Posted posted) {
        return posted.postings().stream()
                .map(posting -> new Posting(
                        posting.account(),
                        posting.side() == Side.DEBIT ? Side.CREDIT : Side.DEBIT,
                        posting.minorUnits(),
                        posting.currency(),
                        null))
                .toList();
    }

    /// What only waits to be posted, or never was, cannot be undone.
    private Future<JournalReply> unposted(Clerk clerk, EntryId id) {
        return store.proposal(clerk.tenant(), id)
                .compose(proposal -> refused(proposal.isEmpty() ? Code.ENTRY_NOT_FOUND : Code.STATE_CONFLICT));
    }

    private Instant now() {
        return platform.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Future<JournalReply> refused(Code code) {
        return Future.succeededFuture(new Refused(code));
    }
}
