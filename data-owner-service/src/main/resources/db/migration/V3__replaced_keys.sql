-- Which pair is deleted when this one is uploaded.
alter table key_pair add column replaces varchar(36);
