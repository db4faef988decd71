package finance.flowlet.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/// The wallets that pay each other. They are opened under fixed keys, so that the next run finds those of the last.
final class Wallets {
    private static final int UNDER_WAY = 16;
    private static final double AT_MOST_SECONDS = 300;

    private Wallets() {}

    /// Ids of funded wallets, as they stand in requests.
    static List<byte[]> settle(Target target, int count) throws IOException {
        try (var driver = new Driver(target.nodes(), UNDER_WAY)) {
            var opened = new Commands(
                    target,
                    count,
                    i -> new Command(
                            "/wallets",
                            "load-wallet-" + i,
                            "{\"userId\":\"load-%d\",\"currency\":\"USD\",\"type\":\"personal\"}".formatted(i)));
            send(driver, opened);
            send(
                    driver,
                    new Commands(
                            target,
                            count,
                            i -> new Command(
                                    "/wallets/%s/deposits"
                                            .formatted(new String(opened.answers[i], StandardCharsets.US_ASCII)),
                                    "load-funds-" + i,
                                    "{\"amount\":10000000.00,\"currency\":\"USD\"}")));
            return new ArrayList<>(Arrays.asList(opened.answers));
        }
    }

    private static void send(Driver driver, Commands commands) throws IOException {
        var span = Driver.Span.of(0, AT_MOST_SECONDS);
        var meter = new Meter(span.measuredFrom(), span.endsAt());
        driver.run(new Pace.Closed(UNDER_WAY), span, 0, commands, meter, (_, _) -> {});
        var slice = meter.slice(new Pace.Closed(UNDER_WAY), Work.none());
        if (!slice.isClean() || slice.answered() < commands.answers.length) {
            throw new LoadException("The wallets could not be prepared: " + slice.failures());
        }
    }

    private record Command(String path, String key, String body) {}

    /// Each once; the ids of the answers are kept.
    private static final class Commands implements Traffic {
        private final Target target;
        private final IntFunction<Command> commands;
        private final Ids ids = new Ids();
        private final byte[][] answers;
        private int next;

        Commands(Target target, int count, IntFunction<Command> commands) {
            this.target = target;
            this.commands = commands;
            answers = new byte[count][];
        }

        @Override
        public boolean next(Exchange exchange) {
            if (next == answers.length) {
                return false;
            }
            var command = commands.apply(next);
            exchange.kind = Kind.SETUP;
            exchange.number = next++;
            RequestTemplate.post(target, command.path(), command.key(), command.body())
                    .into(exchange.request);
            return true;
        }

        @Override
        public Verdict answered(Exchange exchange, Reply reply) {
            if (reply.status() / 100 != 2 || !ids.read(reply)) {
                return Verdict.BAD;
            }
            var id = new byte[Ids.LENGTH];
            reply.copy(ids.from(), id, 0, Ids.LENGTH);
            answers[(int) exchange.number] = id;
            return Verdict.GOOD;
        }
    }
}
