package finance.flowlet.sandbox;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What a demo wallet has, over HTTP.
final class Balance {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Balance() {}

    static BigDecimal of(String amount) {
        return new BigDecimal(amount);
    }

    static BigDecimal of(Facts facts, int wallet) throws IOException, InterruptedException {
        var id = facts.wallets().get(wallet).id();
        var request = HttpRequest.newBuilder(URI.create(facts.baseUrl() + "/wallets/" + id + "/balance"))
                .header("Authorization", "Bearer " + facts.apiKey())
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var body = client.send(request, BodyHandlers.ofString()).body();
            return JSON.readTree(body).get("current").decimalValue();
        }
    }
}
