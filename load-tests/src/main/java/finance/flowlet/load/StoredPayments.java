package finance.flowlet.load;

import finance.flowlet.id.PaymentId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The payments as the API lists them, newest first: for a platform whose database is out of reach.
record StoredPayments(Target target) {
    private static final int PAGE = 200;

    /// Hears of every payment whose id is at least `from`.
    void since(UUID from, Consumer<UUID> listener) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var cursor = "";
            while (cursor != null) {
                var page = page(client, cursor);
                var older = false;
                for (var payment : page.path("data")) {
                    var id = PaymentId.parse(payment.path("id").asString("")).uuid();
                    older |= id.getMostSignificantBits() < from.getMostSignificantBits();
                    if (!older) {
                        listener.accept(id);
                    }
                }
                var next = page.path("nextCursor").asString("");
                cursor = older || next.isEmpty() ? null : "&after=" + next;
            }
        }
    }

    private JsonNode page(HttpClient client, String cursor) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(target.uri("/payments?limit=%d%s".formatted(PAGE, cursor)))
                .header("Authorization", "Bearer " + target.apiKey())
                .build();
        var response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("GET /payments answered " + response.statusCode());
        }
        return new JsonMapper().readTree(response.body());
    }
}
