package finance.flowlet.gateway;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// The buckets of all gateways together, in Redis: one script reads them, decides and books, by Redis' own
/// clock.
final class RedisRates {
    /// Returns what is booked in each bucket before this request. It decides by [Bucket#fits], in Lua.
    private static final String SCRIPT = """
            local time = redis.call('time')
            local now = time[1] * 1000000 + time[2]
            local booked = {}
            local allowed = true
            for i, key in ipairs(KEYS) do
              local until_micros = tonumber(redis.call('get', key) or '0')
              booked[i] = math.max(0, until_micros - now)
              if booked[i] + ARGV[2 * i - 1] > tonumber(ARGV[2 * i]) then
                allowed = false
              end
            end
            if allowed then
              for i, key in ipairs(KEYS) do
                local ahead = booked[i] + ARGV[2 * i - 1]
                redis.call('set', key, string.format('%.0f', now + ahead), 'px', math.ceil(ahead / 1000))
              end
            end
            return booked
            """;
    private static final String SCRIPT_HASH = sha1(SCRIPT);
    private final Redis redis;

    RedisRates(Redis redis) {
        this.redis = redis;
    }

    /// Connects and hands over the script before the first request needs them.
    Future<?> prepare() {
        return redis.send(Request.cmd(Command.SCRIPT).arg("LOAD").arg(SCRIPT));
    }

    Future<Quota> take(List<Bucket> buckets) {
        return redis.send(command(Command.EVALSHA, SCRIPT_HASH, buckets))
                .recover(failure -> isUnknownScript(failure)
                        ? redis.send(command(Command.EVAL, SCRIPT, buckets))
                        : Future.failedFuture(failure))
                .map(reply -> Quota.of(buckets, numbers(Objects.requireNonNull(reply))));
    }

    private static Request command(Command command, String script, List<Bucket> buckets) {
        var request = Request.cmd(command).arg(script).arg(buckets.size());
        buckets.forEach(bucket -> request.arg(bucket.key()));
        buckets.forEach(bucket -> request.arg(bucket.intervalMicros()).arg(bucket.burstMicros()));
        return request;
    }

    private static List<Long> numbers(Response reply) {
        return IntStream.range(0, reply.size())
                .mapToObj(i -> reply.get(i).toLong())
                .toList();
    }

    private static boolean isUnknownScript(Throwable failure) {
        return failure instanceof ErrorType error && error.is("NOSCRIPT");
    }

    private static String sha1(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-1", missing);
        }
    }
}
