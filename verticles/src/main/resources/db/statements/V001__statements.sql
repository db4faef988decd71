grant usage on schema statements to flowlet_statements;
