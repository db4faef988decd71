package finance.flowlet.statements;

/// Writes a statement in one of its forms: from its head, then every movement, oldest first, then the sums.
sealed interface FormWriter permits JsonForm, CsvForm, PdfForm {
    void begin();

    void add(Movement movement);

    void end(Totals totals);
}
