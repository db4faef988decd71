-- Holds: funds of a wallet that are reserved. The ledger keeps what they reserve; its transactions write these rows.

create table wallets.hold (
    tenant_id uuid not null,
    id uuid not null,
    wallet_id uuid not null,
    to_wallet uuid,
    -- Minor units of the currency.
    amount bigint not null check (amount > 0),
    captured bigint not null check (captured >= 0),
    released bigint not null check (released >= 0),
    currency char(3) not null,
    status text not null check (status in ('active', 'partially_captured', 'captured', 'released', 'expired')),
    description text not null,
    metadata jsonb not null,
    -- The journal entries of its captures, in their order.
    entries uuid[] not null,
    version bigint not null check (version > 0),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (tenant_id, id),
    check (wallet_id <> to_wallet),
    check (
        case
            when status in ('active', 'partially_captured') then captured < amount and released = 0
            else captured + released = amount
        end)
);

create index hold_of_wallet on wallets.hold (tenant_id, wallet_id, created_at desc, id desc);

-- What the job that writes expiries down looks for.
create index hold_due on wallets.hold (expires_at) where status in ('active', 'partially_captured');

-- All holds of a batch that were placed or changed. A row without previous_version is a new hold; any other was decided
-- on that version, and if the hold has moved on since, the whole transaction must not commit.
create function wallets.record_holds(rows jsonb) returns void
language plpgsql
security definer
set search_path = wallets, pg_temp
as $$
declare
    decided bigint;
    applied bigint;
begin
    insert into wallets.hold (
        tenant_id, id, wallet_id, to_wallet, amount, captured, released, currency, status, description, metadata,
        entries, version, created_at, expires_at)
    select
        r.tenant_id, r.id, r.wallet_id, r.to_wallet, r.amount, r.captured, r.released, r.currency, r.status,
        r.description, r.metadata, r.entries, r.version, r.created_at, r.expires_at
    from jsonb_to_recordset(rows) as r (
        tenant_id uuid, id uuid, wallet_id uuid, to_wallet uuid, amount bigint, captured bigint, released bigint,
        currency char(3), status text, description text, metadata jsonb, entries uuid[], version bigint,
        previous_version bigint, created_at timestamptz, expires_at timestamptz)
    where r.previous_version is null;

    select count(*) into decided
    from jsonb_to_recordset(rows) as r (previous_version bigint)
    where r.previous_version is not null;

    update wallets.hold
    set captured = r.captured, released = r.released, status = r.status, entries = r.entries, version = r.version
    from jsonb_to_recordset(rows) as r (
        tenant_id uuid, id uuid, captured bigint, released bigint, status text, entries uuid[], version bigint,
        previous_version bigint)
    where hold.tenant_id = r.tenant_id and hold.id = r.id and hold.version = r.previous_version;
    get diagnostics applied = row_count;

    if applied <> decided then
        raise exception 'a hold was changed since its change was decided'
        using errcode = 'integrity_constraint_violation';
    end if;
end
$$;

-- An owner must be allowed to create in the schema at the moment it is given something there.
grant create on schema wallets to flowlet_wallets;

alter function wallets.record_holds(jsonb) owner to flowlet_wallets;

revoke create on schema wallets from flowlet_wallets;

grant select, insert on wallets.hold to flowlet_wallets;

grant update (captured, released, status, entries, version) on wallets.hold to flowlet_wallets;

revoke all on function wallets.record_holds(jsonb) from public;

grant execute on function wallets.record_holds(jsonb) to flowlet_ledger;
