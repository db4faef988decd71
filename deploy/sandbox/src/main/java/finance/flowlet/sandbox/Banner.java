package finance.flowlet.sandbox;

import finance.flowlet.platform.FlowletConfig.RateLimit;
import finance.flowlet.platform.FlowletConfig.RateLimit.Rate;
import finance.flowlet.sandbox.Demo.Wallet;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a first-time user needs to see once the sandbox is ready.
record Banner(Facts facts, DataDirectory data, RateLimit rateLimit) {

    String text() {
        return """

                %s
                  API key    %s
                  Logins     %s
                  Wallets    %s
                  Servers    %s
                  For tools  %s
                  Log        %s
                  Limits     %s; raised for the sandbox, still checked

                Make a payment:

                %s

                Ctrl-C stops everything; %s.""".formatted(
                        urls(),
                        facts.apiKey(),
                        logins(),
                        wallets(),
                        servers(),
                        data.facts(),
                        data.log(),
                        limits(),
                        curl(),
                        data.ephemeral() ? "the data is thrown away" : "the data stays in " + data.state())
                .replaceFirst("\\s+$", "");
    }

    /// Every paste is a payment of its own: the idempotency key is the time.
    String curl() {
        return String.format(
                Locale.ROOT,
                """
                curl -sS %s/payments \\
                  -H 'Authorization: Bearer %s' \\
                  -H 'Content-Type: application/json' \\
                  -H "Idempotency-Key: $(date +%%s%%N)" \\
                  -d '{"fromWalletId":"%s","toWalletId":"%s",\
                "amount":12.50,"currency":"EUR","description":"Two coffees"}'""",
                facts.baseUrl(),
                facts.apiKey(),
                facts.wallets().get(0).id(),
                facts.wallets().get(2).id());
    }

    private String urls() {
        var urls = """
                  API        %1$s
                  Contract   %1$s/openapi.yaml
                  Health     %1$s/health/ready%2$s%3$s""".formatted(facts.baseUrl(), nodes(), bridge());
        return urls.indent(2).stripTrailing();
    }

    private String nodes() {
        return facts.nodes().size() == 1 ? "" : "\nNodes      " + String.join("\n           ", facts.nodes());
    }

    private String bridge() {
        var bridge = facts.bridge();
        return bridge == null ? "" : "\nEvent bus  %s:%d (docs/bus)".formatted(bridge.host(), bridge.port());
    }

    private String limits() {
        return Stream.of(
                        "%s in all".formatted(rate(rateLimit.global())),
                        "%s per user".formatted(rate(rateLimit.perUser())),
                        "%s per address".formatted(rate(rateLimit.perIp())))
                .collect(Collectors.joining(", "));
    }

    private static String rate(Rate rate) {
        return String.format(
                Locale.ROOT,
                "%,d/%s",
                rate.requests(),
                switch (rate.windowSeconds()) {
                    case 1 -> "s";
                    case 60 -> "min";
                    case 3600 -> "h";
                    default -> rate.windowSeconds() + " s";
                });
    }

    private String logins() {
        return facts.logins().stream()
                .map(login -> "%-32s %-18s %s".formatted(login.email(), login.password(), login.role()))
                .collect(Collectors.joining("\n             "));
    }

    private String wallets() {
        return facts.wallets().stream().map(Banner::wallet).collect(Collectors.joining("\n             "));
    }

    private static String wallet(Wallet wallet) {
        return "%-32s %s %s".formatted(wallet.id(), wallet.currency(), wallet.userId());
    }

    private String servers() {
        return facts.servers().entrySet().stream()
                .map(server -> "%-9s %s:%d"
                        .formatted(
                                server.getKey(),
                                server.getValue().host(),
                                server.getValue().port()))
                .collect(Collectors.joining("\n             "));
    }
}
