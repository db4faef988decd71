-- What finance staff ask for: entries that wait for a second person, and the rules for when they must.

create table proposal (
    entry_id uuid primary key,
    tenant_id uuid not null,
    kind text not null check (kind in ('ADJUSTMENT', 'REVERSAL')),
    status text not null check (status in ('REQUIRES_APPROVAL', 'POSTED', 'REJECTED')),
    reference text not null,
    description text not null,
    effective_at timestamptz,
    postings jsonb not null,
    reverses uuid,
    requested_by text not null,
    requested_at timestamptz not null,
    decided_by text,
    decided_at timestamptz,
    reason text,
    version bigint not null check (version in (1, 2)),
    check ((status = 'REQUIRES_APPROVAL') = (version = 1)),
    check ((version = 2) = (decided_by is not null and decided_at is not null)),
    check ((kind = 'REVERSAL') = (reverses is not null)),
    constraint two_people check (status <> 'POSTED' or decided_by <> requested_by)
);
create index proposal_by_age on proposal (tenant_id, requested_at desc, entry_id desc);

create table settings (
    tenant_id uuid not null,
    version bigint not null check (version > 0),
    approval_above jsonb not null,
    changed_by text not null,
    changed_at timestamptz not null,
    primary key (tenant_id, version)
);

-- Proposals of a batch that are new or were decided. One that somebody else decided first must stop the commit.
create function record_proposals(rows jsonb) returns void
language plpgsql set search_path = ledger, pg_temp as $$
declare
    decided bigint;
    applied bigint;
begin
    insert into proposal (entry_id, tenant_id, kind, status, reference, description, effective_at, postings, reverses,
        requested_by, requested_at, version)
    select r.entry_id, r.tenant_id, r.kind, r.status, r.reference, r.description, r.effective_at, r.postings,
        r.reverses, r.requested_by, r.requested_at, r.version
    from jsonb_to_recordset(rows) as r (
        entry_id uuid, tenant_id uuid, kind text, status text, reference text, description text,
        effective_at timestamptz, postings jsonb, reverses uuid, requested_by text, requested_at timestamptz,
        version bigint)
    where r.version = 1;

    select count(*) into decided from jsonb_to_recordset(rows) as r (version bigint) where r.version = 2;
    update proposal
    set status = r.status, effective_at = r.effective_at, decided_by = r.decided_by, decided_at = r.decided_at,
        reason = r.reason, version = r.version
    from jsonb_to_recordset(rows) as r (
        entry_id uuid, tenant_id uuid, status text, effective_at timestamptz, decided_by text,
        decided_at timestamptz, reason text, version bigint)
    where r.version = 2 and proposal.entry_id = r.entry_id and proposal.tenant_id = r.tenant_id
        and proposal.version = 1;
    get diagnostics applied = row_count;
    if applied <> decided then
        raise exception 'a proposal was decided before' using errcode = 'integrity_constraint_violation';
    end if;
end $$;

create function record_settings(rows jsonb) returns void
language sql set search_path = ledger, pg_temp as $$
    insert into settings (tenant_id, version, approval_above, changed_by, changed_at)
    select r.tenant_id, r.version, r.approval_above, r.changed_by, r.changed_at
    from jsonb_to_recordset(rows) as r (
        tenant_id uuid, version bigint, approval_above jsonb, changed_by text, changed_at timestamptz)
$$;

create trigger decided_is_final before update on proposal
    for each row when (old.version = 2) execute function refuse_change();
create trigger append_only before delete or truncate on proposal
    for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on settings
    for each statement execute function refuse_change();

revoke all on function record_proposals(jsonb), record_settings(jsonb) from public;
grant execute on function record_proposals(jsonb), record_settings(jsonb) to flowlet_ledger;
grant select, insert on proposal, settings to flowlet_ledger;
grant update (status, effective_at, decided_by, decided_at, reason, version) on proposal to flowlet_ledger;
