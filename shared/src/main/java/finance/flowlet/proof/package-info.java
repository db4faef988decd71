/// What an outsider checks by himself: Merkle trees (RFC 9162), signed notes and checkpoints (C2SP),
/// receipts. It needs no database, no network and nothing of Vert.x.
@NullMarked
package finance.flowlet.proof;

import org.jspecify.annotations.NullMarked;
