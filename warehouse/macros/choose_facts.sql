-- How a fact is chosen among the observations of one region (or place), metric, statistic and
-- period; `observations` names a table with the columns of observation_now. Periods
-- are compared by whole months: a year's end and December are the same moment.
-- The order: 1. not doubtful (a person looked at it, or confidence and trust are at least a
-- half), 2. wholeness (an article that tells several amounts of one fact tells its parts too:
-- 帮扶资金3906万元, 其中助学金512万元), 3. precision (stated as it is, in the smallest step),
-- 4. directness (no reprint), 5. trust, 6. recency.
CREATE OR REPLACE MACRO choose_facts(observations) AS TABLE
WITH candidate AS MATERIALIZED (
    SELECT
        base.*,
        date_trunc('month', period_start)::DATE AS fact_start,
        last_day(period_end) AS fact_end,
        value_low(value, bound, written_step) AS low,
        value_high(value, bound, written_step) AS high,
        article.url,
        article.story_id,
        {
            'bounded': bound <> '=',
            'step': written_step,
            'reprint': is_reprint,
            'distrust': 1 - trust * confidence,
            'age': coalesce(DATE '9999-12-31' - published, 9999999)
        } AS rank,
        review IS NULL AND (confidence < 0.5 OR trust < 0.5) AS is_doubtful
    FROM query_table(observations) AS base
    JOIN article USING (article_id)
), divided AS (
    SELECT article_id, region_code, place, metric, statistic, fact_start, fact_end,
           max(low) AS whole
    FROM candidate WHERE unit <> 'percent'
    GROUP BY ALL HAVING count(*) > 1 AND max(low) >= min(high)
), part AS (
    SELECT candidate.observation_id
    FROM candidate JOIN divided
        ON divided.article_id = candidate.article_id AND divided.metric = candidate.metric
           AND divided.statistic = candidate.statistic
           AND divided.region_code IS NOT DISTINCT FROM candidate.region_code
           AND divided.place IS NOT DISTINCT FROM candidate.place
           AND divided.fact_start IS NOT DISTINCT FROM candidate.fact_start
           AND divided.fact_end IS NOT DISTINCT FROM candidate.fact_end
    WHERE candidate.high <= divided.whole
), ranked AS (
    SELECT candidate.*, {
        'doubtful': is_doubtful,
        'part': part.observation_id IS NOT NULL,
        'rank': rank,
        'name': candidate.observation_id,
        'story': story_id,
        'url': url
    } AS one
    FROM candidate LEFT JOIN part USING (observation_id)
), chosen AS (
    -- One list, sorted once: list(… ORDER BY …) sorts each group by itself and takes three times
    -- as long.
    SELECT
        list_sort(list(one)) AS seen,
        max(low) >= min(high) AS is_contested
    FROM ranked
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
'Facts chosen among the observations of the table that is named: by wholeness, precision, directness, trust and recency; what the load fills fact_base with.
从所指表的观测中选出事实：依整体、精确、直接、可信、新近；装载时据此填写 fact_base。';
