-- What the last entry of the series tells beside the loss, and the last one that was tested.
alter table run add column accuracy bigint;
alter table run add column test_loss bigint;
alter table run add column test_accuracy bigint
