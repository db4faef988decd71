-- What Flowlet is measured against: the equal transfer, written as tightly as somebody who knows PostgreSQL would write
-- it in the database itself. It stores what Flowlet stores of a payment, under ids and keys of the same types: the
-- answer under its idempotency key, the journal entry, two postings with running balances, the payment, the event. It
-- has no HTTP, no authentication, no rate limit, no hash chain, and no index but those that keep it right.

create table account (
    id uuid primary key,
    tenant_id uuid not null,
    currency char(3) not null,
    posted_debits bigint not null,
    posted_credits bigint not null,
    version bigint not null,
    check (posted_credits >= posted_debits)
) with (fillfactor = 50);

create table idempotency (
    scope uuid not null,
    key text not null,
    status smallint not null,
    body text not null,
    created_at timestamptz not null,
    primary key (scope, key)
);

create table entry (
    id uuid primary key,
    tenant_id uuid not null,
    kind text not null,
    reference text not null,
    description text not null,
    actor text not null,
    effective_at timestamptz not null,
    created_at timestamptz not null
);

create table posting (
    account_id uuid not null,
    account_version bigint not null,
    entry_id uuid not null,
    line smallint not null,
    direction smallint not null,
    amount bigint not null check (amount > 0),
    currency char(3) not null,
    balance_after bigint not null,
    primary key (account_id, account_version)
);

create table payment (
    tenant_id uuid not null,
    id uuid not null,
    from_wallet uuid not null,
    to_wallet uuid not null,
    amount bigint not null check (amount > 0),
    currency char(3) not null,
    description text not null,
    status text not null,
    idempotency_key text not null,
    entry_id uuid not null,
    metadata jsonb not null,
    created_by text not null,
    created_at timestamptz not null,
    completed_at timestamptz not null,
    primary key (tenant_id, id)
);

create table event (
    id uuid primary key,
    type text not null,
    payload text not null,
    created_at timestamptz not null
);

