-- Which process does the work that one is enough for. This saves work and decides nothing: whoever believes to have a
-- lease that has passed on does no harm, because what a round does takes effect once by the rules of what it touches.
create table platform.job_lease (
    job text primary key check (length(job) between 1 and 100),
    holder uuid not null,
    -- By the clock of the database, which is the same for every process.
    until timestamptz not null,
    -- How often the job has changed hands.
    token bigint not null check (token > 0)
);

grant usage on schema platform to flowlet_platform;
grant select, insert on platform.job_lease to flowlet_platform;
grant update (holder, until, token) on platform.job_lease to flowlet_platform;
