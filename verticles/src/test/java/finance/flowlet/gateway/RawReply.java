package finance.flowlet.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a server sent back for exact bytes on a connection of its own: everything until it closed or fell
/// silent.
record RawReply(String text, boolean closed) {
    private static final int SILENCE_MILLIS = 5000;
    private static final int AFTERTHOUGHT_MILLIS = 60;
    private static final Pattern LENGTH =
            Pattern.compile("(?is)HTTP/\\d\\.\\d .*?\r\ncontent-length: (\\d+)\r\n(?:.*?\r\n)?\r\n");
    private static final Pattern STATUS = Pattern.compile("HTTP/\\d\\.\\d (\\d{3}) ");
    private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z_0-9]+)\"");

    static RawReply of(int port, String... parts) {
        return of(
                port,
                Stream.of(parts)
                        .map(part -> part.getBytes(StandardCharsets.ISO_8859_1))
                        .toArray(byte[][]::new));
    }

    static RawReply of(int port, byte[]... parts) {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            for (var part : parts) {
                socket.getOutputStream().write(part);
                socket.getOutputStream().flush();
            }
            return read(socket);
        } catch (SocketException reset) {
            return new RawReply("", true);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Reads until one whole reply is there and nothing follows it, or the connection ends.
    private static RawReply read(Socket socket) throws IOException {
        var text = new StringBuilder();
        var buffer = new byte[16384];
        try {
            while (true) {
                socket.setSoTimeout(isWhole(text) ? AFTERTHOUGHT_MILLIS : SILENCE_MILLIS);
                var count = socket.getInputStream().read(buffer);
                if (count < 0) {
                    return new RawReply(text.toString(), true);
                }
                text.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketTimeoutException silent) {
            return new RawReply(text.toString(), false);
        } catch (SocketException reset) {
            return new RawReply(text.toString(), true);
        }
    }

    /// Whether the first reply is there in full and the connection is not announced to end.
    private static boolean isWhole(CharSequence text) {
        var head = LENGTH.matcher(text);
        var last = text.toString().toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n");
        return !last && head.lookingAt() && text.length() >= head.end() + Integer.parseInt(head.group(1));
    }

    /// The status of the first reply; 0 when there was none.
    int status() {
        var matcher = STATUS.matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /// How many replies came.
    long count() {
        return STATUS.matcher(text).results().count();
    }

    /// The problem's code.
    String code() {
        var matcher = CODE.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }
}
