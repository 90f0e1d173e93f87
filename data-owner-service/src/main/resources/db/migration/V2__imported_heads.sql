-- A head knows its model and labels itself, so that one can be imported without a dataset.
alter table head alter column feature_set_id drop not null;
alter table head alter column request drop not null;
alter table head add column model_owner_id varchar(36) references model_owner (id) on delete cascade;
alter table head add column model varchar(100);
alter table head add column model_version int;
alter table head add column encoder varchar(100);
alter table head add column labels varchar(1000000);
alter table head add column input varchar(20);
update head set
  model_owner_id = (select f.model_owner_id from feature_set f where f.id = head.feature_set_id),
  model = (select f.model from feature_set f where f.id = head.feature_set_id),
  model_version = (select f.version from feature_set f where f.id = head.feature_set_id),
  encoder = (select f.encoder from feature_set f where f.id = head.feature_set_id),
  labels = (select d.labels from feature_set f join dataset d on d.id = f.dataset_id
    where f.id = head.feature_set_id);
alter table head alter column model_owner_id set not null;
alter table head alter column model set not null;
alter table head alter column model_version set not null;
alter table head alter column encoder set not null;
alter table head alter column labels set not null;
