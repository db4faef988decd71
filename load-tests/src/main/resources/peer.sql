-- What Flowlet is measured against: the same transfer, written as tightly as somebody who knows PostgreSQL would write
-- it in the database itself. No HTTP, no authentication, no rate limit, no hash chain, no indexes but those that
-- keep it right.

create table account (
    id integer primary key,
    balance bigint not null check (balance >= 0),
    version bigint not null
) with (fillfactor = 50);

create table idempotency (
    key bigint primary key,
    entry_id bigint not null
);

create table entry (
    id bigint primary key,
    description text not null,
    created_at timestamptz not null
);

create table posting (
    account_id integer not null,
    version bigint not null,
    entry_id bigint not null,
    amount bigint not null,
    balance_after bigint not null check (balance_after >= 0),
    primary key (account_id, version)
);

create table event (
    id bigint primary key,
    type text not null,
    payload text not null,
    created_at timestamptz not null
);

create sequence entry_id cache 64;

insert into account (id, balance, version)
select number, 1000000000000, 0 from generate_series(1, 1000) number;

-- One transfer, once per key. Updating in the order of ids locks in the order of ids, and the check of the table
-- refuses an overdraft.
create function transfer(key_of_client bigint, payer integer, payee integer, cents bigint) returns bigint
language plpgsql as $$
declare
    new_entry bigint := nextval('entry_id');
    at timestamptz := clock_timestamp();
    payer_balance bigint;
    payer_version bigint;
    payee_balance bigint;
    payee_version bigint;
begin
    insert into idempotency (key, entry_id) values (key_of_client, new_entry) on conflict do nothing;
    if not found then
        return (select entry_id from idempotency where key = key_of_client);
    end if;
    if payer < payee then
        update account set balance = balance - cents, version = version + 1 where id = payer
        returning balance, version into payer_balance, payer_version;
        update account set balance = balance + cents, version = version + 1 where id = payee
        returning balance, version into payee_balance, payee_version;
    else
        update account set balance = balance + cents, version = version + 1 where id = payee
        returning balance, version into payee_balance, payee_version;
        update account set balance = balance - cents, version = version + 1 where id = payer
        returning balance, version into payer_balance, payer_version;
    end if;
    insert into entry (id, description, created_at) values (new_entry, 'payment', at);
    insert into posting (account_id, version, entry_id, amount, balance_after)
    values (payer, payer_version, new_entry, -cents, payer_balance),
        (payee, payee_version, new_entry, cents, payee_balance);
    insert into event (id, type, payload, created_at)
    values (new_entry, 'payment.completed',
        format('{"entry":%s,"from":%s,"to":%s,"amount":%s}', new_entry, payer, payee, cents), at);
    return new_entry;
end $$;

-- Many transfers at once: each table written by one statement, each account locked and updated once, running balances
-- by window sums.
create function transfer_batch(keys bigint[], payers integer[], payees integer[], cents bigint[]) returns integer
language plpgsql as $$
declare
    entries bigint[] := array(select nextval('entry_id') from unnest(keys));
    at timestamptz := clock_timestamp();
    claimed integer;
begin
    insert into idempotency (key, entry_id) select key, entry from unnest(keys, entries) as asked (key, entry)
    on conflict do nothing;
    get diagnostics claimed = row_count;
    if claimed < cardinality(keys) then
        select array_agg(asked.entry), array_agg(asked.payer), array_agg(asked.payee), array_agg(asked.amount)
        into entries, payers, payees, cents
        from unnest(keys, entries, payers, payees, cents) as asked (key, entry, payer, payee, amount)
        join idempotency on idempotency.key = asked.key and idempotency.entry_id = asked.entry;
    end if;
    perform from account where id = any (payers || payees) order by id for no key update;
    insert into entry (id, description, created_at) select entry, 'payment', at from unnest(entries) entry;
    insert into posting (account_id, version, entry_id, amount, balance_after)
    select line.account_id, account.version + row_number() over lines, line.entry, line.amount,
        account.balance + sum(line.amount) over lines
    from (
        select n, entry, payer as account_id, -amount as amount
        from unnest(entries, payers, cents) with ordinality as asked (entry, payer, amount, n)
        union all
        select n, entry, payee, amount
        from unnest(entries, payees, cents) with ordinality as asked (entry, payee, amount, n)) line
    join account on account.id = line.account_id
    window lines as (partition by line.account_id order by n rows unbounded preceding);
    update account set balance = balance + change.amount, version = version + change.count
    from (
        select account_id, sum(amount) as amount, count(*) as count
        from (
            select payer as account_id, -amount as amount from unnest(payers, cents) as asked (payer, amount)
            union all
            select payee, amount from unnest(payees, cents) as asked (payee, amount)) line
        group by account_id) change
    where account.id = change.account_id;
    insert into event (id, type, payload, created_at)
    select entry, 'payment.completed',
        format('{"entry":%s,"from":%s,"to":%s,"amount":%s}', entry, payer, payee, amount), at
    from unnest(entries, payers, payees, cents) as asked (entry, payer, payee, amount);
    return claimed;
end $$;
