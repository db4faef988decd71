package finance.flowlet.ledger;

import com.fasterxml.jackson.annotation.JsonRawValue;
import finance.flowlet.bus.Wire;
import finance.flowlet.ledger.Decision.TenantEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// The events of a batch as the JSON array that is stored and hashed with it.
final class StoredEvents {
    /// One event: the envelope of the API (`id`, `type`, `created`, `data`) with what a relay needs beside it.
    private record StoredEvent(
            String id,
            String type,
            String created,
            String tenantId,
            String objectId,
            long sequence,
            @JsonRawValue String data) {}

    private StoredEvents() {}

    static String json(List<TenantEvent> events, Instant at) {
        var stored = events.stream()
                .map(event -> new StoredEvent(
                        event.event().id().toString(),
                        event.event().type(),
                        at.toString(),
                        event.tenant().toString(),
                        event.event().objectId(),
                        event.event().sequence(),
                        event.event().data()))
                .toList();
        return new String(Wire.json(stored), StandardCharsets.UTF_8);
    }
}
