alter table chunk add column samples int default 0 not null;
