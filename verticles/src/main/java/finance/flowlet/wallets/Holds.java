package finance.flowlet.wallets;

import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Post.Decline;
import finance.flowlet.contract.payments.FindApprovalLimit;
import finance.flowlet.contract.wallets.CaptureFunds;
import finance.flowlet.contract.wallets.ExpireHolds;
import finance.flowlet.contract.wallets.FindHolds;
import finance.flowlet.contract.wallets.HoldFunds;
import finance.flowlet.contract.wallets.HoldView;
import finance.flowlet.contract.wallets.ReleaseFunds;
import finance.flowlet.contract.wallets.WalletReply;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.EventId;
import finance.flowlet.id.HoldId;
import finance.flowlet.id.NameBasedId;
import finance.flowlet.money.Currency;
import finance.flowlet.platform.Platform;
import finance.flowlet.problem.Code;
import finance.flowlet.wallets.Commands.Plan;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Places, captures, releases and expires holds. Each change is decided on the hold as it was read and says
/// so to the ledger; when the hold has moved on, it is read and decided anew.
final class Holds {
    private static final String JOB = "job:expire-holds";

    private final Platform platform;
    private final Commands commands;
    private final HoldStore store;
    private final WalletStore wallets;
    private final Turnstile<HoldId> turnstile = new Turnstile<>();

    Holds(Platform platform, Commands commands, HoldStore store, WalletStore wallets) {
        this.platform = platform;
        this.commands = commands;
        this.store = store;
        this.wallets = wallets;
    }

    Future<WalletReply> place(HoldFunds hold) {
        var chosen = hold.id();
        if (NameBasedId.is(hold.wallet().uuid())) {
            return Commands.refused(Code.WALLET_NOT_FOUND);
        }
        if (chosen != null && NameBasedId.is(chosen.uuid())) {
            return Commands.refused(Code.INVALID_ID);
        }
        return receiverRefusal(hold).compose(refusal -> {
            if (refusal.isPresent()) {
                return Commands.refused(refusal.get());
            }
            return hold.to() == null
                    ? reserve(hold)
                    : limit(hold.caller(), hold.money().currency())
                            .compose(limit ->
                                    limit.isBelow(hold.money().minorUnits()) ? unapproved(hold) : reserve(hold));
        });
    }

    /// A hold that names where its money goes is a payment in two steps, and a second person approves
    /// payments only.
    private Future<WalletReply> unapproved(HoldFunds hold) {
        var key = commands.key(hold.key(), hold.caller());
        return commands.post(
                deadline -> commands.refusal(hold.caller(), key, Decline.APPROVAL_REQUIRED, deadline), hold.key());
    }

    private Future<FindApprovalLimit.Found> limit(Caller caller, Currency currency) {
        return platform.bus().request(FindApprovalLimit.ADDRESS, new FindApprovalLimit(caller, currency));
    }

    private Future<WalletReply> reserve(HoldFunds hold) {
        var chosen = hold.id();
        var seconds = hold.expiresInSeconds();
        var now = commands.now();
        var terms = new Hold.Terms(
                chosen == null ? new HoldId(platform.ids().next()) : chosen,
                hold.caller().tenant(),
                hold.wallet(),
                hold.to(),
                hold.money(),
                hold.description(),
                hold.metadata(),
                now,
                now.plusSeconds(seconds == null ? platform.config().holds().expiresInSeconds() : seconds));
        var key = commands.key(hold.key(), hold.caller());
        var recipe = HoldRecipe.place(hold.caller(), key, Hold.placed(terms), event());
        return commands.post(recipe::post, hold.key());
    }

    /// Why captured money could never arrive where the hold says. Neither a wallet's currency nor its
    /// tenant changes, so what is right now stays right.
    private Future<Optional<Code>> receiverRefusal(HoldFunds hold) {
        var to = hold.to();
        if (to == null) {
            return Future.succeededFuture(Optional.empty());
        }
        if (to.equals(hold.wallet())) {
            return Future.succeededFuture(Optional.of(Code.SAME_WALLET));
        }
        return wallets.find(hold.caller().tenant(), to, null)
                .map(found -> found.isEmpty()
                        ? Optional.of(Code.WALLET_NOT_FOUND)
                        : found.getFirst().currency().equals(hold.money().currency())
                                ? Optional.empty()
                                : Optional.of(Code.CURRENCY_MISMATCH));
    }

