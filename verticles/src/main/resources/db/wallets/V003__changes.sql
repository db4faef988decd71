-- What more can change about a wallet: which way it is frozen, its limits, its metadata.

alter table wallets.wallet
    add column frozen text check (frozen in ('in', 'out', 'both')),
    add column limits_profile text not null default 'standard' check (limits_profile in ('standard', 'custom')),
    -- How many of its changes the ledger has counted: those since the ledger counts them.
    add column changes bigint not null default 0 check (changes >= 0);

update wallets.wallet set frozen = 'both' where status = 'frozen';

alter table wallets.wallet add check ((status = 'frozen') = (frozen is not null));

-- That the limits of a customer in a currency were set, and how often. The ledger has the limits.
create table wallets.customer_limits (
    tenant_id uuid not null,
    user_id uuid not null,
    currency char(3) not null,
    version bigint not null check (version > 0),
    updated_at timestamptz not null,
    primary key (tenant_id, user_id, currency)
);

create or replace function wallets.record_wallets(rows jsonb) returns void
language plpgsql
security definer
set search_path = wallets, pg_temp
as $$
declare
    decided bigint;
    applied bigint;
begin
    insert into wallets.wallet (
        id, tenant_id, user_id, currency, type, status, frozen, limits_profile, metadata, version, changes, created_at)
    select
        r.id, r.tenant_id, r.user_id, r.currency, r.type, r.status, r.frozen, r.limits_profile, r.metadata, r.version,
        r.changes, r.created_at
    from jsonb_to_recordset(rows) as r (
        id uuid, tenant_id uuid, user_id uuid, currency char(3), type text, status text, frozen text,
        limits_profile text, metadata jsonb, version bigint, changes bigint, previous_version bigint,
        created_at timestamptz)
    where r.previous_version is null;

    select count(*) into decided
    from jsonb_to_recordset(rows) as r (previous_version bigint)
    where r.previous_version is not null;

    update wallets.wallet
    set
        status = r.status, frozen = r.frozen, limits_profile = r.limits_profile, metadata = r.metadata,
        version = r.version, changes = r.changes
    from jsonb_to_recordset(rows) as r (
        id uuid, tenant_id uuid, status text, frozen text, limits_profile text, metadata jsonb, version bigint,
        changes bigint, previous_version bigint)
    where wallet.id = r.id and wallet.tenant_id = r.tenant_id and wallet.version = r.previous_version;
    get diagnostics applied = row_count;

    if applied <> decided then
        raise exception 'a wallet was changed since its change was decided'
        using errcode = 'integrity_constraint_violation';
    end if;
end
$$;

-- All customers whose limits were set in a batch.
create function wallets.record_limits(rows jsonb) returns void
language plpgsql
security definer
set search_path = wallets, pg_temp
as $$
declare
    applied bigint;
begin
    insert into wallets.customer_limits (tenant_id, user_id, currency, version, updated_at)
    select r.tenant_id, r.user_id, r.currency, r.version, r.updated_at
    from jsonb_to_recordset(rows) as r (
        tenant_id uuid, user_id uuid, currency char(3), version bigint, updated_at timestamptz)
    on conflict (tenant_id, user_id, currency)
    do update set version = excluded.version, updated_at = excluded.updated_at
    where customer_limits.version = excluded.version - 1;
    get diagnostics applied = row_count;

    if applied <> jsonb_array_length(rows) then
        raise exception 'the limits of a customer were set since the change was decided'
        using errcode = 'integrity_constraint_violation';
    end if;
end
$$;

-- An owner must be allowed to create in the schema at the moment it is given something there.
grant create on schema wallets to flowlet_wallets;

alter function wallets.record_limits(jsonb) owner to flowlet_wallets;

revoke create on schema wallets from flowlet_wallets;

grant update (frozen, limits_profile, metadata, changes) on wallets.wallet to flowlet_wallets;

grant select, insert on wallets.customer_limits to flowlet_wallets;

grant update (version, updated_at) on wallets.customer_limits to flowlet_wallets;

revoke all on function wallets.record_limits(jsonb) from public;

grant execute on function wallets.record_limits(jsonb) to flowlet_ledger;
