package finance.flowlet.ledger;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.Clerk;
import finance.flowlet.contract.ledger.JournalJson;
import finance.flowlet.contract.ledger.JournalStatus;
import finance.flowlet.contract.ledger.JournalView;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.ledger.Step;
import finance.flowlet.contract.ledger.Step.Advance;
import finance.flowlet.contract.ledger.Step.PostEntry;
import finance.flowlet.contract.ledger.Step.UseGuard;
import finance.flowlet.id.EventId;
import finance.flowlet.id.GuardId;
import finance.flowlet.id.NameBasedId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What finance staff asked for in the words of the kernel: `entry` as it stands afterwards, which is
/// posted, only written down as a proposal, or rejected.
record JournalRecipe(Clerk clerk, Post.Key key, JournalView entry, From from, EventId event, Instant at) {
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int OK = 200;

    /// What there was before: nothing, an entry of that very id, or a proposal.
    enum From {
        NOTHING,
        TAKEN_ID,
        PROPOSAL
    }

    /// The command to send; it is dropped when it has not started by `deadline`.
    Post post(Instant deadline) {
        return new Post(
                clerk.tenant(),
                key,
                clerk.requestId(),
                steps(),
                rows(),
                List.of(new Post.Event(event, eventType(), entry.id().toString(), version(), Wire.text(json()))),
                new Post.Reply(status(), Wire.text(json())),
                deadline);
    }

    private List<Step> steps() {
        var steps = new ArrayList<Step>();
        if (from == From.PROPOSAL) {
            // One decision, whoever is first: a proposal that was decided has had its one change.
            steps.add(new Advance(guard("transaction:" + entry.id() + ":version"), 0));
        } else {
            // An id that is taken must not find room; a repeated key still comes before it.
            steps.add(new UseGuard(
                    guard("transaction:" + entry.id()), from == From.TAKEN_ID ? 2 : 1, 1, Decline.ACCOUNT_EXISTS));
        }
        if (entry.status() == JournalStatus.POSTED) {
            steps.add(journalEntry());
            var reverses = entry.reverses();
            if (reverses != null) {
                steps.add(new UseGuard(guard("reversal:" + reverses), 1, 1, Decline.ALREADY_REVERSED));
            }
        }
        return steps;
    }

    private PostEntry journalEntry() {
        var effectiveAt = entry.effectiveAt();
        return new PostEntry(
                entry.id(),
                entry.kind(),
                entry.reference(),
                entry.description(),
                entry.requestedBy(),
                effectiveAt == null ? at : effectiveAt,
                entry.postings());
    }

    private List<Post.BusinessRow> rows() {
        return from != From.PROPOSAL && entry.status() == JournalStatus.POSTED
                ? List.of()
                : List.of(ProposalRow.of(clerk.tenant(), entry, version()));
    }

    private long version() {
        return from == From.PROPOSAL ? 2 : 1;
    }

    private int status() {
        return from == From.PROPOSAL ? OK : entry.status() == JournalStatus.POSTED ? CREATED : ACCEPTED;
    }

    private JournalJson json() {
        return JournalJson.of(entry);
    }

    private String eventType() {
        return "ledger.transaction." + entry.status().name().toLowerCase(Locale.ROOT);
    }

    private GuardId guard(String name) {
        return new GuardId(NameBasedId.of(clerk.tenant().uuid(), name));
    }
}
