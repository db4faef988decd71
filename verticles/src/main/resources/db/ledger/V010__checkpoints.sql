-- The tree over all sealed batches of all writers, and what was signed about it. Leaves and complete subtrees never
-- change once they are there, so everything here is append-only, like the books that it seals.

create table tree_leaf (
    index bigint primary key check (index >= 0),
    writer_id uuid not null,
    number bigint not null,
    leaves bigint not null check (leaves > 0), -- below the batch's own root: its header and its entries
    postings bigint not null check (postings >= 0),
    postings_root bytea not null check (length(postings_root) = 32),
    hash bytea not null check (length(hash) = 32),
    unique (writer_id, number),
    foreign key (writer_id, number) references batch
);

-- The complete subtrees of 2^level leaves, so that a proof reads as many hashes as it has and no more.
create table tree_node (
    level smallint not null check (level > 0),
    index bigint not null check (index >= 0),
    hash bytea not null check (length(hash) = 32),
    primary key (level, index)
);

-- Every public key that ever signed here, as `name+id+key`.
create table signing_key (
    id text primary key,
    verifier text not null unique,
    added_at timestamptz not null
);

create table checkpoint (
    tree_size bigint primary key check (tree_size > 0),
    root bytea not null check (length(root) = 32),
    note text not null,
    key_id text not null references signing_key,
    signed_at timestamptz not null
);

create function refuse_gap_in_tree() returns trigger language plpgsql as $$
begin
    if exists (
        select from (select min(index) as first, max(index) as last, count(*) as leaves from new_leaves) added
        where added.leaves > 0 and (added.last - added.first + 1 <> added.leaves
            or added.first <> coalesce((select max(index) + 1 from tree_leaf where index < added.first), 0))
    ) then
        raise exception 'the tree has no gaps' using errcode = 'check_violation';
    end if;
    return null;
end $$;
create trigger gapless after insert on tree_leaf referencing new table as new_leaves
    for each statement execute function refuse_gap_in_tree();

create function refuse_early_checkpoint() returns trigger language plpgsql as $$
begin
    if new.tree_size <= (select max(tree_size) from checkpoint)
        or not exists (select from tree_leaf where index = new.tree_size - 1)
    then
        raise exception 'a checkpoint goes beyond the last one, within the tree' using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger forward before insert on checkpoint for each row execute function refuse_early_checkpoint();

create trigger append_only before update or delete or truncate on tree_leaf
    for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on tree_node
    for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on signing_key
    for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on checkpoint
    for each statement execute function refuse_change();

grant select, insert on tree_leaf, tree_node, signing_key, checkpoint to flowlet_ledger;
