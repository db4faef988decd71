-- Every version of a tenant's rules, with who made it: a limit that was taken away and put back leaves a trace, and the
-- one who took it away goes on under it for a while.

create table payments.settings_version (
    tenant_id uuid not null,
    version bigint not null check (version > 0),
    document jsonb not null,
    changed_by text not null,
    changed_at timestamptz not null,
    primary key (tenant_id, version)
);

insert into payments.settings_version (tenant_id, version, document, changed_by, changed_at)
select tenant_id, version, document, changed_by, changed_at
from payments.settings;

create function payments.keep_settings() returns trigger
language plpgsql
set search_path = payments, pg_temp
as $$
begin
    insert into settings_version (tenant_id, version, document, changed_by, changed_at)
    values (new.tenant_id, new.version, new.document, new.changed_by, new.changed_at);
    return new;
end
$$;

create function payments.refuse_change() returns trigger
language plpgsql
as $$
begin
    raise exception 'history is append-only' using errcode = 'insufficient_privilege';
end
$$;

create trigger kept after insert or update on payments.settings
for each row execute function payments.keep_settings();

create trigger append_only before update or delete or truncate on payments.settings_version
for each statement execute function payments.refuse_change();

grant select, insert on payments.settings_version to flowlet_payments;
