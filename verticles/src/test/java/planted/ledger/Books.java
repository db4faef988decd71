package planted.ledger;

public record Books() {}
