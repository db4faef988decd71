-- Payments that take longer than a moment: reserved and captured later, confirmed by a second person, refunded,
-- disputed. The ceilings stand here as checks, whatever Java may get wrong: never more captured than authorized, never
-- more refunded and disputed than captured.

alter table payments.payment
    add column capture_method text not null default 'automatic' check (capture_method in ('automatic', 'manual')),
    add column authorized bigint,
    add column captured bigint,
    add column refunded bigint not null default 0,
    add column disputed bigint not null default 0,
    add column dispute_status text check (dispute_status in ('needs_response', 'under_review', 'won', 'lost')),
    add column fee bigint not null default 0 check (fee >= 0),
    add column fee_payer text check (fee_payer in ('sender', 'recipient')),
    -- The rule that was in force when the payment was made; it holds for all its captures.
    add column fee_rule jsonb,
    add column quote_id uuid,
    -- Why a failed payment was declined.
    add column failure text,
    -- Journal entries besides entry_id, the first.
    add column more_entry_ids uuid[] not null default '{}',
    -- How long a reservation lasts.
    add column window_seconds integer,
    add column created_by text not null default '',
    add column expires_at timestamptz;

-- Until now every payment was whole at once.
update payments.payment
set authorized = amount, captured = amount
where authorized is null;

alter table payments.payment
    alter column authorized set not null,
    alter column captured set not null,
    alter column entry_id drop not null,
    alter column completed_at drop not null,
    drop constraint payment_status_check,
    add constraint payment_status check (status in (
        'requires_action', 'authorized', 'partially_captured', 'completed', 'failed', 'canceled', 'expired')),
    add constraint payment_authorized check (authorized between 0 and amount),
    add constraint payment_captured check (captured between 0 and authorized),
    add constraint payment_refunded check (refunded >= 0 and disputed >= 0 and refunded <= captured - disputed),
    add constraint payment_completed check ((status = 'completed') = (completed_at is not null)),
    add constraint payment_failed check ((status = 'failed') = (failure is not null)),
    add constraint payment_open check (
        status not in ('requires_action', 'authorized', 'partially_captured') or expires_at is not null);

-- A declined payment that is kept does not use its reference up.
drop index payments.payment_reference;

create unique index payment_reference on payments.payment (tenant_id, external_reference)
where external_reference is not null and status <> 'failed';

create index payment_failed_reference on payments.payment (tenant_id, external_reference)
where external_reference is not null and status = 'failed';

-- What the expiry job looks for.
create index payment_due on payments.payment (expires_at)
where status in ('requires_action', 'authorized', 'partially_captured');

-- What happened to a payment. One that was completed when it was made has no row for that: the payment says it, and
-- the most frequent of all writes stays as small as it was.
create table payments.payment_event (
    tenant_id uuid not null,
    payment_id uuid not null,
    version bigint not null check (version > 0),
    type text not null,
    status text not null,
    -- Minor units of the payment's currency.
    amount bigint not null check (amount >= 0),
    actor text not null,
    created_at timestamptz not null,
    primary key (tenant_id, payment_id, version)
);

create table payments.refund (
    tenant_id uuid not null,
    id uuid not null,
    payment_id uuid not null,
    amount bigint not null check (amount > 0),
    currency char(3) not null,
    reason text not null,
    idempotency_key text,
    entry_id uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, payment_id) references payments.payment
);

create index refund_of_payment on payments.refund (tenant_id, payment_id, created_at desc, id desc);

create table payments.dispute (
    tenant_id uuid not null,
    id uuid not null,
    payment_id uuid not null,
    amount bigint not null check (amount > 0),
    currency char(3) not null,
    reason text not null,
    status text not null check (status in ('needs_response', 'under_review', 'won', 'lost')),
    evidence text,
    entry_ids uuid[] not null,
    version bigint not null check (version > 0),
    created_at timestamptz not null,
    resolved_at timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, payment_id) references payments.payment,
    check ((status in ('won', 'lost')) = (resolved_at is not null))
);

