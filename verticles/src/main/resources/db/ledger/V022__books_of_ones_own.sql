-- Accounts that a business opened for itself, with what it says of them.

create table book (
    account_id uuid primary key,
    tenant_id uuid not null,
    description text not null,
    opened_by text not null,
    opened_at timestamptz not null
);

create function record_books(rows jsonb) returns void
language sql set search_path = ledger, pg_temp as $$
    insert into book (account_id, tenant_id, description, opened_by, opened_at)
    select r.account_id, r.tenant_id, r.description, r.opened_by, r.opened_at
    from jsonb_to_recordset(rows) as r (
        account_id uuid, tenant_id uuid, description text, opened_by text, opened_at timestamptz)
$$;

revoke all on function record_books(jsonb) from public;
grant execute on function record_books(jsonb) to flowlet_ledger;
grant select, insert on book to flowlet_ledger;
