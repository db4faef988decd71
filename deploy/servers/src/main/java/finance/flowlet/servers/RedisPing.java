package finance.flowlet.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Asks whether the Redis on a port answers, and whether it is the process we started.
final class RedisPing {

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int LINES_OF_INFO = 40;

    private RedisPing() {}

    static boolean answers(int port, long pid) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(Ports.LOOPBACK), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write("PING\r\nINFO server\r\n".getBytes(StandardCharsets.US_ASCII));
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            // While it still reads its file, Redis answers PING with an error.
            return "+PONG".equals(reader.readLine()) && saysPid(reader, pid);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean saysPid(BufferedReader reader, long pid) throws IOException {
        for (var i = 0; i < LINES_OF_INFO; i++) {
            var line = reader.readLine();
            if (line == null || line.startsWith("process_id:")) {
                return ("process_id:" + pid).equals(line);
            }
        }
        return false;
    }
}
