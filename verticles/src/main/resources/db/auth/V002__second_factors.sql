-- A second factor, new passwords for forgotten ones, and what an owner wants to know of a session.
-- Nothing in here can be used to log in either: TOTP secrets are encrypted with a key that is not in the database,
-- codes and tokens are keyed hashes. The one exception is the outbox, which only a sandbox writes.

-- Counts changes of the password: what was proved by an older one opens nothing. A new hash of the same password is no
-- change.
alter table auth.person add column password_version integer not null default 1;

-- Where from, and whether with a second factor; sessions of before do not say.
alter table auth.session add column source text, add column second_factor boolean not null default false;

-- `last_step` is the time step of the last code that was used: each code works once.
create table auth.totp (
    person_id uuid primary key references auth.person on delete cascade,
    secret bytea not null,
    created_at timestamptz not null,
    activated_at timestamptz,
    last_step bigint not null default 0
);

create table auth.recovery_code (
    person_id uuid not null references auth.totp on delete cascade,
    hash bytea not null check (octet_length(hash) = 32),
    used_at timestamptz,
    primary key (person_id, hash)
);

-- Logins that have passed their password and still need a code.
create table auth.mfa_challenge (
    hash bytea primary key check (octet_length(hash) = 32),
    person_id uuid not null references auth.person on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    attempts integer not null default 0
);

create index mfa_challenge_of_person on auth.mfa_challenge (person_id);
create index mfa_challenge_by_expiry on auth.mfa_challenge (expires_at);

-- One row for every request: without a person when nobody has the address, so that both take the same time.
create table auth.password_reset (
    hash bytea primary key check (octet_length(hash) = 32),
    person_id uuid references auth.person on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);

create index password_reset_of_person on auth.password_reset (person_id);
create index password_reset_by_expiry on auth.password_reset (expires_at);

-- What a sandbox shows instead of sending it. Without a tenant: to nobody, kept like the row above.
create table auth.outbox (
    id uuid primary key,
    tenant_id uuid references auth.tenant,
    recipient text not null,
    token text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
);

create index outbox_of_tenant on auth.outbox (tenant_id, id);
create index outbox_by_expiry on auth.outbox (expires_at);

-- What was done under an idempotency key. The fingerprint is hashed with the pepper, because it is one of a body with
-- passwords.
create table auth.answered (
    person_id uuid not null references auth.person on delete cascade,
    idempotency_key text not null,
    fingerprint bytea not null check (octet_length(fingerprint) = 32),
    answered_at timestamptz not null,
    primary key (person_id, idempotency_key)
);

create index answered_by_time on auth.answered (answered_at);

grant update (password_version) on auth.person to flowlet_auth;
grant select, insert, delete, update (secret, created_at, activated_at, last_step) on auth.totp to flowlet_auth;
grant select, insert, delete, update (used_at) on auth.recovery_code to flowlet_auth;
grant select, insert, delete, update (attempts) on auth.mfa_challenge to flowlet_auth;
grant select, insert, delete, update (used_at) on auth.password_reset to flowlet_auth;
grant select, insert, delete on auth.outbox to flowlet_auth;
grant select, insert, delete on auth.answered to flowlet_auth;
