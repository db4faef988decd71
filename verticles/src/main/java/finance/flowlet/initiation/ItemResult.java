package finance.flowlet.initiation;

/// What became of the item at `index` of a batch.
record ItemResult(int index, PaymentOutcome outcome) {}
