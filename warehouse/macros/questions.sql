CREATE OR REPLACE MACRO today_codes(region) AS TABLE
SELECT DISTINCT found.today_code FROM region AS found
WHERE found.region_code = region OR found.region_name = region OR found.short_name = region
      OR len(list_filter(found.names, lambda borne: borne.region_name = region)) > 0;

COMMENT ON MACRO TABLE today_codes IS
'Codes of today that a region''s code or name may mean: full or short, of today or of before; several where the name is shared.
某地区代码或名称（全称或简称、现用或曾用）可能对应的现行代码；重名时有多个。';

CREATE OR REPLACE MACRO series_of(metric_code, region) AS TABLE
SELECT today_name, parent_name, year, statistic, value, unit, bound, change, change_since, quote,
       publisher, url, story_count, is_contested, today_code, region_code, observation_id
FROM panel
WHERE metric = metric_code
      AND today_code IN (SELECT today_code FROM today_codes(region))
ORDER BY today_code, statistic, year;

COMMENT ON MACRO TABLE series_of IS
'The yearly series of a metric in a region, named by code or name: series_of(''members.total'', ''青岛'').
某指标在某地区的年度序列，地区可用代码或名称：series_of(''members.total'', ''青岛'')。';

CREATE OR REPLACE MACRO facts_of(region) AS TABLE
SELECT * FROM fact
WHERE today_code IN (SELECT today_code FROM today_codes(region))
ORDER BY metric, place NULLS FIRST, statistic, period_end, observation_id;

COMMENT ON MACRO TABLE facts_of IS
'All facts of a region, places below the county included: facts_of(''320924'').
某地区的全部事实，含县以下地点：facts_of(''320924'')。';

CREATE OR REPLACE MACRO compare(metric_code, one, other) AS TABLE
WITH a AS (FROM series_of(metric_code, one)), b AS (FROM series_of(metric_code, other))
SELECT
    year,
    statistic,
    a.today_name AS one_name,
    a.value AS one_value,
    b.today_name AS other_name,
    b.value AS other_value,
    a.value / nullif(b.value, 0) AS ratio,
    coalesce(a.unit, b.unit) AS unit,
    a.quote AS one_quote,
    b.quote AS other_quote
FROM a FULL JOIN b USING (year, statistic)
ORDER BY statistic, year, one_name, other_name;

COMMENT ON MACRO TABLE compare IS
'A metric in two regions side by side, year by year: compare(''members.total'', ''青岛'', ''370100'').
两个地区同一指标逐年对照：compare(''members.total'', ''青岛'', ''370100'')。';
