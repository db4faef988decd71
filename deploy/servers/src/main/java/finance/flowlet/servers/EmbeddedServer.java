package finance.flowlet.servers;

import java.util.List;

/// A server that runs because this JVM started it, and that ends with it.
///
/// The launcher knows servers only through this interface, so a new kind needs no change there.
public interface EmbeddedServer extends AutoCloseable {

    /// How people call it: "postgres", "redis".
    String name();

    String host();

    int port();

    /// The login name, as a client's configuration wants it.
    String user();

    String database();

    /// What this machine could not offer, and what follows from it; empty on an ordinary Linux.
    default List<String> remarks() {
        return List.of();
    }

    /// Stops in order and returns when the server is gone. Closing twice is harmless.
    @Override
    void close();
}
