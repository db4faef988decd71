package finance.flowlet.load;

/// What the peer database is asked to do: scripts in the language of pgbench.
///
/// @see PeerDatabase
enum PeerStatement {
    /// One transfer per commit between any two of the accounts.
    UNIFORM(1, "random(1, 1000)", "1 + (:payer + random(0, 998)) % 1000"),
    /// One transfer per commit, all of them to account 1.
    HOT(1, "random(2, 1000)", "1"),
    /// Many transfers per commit. The server draws them itself: that costs it less than reading them would.
    BATCH(512, "0", "0");

    /// Transfers of one call.
    final int transfers;

    private final String payer;
    private final String payee;

    PeerStatement(int transfers, String payer, String payee) {
        this.transfers = transfers;
        this.payer = payer;
        this.payee = payee;
    }

    /// For pgbench, which has to be given `n` and `base`. Each client counts its keys up from a base of its own.
    String script() {
        var key = "\\set n :n + %d\n\\set key :base + :client_id * 1000000000 + :n\n".formatted(transfers);
        return this == BATCH ? key + """
                select transfer_batch(array_agg(:key::bigint + n), array_agg(payer), \
                array_agg(1 + (payer + (random() * 998)::int) % 1000), array_agg(1::bigint)) \
                from (select n, 1 + (random() * 999)::int as payer from generate_series(1, 512) n) asked;
                """ : key + """
                \\set payer %s
                \\set payee %s
                select transfer(:key, :payer, :payee, 1);
                """.formatted(payer, payee);
    }

    /// For JDBC: the key is the only parameter.
    String sql() {
        return switch (this) {
            case UNIFORM -> """
                    select transfer(?::bigint, payer, 1 + (payer + (random() * 998)::int) % 1000, 1)
                    from (select 1 + (random() * 999)::int as payer) asked""";
            case HOT -> "select transfer(?::bigint, 2 + (random() * 998)::int, 1, 1)";
            case BATCH -> """
                    select transfer_batch(array_agg(first + n), array_agg(payer),
                        array_agg(1 + (payer + (random() * 998)::int) % 1000), array_agg(1::bigint))
                    from (
                        select ?::bigint as first, n, 1 + (random() * 999)::int as payer
                        from generate_series(1, 512) n) asked""";
        };
    }
}
