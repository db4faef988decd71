-- Payments that somebody asked for to be made later: many at once, at set times, or when the payer agrees.

-- One row per idempotency key, committed with what it did, for ever: a key may have started payments.
create table initiation.idempotency (
    scope uuid not null,
    key text not null,
    fingerprint text not null,
    status smallint not null,
    body text not null,
    created_at timestamptz not null,
    primary key (scope, key)
);

create table initiation.batch (
    tenant_id uuid not null,
    id uuid not null,
    -- On whose behalf the payments are made; an owner may only pay out of its own wallets.
    owner_id uuid,
    actor text not null,
    request_id text not null,
    mode text not null check (mode in ('atomic', 'independent')),
    status text not null check (status in ('pending', 'processing', 'completed', 'failed', 'partially_completed')),
    metadata jsonb not null,
    total int not null check (total > 0),
    completed int not null default 0,
    declined int not null default 0,
    requires_action int not null default 0,
    failed int not null default 0,
    version bigint not null,
    -- Tries in a row that decided nothing.
    attempts int not null default 0,
    -- Nobody may work on it before: somebody else does, or it was tried in vain.
    free_at timestamptz not null,
    created_at timestamptz not null,
    completed_at timestamptz,
    primary key (tenant_id, id),
    check (completed + declined + requires_action + failed <= total)
);

create index batch_newest on initiation.batch (tenant_id, created_at desc, id desc);

create index batch_open on initiation.batch (free_at) where status in ('pending', 'processing');

create table initiation.batch_item (
    tenant_id uuid not null,
    batch_id uuid not null,
    -- The place in the request, from 0; with the batch it names the payment's idempotency key.
    index int not null,
    -- The payment's id, when the client chose it.
    chosen_id uuid,
    from_wallet uuid not null,
    to_wallet uuid not null,
    -- Minor units of the currency.
    amount bigint not null check (amount > 0),
    currency char(3) not null,
    description text not null,
    external_reference text,
    metadata jsonb not null,
    status text not null default 'pending'
        check (status in ('pending', 'completed', 'declined', 'requires_action', 'failed')),
    payment_id uuid,
    code text,
    primary key (tenant_id, batch_id, index),
    foreign key (tenant_id, batch_id) references initiation.batch (tenant_id, id)
) with (fillfactor = 80);

grant usage on schema initiation to flowlet_initiation;

grant select, insert, delete on initiation.idempotency to flowlet_initiation;

grant update (status, body) on initiation.idempotency to flowlet_initiation;

grant select, insert on initiation.batch, initiation.batch_item to flowlet_initiation;

grant update (status, completed, declined, requires_action, failed, version, attempts, free_at, completed_at)
on initiation.batch to flowlet_initiation;

grant update (status, payment_id, code) on initiation.batch_item to flowlet_initiation;
