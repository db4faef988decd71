package finance.flowlet.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads one HTTP/1.1 answer at a time: the status, the length, and where the body is. What a client library would do
/// besides is what makes it cost as much as the server that is measured.
final class Reply {
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};
    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRANSFER_ENCODING = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONNECTION_CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);
    private static final int INITIAL_BYTES = 4096;
    private static final int MAX_BYTES = 16 << 20;
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private ByteBuffer bytes = ByteBuffer.allocate(INITIAL_BYTES);
    private int bodyStart = -1;
    private int bodyLength;
    private boolean closes;

    /// Forgets the answer before.
    void clear() {
        bytes.clear();
        bodyStart = -1;
        bodyLength = 0;
        closes = false;
    }

    /// Takes what has arrived. True when the answer is complete.
    ///
    /// @throws IOException when the server hung up or says something else than an answer with a length
    boolean read(ReadableByteChannel channel) throws IOException {
        if (!bytes.hasRemaining()) {
            grow();
        }
        if (channel.read(bytes) < 0) {
            throw new IOException("connection closed");
        }
        return complete();
    }

    int status() {
        var array = bytes.array();
        return (array[STATUS_AT] - '0') * 100 + (array[STATUS_AT + 1] - '0') * 10 + array[STATUS_AT + 2] - '0';
    }

    /// Whether the server will take no further request on this connection.
    boolean closes() {
        return closes;
    }

    /// The index behind the first `pattern` in the body, or -1.
    int after(byte[] pattern) {
        return after(pattern, bodyStart);
    }

    byte at(int index) {
        return bytes.array()[index];
    }

    void copy(int from, byte[] into, int at, int count) {
        System.arraycopy(bytes.array(), from, into, at, count);
    }

    String body() {
        return new String(bytes.array(), bodyStart, bodyLength, StandardCharsets.UTF_8);
    }

    int after(byte[] pattern, int from) {
        var array = bytes.array();
        var last = bytes.position() - pattern.length;
        for (var i = from; i <= last; i++) {
            if (array[i] == pattern[0] && Arrays.equals(array, i, i + pattern.length, pattern, 0, pattern.length)) {
                return i + pattern.length;
            }
        }
        return -1;
    }

    private boolean complete() throws IOException {
        if (bodyStart < 0) {
            var end = after(END_OF_HEAD, 0);
            if (end < 0) {
                return false;
            }
            readHead(end);
            bodyStart = end;
        }
        return bytes.position() >= bodyStart + bodyLength;
    }

    private void readHead(int end) throws IOException {
        var array = bytes.array();
        if (array[0] != 'H' || array[STATUS_AT] < '2' || array[STATUS_AT] > '5') {
            throw new IOException("not an HTTP answer");
        }
        for (var i = STATUS_AT; i < end; i++) {
            if (array[i] != '\n') {
                continue;
            }
            if (startsWith(i + 1, CONTENT_LENGTH)) {
                bodyLength = number(i + 1 + CONTENT_LENGTH.length);
            } else if (startsWith(i + 1, TRANSFER_ENCODING)) {
                throw new IOException("an answer in chunks, which is not read here");
            } else if (startsWith(i + 1, CONNECTION_CLOSE)) {
                closes = true;
            }
        }
    }

    private boolean startsWith(int from, byte[] lowerCase) {
        var array = bytes.array();
        if (from + lowerCase.length > bytes.position()) {
            return false;
        }
        for (var i = 0; i < lowerCase.length; i++) {
            if (Character.toLowerCase(array[from + i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private int number(int from) throws IOException {
        var array = bytes.array();
        var at = from;
        while (array[at] == ' ') {
            at++;
        }
        var number = 0;
        for (; array[at] >= '0' && array[at] <= '9'; at++) {
            number = number * 10 + array[at] - '0';
            if (number > MAX_BYTES) {
                throw new IOException("an answer of more than 16 MB");
            }
        }
        return number;
    }

    private void grow() throws IOException {
        if (bytes.capacity() >= MAX_BYTES) {
            throw new IOException("an answer of more than 16 MB");
        }
        bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), bytes.capacity() * 2))
                .position(bytes.position());
    }
}
