-- Rates, quotes made at them, and exchanges. The ledger has the positions; its transactions write quote_use and
-- exchange.

-- Every rate that was ever set; of a pair the one that was set last is in force. Rates are decimals, never doubles.
create table fx.rate (
    number bigint generated always as identity primary key,
    -- Null: for every tenant that has no rate of its own for the pair.
    tenant_id uuid,
    base char(3) not null,
    quote char(3) not null,
    -- Units of quote for one unit of base.
    rate numeric not null check (rate > 0 and rate < 1000000000 and scale(rate) <= 12),
    -- Null: the configured one.
    margin_basis_points integer check (margin_basis_points between 0 and 5000),
    as_of timestamptz not null,
    source text not null check (char_length(source) between 1 and 100),
    created_at timestamptz not null,
    check (base <> quote)
);

create index rate_in_force on fx.rate (tenant_id, base, quote, number desc);

-- A row never changes: that its quote was used is told by quote_use, and that its time is over by the clock.
create table fx.quote (
    id uuid primary key,
    tenant_id uuid not null,
    -- The customer it was made for; null: the business itself.
    user_id uuid,
    -- Which side the client named; the other one was rounded.
    fixed text not null check (fixed in ('sell', 'buy')),
    -- Minor units of the currencies.
    sell_amount bigint not null check (sell_amount > 0),
    sell_currency char(3) not null,
    buy_amount bigint not null check (buy_amount > 0),
    buy_currency char(3) not null,
    -- In minor units of the side that was rounded.
    residual smallint not null check (residual in (0, 1)),
    rate numeric not null check (rate > 0),
    margin_basis_points integer not null check (margin_basis_points between 0 and 5000),
    market_rate numeric not null check (market_rate > 0),
    market_source text not null,
    market_as_of timestamptz not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    -- The idempotency record of a quote is the row itself, so that the two cannot come apart.
    idempotency_scope uuid,
    idempotency_key text,
    request_fingerprint text,
    unique (tenant_id, id),
    unique (idempotency_scope, idempotency_key),
    check (sell_currency <> buy_currency),
    check (expires_at > created_at),
    check ((idempotency_scope is null) = (idempotency_key is null)),
    check ((idempotency_key is null) = (request_fingerprint is null))
);

-- A guard in the ledger refuses a second use as a decline; the key here only makes sure that the guard cannot be
-- forgotten.
create table fx.quote_use (
    quote_id uuid primary key,
    tenant_id uuid not null,
    -- fxe_... or pay_...
    used_by text not null,
    used_at timestamptz not null,
    foreign key (tenant_id, quote_id) references fx.quote (tenant_id, id)
);

-- What was exchanged, at what rate, is what its quote says.
create table fx.exchange (
    tenant_id uuid not null,
    id uuid not null,
    -- Deferred, because the two rows are written in no particular order.
    quote_id uuid not null unique references fx.quote_use deferrable initially deferred,
    from_wallet uuid not null,
    to_wallet uuid not null,
    description text not null,
    entry_id uuid not null unique,
    created_at timestamptz not null,
    -- The tenant comes first: an id that a client chose must not collide with another tenant's.
    primary key (tenant_id, id),
    foreign key (tenant_id, quote_id) references fx.quote (tenant_id, id),
    check (from_wallet <> to_wallet)
);

create index exchange_newest on fx.exchange (tenant_id, created_at desc, id desc);

create index exchange_out_of on fx.exchange (tenant_id, from_wallet, created_at desc, id desc);

create index exchange_into on fx.exchange (tenant_id, to_wallet, created_at desc, id desc);

-- All uses of quotes in a batch, in one statement.
create function fx.record_quote_uses(rows jsonb) returns void
language sql
security definer
set search_path = fx, pg_temp
as $$
    insert into fx.quote_use (quote_id, tenant_id, used_by, used_at)
    select r.quote_id, r.tenant_id, r.used_by, r.used_at
    from jsonb_to_recordset(rows) as r (quote_id uuid, tenant_id uuid, used_by text, used_at timestamptz)
$$;

-- All exchanges of a batch, in one statement.
create function fx.record_exchanges(rows jsonb) returns void
language sql
security definer
set search_path = fx, pg_temp
as $$
    insert into fx.exchange (tenant_id, id, quote_id, from_wallet, to_wallet, description, entry_id, created_at)
    select r.tenant_id, r.id, r.quote_id, r.from_wallet, r.to_wallet, r.description, r.entry_id, r.created_at
    from jsonb_to_recordset(rows) as r (
        tenant_id uuid, id uuid, quote_id uuid, from_wallet uuid, to_wallet uuid, description text, entry_id uuid,
        created_at timestamptz)
$$;

-- An owner must be allowed to create in the schema at the moment it is given something there.
grant usage, create on schema fx to flowlet_fx;

alter function fx.record_quote_uses(jsonb) owner to flowlet_fx;

alter function fx.record_exchanges(jsonb) owner to flowlet_fx;

revoke create on schema fx from flowlet_fx;

grant select, insert on fx.rate, fx.quote, fx.quote_use, fx.exchange to flowlet_fx;

revoke all on function fx.record_quote_uses(jsonb), fx.record_exchanges(jsonb) from public;

grant usage on schema fx to flowlet_ledger;

grant execute on function fx.record_quote_uses(jsonb), fx.record_exchanges(jsonb) to flowlet_ledger;
