package finance.flowlet.gateway;

import finance.flowlet.contract.auth.Principal;
import finance.flowlet.platform.FlowletConfig;
import io.vertx.core.Future;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who may ask how often: everybody together, one principal, one address. Nothing in a bucket's key comes from
/// the path or a header, so no spelling of a request gets around its limit.
///
/// Redis counts for all gateways. When it fails or is slow the process counts for itself, and Redis is left
/// alone for a while, so that its slowness does not become ours.
final class RateLimits {
    private static final Logger LOG = LoggerFactory.getLogger(RateLimits.class);
    private static final long OPEN_MILLIS = 2000;

    /// One slow answer is a hiccup, three in a row are a sick server.
    private static final int FAILURES_TO_OPEN = 3;

    private static final int IPV6_NETWORK_BYTES = 8;
    private final FlowletConfig.RateLimit rates;
    private final int timeoutMillis;
    private final RedisRates redis;
    private final RateRounds rounds;
    private final LocalRates local;
    private final Clock clock;
    private final Bucket global;
    private int failures;
    private long openUntilMillis;

    RateLimits(FlowletConfig config, RedisRates redis, LocalRates local, Clock clock) {
        this.rates = config.rateLimit();
        this.global = bucket("global", "", rates.global());
        this.timeoutMillis = config.redis().timeoutMillis();
        this.redis = redis;
        this.local = local;
        this.clock = clock;
        this.rounds = new RateRounds(clock, this::count);
    }

    /// The limit of everybody together.
    Bucket global() {
        return global;
    }

    /// The limit of one API key or person.
    Bucket of(Principal principal) {
        return bucket("user", principal.subject().toString(), rates.perUser());
    }

    /// The limit of one address, or of one network of IPv6, where everybody has billions of addresses.
    Bucket of(String address) {
        return bucket("ip", network(address), rates.perIp());
    }

    /// The rate is part of the key: what was booked under another one means nothing under this. All keys share
    /// a hash tag, so that one script may touch them on a cluster too.
    private static Bucket bucket(String name, String whose, FlowletConfig.RateLimit.Rate rate) {
        var key = "flowlet:{rate}:" + name + ":" + rate.requests() + "/" + rate.windowSeconds() + ":" + whose;
        return new Bucket(name, key, rate);
    }

    /// Books one request in all of the buckets or in none.
    Future<Quota> take(List<Bucket> buckets) {
        if (isOpen() && clock.millis() < openUntilMillis) {
            return Future.succeededFuture(local.take(buckets));
        }
        if (isOpen()) {
            // This request tries whether Redis is back; those behind it do not wait for the answer.
            openUntilMillis = clock.millis() + OPEN_MILLIS;
        }
        return rounds.take(buckets).otherwise(_ -> local.take(buckets));
    }

    private Future<List<Quota>> count(List<Bucket> buckets, int requests) {
        return redis.take(buckets, requests)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .onSuccess(_ -> close())
                .onFailure(this::open);
    }

    private boolean isOpen() {
        return failures >= FAILURES_TO_OPEN;
    }

    private void close() {
        if (isOpen()) {
            LOG.info("Redis counts requests again");
        }
        failures = 0;
    }

    private void open(Throwable failure) {
        failures++;
        openUntilMillis = clock.millis() + OPEN_MILLIS;
        if (failures == FAILURES_TO_OPEN) {
            LOG.atWarn()
                    .addKeyValue("cause", failure.getClass().getSimpleName())
                    .log("Redis does not answer; requests are counted per process");
        }
    }

    private static String network(String address) {
        return address.contains(":") && InetAddress.ofLiteral(address) instanceof Inet6Address ipv6
                ? HexFormat.of().formatHex(Arrays.copyOf(ipv6.getAddress(), IPV6_NETWORK_BYTES))
                : address;
    }
}
