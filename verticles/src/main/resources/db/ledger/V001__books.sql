-- The books. Amounts are minor units; direction is 1 for a credit and -1 for a debit, so a balance is
-- sum(direction * amount).
-- Whatever Java may get wrong, a row that breaks a rule of bookkeeping is refused here and its batch rolled back.

create table account (
    id uuid primary key,
    tenant_id uuid not null,
    code text not null,
    class text not null check (class in ('ASSET', 'LIABILITY', 'EQUITY', 'REVENUE', 'EXPENSE')),
    currency char(3) not null,
    owner_id uuid,
    posted_debits bigint not null default 0 check (posted_debits >= 0),
    posted_credits bigint not null default 0 check (posted_credits >= 0),
    held bigint not null default 0 check (held >= 0),
    floor bigint,
    status text not null default 'OPEN' check (status in ('OPEN', 'FROZEN_OUT', 'FROZEN_IN', 'FROZEN', 'CLOSED')),
    version bigint not null default 0 check (version >= 0),
    created_at timestamptz not null,
    unique (tenant_id, code),
    constraint account_floor check (floor is null or posted_credits - posted_debits - held >= floor),
    constraint closed_account_is_empty check (status <> 'CLOSED' or (posted_credits = posted_debits and held = 0))
) with (fillfactor = 80);
create index account_by_age on account (tenant_id, created_at desc, id desc);

-- A writer is one chain of batches; it lives as long as the process (or the connection) that made it.
create table writer (
    id uuid primary key,
    started_at timestamptz not null
);

create table batch (
    writer_id uuid not null references writer,
    number bigint not null check (number > 0),
    previous_root bytea not null check (length(previous_root) = 32),
    root bytea not null check (length(root) = 32),
    entries integer not null check (entries >= 0),
    events json not null, -- json, not jsonb: the very text is hashed
    committed_at timestamptz not null,
    primary key (writer_id, number)
);

create table entry (
    id uuid primary key,
    tenant_id uuid not null,
    kind text not null,
    reference text not null,
    description text not null,
    actor text not null,
    effective_at timestamptz not null,
    created_at timestamptz not null,
    writer_id uuid not null,
    batch bigint not null,
    position integer not null check (position >= 0),
    unique (writer_id, batch, position)
);
create index entry_by_age on entry (tenant_id, id desc);
create index entry_by_reference on entry (reference);

create table posting (
    account_id uuid not null,
    account_version bigint not null check (account_version > 0),
    entry_id uuid not null,
    line smallint not null check (line >= 0),
    direction smallint not null check (direction in (-1, 1)),
    amount bigint not null check (amount > 0),
    currency char(3) not null,
    balance_after bigint not null,
    primary key (account_id, account_version),
    unique (entry_id, line)
);

create table hold (
    id uuid primary key,
    tenant_id uuid not null,
    account_id uuid not null,
    amount bigint not null check (amount > 0),
    captured bigint not null default 0,
    status text not null check (status in ('ACTIVE', 'CAPTURED', 'VOIDED', 'EXPIRED')),
    expires_at timestamptz not null,
    created_at timestamptz not null,
    constraint captured_within_hold check (captured between 0 and amount)
);
create index hold_active on hold (account_id) where status = 'ACTIVE';

create table guard (
    id uuid primary key,
    tenant_id uuid not null,
    used bigint not null default 0,
    ceiling bigint not null,
    constraint guard_within_ceiling check (used between 0 and ceiling)
);

-- One row per idempotency key, for ever: a key that moved money is never forgotten.
create table idempotency (
    scope uuid not null,
    key text not null,
    fingerprint text not null,
    status smallint,
    body text,
    created_at timestamptz not null,
    primary key (scope, key),
    check ((status is null) = (body is null))
) with (fillfactor = 80);

create function refuse_unbalanced() returns trigger language plpgsql as $$
begin
    if exists (
        select from new_postings group by entry_id, currency having sum(direction * amount) <> 0 or count(*) < 2
    ) then
        raise exception 'a journal entry does not balance' using errcode = 'check_violation';
    end if;
    return null;
end $$;
create trigger balanced after insert on posting referencing new table as new_postings
    for each statement execute function refuse_unbalanced();

create function refuse_broken_chain() returns trigger language plpgsql as $$
begin
    if new.previous_root is distinct from coalesce(
            (select root from batch where writer_id = new.writer_id and number = new.number - 1),
            decode(repeat('00', 32), 'hex'))
        or (new.number > 1
            and not exists (select from batch where writer_id = new.writer_id and number = new.number - 1))
    then
        raise exception 'a batch does not continue its chain' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger chained before insert on batch for each row execute function refuse_broken_chain();

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'history is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete or truncate on entry
    for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on posting
    for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on batch
    for each statement execute function refuse_change();
create trigger no_truncate before truncate on idempotency for each statement execute function refuse_change();
create trigger answered_is_final before update or delete on idempotency
    for each row when (old.status is not null) execute function refuse_change();
create trigger resolved_is_final before update or delete on hold
    for each row when (old.status <> 'ACTIVE') execute function refuse_change();

grant usage on schema ledger to flowlet_ledger;
grant select, insert on writer, batch, entry, posting, account, hold, guard, idempotency to flowlet_ledger;
grant update (posted_debits, posted_credits, held, status, version) on account to flowlet_ledger;
grant update (captured, status) on hold to flowlet_ledger;
grant update (used, ceiling) on guard to flowlet_ledger;
grant update (fingerprint, status, body), delete on idempotency to flowlet_ledger;
