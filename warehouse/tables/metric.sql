COMMENT ON TABLE metric IS
'One row per metric of the codebook.
一行是指标册中的一个指标。';

COMMENT ON COLUMN metric.metric IS
'Code of the metric, such as members.total.
指标代码，如 members.total。';

COMMENT ON COLUMN metric.unit IS
'Unit of the values of a metric: org, person, percent, yuan and others.
指标数值的单位：org 组织、person 人、percent 百分比、yuan 元等。';

COMMENT ON COLUMN metric.metric_name IS
'Chinese name of the metric.
指标的中文名称。';

COMMENT ON COLUMN metric.metric_name_en IS
'English name of the metric.
指标的英文名称。';

COMMENT ON COLUMN metric.definition IS
'What counts under the metric.
指标的定义。';

COMMENT ON COLUMN metric.is_flow IS
'Whether the metric counts what happens in a period, and not what is there at a moment.
是否为时期数（而非时点数）。';

COMMENT ON COLUMN metric.plausible_low IS
'Smallest believable level; NULL where none is set.
可信的最小值；未设则为空。';

COMMENT ON COLUMN metric.plausible_high IS
'Largest believable level; NULL where none is set.
可信的最大值；未设则为空。';
