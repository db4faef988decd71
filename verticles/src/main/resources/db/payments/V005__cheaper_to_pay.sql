-- What a payment costs is its row and its indexes. Lists read backwards what was written forwards: a row is then added
-- at the end of its index, or of its wallet's part of it, where descending ones split a page in the middle again and
-- again. A wallet has one tenant, so the tenant is not part of its key.
drop index payments.payment_newest;

create index payment_newest on payments.payment (tenant_id, created_at, id);

drop index payments.payment_sent;

create index payment_sent on payments.payment (from_wallet, created_at, id);

drop index payments.payment_received;

create index payment_received on payments.payment (to_wallet, created_at, id);

-- The same as the function of texts, which a process of the version before still calls: here nothing is parsed.
create function payments.record_paid(
    tenants uuid[], ids uuid[], payers uuid[], payees uuid[], amounts bigint[], currencies text[], descriptions text[],
    external_references text[], idempotency_keys text[], entries uuid[], metadata text[], created timestamptz[],
    completed timestamptz[], creators text[]) returns void
language plpgsql
security definer
set search_path = payments, pg_temp
as $$
begin
    insert into payments.payment (
        tenant_id, id, from_wallet, to_wallet, amount, authorized, captured, currency, description, status,
        external_reference, idempotency_key, entry_id, metadata, version, created_at, completed_at, created_by)
    select
        r.tenant, r.id, r.payer, r.payee, r.amount, r.amount, r.amount, r.currency, r.description, 'completed',
        nullif(r.external_reference, ''), nullif(r.idempotency_key, ''), r.entry, r.metadata::jsonb, 1, r.created,
        r.completed, r.creator
    from unnest(
        tenants, ids, payers, payees, amounts, currencies, descriptions, external_references, idempotency_keys,
        entries, metadata, created, completed, creators) as r (
        tenant, id, payer, payee, amount, currency, description, external_reference, idempotency_key,
        entry, metadata, created, completed, creator);
end $$;

grant create on schema payments to flowlet_payments;

alter function payments.record_paid(
    uuid[], uuid[], uuid[], uuid[], bigint[], text[], text[], text[], text[], uuid[], text[], timestamptz[],
    timestamptz[], text[]) owner to flowlet_payments;

revoke create on schema payments from flowlet_payments;

revoke all on function payments.record_paid(
    uuid[], uuid[], uuid[], uuid[], bigint[], text[], text[], text[], text[], uuid[], text[], timestamptz[],
    timestamptz[], text[]) from public;

grant execute on function payments.record_paid(
    uuid[], uuid[], uuid[], uuid[], bigint[], text[], text[], text[], text[], uuid[], text[], timestamptz[],
    timestamptz[], text[]) to flowlet_ledger;

-- What is mostly added to looks the same after a fifth more of it; statistics are made anew when it has doubled.
alter table payments.payment set (autovacuum_analyze_scale_factor = 1);
