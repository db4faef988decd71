package finance.flowlet.contract.statements;

import finance.flowlet.bus.Address;
import finance.flowlet.bus.Repeatable;
import finance.flowlet.id.StatementId;
import finance.flowlet.id.TenantId;

/// Asks for a piece of a statement's document, counted from 0. Whether the caller may see the statement,
/// whoever asks has found out by finding it.
public record ReadPiece(TenantId tenant, StatementId statement, Form form, int number) implements Repeatable {
    public static final Address<ReadPiece, Piece> ADDRESS =
            new Address<>("statements.read-piece.v1", ReadPiece.class, Piece.class);

    /// The bytes in base64: messages are JSON once they leave the process.
    public record Piece(String base64) {}
}
