package finance.flowlet.contract.wallets;

import finance.flowlet.bus.OneOf;
import finance.flowlet.contract.ledger.Post.Reply;
import finance.flowlet.problem.Code;

/// How the wallets domain answers a command.
@OneOf
public sealed interface WalletReply {
    /// The stored answer of this command, or of the one that used the key before.
    record Answered(Reply reply, boolean replayed) implements WalletReply {}

    /// Refused before the ledger was asked; nothing is stored.
    record Refused(Code code) implements WalletReply {}
}