create index dispute_newest on payments.dispute (tenant_id, created_at desc, id desc);

-- A payment is disputed by one at a time.
create unique index dispute_open on payments.dispute (tenant_id, payment_id)
where status in ('needs_response', 'under_review');

create table payments.settings (
    tenant_id uuid primary key,
    version bigint not null check (version > 0),
    document jsonb not null,
    changed_by text not null,
    changed_at timestamptz not null
);

-- All payments of a batch that were made or changed. A row without previous_version is new; any other was decided on
-- that version. If the payment has moved on since, or two changes in a batch were decided on the same version, the
-- whole transaction must not commit.
create or replace function payments.record_payments(rows jsonb) returns void
language plpgsql
security definer
set search_path = payments, pg_temp
as $$
declare
    decided bigint;
    applied bigint;
begin
    insert into payments.payment (
        tenant_id, id, from_wallet, to_wallet, amount, currency, description, status, external_reference,
        idempotency_key, entry_id, metadata, version, created_at, completed_at, capture_method, authorized, captured,
        fee, fee_payer, fee_rule, quote_id, failure, more_entry_ids, window_seconds, created_by, expires_at)
    select
        r.tenant_id, r.id, r.from_wallet, r.to_wallet, r.amount, r.currency, r.description, r.status,
        r.external_reference, r.idempotency_key, r.entry_id, r.metadata, r.version, r.created_at, r.completed_at,
        coalesce(r.capture_method, 'automatic'), coalesce(r.authorized, r.amount), coalesce(r.captured, r.amount),
        coalesce(r.fee, 0), r.fee_payer, r.fee_rule, r.quote_id, r.failure, coalesce(r.more_entry_ids, '{}'),
        r.window_seconds, coalesce(r.created_by, ''), r.expires_at
    from jsonb_to_recordset(rows) as r (
        tenant_id uuid, id uuid, from_wallet uuid, to_wallet uuid, amount bigint, currency char(3),
        description text, status text, external_reference text, idempotency_key text, entry_id uuid,
        metadata jsonb, version bigint, created_at timestamptz, completed_at timestamptz, capture_method text,
        authorized bigint, captured bigint, fee bigint, fee_payer text, fee_rule jsonb, quote_id uuid,
        failure text, more_entry_ids uuid[], window_seconds integer, created_by text, expires_at timestamptz,
        previous_version bigint)
    where r.previous_version is null;

    -- Most batches are of payments that were completed when they were made, and have nothing else to write.
    if not jsonb_path_exists(rows, '$[*] ? (exists(@.event_type) || exists(@.previous_version))') then
        return;
    end if;

    insert into payments.payment_event (tenant_id, payment_id, version, type, status, amount, actor, created_at)
    select r.tenant_id, r.id, r.version, r.event_type, r.status, r.event_amount, r.event_actor, r.event_at
    from jsonb_to_recordset(rows) as r (
        tenant_id uuid, id uuid, version bigint, event_type text, status text, event_amount bigint,
        event_actor text, event_at timestamptz)
    where r.event_type is not null;

    select count(*) into decided
    from jsonb_to_recordset(rows) as r (previous_version bigint)
    where r.previous_version is not null;

    update payments.payment
    set status = r.status, entry_id = r.entry_id, version = r.version, completed_at = r.completed_at,
        authorized = r.authorized, captured = r.captured, refunded = r.refunded, disputed = r.disputed,
        dispute_status = r.dispute_status, fee = coalesce(r.fee, 0), fee_payer = r.fee_payer,
        more_entry_ids = coalesce(r.more_entry_ids, '{}'), expires_at = r.expires_at
    from jsonb_to_recordset(rows) as r (
        tenant_id uuid, id uuid, status text, entry_id uuid, version bigint, completed_at timestamptz,
        authorized bigint, captured bigint, refunded bigint, disputed bigint, dispute_status text, fee bigint,
        fee_payer text, more_entry_ids uuid[], expires_at timestamptz, previous_version bigint)
    where payment.tenant_id = r.tenant_id and payment.id = r.id and payment.version = r.previous_version
        and r.version = r.previous_version + 1;
    get diagnostics applied = row_count;

    if applied <> decided then
        raise exception 'a payment was changed since its change was decided'
        using errcode = 'integrity_constraint_violation';
    end if;