    Future<WalletReply> capture(CaptureFunds capture) {
        var key = commands.key(capture.key(), capture.caller());
        return change(
                capture.caller(),
                capture.hold(),
                capture.key(),
                hold -> limit(capture.caller(), hold.terms().money().currency())
                        .map(limit -> plan(capture, key, hold, limit)));
    }

    private Plan plan(CaptureFunds capture, Post.Key key, Hold hold, FindApprovalLimit.Found limit) {
        var agreed = hold.terms().to();
        var named = capture.to();
        var to = agreed != null ? agreed : named;
        if (to == null) {
            return new Plan.Refuse(Code.REQUIRED);
        }
        if (named != null && !named.equals(to)) {
            return new Plan.Refuse(Code.INVALID_VALUE);
        }
        if (to.equals(hold.terms().wallet())) {
            return new Plan.Refuse(Code.SAME_WALLET);
        }
        // The account of a system is no wallet.
        if (NameBasedId.is(to.uuid())) {
            return new Plan.Refuse(Code.WALLET_NOT_FOUND);
        }
        var now = commands.now();
        var decision = hold.capture(
                capture.minorUnits(), capture.last(), new EntryId(platform.ids().next()), now);
        // All captures of a hold together are one movement.
        if (decision instanceof Hold.Changed(var next, var _, var _) && limit.isBelow(next.captured())) {
            return new Plan.Send(
                    deadline -> commands.refusal(capture.caller(), key, Decline.APPROVAL_REQUIRED, deadline));
        }
        return follow(
                capture.caller(),
                key,
                decision,
                changed -> HoldRecipe.capture(capture.caller(), key, changed, to, event(), now));
    }

    Future<WalletReply> release(ReleaseFunds release) {
        var caller = release.caller();
        var key = commands.key(release.key(), caller);
        return change(
                caller,
                release.hold(),
                release.key(),
                hold -> Future.succeededFuture(follow(
                        caller,
                        key,
                        hold.release(commands.now()),
                        changed -> HoldRecipe.release(caller, key, changed.next(), event()))));
    }

    Future<FindHolds.Found> find(FindHolds query) {
        var id = query.id();
        var wallet = query.wallet();
        var now = commands.now();
        Future<List<Hold>> found = id != null
                ? store.find(query.caller().tenant(), id, query.caller().onlyOwner())
                        .map(hold -> hold.stream().toList())
                : wallet != null ? store.find(query, wallet, now) : Future.succeededFuture(List.of());
        return found.map(holds -> new FindHolds.Found(views(holds, now)));
    }

    private static List<HoldView> views(List<Hold> holds, Instant now) {
        return holds.stream().map(hold -> hold.at(now).view()).toList();
    }

    /// Writes down what has expired. One that cannot be written now is tried again in the next round.
    Future<ExpireHolds.Expired> expire() {
        var now = commands.now();
        return store.due(now, ExpireHolds.MAX)
                .compose(due -> Future.join(
                                due.stream().map(hold -> expire(hold.at(now))).toList())
                        .map(_ -> new ExpireHolds.Expired(due.size())));
    }

    private Future<?> expire(Hold expired) {
        var caller = new Caller(expired.terms().tenant(), null, JOB, JOB);
        var recipe = HoldRecipe.expire(caller, commands.key(null, caller), expired, event());
        return commands.send(recipe::post);
    }

    private Future<WalletReply> change(
            Caller caller, HoldId id, Post.@Nullable Key clientKey, Function<Hold, Future<Plan>> plan) {
        return turnstile.pass(
                id,
                () -> commands.change(
                        () -> store.find(caller.tenant(), id, caller.onlyOwner())
                                .compose(found -> found.map(plan)
                                        .orElseGet(() -> Future.succeededFuture(new Plan.Refuse(Code.HOLD_NOT_FOUND)))),
                        clientKey));
    }

    private Plan follow(
            Caller caller, Post.Key key, Hold.Decision decision, Function<Hold.Changed, HoldRecipe> recipe) {
        return switch (decision) {
            case Hold.Refused(var reason) -> new Plan.Send(deadline -> commands.refusal(caller, key, reason, deadline));
            case Hold.Changed changed -> new Plan.Send(recipe.apply(changed)::post);
        };
    }

    private EventId event() {
        return new EventId(platform.ids().next());
    }
}
