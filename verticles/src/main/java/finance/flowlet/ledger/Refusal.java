package finance.flowlet.ledger;

import finance.flowlet.contract.ledger.Post.Decline;
import org.jspecify.annotations.Nullable;

/// Why a command is refused, and by the step at which position (-1: not by one alone). `exceeded` is set
/// when a limit is the reason.
record Refusal(Decline reason, int step, @Nullable Exceeded exceeded) {}
