package finance.flowlet.wallets;

import finance.flowlet.bus.Wire;
import finance.flowlet.contract.ledger.AccountClass;
import finance.flowlet.contract.ledger.EntryKind;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.Step.OpenAccount;
import finance.flowlet.contract.ledger.Step.PostEntry;
import finance.flowlet.contract.ledger.Step.Posting;
import finance.flowlet.contract.ledger.Step.Side;
import finance.flowlet.contract.wallets.MoveOverRail;
import finance.flowlet.id.AccountId;
import finance.flowlet.id.EntryId;
import finance.flowlet.id.EventId;
import finance.flowlet.id.TransferId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// A deposit or withdrawal in the words of the ledger: always between the wallet and the rail's contra account, which
/// comes into being at its first use.
record MoveRecipe(
        MoveOverRail move, Post.Key key, Rail rail, TransferId transfer, EntryId entry, EventId event, Instant at) {
    private static final String COMPLETED = "completed";
    private static final int FIRST_VERSION = 1;

    /// The command to send; it is dropped when it has not started by `deadline`.
    Post post(Instant deadline) {
        var caller = move.caller();
        return new Post(
                caller.tenant(),
                key,
                caller.requestId(),
                List.of(contraAccount(), journalEntry()),
                List.of(Post.BusinessRow.json(Post.Table.TRANSFERS, Wire.text(row()))),
                List.of(new Post.Event(
                        event, direction() + "." + COMPLETED, transfer.toString(), FIRST_VERSION, Wire.text(fact()))),
                new Post.Reply(201, Wire.text(json())),
                deadline);
    }

    private OpenAccount contraAccount() {
        var currency = move.money().currency();
        return new OpenAccount(contra(), rail.accountCode(currency), AccountClass.ASSET, currency, null, null, true);
    }

    private PostEntry journalEntry() {
        var caller = move.caller();
        var units = move.money().minorUnits();
        var currency = move.money().currency();
        var incoming = move.direction() == MoveOverRail.Direction.DEPOSIT;
        var wallet = new AccountId(move.wallet().uuid());
        return new PostEntry(
                entry,
                incoming ? EntryKind.DEPOSIT : EntryKind.WITHDRAWAL,
                transfer.toString(),
                move.description(),
                caller.actor(),
                at,
                List.of(
                        new Posting(contra(), incoming ? Side.DEBIT : Side.CREDIT, units, currency, null),
                        new Posting(wallet, incoming ? Side.CREDIT : Side.DEBIT, units, currency, caller.onlyOwner())));
    }

    private AccountId contra() {
        return rail.account(move.caller().tenant(), move.money().currency());
    }

    private TransferRow row() {
        return new TransferRow(
                transfer.uuid(),
                move.caller().tenant().uuid(),
                move.wallet().uuid(),
                direction(),
                rail.name(),
                move.money().minorUnits(),
                move.money().currency().code(),
                COMPLETED,
                move.description(),
                entry.uuid(),
                at);
    }

    private TransferJson json() {
        return new TransferJson(
                transfer,
                move.wallet(),
                direction(),
                amount(),
                move.money().currency(),
                rail.name(),
                move.description(),
                COMPLETED,
                List.of(entry),
                at,
                at);
    }

    private TransferEvent fact() {
        return new TransferEvent(transfer, move.wallet(), amount(), move.money().currency(), COMPLETED);
    }

    private BigDecimal amount() {
        var money = move.money();
        return BigDecimal.valueOf(money.minorUnits(), money.currency().exponent());
    }

    private String direction() {
        return move.direction().name().toLowerCase(Locale.ROOT);
    }
}
