-- Payments that were completed when they were made, by far the most: one array per column, because parsing JSON costs
-- more than writing the row does. An empty text stands for none.
create function payments.record_paid(
    tenants text[], ids text[], payers text[], payees text[], amounts text[], currencies text[], descriptions text[],
    external_references text[], idempotency_keys text[], entries text[], metadata text[], created text[],
    completed text[], creators text[]) returns void
language plpgsql
security definer
set search_path = payments, pg_temp
as $$
begin
    insert into payments.payment (
        tenant_id, id, from_wallet, to_wallet, amount, authorized, captured, currency, description, status,
        external_reference, idempotency_key, entry_id, metadata, version, created_at, completed_at, created_by)
    select
        r.tenant::uuid, r.id::uuid, r.payer::uuid, r.payee::uuid, r.amount::bigint, r.amount::bigint, r.amount::bigint,
        r.currency, r.description, 'completed', nullif(r.external_reference, ''), nullif(r.idempotency_key, ''),
        r.entry::uuid, r.metadata::jsonb, 1, r.created::timestamptz, r.completed::timestamptz, r.creator
    from unnest(
        tenants, ids, payers, payees, amounts, currencies, descriptions, external_references, idempotency_keys,
        entries, metadata, created, completed, creators) as r (
        tenant, id, payer, payee, amount, currency, description, external_reference, idempotency_key,
        entry, metadata, created, completed, creator);
end $$;

grant create on schema payments to flowlet_payments;

alter function payments.record_paid(
    text[], text[], text[], text[], text[], text[], text[], text[], text[], text[], text[], text[], text[], text[])
    owner to flowlet_payments;

revoke create on schema payments from flowlet_payments;

revoke all on function payments.record_paid(
    text[], text[], text[], text[], text[], text[], text[], text[], text[], text[], text[], text[], text[], text[])
    from public;

grant execute on function payments.record_paid(
    text[], text[], text[], text[], text[], text[], text[], text[], text[], text[], text[], text[], text[], text[])
    to flowlet_ledger;
