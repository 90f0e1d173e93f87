-- How often a training has begun: one that ends the service each time is not begun for ever.
alter table head add column starts int not null default 0;
-- How many rows the parts of a dataset have.
alter table dataset add column parts varchar(1000);
