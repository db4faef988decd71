package finance.flowlet.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/// How records cross the bus: by reference inside a JVM, as JSON between two. The address knows the types, so no
/// class name travels and nothing is deserialized by surprise.
public final class Wire implements MessageCodec<Record, Object> {
    static final String NAME = "flowlet";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    /// `body` as a `type`, whether it came by reference or as JSON bytes.
    static <T> T read(Object body, Class<T> type) {
        return body instanceof Buffer json ? MAPPER.readValue(json.getBytes(), type) : type.cast(body);
    }

    /// `record` as its JSON bytes.
    public static byte[] json(Object record) {
        return MAPPER.writeValueAsBytes(record);
    }

    /// `record` as JSON text: for what is stored, and later answered exactly as it was stored.
    public static String text(Object record) {
        return MAPPER.writeValueAsString(record);
    }

    @Override
    public void encodeToWire(Buffer buffer, Record record) {
        var json = json(record);
        buffer.appendInt(json.length).appendBytes(json);
    }

    @Override
    public Object decodeFromWire(int position, Buffer buffer) {
        var length = buffer.getInt(position);
        return buffer.getBuffer(position + Integer.BYTES, position + Integer.BYTES + length);
    }

    @Override
    public Object transform(Record record) {
        return record;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
