package finance.flowlet.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/// A kept-alive connection with at most one request under way.
final class Connection implements AutoCloseable {
    final Exchange exchange = new Exchange();
    final Reply reply = new Reply();

    private final SocketChannel channel;
    private final SelectionKey key;
    private boolean busy;

    private Connection(SocketChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    static Connection open(InetSocketAddress address, Selector selector) throws IOException {
        var channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        return new Connection(channel, selector);
    }

    boolean isBusy() {
        return busy;
    }

    void send(long now) throws IOException {
        busy = true;
        exchange.sentNanos = now;
        exchange.request.flip();
        reply.clear();
        write();
    }

    /// Sends the same bytes once more.
    void sendAgain(long now) throws IOException {
        exchange.repeats++;
        exchange.request.position(exchange.request.limit());
        send(now);
    }

    /// Goes on with what the socket is ready for. True when the answer is complete.
    boolean proceed() throws IOException {
        if (key.isWritable()) {
            write();
        }
        return key.isReadable() && reply.read(channel);
    }

    void done() {
        busy = false;
    }

    @Override
    public void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            // It is given up in any case.
            busy = false;
        }
    }

    private void write() throws IOException {
        channel.write(exchange.request);
        key.interestOps(
                exchange.request.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }
}
