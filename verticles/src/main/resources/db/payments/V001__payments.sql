-- Payments between wallets. A row is written once, by the ledger's transaction that moves the money.

create table payments.payment (
    tenant_id uuid not null,
    id uuid not null,
    from_wallet uuid not null,
    to_wallet uuid not null,
    -- Minor units of the currency.
    amount bigint not null check (amount > 0),
    currency char(3) not null,
    description text not null,
    status text not null check (status in ('completed')),
    external_reference text,
    idempotency_key text,
    entry_id uuid not null,
    metadata jsonb not null,
    version bigint not null,
    created_at timestamptz not null,
    completed_at timestamptz not null,
    -- The tenant comes first: an id that a client chose must not collide with another tenant's.
    primary key (tenant_id, id),
    check (from_wallet <> to_wallet)
);

create index payment_newest on payments.payment (tenant_id, created_at desc, id desc);

create index payment_sent on payments.payment (tenant_id, from_wallet, created_at desc, id desc);

create index payment_received on payments.payment (tenant_id, to_wallet, created_at desc, id desc);

-- A guard in the ledger refuses a second use as a decline; this only makes sure that the guard cannot be forgotten.
create unique index payment_reference on payments.payment (tenant_id, external_reference)
where external_reference is not null;

-- All payments of a batch, in one statement.
create function payments.record_payments(rows jsonb) returns void
language sql
security definer
set search_path = payments, pg_temp
as $$
    insert into payments.payment (
        tenant_id, id, from_wallet, to_wallet, amount, currency, description, status, external_reference,
        idempotency_key, entry_id, metadata, version, created_at, completed_at)
    select
        r.tenant_id, r.id, r.from_wallet, r.to_wallet, r.amount, r.currency, r.description, r.status,
        r.external_reference, r.idempotency_key, r.entry_id, r.metadata, r.version, r.created_at, r.completed_at
    from jsonb_to_recordset(rows) as r (
        tenant_id uuid, id uuid, from_wallet uuid, to_wallet uuid, amount bigint, currency char(3),
        description text, status text, external_reference text, idempotency_key text, entry_id uuid,
        metadata jsonb, version bigint, created_at timestamptz, completed_at timestamptz)
$$;

-- An owner must be allowed to create in the schema at the moment it is given something there.
grant usage, create on schema payments to flowlet_payments;

alter function payments.record_payments(jsonb) owner to flowlet_payments;

revoke create on schema payments from flowlet_payments;

grant select, insert on payments.payment to flowlet_payments;

revoke all on function payments.record_payments(jsonb) from public;

grant usage on schema payments to flowlet_ledger;

grant execute on function payments.record_payments(jsonb) to flowlet_ledger;
