-- Monthly statements of wallets, as they were issued. Nothing here is ever changed.

create table statements.statement (
    id uuid primary key,
    tenant_id uuid not null,
    wallet_id uuid not null,
    -- A month in UTC: 2026-01.
    period text not null check (period ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    currency char(3) not null,
    -- Minor units of the currency.
    opening bigint not null,
    closing bigint not null,
    movements bigint not null check (movements >= 0),
    -- A signed note: what the statement is, with the hash of each of its documents.
    note text not null,
    created_at timestamptz not null,
    unique (tenant_id, wallet_id, period)
);

create table statements.document (
    statement_id uuid not null references statements.statement,
    form text not null check (form in ('JSON', 'CSV', 'PDF')),
    bytes bigint not null check (bytes > 0),
    -- In hexadecimal, over all pieces.
    sha256 char(64) not null,
    primary key (statement_id, form)
);

-- A document is kept in pieces, so that nobody has to hold a large one in memory to read it.
create table statements.piece (
    statement_id uuid not null,
    form text not null,
    number integer not null check (number >= 0),
    content bytea not null,
    primary key (statement_id, form, number),
    foreign key (statement_id, form) references statements.document
);

-- Statements whose event (statement.ready) is still to be told.
create table statements.untold (
    statement_id uuid primary key references statements.statement
);

create function statements.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'a statement that was issued never changes' using errcode = 'insufficient_privilege';
end $$;

create trigger issued_is_final before update or delete or truncate on statements.statement
for each statement execute function statements.refuse_change();

create trigger issued_is_final before update or delete or truncate on statements.document
for each statement execute function statements.refuse_change();

create trigger issued_is_final before update or delete or truncate on statements.piece
for each statement execute function statements.refuse_change();

grant usage on schema statements to flowlet_statements;

grant select, insert on statements.statement, statements.document, statements.piece to flowlet_statements;

grant select, insert, delete on statements.untold to flowlet_statements;
