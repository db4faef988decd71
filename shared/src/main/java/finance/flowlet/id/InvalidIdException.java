package finance.flowlet.id;

/// The text is not an id of the expected kind. The text itself is not repeated: it came from outside.
public final class InvalidIdException extends IllegalArgumentException {
    InvalidIdException(String prefix) {
        super("not an id of the form " + prefix + "_<26 base32 characters>");
    }
}