end
$$;

-- All refunds of a batch.
create function payments.record_refunds(rows jsonb) returns void
language sql
security definer
set search_path = payments, pg_temp
as $$
    insert into payments.refund (
        tenant_id, id, payment_id, amount, currency, reason, idempotency_key, entry_id, created_at)
    select
        r.tenant_id, r.id, r.payment_id, r.amount, r.currency, r.reason, r.idempotency_key, r.entry_id, r.created_at
    from jsonb_to_recordset(rows) as r (
        tenant_id uuid, id uuid, payment_id uuid, amount bigint, currency char(3), reason text,
        idempotency_key text, entry_id uuid, created_at timestamptz)
$$;

-- All disputes of a batch that were opened or changed, as payments are.
create function payments.record_disputes(rows jsonb) returns void
language plpgsql
security definer
set search_path = payments, pg_temp
as $$
declare
    decided bigint;
    applied bigint;
begin
    insert into payments.dispute (
        tenant_id, id, payment_id, amount, currency, reason, status, evidence, entry_ids, version, created_at,
        resolved_at)
    select
        r.tenant_id, r.id, r.payment_id, r.amount, r.currency, r.reason, r.status, r.evidence, r.entry_ids, r.version,
        r.created_at, r.resolved_at
    from jsonb_to_recordset(rows) as r (
        tenant_id uuid, id uuid, payment_id uuid, amount bigint, currency char(3), reason text, status text,
        evidence text, entry_ids uuid[], version bigint, created_at timestamptz, resolved_at timestamptz,
        previous_version bigint)
    where r.previous_version is null;

    select count(*) into decided
    from jsonb_to_recordset(rows) as r (previous_version bigint)
    where r.previous_version is not null;

    update payments.dispute
    set status = r.status, evidence = r.evidence, entry_ids = r.entry_ids, version = r.version,
        resolved_at = r.resolved_at
    from jsonb_to_recordset(rows) as r (
        tenant_id uuid, id uuid, status text, evidence text, entry_ids uuid[], version bigint,
        resolved_at timestamptz, previous_version bigint)
    where dispute.tenant_id = r.tenant_id and dispute.id = r.id and dispute.version = r.previous_version
        and r.version = r.previous_version + 1;
    get diagnostics applied = row_count;

    if applied <> decided then
        raise exception 'a dispute was changed since its change was decided'
        using errcode = 'integrity_constraint_violation';
    end if;
end
$$;

-- An owner must be allowed to create in the schema at the moment it is given something there.
grant create on schema payments to flowlet_payments;

alter function payments.record_payments(jsonb) owner to flowlet_payments;

alter function payments.record_refunds(jsonb) owner to flowlet_payments;

alter function payments.record_disputes(jsonb) owner to flowlet_payments;

revoke create on schema payments from flowlet_payments;

grant update (
    status, entry_id, version, completed_at, authorized, captured, refunded, disputed, dispute_status, fee, fee_payer,
    more_entry_ids, expires_at) on payments.payment to flowlet_payments;

grant select, insert on payments.payment_event to flowlet_payments;

grant select, insert on payments.refund to flowlet_payments;

grant select, insert on payments.dispute to flowlet_payments;

grant update (status, evidence, entry_ids, version, resolved_at) on payments.dispute to flowlet_payments;

grant select, insert on payments.settings to flowlet_payments;

grant update (version, document, changed_by, changed_at) on payments.settings to flowlet_payments;

revoke all on function payments.record_refunds(jsonb), payments.record_disputes(jsonb) from public;

grant execute on function payments.record_payments(jsonb), payments.record_refunds(jsonb),
    payments.record_disputes(jsonb) to flowlet_ledger;
