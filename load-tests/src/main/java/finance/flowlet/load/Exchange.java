package finance.flowlet.load;

import java.nio.ByteBuffer;

/// One request under way on a connection. Reused, so that the generator leaves no garbage behind.
final class Exchange {
    private static final int REQUEST_BYTES = 2048;

    /// Filled by the traffic, then written to the socket.
    final ByteBuffer request = ByteBuffer.allocate(REQUEST_BYTES);

    Kind kind = Kind.PAYMENT;

    /// Which of the traffic's requests this is; what it means is the traffic's business.
    long number;

    /// How often it has been sent before.
    int repeats;

    /// When it should have been sent, whatever kept it waiting. Latency counts from here.
    long intendedNanos;

    long sentNanos;
}
