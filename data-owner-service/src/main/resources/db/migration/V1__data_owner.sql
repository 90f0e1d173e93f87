create table account (
  name varchar(60) primary key,
  password_hash varchar(100) not null
);

create table api_token (
  id varchar(36) primary key,
  name varchar(100) not null,
  hash varchar(64) not null unique,
  created_at bigint not null
);

create table model_owner (
  id varchar(36) primary key,
  name varchar(100) not null unique,
  address varchar(500) not null,
  sealed_token ${binary} not null,
  created_at bigint not null
);

create table manifest (
  model_owner_id varchar(36) not null references model_owner (id) on delete cascade,
  model varchar(100) not null,
  version int not null,
  mode varchar(20) not null,
  etag varchar(200) not null,
  sha256 varchar(64) not null,
  content ${binary} not null,
  fetched_at bigint not null,
  primary key (model_owner_id, model, version, mode)
);

create table key_pair (
  id varchar(36) primary key,
  model_owner_id varchar(36) not null references model_owner (id) on delete cascade,
  model varchar(100) not null,
  version int not null,
  mode varchar(20) not null,
  manifest_sha256 varchar(64) not null,
  manifest ${binary} not null,
  sealed_secret ${binary} not null,
  state varchar(20) not null,
  bundle_id varchar(100),
  total_bytes bigint not null,
  sent_bytes bigint not null,
  failure varchar(1000),
  created_at bigint not null
);
create index key_pair_manifest on key_pair (model_owner_id, manifest_sha256);

create table dataset (
  id varchar(36) primary key,
  name varchar(200) not null,
  kind varchar(20) not null,
  row_count int not null,
  dimension int not null,
  labels varchar(1000000) not null,
  counts varchar(1000000) not null,
  duplicates int not null,
  near_duplicates int not null,
  skipped int not null,
  split varchar(1000) not null,
  size_bytes bigint not null,
  created_at bigint not null
);

create table feature_set (
  id varchar(36) primary key,
  dataset_id varchar(36) not null references dataset (id) on delete cascade,
  model_owner_id varchar(36) not null references model_owner (id) on delete cascade,
  model varchar(100) not null,
  version int not null,
  mode varchar(20) not null,
  key_pair_id varchar(36) not null,
  encoder varchar(100) not null,
  row_count int not null,
  done_rows int not null,
  inputs int not null,
  outputs int not null,
  state varchar(20) not null,
  statistics varchar(10000) not null,
  failure varchar(2000),
  created_at bigint not null,
  ended_at bigint
);
create index feature_set_dataset on feature_set (dataset_id);

create table feature_chunk (
  feature_set_id varchar(36) not null references feature_set (id) on delete cascade,
  from_row int not null,
  row_count int not null,
  done boolean not null,
  primary key (feature_set_id, from_row)
);

create table head (
  id varchar(36) primary key,
  feature_set_id varchar(36) not null references feature_set (id) on delete cascade,
  name varchar(200) not null,
  version int not null,
  request varchar(10000) not null,
  state varchar(20) not null,
  steps int not null,
  all_steps int not null,
  report varchar(1000000),
  network ${binary},
  failure varchar(2000),
  created_at bigint not null,
  ended_at bigint
);
create index head_feature_set on head (feature_set_id);
