CREATE OR REPLACE VIEW coverage AS
SELECT
    region.today_code,
    any_value(today.region_name) AS today_name,
    year(base.period_end)::INTEGER AS year,
    count(DISTINCT base.metric)::INTEGER AS metric_count,
    count(*)::INTEGER AS fact_count,
    count(*) FILTER (base.place IS NOT NULL)::INTEGER AS place_fact_count,
    sum(base.observation_count)::INTEGER AS observation_count,
    list(DISTINCT base.metric ORDER BY base.metric) AS metrics
FROM fact_base AS base
JOIN region USING (region_code)
JOIN region AS today ON today.region_code = region.today_code
WHERE base.period_end IS NOT NULL
GROUP BY region.today_code, year(base.period_end);

COMMENT ON VIEW coverage IS
'One row per region by today''s code and year of which anything is known: what, and how much.
一行是有所知的一个（按现行代码的）地区和一年：知道什么、有多少。';
COMMENT ON COLUMN coverage.year IS
'Calendar year in which the facts'' periods end.
事实的时期结束所在的年份。';
COMMENT ON COLUMN coverage.metric_count IS
'Number of different metrics.
不同指标的个数。';
COMMENT ON COLUMN coverage.fact_count IS
'Number of facts, those about places below the county included.
事实的条数，含县以下地点。';
COMMENT ON COLUMN coverage.place_fact_count IS
'Number of facts about places below the county.
关于县以下地点的事实条数。';
COMMENT ON COLUMN coverage.metrics IS
'Codes of the metrics.
指标代码。';
