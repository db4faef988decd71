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

create table initiation.schedule (
    tenant_id uuid not null,
    id uuid not null,
    -- On whose behalf the payments are made; an owner may only pay out of its own wallets.
    owner_id uuid,
    actor text not null,
    request_id text not null,
    from_wallet uuid not null,
    to_wallet uuid not null,
    -- Minor units of the currency.
    amount bigint not null check (amount > 0),
    currency char(3) not null,
    description text not null,
    start_at timestamptz not null,
    -- All null: one payment.
    frequency text check (frequency in ('daily', 'weekly', 'monthly')),
    every int check (every > 0),
    until_at timestamptz,
    run_count int check (run_count > 0),
    time_zone text,
    catch_up text not null check (catch_up in ('skip', 'once', 'all')),
    status text not null check (status in ('active', 'paused', 'completed', 'canceled')),
    reason text,
    -- The number of the run that comes next, from 1, and when it is due.
    next_run bigint not null,
    next_at timestamptz,
    -- Whether that run was begun and not finished yet, also when the order was paused or canceled meanwhile.
    run_open boolean not null default false,
    -- Runs that were due before were missed.
    resumed_at timestamptz,
    declines_in_a_row int not null default 0,
    attempts int not null default 0,
    -- Nobody works on it before: no run is due, somebody else does, or it was tried in vain.
    free_at timestamptz not null,
    version bigint not null,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    check ((frequency is null) = (every is null) and (frequency is null) = (time_zone is null))
);

create index schedule_newest on initiation.schedule (tenant_id, created_at desc, id desc);

create index schedule_open on initiation.schedule (free_at) where run_open or status = 'active';

create table initiation.schedule_run (
    tenant_id uuid not null,
    schedule_id uuid not null,
    -- From 1; with the order it names the payment's idempotency key.
    number bigint not null,
    due_at timestamptz not null,
    started_at timestamptz not null,
    -- A run is written down before its payment is asked for: whoever finds it pending finishes it.
    status text not null
        check (status in ('pending', 'completed', 'declined', 'requires_action', 'failed', 'skipped')),
    payment_id uuid,
    code text,
    primary key (tenant_id, schedule_id, number),
    foreign key (tenant_id, schedule_id) references initiation.schedule (tenant_id, id)
);

grant select, insert on initiation.schedule, initiation.schedule_run to flowlet_initiation;

grant update (status, reason, next_run, next_at, run_open, resumed_at, declines_in_a_row, attempts, free_at, version)
on initiation.schedule to flowlet_initiation;

grant update (status, payment_id, code) on initiation.schedule_run to flowlet_initiation;

create table initiation.payment_request (
    tenant_id uuid not null,
    id uuid not null,
    payee_id uuid not null,
    to_wallet uuid not null,
    payer_id uuid not null,
    -- Where the payee named one.
    from_wallet uuid,
    -- Minor units of the currency.
    amount bigint not null check (amount > 0),
    currency char(3) not null,
    description text not null,
    status text not null check (status in ('pending', 'accepted', 'declined', 'canceled', 'expired')),
    payment_id uuid,
    expires_at timestamptz not null,
    version bigint not null check (version > 0),
    created_at timestamptz not null,
    primary key (tenant_id, id),
    check ((status = 'accepted') = (payment_id is not null))
);

create index payment_request_newest on initiation.payment_request (tenant_id, created_at desc, id desc);

create index payment_request_of_payee on initiation.payment_request (tenant_id, payee_id, created_at desc, id desc);

create index payment_request_of_payer on initiation.payment_request (tenant_id, payer_id, created_at desc, id desc);

create index payment_request_open on initiation.payment_request (expires_at) where status = 'pending';

-- All requests of a ledger batch that were made or changed. A row without previous_version is new; any other was
-- decided on that version, and the ledger has made sure that nobody else decided on it. Should it not be so, nothing
-- may commit.
create function initiation.record_payment_requests(rows jsonb) returns void
language plpgsql
security definer
set search_path = initiation, pg_temp
as $$
declare
    decided bigint;
    applied bigint;
begin
    insert into initiation.payment_request (
        tenant_id, id, payee_id, to_wallet, payer_id, from_wallet, amount, currency, description, status, payment_id,
        expires_at, version, created_at)
    select
        r.tenant_id, r.id, r.payee_id, r.to_wallet, r.payer_id, r.from_wallet, r.amount, r.currency, r.description,
        r.status, r.payment_id, r.expires_at, r.version, r.created_at
    from jsonb_to_recordset(rows) as r (
        tenant_id uuid, id uuid, payee_id uuid, to_wallet uuid, payer_id uuid, from_wallet uuid, amount bigint,
        currency char(3), description text, status text, payment_id uuid, expires_at timestamptz, version bigint,
        previous_version bigint, created_at timestamptz)
    where r.previous_version is null;

    select count(*) into decided
    from jsonb_to_recordset(rows) as r (previous_version bigint)
    where r.previous_version is not null;

    update initiation.payment_request request
    set status = r.status, payment_id = r.payment_id, version = r.version
    from jsonb_to_recordset(rows) as r (
        tenant_id uuid, id uuid, status text, payment_id uuid, version bigint, previous_version bigint)
    where request.tenant_id = r.tenant_id and request.id = r.id and request.version = r.previous_version;

    get diagnostics applied = row_count;
    if applied <> decided then
        raise exception 'a payment request has changed since its next state was decided'
            using errcode = 'integrity_constraint_violation';
    end if;
end
$$;

-- An owner must be allowed to create in the schema at the moment it is given something there.
grant create on schema initiation to flowlet_initiation;

alter function initiation.record_payment_requests(jsonb) owner to flowlet_initiation;

revoke create on schema initiation from flowlet_initiation;

grant select, insert on initiation.payment_request to flowlet_initiation;

grant update (status, payment_id, version) on initiation.payment_request to flowlet_initiation;

revoke all on function initiation.record_payment_requests(jsonb) from public;

grant usage on schema initiation to flowlet_ledger;

grant execute on function initiation.record_payment_requests(jsonb) to flowlet_ledger;
