package finance.flowlet.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Sends bytes that no decent HTTP client would, and reads what comes back.
public final class RawHttp {
    private static final int READ_TIMEOUT_MILLIS = 5000;
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *([0-9]+)");
    private final int port;

    public RawHttp(String baseUrl) {
        this.port = URI.create(baseUrl).getPort();
    }

    /// The first reply; `status` is 0 when there was none. `head` is the status line and the fields.
    public record Reply(int status, String head, String body) {
        public String code() {
            var code = Pattern.compile("\"code\":\"([a-z0-9_]+)\"").matcher(body);
            return code.find() ? code.group(1) : "";
        }
    }

    /// Sends text in which every char is one byte.
    public Reply send(String request) {
        return send(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Reply send(byte[] request) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            try {
                socket.getOutputStream().write(request);
                socket.getOutputStream().flush();
            } catch (IOException cut) {
                // The server may refuse and close before it has everything; its reply is still there to be read.
            }
            return reply(socket.getInputStream());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Reply reply(InputStream in) {
        var received = new ByteArrayOutputStream();
        try {
            for (var next = in.read(); next >= 0; next = in.read()) {
                received.write(next);
                var text = received.toString(StandardCharsets.ISO_8859_1);
                var end = text.indexOf("\r\n\r\n");
                if (end >= 0 && text.length() - end - 4 >= length(text.substring(0, end))) {
                    break;
                }
            }
        } catch (SocketTimeoutException silent) {
            // What was received until then is the reply.
        } catch (IOException reset) {
            // Likewise.
        }
        var text = received.toString(StandardCharsets.UTF_8);
        var end = text.indexOf("\r\n\r\n");
        return text.startsWith("HTTP/1.") && end >= 0
                ? new Reply(Integer.parseInt(text.substring(9, 12)), text.substring(0, end), text.substring(end + 4))
                : new Reply(0, text, "");
    }

    private static int length(String head) {
        var length = LENGTH.matcher(head);
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }
}
