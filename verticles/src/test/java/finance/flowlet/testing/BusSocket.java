package finance.flowlet.testing;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of the TCP bridge that writes its frames by hand, byte by byte.
public final class BusSocket implements AutoCloseable {
    private static final int READ_TIMEOUT_MILLIS = 10_000;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private final Socket socket;
    private final DataInputStream in;
    private final AtomicInteger number = new AtomicInteger();

    public BusSocket(int port) {
        try {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Asks `address` and waits for the frame that answers. `envelope` is the body of the frame as JSON.
    public JsonNode ask(String address, String envelope) {
        send(frame(address, envelope));
        return Objects.requireNonNull(read().orElse(null), "closed instead of answered");
    }

    /// The frame of a question.
    public String frame(String address, String envelope) {
        return "{\"type\":\"send\",\"address\":\"%s\",\"replyAddress\":\"r%d\",\"body\":%s}"
                .formatted(address, number.incrementAndGet(), envelope);
    }

    /// Sends `frame` behind its length.
    public void send(String frame) {
        var bytes = frame.getBytes(StandardCharsets.UTF_8);
        sendBytes(ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array());
    }

    public void sendBytes(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException cut) {
            // The server may refuse and close before it has everything; what it said is still there to be read.
        }
    }

    /// The next frame; nothing when the server has closed the connection.
    public Optional<JsonNode> read() {
        try {
            var bytes = new byte[in.readInt()];
            in.readFully(bytes);
            return Optional.of(JSON.readTree(bytes));
        } catch (EOFException | SocketException closed) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Whether nothing comes within `millis`.
    public boolean isSilentFor(int millis) {
        try {
            socket.setSoTimeout(millis);
            return in.read() < 0;
        } catch (SocketTimeoutException silent) {
            return true;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// An envelope; what is null is left out. `body` and `path` are JSON.
    public static String envelope(
            @Nullable String credential, @Nullable String key, @Nullable String path, @Nullable String body) {
        var text = new StringBuilder("{");
        text.append(credential == null ? "" : "\"credential\":\"" + credential + "\",");
        text.append(key == null ? "" : "\"idempotencyKey\":\"" + key + "\",");
        text.append(path == null ? "" : "\"path\":" + path + ",");
        text.append(body == null ? "" : "\"body\":" + body + ",");
        return (text.length() == 1 ? text : text.deleteCharAt(text.length() - 1)) + "}";
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
