alter table key_bundle add column upload_claim varchar(36);
alter table model_version alter column progress set data type varchar(2000000);
alter table blob_part add column stored_at bigint default 0 not null;
