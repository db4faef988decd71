grant usage on schema initiation to flowlet_initiation;
