package finance.flowlet.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
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
        var head = new StringBuilder();
        var body = new byte[0];
        try {
            for (var next = in.read(); next >= 0; next = in.read()) {
                head.append((char) next);
                if (next == '\n' && head.toString().endsWith("\r\n\r\n")) {
                    body = in.readNBytes(length(head));
                    break;
                }
            }
        } catch (IOException cut) {
            // Silence or a reset: what was received until then is the reply.
        }
        return head.length() > 12 && head.toString().startsWith("HTTP/1.")
                ? new Reply(
                        Integer.parseInt(head.substring(9, 12)),
                        head.toString().stripTrailing(),
                        new String(body, StandardCharsets.UTF_8))
                : new Reply(0, head.toString(), "");
    }

    private static int length(CharSequence head) {
        var length = LENGTH.matcher(head);
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }
}
