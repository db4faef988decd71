package finance.flowlet.bus;

import finance.flowlet.problem.Code;

/// Something went wrong that is no answer. It travels the bus as a code only: an exception's message would end up
/// with outside clients.
public final class Fault extends RuntimeException {
    private final Code code;

    public Fault(Code code) {
        super(code.wire());
        this.code = code;
    }

    /// `cause` stays in this JVM, for its log.
    public Fault(Code code, Throwable cause) {
        super(code.wire(), cause);
        this.code = code;
    }

    /// Why, in the words of the catalogue.
    public Code code() {
        return code;
    }
}
