package finance.flowlet.contract.initiation;

import finance.flowlet.bus.OneOf;
import finance.flowlet.contract.ledger.Post.Reply;
import finance.flowlet.problem.Code;

/// How the initiation domain answers a command.
@OneOf
public sealed interface InitiationReply {
    /// The stored answer of this command, or of the one that used the key before.
    record Answered(Reply reply, boolean replayed) implements InitiationReply {}

    /// Refused before anything was stored.
    record Refused(Code code) implements InitiationReply {}
}