-- The ids that the drivers draw from are numbers.
create function account_of(number integer) returns uuid language sql immutable as $$
    select ('00000000-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid
$$;

create function tenant() returns uuid language sql immutable as $$
    select '019f0000-0000-7000-8000-000000000001'::uuid
$$;

insert into account (id, tenant_id, currency, posted_debits, posted_credits, version)
select account_of(number), tenant(), 'USD', 0, 1000000000000, 0 from generate_series(1, 1000) number;

-- The answer and the event, of the length that Flowlet's have.
create function told(payment uuid, payer uuid, payee uuid, cents bigint, at timestamptz) returns text
language sql stable as $$
    select format('{"id":"%s","fromWalletId":"%s","toWalletId":"%s","amount":%s,"currency":"USD","description":"",'
        || '"status":"completed","captureMethod":"automatic","amountCaptured":%s,"amountRefunded":0,"metadata":{},'
        || '"version":1,"createdAt":"%s","completedAt":"%s"}', payment, payer, payee, cents, cents, at, at)
$$;

-- One transfer, once per key. Updating in the order of ids locks in the order of ids, and the check of the table
-- refuses an overdraft.
create function transfer(key_of_client bigint, payer_number integer, payee_number integer, cents bigint) returns uuid
language plpgsql as $$
declare
    key_text text := 'load-' || key_of_client;
    payer uuid := account_of(payer_number);
    payee uuid := account_of(payee_number);
    new_entry uuid := uuidv7();
    new_payment uuid := uuidv7();
    at timestamptz := clock_timestamp();
    body text := told(new_payment, payer, payee, cents, at);
    payer_balance bigint;
    payer_version bigint;
    payee_balance bigint;
    payee_version bigint;
begin
    insert into idempotency (scope, key, status, body, created_at)
    values (tenant(), key_text, 201, body, at) on conflict do nothing;
    if not found then
        return null;
    end if;
    if payer < payee then
        update account set posted_debits = posted_debits + cents, version = version + 1 where id = payer
        returning posted_credits - posted_debits, version into payer_balance, payer_version;
        update account set posted_credits = posted_credits + cents, version = version + 1 where id = payee
        returning posted_credits - posted_debits, version into payee_balance, payee_version;
    else
        update account set posted_credits = posted_credits + cents, version = version + 1 where id = payee
        returning posted_credits - posted_debits, version into payee_balance, payee_version;
        update account set posted_debits = posted_debits + cents, version = version + 1 where id = payer
        returning posted_credits - posted_debits, version into payer_balance, payer_version;
    end if;
    insert into entry (id, tenant_id, kind, reference, description, actor, effective_at, created_at)
    values (new_entry, tenant(), 'PAYMENT', new_payment::text, '', 'api_key:load', at, at);
    insert into posting (account_id, account_version, entry_id, line, direction, amount, currency, balance_after)
    values (payer, payer_version, new_entry, 0, -1, cents, 'USD', payer_balance),
        (payee, payee_version, new_entry, 1, 1, cents, 'USD', payee_balance);
    insert into payment (tenant_id, id, from_wallet, to_wallet, amount, currency, description, status,
        idempotency_key, entry_id, metadata, created_by, created_at, completed_at)
    values (tenant(), new_payment, payer, payee, cents, 'USD', '', 'completed', key_text, new_entry, '{}',
        'api_key:load', at, at);
    insert into event (id, type, payload, created_at) values (uuidv7(), 'payment.completed', body, at);
    return new_payment;
end $$;

-- Many transfers at once: each table written by one statement, each account locked and updated once, running balances
-- by window sums.
create function transfer_batch(keys bigint[], payer_numbers integer[], payee_numbers integer[], cents bigint[])
returns integer language plpgsql as $$
declare
    key_texts text[] := array(select 'load-' || key from unnest(keys) key);
    payers uuid[] := array(select account_of(number) from unnest(payer_numbers) number);
    payees uuid[] := array(select account_of(number) from unnest(payee_numbers) number);
    entries uuid[] := array(select uuidv7() from unnest(keys));
    payments uuid[] := array(select uuidv7() from unnest(keys));
    at timestamptz := clock_timestamp();
    bodies text[] := array(
        select told(payment, payer, payee, amount, at)
        from unnest(payments, payers, payees, cents) as asked (payment, payer, payee, amount));
    claimed integer;
begin
    insert into idempotency (scope, key, status, body, created_at)
    select tenant(), key, 201, body, at from unnest(key_texts, bodies) as asked (key, body) on conflict do nothing;
    get diagnostics claimed = row_count;
    if claimed < cardinality(keys) then
        raise exception 'the benchmark never repeats a key';
    end if;
    perform from account where id = any (payers || payees) order by id for no key update;
    insert into entry (id, tenant_id, kind, reference, description, actor, effective_at, created_at)
    select entry, tenant(), 'PAYMENT', payment::text, '', 'api_key:load', at, at
    from unnest(entries, payments) as asked (entry, payment);
    insert into posting (account_id, account_version, entry_id, line, direction, amount, currency, balance_after)
    select line.account_id, account.version + row_number() over lines, line.entry, line.line, line.direction,
        line.amount, 'USD',
        account.posted_credits - account.posted_debits + sum(line.direction * line.amount) over lines
    from (
        select n, entry, 0 as line, payer as account_id, -1 as direction, amount
        from unnest(entries, payers, cents) with ordinality as asked (entry, payer, amount, n)
        union all
        select n, entry, 1, payee, 1, amount
        from unnest(entries, payees, cents) with ordinality as asked (entry, payee, amount, n)) line
    join account on account.id = line.account_id
    window lines as (partition by line.account_id order by n rows unbounded preceding);
    update account set posted_debits = posted_debits + change.debits, posted_credits = posted_credits + change.credits,
        version = version + change.count
    from (
        select account_id, sum(debit) as debits, sum(credit) as credits, count(*) as count
        from (
            select payer as account_id, amount as debit, 0 as credit
            from unnest(payers, cents) as asked (payer, amount)
            union all
            select payee, 0, amount from unnest(payees, cents) as asked (payee, amount)) line
        group by account_id) change
    where account.id = change.account_id;
    insert into payment (tenant_id, id, from_wallet, to_wallet, amount, currency, description, status,
        idempotency_key, entry_id, metadata, created_by, created_at, completed_at)
    select tenant(), payment, payer, payee, amount, 'USD', '', 'completed', key, entry, '{}', 'api_key:load', at, at
    from unnest(payments, payers, payees, cents, key_texts, entries)
        as asked (payment, payer, payee, amount, key, entry);
    insert into event (id, type, payload, created_at)
    select uuidv7(), 'payment.completed', body, at from unnest(bodies) body;
    return claimed;
end $$;
