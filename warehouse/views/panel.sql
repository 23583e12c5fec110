-- A region that was changed as a whole into one new one (临安市 into 临安区) is one line here.
CREATE OR REPLACE VIEW panel AS
WITH point AS (
    SELECT series.*, today.region_name AS today_name, today.parent_code
    FROM series JOIN region AS today ON today.region_code = series.today_code
    QUALIFY row_number() OVER (
        PARTITION BY series.metric, series.metric_name, series.statistic, series.today_code,
                     today.region_name, today.parent_code, series.year
        ORDER BY coalesce(period_end - period_start, 0) DESC, period_end DESC, observation_id
    ) = 1
)
SELECT
    point.metric,
    point.metric_name,
    point.statistic,
    point.today_code,
    point.today_name,
    parent.region_name AS parent_name,
    point.year,
    point.value,
    point.unit,
    point.bound,
    point.value - lag(point.value) OVER before AS change,
    lag(point.year) OVER before AS change_since,
    point.region_code,
    point.period_start,
    point.period_end,
    point.quote,
    point.publisher,
    point.url,
    point.story_count,
    point.is_contested,
    point.observation_id
FROM point
LEFT JOIN region AS parent ON parent.region_code = point.parent_code
WINDOW before AS (
    PARTITION BY point.metric, point.metric_name, point.statistic, point.today_code,
                 point.today_name, parent.region_name
    ORDER BY point.year
);

COMMENT ON VIEW panel IS
'One row per metric, statistic, region by today''s code and year: the series of every region, those before and after a change of code in one line.
一行是一个指标、一种统计、一个（按现行代码的）地区和一年：各地区的年度序列，代码变更前后合为一条。';
COMMENT ON COLUMN panel.today_name IS
'Name of the region under today''s code.
该地区在现行代码下的名称。';
COMMENT ON COLUMN panel.parent_name IS
'Name of the division above it.
上级区划的名称。';
COMMENT ON COLUMN panel.change IS
'Value less that of the year change_since, in the metric''s unit; NULL for the first year.
与 change_since 年相比的差（指标单位）；首年为空。';
COMMENT ON COLUMN panel.change_since IS
'The year before in which a value is known, perhaps not the last.
此前有数值的最近一年，不一定是上一年。';
COMMENT ON COLUMN panel.year IS
'Calendar year of the period''s end.
时期结束所在的年份。';
