-- Who is behind an API key, in the words of the journal (staff:usr_...): the person who created it, or who is behind
-- the key that created it. A second person's approval must not come from the one whose key asked. Keys of before, and
-- those that came with their tenant, have nobody.
alter table auth.api_key
    add column created_by text;
