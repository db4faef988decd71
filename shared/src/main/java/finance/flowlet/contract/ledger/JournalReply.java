package finance.flowlet.contract.ledger;

import finance.flowlet.bus.OneOf;
import finance.flowlet.problem.Code;

/// How the ledger answers finance staff.
@OneOf
public sealed interface JournalReply {
    /// The stored answer of this command, or of the one that used the key before.
    record Answered(Post.Reply reply, boolean replayed) implements JournalReply {}

    /// Refused; nothing is stored.
    record Refused(Code code) implements JournalReply {}

    /// Refused for one field of what was sent, by its JSON pointer; nothing is stored.
    record RefusedField(String pointer, Code code) implements JournalReply {}
}
