COMMENT ON TABLE place IS
'One row per county and place below it: every town and sub-district of today, and each other place that an observation names.
一行是一个县及其下的一个地点：现有全部乡镇街道，以及观测中出现的其他地点。';

COMMENT ON COLUMN place.is_town IS
'Whether it is a town or sub-district of the gazetteer.
是否为地名册中的乡镇或街道。';
