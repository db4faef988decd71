grant usage on schema fx to flowlet_fx;
