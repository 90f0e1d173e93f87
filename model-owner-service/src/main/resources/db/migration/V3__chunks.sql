alter table chunk add column samples int default 0 not null;
alter table chunk add column queued_at bigint default 0 not null;
update chunk set queued_at = (select created_at from job where job.id = chunk.job_id);
