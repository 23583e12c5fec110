CREATE OR REPLACE VIEW latest AS
SELECT
    today_code,
    today_name,
    parent_name,
    metric,
    metric_name,
    statistic,
    year,
    period_end,
    value,
    unit,
    bound,
    quote,
    publisher,
    url,
    story_count,
    is_contested,
    observation_id
FROM panel
QUALIFY row_number() OVER (
    PARTITION BY today_code, today_name, parent_name, metric, metric_name, statistic
    ORDER BY year DESC
) = 1;

COMMENT ON VIEW latest IS
'One row per region by today''s code, metric and statistic: the newest value that is known.
一行是一个（按现行代码的）地区、一个指标和一种统计：已知的最新数值。';
COMMENT ON COLUMN latest.year IS
'Calendar year of the period''s end.
时期结束所在的年份。';
