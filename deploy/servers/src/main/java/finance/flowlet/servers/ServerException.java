package finance.flowlet.servers;

/// A server could not be started or stopped; the message tells the reader what to do about it.
public final class ServerException extends RuntimeException {

    public ServerException(String message) {
        super(message);
    }

    public ServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
