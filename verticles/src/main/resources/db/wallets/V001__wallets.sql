-- Wallets, and their deposits and withdrawals. The ledger has their balances; its transactions write these rows.

create table wallets.wallet (
    id uuid primary key,
    tenant_id uuid not null,
    user_id uuid not null,
    currency char(3) not null,
    type text not null check (type in ('personal', 'business', 'merchant', 'escrow', 'savings')),
    status text not null check (status in ('active', 'frozen', 'closed')),
    metadata jsonb not null,
    -- Counts the changes of the wallet itself, not the postings to its account.
    version bigint not null check (version > 0),
    created_at timestamptz not null
);

create index wallet_newest on wallets.wallet (tenant_id, created_at desc, id desc);

create index wallet_of_user on wallets.wallet (tenant_id, user_id, created_at desc, id desc);

create table wallets.transfer (
    id uuid primary key,
    tenant_id uuid not null,
    wallet_id uuid not null,
    direction text not null check (direction in ('deposit', 'withdrawal')),
    rail text not null,
    -- Minor units of the currency.
    amount bigint not null check (amount > 0),
    currency char(3) not null,
    status text not null check (status in ('completed')),
    description text not null,
    entry_id uuid not null unique,
    created_at timestamptz not null
);

create index transfer_of_wallet on wallets.transfer (tenant_id, wallet_id, created_at desc, id desc);

-- All wallets of a batch that were opened or changed. A row without previous_version is a new wallet; any other is a
-- change of status that was decided on that version. If the wallet has moved on since, or two changes in a batch were
-- decided on the same version, the whole transaction must not commit: the row would say something else than the
-- account in the ledger.
create function wallets.record_wallets(rows jsonb) returns void
language plpgsql
security definer
set search_path = wallets, pg_temp
as $$
declare
    decided bigint;
    applied bigint;
begin
    insert into wallets.wallet (id, tenant_id, user_id, currency, type, status, metadata, version, created_at)
    select r.id, r.tenant_id, r.user_id, r.currency, r.type, r.status, r.metadata, r.version, r.created_at
    from jsonb_to_recordset(rows) as r (
        id uuid, tenant_id uuid, user_id uuid, currency char(3), type text, status text, metadata jsonb,
        version bigint, previous_version bigint, created_at timestamptz)
    where r.previous_version is null;

    select count(*) into decided
    from jsonb_to_recordset(rows) as r (previous_version bigint)
    where r.previous_version is not null;

    update wallets.wallet
    set status = r.status, version = r.version
    from jsonb_to_recordset(rows) as r (
        id uuid, tenant_id uuid, status text, version bigint, previous_version bigint)
    where wallet.id = r.id and wallet.tenant_id = r.tenant_id and wallet.version = r.previous_version;
    get diagnostics applied = row_count;

    if applied <> decided then
        raise exception 'a wallet was changed since its change was decided'
        using errcode = 'integrity_constraint_violation';
    end if;
end
$$;

-- All deposits and withdrawals of a batch, in one statement.
create function wallets.record_transfers(rows jsonb) returns void
language sql
security definer
set search_path = wallets, pg_temp
as $$
    insert into wallets.transfer (
        id, tenant_id, wallet_id, direction, rail, amount, currency, status, description, entry_id, created_at)
    select
        r.id, r.tenant_id, r.wallet_id, r.direction, r.rail, r.amount, r.currency, r.status, r.description,
        r.entry_id, r.created_at
    from jsonb_to_recordset(rows) as r (
        id uuid, tenant_id uuid, wallet_id uuid, direction text, rail text, amount bigint, currency char(3),
        status text, description text, entry_id uuid, created_at timestamptz)
$$;

-- An owner must be allowed to create in the schema at the moment it is given something there.
grant usage, create on schema wallets to flowlet_wallets;

alter function wallets.record_wallets(jsonb) owner to flowlet_wallets;

alter function wallets.record_transfers(jsonb) owner to flowlet_wallets;

revoke create on schema wallets from flowlet_wallets;

grant select, insert on wallets.wallet to flowlet_wallets;

grant update (status, version) on wallets.wallet to flowlet_wallets;

grant select, insert on wallets.transfer to flowlet_wallets;

revoke all on function wallets.record_wallets(jsonb), wallets.record_transfers(jsonb) from public;

grant usage on schema wallets to flowlet_ledger;

grant execute on function wallets.record_wallets(jsonb), wallets.record_transfers(jsonb) to flowlet_ledger;
