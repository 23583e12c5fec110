-- How a fact is chosen among the observations of one region (or place), metric, statistic and
-- period; `observations` names a table with the columns of observation_now. Periods
-- are compared by whole months: a year's end and December are the same moment.
-- The order: 1. not doubtful (a person looked at it, or confidence and trust are at least a
-- half), 2. precision (stated as it
-- is, in the smallest step), 3. directness (no reprint), 4. trust, 5. recency.
CREATE OR REPLACE MACRO choose_facts(observations) AS TABLE
WITH candidate AS MATERIALIZED (
    SELECT
        base.*,
        date_trunc('month', period_start)::DATE AS fact_start,
        last_day(period_end) AS fact_end,
        article.url,
        {
            'doubtful': review IS NULL AND (confidence < 0.5 OR trust < 0.5),
            'bounded': bound <> '=',
            'step': written_step,
            'reprint': is_reprint,
            'distrust': 1 - trust * confidence,
            'age': coalesce(DATE '9999-12-31' - published, 9999999),
            'name': observation_id,
            'story': article.story_id,
            'url': article.url
        } AS ranked
    FROM query_table(observations) AS base
    JOIN article USING (article_id)
), chosen AS (
    -- One list, sorted once: list(… ORDER BY …) sorts each group by itself and takes three times
    -- as long.
    SELECT
        list_sort(list(ranked)) AS seen,
        max(value_low(value, bound, written_step)) >= min(value_high(value, bound, written_step))
            AS is_contested
    FROM candidate
    GROUP BY region_code, place, metric, statistic, fact_start, fact_end
)
SELECT
    best.region_code,
    best.place,
    best.metric,
    best.statistic,
    best.fact_start AS period_start,
    best.fact_end AS period_end,
    best.value,
    best.unit,
    best.bound,
    best.quote,
    best.confidence,
    best.observation_id,
    best.article_id,
    len(list_distinct(list_transform(seen, lambda one: one.story)))::INTEGER AS story_count,
    len(seen)::INTEGER AS observation_count,
    list_transform(seen[2:], lambda one: one.name) AS other_observations,
    list_sort(list_distinct(list_filter(
        list_transform(seen[2:], lambda one: one.url), lambda url: url <> best.url
    ))) AS other_urls,
    is_contested,
    best.review
FROM chosen JOIN candidate AS best ON best.observation_id = seen[1].name;

COMMENT ON MACRO TABLE choose_facts IS
'Facts chosen among the observations of the table that is named: by precision, directness, trust and recency; what the load fills fact_base with.
从所指表的观测中选出事实：依精确、直接、可信、新近；装载时据此填写 fact_base。';
