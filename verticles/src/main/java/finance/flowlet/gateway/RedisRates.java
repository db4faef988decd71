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
    /// Books as many requests as fit in all buckets; returns their number, and what was booked in each bucket before.
    /// It decides by [Bucket#fits], in Lua.
    private static final String SCRIPT = """
            local time = redis.call('time')
            local now = time[1] * 1000000 + time[2]
            local booked = {}
            local fitting = tonumber(ARGV[1])
            for i, key in ipairs(KEYS) do
              local until_micros = tonumber(redis.call('get', key) or '0')
              booked[i + 1] = math.max(0, until_micros - now)
              fitting = math.min(fitting, math.floor((ARGV[2 * i + 1] - booked[i + 1]) / ARGV[2 * i]))
            end
            booked[1] = math.max(0, fitting)
            if fitting > 0 then
              for i, key in ipairs(KEYS) do
                local ahead = booked[i + 1] + fitting * ARGV[2 * i]
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

    /// Books up to `requests`, those that fit, and answers for each in turn.
    Future<List<Quota>> take(List<Bucket> buckets, int requests) {
        return redis.send(command(Command.EVALSHA, SCRIPT_HASH, buckets, requests))
                .recover(failure -> isUnknownScript(failure)
                        ? redis.send(command(Command.EVAL, SCRIPT, buckets, requests))
                        : Future.failedFuture(failure))
                .map(reply -> quotas(buckets, requests, numbers(Objects.requireNonNull(reply))));
    }

    private static List<Quota> quotas(List<Bucket> buckets, int requests, List<Long> reply) {
        var fitting = reply.getFirst();
        var booked = reply.subList(1, reply.size());
        return IntStream.range(0, requests)
                .mapToObj(request -> Quota.after(buckets, booked, Math.min(request, fitting), request < fitting))
                .toList();
    }

    private static Request command(Command command, String script, List<Bucket> buckets, int requests) {
        var request = Request.cmd(command).arg(script).arg(buckets.size());
        buckets.forEach(bucket -> request.arg(bucket.key()));
        request.arg(requests);
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
