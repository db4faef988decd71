package finance.flowlet.testing;

import static finance.flowlet.testing.TestPlatform.await;

import finance.flowlet.bus.Address;
import finance.flowlet.contract.auth.Caller;
import finance.flowlet.contract.auth.ResolveCustomer;
import finance.flowlet.contract.ledger.CheckIntegrity;
import finance.flowlet.contract.ledger.Post;
import finance.flowlet.contract.ledger.SealBatches;
import finance.flowlet.contract.payments.Pay;
import finance.flowlet.contract.wallets.FindWallets;
import finance.flowlet.contract.wallets.MoveOverRail;
import finance.flowlet.contract.wallets.OpenWallet;
import finance.flowlet.contract.wallets.WalletReply;
import finance.flowlet.contract.wallets.WalletType;
import finance.flowlet.contract.wallets.WalletView;
import finance.flowlet.id.TenantId;
import finance.flowlet.id.UserId;
import finance.flowlet.id.WalletId;
import finance.flowlet.ledger.LedgerVerticle;
import finance.flowlet.ledger.ProofVerticle;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.payments.PaymentsVerticle;
import finance.flowlet.wallets.WalletsVerticle;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A business with customers, wallets and payments on a real ledger and database, asked over the bus. Only
/// who the customers are is made up here: a customer is whoever was named once.
public final class Business implements AutoCloseable {
    public static final Currency USD = Currency.of("USD");
    public final TestDatabase database = TestDatabase.create();
    private final TestPlatform platform;
    private final TenantId tenant;
    private final Map<String, UserId> customers = new ConcurrentHashMap<>();

    public Business(Clock clock) {
        platform = new TestPlatform(database.config(Map.of()), clock);
        tenant = new TenantId(platform.platform().ids().next());
        await(platform.platform().bus().serve(ResolveCustomer.ADDRESS, this::resolve));
        platform.deploy(new LedgerVerticle(platform.platform()), ThreadingModel.EVENT_LOOP);
        platform.deploy(new ProofVerticle(platform.platform()), ThreadingModel.EVENT_LOOP);
        platform.deploy(new WalletsVerticle(platform.platform()), ThreadingModel.EVENT_LOOP);
        platform.deploy(new PaymentsVerticle(platform.platform()), ThreadingModel.EVENT_LOOP);
    }

    public Business() {
        this(Clock.systemUTC());
    }

    public TestPlatform platform() {
        return platform;
    }

    public TenantId tenant() {
        return tenant;
    }

    /// The business itself, which may touch everybody's objects.
    public Caller staff() {
        return new Caller(tenant, null, "api_key:test", "req_test");
    }

    /// A customer, who may touch only their own.
    public Caller customer(String name) {
        var user = customers.computeIfAbsent(name, _ -> newUser());
        return new Caller(tenant, user, "customer:" + user, "req_test");
    }

    /// Another business on the same system.
    public Caller stranger() {
        return new Caller(new TenantId(platform.platform().ids().next()), null, "api_key:other", "req_other");
    }

    public Post.Key key(String text) {
        return new Post.Key(tenant.uuid(), text, "f".repeat(64));
    }

    public <Q, R> R ask(Address<Q, R> address, Q question) {
        return await(send(address, question));
    }

    public <Q, R> Future<R> send(Address<Q, R> address, Q question) {
        return platform.platform().bus().request(address, question);
    }

    /// A new wallet of `name`, holding `minorUnits`.
    public WalletId wallet(String name, Currency currency, long minorUnits) {
        var id = new WalletId(platform.platform().ids().next());
        var open = new OpenWallet(staff(), null, id, name, currency, WalletType.PERSONAL, Map.of());
        accepted(201, ask(OpenWallet.ADDRESS, open));
        if (minorUnits > 0) {
            var deposit = new MoveOverRail(
                    staff(), null, id, MoveOverRail.Direction.DEPOSIT, new Money(minorUnits, currency), "sandbox", "");
            accepted(201, ask(MoveOverRail.ADDRESS, deposit));
        }
        return id;
    }

    public WalletView view(WalletId wallet) {
        return ask(FindWallets.ADDRESS, FindWallets.one(staff(), wallet))
                .wallets()
                .getFirst();
    }

    public long balance(WalletId wallet) {
        return view(wallet).current();
    }

    /// A plain payment in dollars by the business, without a key.
    public Pay payment(WalletId from, WalletId to, long cents) {
        return new Pay(staff(), null, null, from, to, new Money(cents, USD), "", null, Map.of());
    }

    public Post.Outcome pay(Pay pay) {
        return ask(Pay.ADDRESS, pay);
    }

    /// What the ledger finds wrong with its books, once they are sealed.
    public List<CheckIntegrity.Finding> findings() {
        ask(SealBatches.ADDRESS, new SealBatches());
        return ask(CheckIntegrity.ADDRESS, new CheckIntegrity(tenant)).findings();
    }

    @Override
    public void close() {
        platform.close();
    }

    private Future<ResolveCustomer.Outcome> resolve(ResolveCustomer question) {
        var known = customers.values().stream()
                .filter(user -> user.toString().equals(question.userId()))
                .findFirst()
                .orElse(customers.get(question.userId()));
        if (known == null && question.create()) {
            known = customers.computeIfAbsent(question.userId(), _ -> newUser());
        }
        return Future.succeededFuture(
                known == null ? new ResolveCustomer.Unknown() : new ResolveCustomer.Resolved(known));
    }

    private UserId newUser() {
        return new UserId(platform.platform().ids().next());
    }

    private static void accepted(int status, WalletReply reply) {
        if (!(reply instanceof WalletReply.Answered(var answer, var _)) || answer.status() != status) {
            throw new IllegalStateException(reply.toString());
        }
    }
}
