grant usage on schema reconciliation to flowlet_reconciliation;
