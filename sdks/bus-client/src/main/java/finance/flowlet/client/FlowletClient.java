package finance.flowlet.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import finance.flowlet.contract.payments.PaymentJson;
import finance.flowlet.contract.wallets.WalletJson;
import finance.flowlet.id.PaymentId;
import finance.flowlet.id.WalletId;
import finance.flowlet.money.Currency;
import finance.flowlet.money.Money;
import finance.flowlet.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Asks Flowlet over its event bus. What changes something takes an idempotency key: use one per intention, keep it,
/// and repeat under it whenever the answer is not known.
///
/// ```java
/// var flowlet = FlowletClient.overTcp(vertx, "127.0.0.1", 7000, "sk_test_...");
/// flowlet.pay("order-17", new NewPayment(from, to, new Money(1050, Currency.of("USD"))))
///         .onSuccess(outcome -> { switch (outcome) {
///             case Outcome.Done<PaymentJson>(var payment, var replayed) -> ...
///             case Outcome.Refused<PaymentJson>(var problem, var retryAfterSeconds) -> ...
///         }});
/// ```
public final class FlowletClient {
    private static final long FIRST_TRY_MILLIS = 3000;
    private static final long CLUSTER_TIMEOUT_MILLIS = 15_000;
    private final Link link;
    private final String credential;

    private FlowletClient(Link link, String credential) {
        this.link = link;
        this.credential = credential;
    }

    /// Where a bridge listens, and what one client takes up. Keep `maxInFlight` and `maxFrameBytes` at what the bridge
    /// allows, and `pingMillis` well below its idle timeout.
    public record Server(
            String host,
            int port,
            int maxInFlight,
            int maxWaiting,
            int maxFrameBytes,
            int maxReplyBytes,
            long timeoutMillis,
            long pingMillis) {
        /// What fits a bridge as it comes.
        public Server(String host, int port) {
            this(host, port, 64, 10_000, 131_072, 16 << 20, 15_000, 15_000);
        }
    }

    /// As a member of the cluster that `vertx` belongs to.
    public static FlowletClient overCluster(Vertx vertx, String credential) {
        return overCluster(vertx, credential, "client");
    }

    /// As a member of the cluster; the limits per address count for `name`.
    public static FlowletClient overCluster(Vertx vertx, String credential, String name) {
        return new FlowletClient(new ClusterLink(vertx, name, FIRST_TRY_MILLIS, CLUSTER_TIMEOUT_MILLIS), credential);
    }

    /// Over the TCP bridge.
    public static FlowletClient overTcp(Vertx vertx, String host, int port, String credential) {
        return overTcp(vertx, new Server(host, port), new NetClientOptions(), credential);
    }

    /// Over the TCP bridge, with TLS or other options of the connection.
    public static FlowletClient overTcp(Vertx vertx, Server server, NetClientOptions options, String credential) {
        return new FlowletClient(new TcpLink(vertx, options, server), credential);
    }

    /// The same connection with another credential, such as a customer's access token.
    public FlowletClient as(String other) {
        return new FlowletClient(link, other);
    }

    /// Pays.
    public Future<Outcome<PaymentJson>> pay(String idempotencyKey, NewPayment payment) {
        var body = new PaymentBody(
                payment.from(),
                payment.to(),
                decimal(payment.amount()),
                payment.amount().currency(),
                payment.description(),
                payment.externalReference(),
                payment.metadata());
        return ask(Question.once(idempotencyKey, "createPayment", body), PaymentJson.class);
    }

    /// A payment as it is now.
    public Future<Outcome<PaymentJson>> payment(PaymentId id) {
        return ask(Question.read("getPayment").id(id), PaymentJson.class);
    }

    /// Opens a wallet of a customer; `type` is one of the contract's, such as `personal`.
    public Future<Outcome<WalletJson>> openWallet(
            String idempotencyKey, String userId, Currency currency, String type) {
        var body = new WalletBody(userId, currency, type);
        return ask(Question.once(idempotencyKey, "createWallet", body), WalletJson.class);
    }

    /// A wallet as it is now.
    public Future<Outcome<WalletJson>> wallet(WalletId id) {
        return ask(Question.read("getWallet").id(id), WalletJson.class);
    }

    /// What a wallet holds now.
    public Future<Outcome<Balance>> balance(WalletId wallet) {
        return ask(Question.read("getWalletBalance").id(wallet), Balance.class);
    }

    /// Asks anything the contract has; the answer is JSON read as `type`, a `JsonNode` for instance.
    public <T> Future<Outcome<T>> ask(Question question, Class<T> type) {
        var envelope = Buffer.buffer(Json.bytes(new Envelope(credential, question)));
        return link.ask(question.address(), envelope).map(reply -> outcome(Json.tree(reply.getBytes()), type));
    }

    private static <T> Outcome<T> outcome(JsonNode reply, Class<T> type) {
        var problem = reply.get("problem");
        if (problem != null) {
            var seconds = reply.get("retryAfterSeconds");
            return new Outcome.Refused<>(
                    Json.read(problem, Problem.class), seconds == null ? null : Long.valueOf(seconds.longValue()));
        }
        var body = reply.get("body");
        return new Outcome.Done<>(
                Json.read(body == null ? Json.tree(new byte[] {'{', '}'}) : body, type), reply.has("replayed"));
    }

    private static BigDecimal decimal(Money money) {
        return BigDecimal.valueOf(money.minorUnits(), money.currency().exponent());
    }

    /// Ends the connection. Questions without an answer fail; what became of them is known under their keys.
    public Future<Void> close() {
        return link.close();
    }

    private record Envelope(
            String credential, @JsonUnwrapped Question question) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record PaymentBody(
            WalletId fromWalletId,
            WalletId toWalletId,
            BigDecimal amount,
            Currency currency,
            @Nullable String description,
            @Nullable String externalReference,
            Map<String, String> metadata) {}

    private record WalletBody(String userId, Currency currency, String type) {}
}
