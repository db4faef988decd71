-- Who may act: tenants, their people and API keys, the sessions of people, and what guards logins.
-- Nothing in here can be used to log in: passwords are Argon2id hashes, API keys and refresh tokens keyed hashes.

create table auth.tenant (
    id uuid primary key,
    name text not null unique check (char_length(name) between 1 and 100),
    requires_idempotency boolean not null default false,
    created_at timestamptz not null
);

-- A customer whom only the integrator knows has an external_id and neither e-mail nor password.
create table auth.person (
    id uuid primary key,
    tenant_id uuid not null references auth.tenant,
    email text unique check (char_length(email) between 3 and 254),
    external_id text check (char_length(external_id) between 1 and 255),
    password_hash text,
    role text not null check (role in ('ADMIN', 'OPERATOR', 'VIEWER', 'CUSTOMER')),
    status text not null check (status in ('ACTIVE', 'FROZEN')),
    created_at timestamptz not null,
    unique (tenant_id, external_id),
    check ((email is null) = (password_hash is null)),
    check (email is not null or external_id is not null)
);

-- The idempotency record of a creation is the row itself, so that the two cannot come apart.
create table auth.api_key (
    id uuid primary key,
    tenant_id uuid not null references auth.tenant,
    name text not null check (char_length(name) between 1 and 100),
    last_four text not null,
    hash bytea not null unique check (octet_length(hash) = 32),
    scopes text[] not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    idempotency_scope uuid,
    idempotency_key text,
    request_fingerprint text,
    unique (idempotency_scope, idempotency_key),
    check ((idempotency_scope is null) = (idempotency_key is null)),
    check ((idempotency_key is null) = (request_fingerprint is null))
);

create index api_key_of_tenant on auth.api_key (tenant_id, id);

create table auth.session (
    id uuid primary key,
    person_id uuid not null references auth.person,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz
);

create index session_alive on auth.session (person_id) where revoked_at is null;
create index session_by_expiry on auth.session (expires_at);

-- Used tokens stay until their session expires: the second use of one is how a theft shows.
create table auth.refresh_token (
    hash bytea primary key check (octet_length(hash) = 32),
    session_id uuid not null references auth.session on delete cascade,
    issued_at timestamptz not null,
    used_at timestamptz
);

create index refresh_token_of_session on auth.refresh_token (session_id);

-- Failed logins of an account (known or not) and from a source, both as keyed hashes.
create table auth.login_failure (
    kind text not null check (kind in ('account', 'source')),
    subject bytea not null check (octet_length(subject) = 32),
    failures integer not null check (failures > 0),
    window_ends_at timestamptz not null,
    locked_until timestamptz,
    primary key (kind, subject)
);

-- Who did what, and when. No secrets.
create table auth.audit (
    id bigint generated always as identity primary key,
    at timestamptz not null,
    tenant_id uuid,
    actor text not null,
    action text not null,
    subject text,
    source text,
    request_id text
);

grant usage on schema auth to flowlet_auth;
grant select, insert on auth.tenant to flowlet_auth;
grant select, insert, update (password_hash, status) on auth.person to flowlet_auth;
grant select, insert, update (last_used_at, revoked_at) on auth.api_key to flowlet_auth;
grant select, insert, delete, update (revoked_at) on auth.session to flowlet_auth;
grant select, insert, update (used_at) on auth.refresh_token to flowlet_auth;
grant select, insert, update, delete on auth.login_failure to flowlet_auth;
grant select, insert on auth.audit to flowlet_auth;
