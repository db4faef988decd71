package finance.flowlet.sandbox;

/// The sandbox cannot go on; the message tells the reader what to do about it.
final class SandboxException extends RuntimeException {

    SandboxException(String message) {
        super(message);
    }

    SandboxException(String message, Throwable cause) {
        super(message, cause);
    }
}
