-- Two stories contradict each other on a fact when no value of the one can be true together with
-- a value of the other: the ranges that bounds and rounding allow do not meet. Of two stories that
-- tell several values each, what they disagree on at least is shown: the others are mostly parts.
CREATE OR REPLACE VIEW fact_conflict AS
WITH said AS (
    SELECT
        fact_id, metric, region_code, place, statistic, period_start, period_end,
        story_id, url, publisher, observation_id, value, bound, unit, quote,
        value_low(value, bound, written_step) AS low,
        value_high(value, bound, written_step) AS high
    FROM fact_observation WHERE is_contested AND story_count > 1
), pair AS (
    SELECT
        fact_id,
        arg_min(
            {
                'low_said': CASE WHEN a.value < b.value THEN a ELSE b END,
                'high_said': CASE WHEN a.value < b.value THEN b ELSE a END
            },
            {'apart': abs(a.value - b.value), 'one': a.observation_id, 'other': b.observation_id}
        ) AS nearest,
        min(abs(a.value - b.value)) AS apart
    FROM said AS a JOIN said AS b USING (fact_id)
    WHERE a.story_id < b.story_id
    GROUP BY fact_id, a.story_id, b.story_id
    HAVING bool_and(a.low >= b.high OR b.low >= a.high)
), widest AS (
    SELECT
        fact_id,
        arg_max(nearest, {'apart': apart, 'one': nearest.low_said.observation_id}) AS pair,
        count(*) AS disagreements
    FROM pair GROUP BY fact_id
)
SELECT
    pair.low_said.metric AS metric,
    metric.metric_name,
    pair.low_said.region_code AS region_code,
    region.region_name,
    pair.low_said.place AS place,
    pair.low_said.statistic AS statistic,
    pair.low_said.period_start AS period_start,
    pair.low_said.period_end AS period_end,
    pair.low_said.unit AS unit,
    pair.low_said.value AS low_value,
    pair.low_said.bound AS low_bound,
    pair.low_said.quote AS low_quote,
    pair.low_said.publisher AS low_publisher,
    pair.low_said.url AS low_url,
    pair.high_said.value AS high_value,
    pair.high_said.bound AS high_bound,
    pair.high_said.quote AS high_quote,
    pair.high_said.publisher AS high_publisher,
    pair.high_said.url AS high_url,
    widest.disagreements::INTEGER AS disagreements,
    widest.fact_id AS observation_id
FROM widest
LEFT JOIN metric ON metric.metric = pair.low_said.metric
LEFT JOIN region ON region.region_code = pair.low_said.region_code;

COMMENT ON VIEW fact_conflict IS
'One row per fact on which two different stories exclude each other, with the two stories that lie furthest apart.
一行是一个有两篇不同报道互相矛盾的事实，列出相差最大的两篇。';
COMMENT ON COLUMN fact_conflict.low_value IS
'The smaller of the two values.
两个数值中较小者。';
COMMENT ON COLUMN fact_conflict.low_bound IS
'Bound of the smaller value.
较小数值的界限。';
COMMENT ON COLUMN fact_conflict.low_quote IS
'Words that state the smaller value.
陈述较小数值的原文。';
COMMENT ON COLUMN fact_conflict.low_publisher IS
'Outlet that states the smaller value.
陈述较小数值的媒体。';
COMMENT ON COLUMN fact_conflict.low_url IS
'Page that states the smaller value.
陈述较小数值的页面。';
COMMENT ON COLUMN fact_conflict.high_value IS
'The larger of the two values.
两个数值中较大者。';
COMMENT ON COLUMN fact_conflict.high_bound IS
'Bound of the larger value.
较大数值的界限。';
COMMENT ON COLUMN fact_conflict.high_quote IS
'Words that state the larger value.
陈述较大数值的原文。';
COMMENT ON COLUMN fact_conflict.high_publisher IS
'Outlet that states the larger value.
陈述较大数值的媒体。';
COMMENT ON COLUMN fact_conflict.high_url IS
'Page that states the larger value.
陈述较大数值的页面。';
COMMENT ON COLUMN fact_conflict.disagreements IS
'How many pairs of stories exclude each other on this fact.
在该事实上互相矛盾的报道对数。';
COMMENT ON COLUMN fact_conflict.region_name IS
'The newest name of the region''s code.
该地区代码最近的名称。';
COMMENT ON COLUMN fact_conflict.observation_id IS
'The observation that stands for the fact.
代表该事实的观测。';
