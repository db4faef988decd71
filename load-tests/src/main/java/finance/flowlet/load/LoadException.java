package finance.flowlet.load;

/// What keeps a run from being made, said so that whoever reads it knows what to do.
final class LoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LoadException(String message) {
        super(message);
    }

    LoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
