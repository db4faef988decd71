-- The books against statements of others. What a run found is kept; which of it is matched may still change by hand.

-- One row for each account that was ever reconciled: whoever matches its postings locks it first.
create table reconciliation.account (
    account_id uuid primary key,
    tenant_id uuid not null
);

create table reconciliation.reconciliation (
    id uuid primary key,
    tenant_id uuid not null,
    source text not null,
    account_id uuid not null references reconciliation.account,
    format text not null check (format in ('CSV', 'CAMT053')),
    currency char(3) not null,
    file_sha256 char(64) not null,
    -- The first and the last day that the file has a line for.
    period_from date not null,
    period_to date not null,
    actor text not null,
    created_at timestamptz not null,
    version bigint not null check (version >= 1),
    -- Of the file, and of the postings within its period; the sums are signed minor units.
    lines integer not null,
    lines_matched integer not null check (lines_matched between 0 and lines),
    postings integer not null,
    postings_matched integer not null check (postings_matched between 0 and postings),
    matches integer not null check (matches >= 0),
    ambiguous integer not null check (ambiguous >= 0),
    next_match integer not null,
    lines_sum bigint not null,
    lines_matched_sum bigint not null,
    postings_sum bigint not null,
    postings_matched_sum bigint not null
);

create index reconciliation_newest on reconciliation.reconciliation (tenant_id, id desc);

create table reconciliation.match (
    reconciliation_id uuid not null references reconciliation.reconciliation,
    number integer not null check (number >= 1),
    -- The rule of the request that found it, from 0; none when a person decided.
    rule integer,
    reason text,
    ambiguous boolean not null,
    lines integer[] not null,
    entries uuid[] not null,
    entry_lines integer[] not null,
    lines_sum bigint not null,
    postings_sum bigint not null,
    actor text not null,
    created_at timestamptz not null,
    -- A match that was undone stays, as the record of what somebody thought once.
    undone_at timestamptz,
    undone_by text,
    primary key (reconciliation_id, number),
    check ((rule is null) <> (reason is null)),
    check ((undone_at is null) = (undone_by is null)),
    check (cardinality(entries) = cardinality(entry_lines))
);

create table reconciliation.external_line (
    reconciliation_id uuid not null references reconciliation.reconciliation,
    -- From 1, in the order of the file.
    number integer not null,
    booked_on date not null,
    -- Signed minor units: positive where money came in.
    amount bigint not null check (amount <> 0),
    reference text not null,
    description text not null,
    match integer,
    primary key (reconciliation_id, number),
    foreign key (reconciliation_id, match) references reconciliation.match
);

-- The postings that a run saw, in the order of the books.
create table reconciliation.internal_line (
    reconciliation_id uuid not null references reconciliation.reconciliation,
    account_version bigint not null,
    entry_id uuid not null,
    line integer not null,
    recorded_on date not null,
    amount bigint not null,
    reference text not null,
    description text not null,
    match integer,
    primary key (reconciliation_id, account_version),
    foreign key (reconciliation_id, match) references reconciliation.match
);

-- Each posting is matched at most once, whatever the run.
create table reconciliation.used_posting (
    entry_id uuid not null,
    line integer not null,
    account_id uuid not null,
    reconciliation_id uuid not null,
    match integer not null,
    primary key (entry_id, line),
    foreign key (reconciliation_id, match) references reconciliation.match
);

create index used_posting_account on reconciliation.used_posting (account_id);

-- What was answered under an idempotency key.
create table reconciliation.answer (
    scope uuid not null,
    key text not null,
    fingerprint char(64) not null,
    status smallint not null,
    body text not null,
    created_at timestamptz not null,
    primary key (scope, key)
);

-- Reconciliations whose event (reconciliation.completed) is still to be told.
create table reconciliation.untold (
    reconciliation_id uuid primary key references reconciliation.reconciliation
);

grant usage on schema reconciliation to flowlet_reconciliation;

grant select, insert on
    reconciliation.account,
    reconciliation.reconciliation,
    reconciliation.match,
    reconciliation.external_line,
    reconciliation.internal_line,
    reconciliation.answer
to flowlet_reconciliation;

-- A row can be locked by whoever may update one of its columns.
grant update (tenant_id) on reconciliation.account to flowlet_reconciliation;

grant update (
    version, lines, lines_matched, postings, postings_matched, matches, ambiguous, next_match, lines_sum,
    lines_matched_sum, postings_sum, postings_matched_sum
) on reconciliation.reconciliation to flowlet_reconciliation;

grant update (undone_at, undone_by) on reconciliation.match to flowlet_reconciliation;

grant update (match) on reconciliation.external_line, reconciliation.internal_line to flowlet_reconciliation;

-- A posting of another day that is no longer matched is not this file's to say anything about.
grant delete on reconciliation.internal_line to flowlet_reconciliation;

grant select, insert, delete on reconciliation.used_posting, reconciliation.untold to flowlet_reconciliation;
