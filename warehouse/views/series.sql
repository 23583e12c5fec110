-- Of a year's levels the latest stands; of what happened in a year the longest period that lies
-- within it. Periods over more than one year are facts, but no points of a yearly series.
CREATE OR REPLACE VIEW series AS
SELECT
    metric,
    metric_name,
    statistic,
    region_code,
    region_name,
    today_code,
    year(period_end)::INTEGER AS year,
    value,
    unit,
    bound,
    period_start,
    period_end,
    quote,
    publisher,
    url,
    story_count,
    is_contested,
    observation_id
FROM fact
WHERE place IS NULL AND region_code IS NOT NULL AND period_end IS NOT NULL
      AND (period_start IS NULL OR year(period_start) = year(period_end))
QUALIFY row_number() OVER (
    PARTITION BY metric, metric_name, statistic, region_code, region_name, today_code,
                 year(period_end)
    ORDER BY coalesce(period_end - period_start, 0) DESC, period_end DESC, observation_id
) = 1;

COMMENT ON VIEW series IS
'One row per metric, statistic, region code as stated and year: the newest level of the year, or the longest period within it.
一行是一个指标、一种统计、一个（原文所属的）区划代码和一年：该年最新的时点数，或年内最长时期的数。';
COMMENT ON COLUMN series.region_name IS
'The newest name of the region''s code.
该地区代码最近的名称。';
COMMENT ON COLUMN series.year IS
'Calendar year of the period''s end.
时期结束所在的年份。';
