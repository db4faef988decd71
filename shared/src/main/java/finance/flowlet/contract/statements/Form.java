package finance.flowlet.contract.statements;

/// The forms that a statement is written in.
public enum Form {
    JSON,
    CSV,
    PDF
}
