-- Doubt is a sum, so that a figure with two reasons comes before one with either: what a person
-- must look at again 2, a contradiction between stories 0.5, each flag of the page 0.1, and what
-- confidence and trust leave open, up to 1 each.
CREATE OR REPLACE VIEW review AS
WITH raised AS (
    SELECT observation_id, any_value(raised_because) AS raised_because
    FROM correction
    WHERE raised_because IS NOT NULL AND observation_id IS NOT NULL GROUP BY observation_id
), settled AS (
    SELECT observation_id FROM correction
    WHERE is_applied AND raised_because IS NULL
), contested AS (
    SELECT DISTINCT observation_id FROM fact_observation
    WHERE is_contested AND story_count > 1
), warned AS (
    SELECT article_id, list(flag ORDER BY flag) AS flags FROM flag
    WHERE flag <> 'reprint' GROUP BY article_id
)
SELECT
    base.observation_id,
    round(
        CASE WHEN raised.observation_id IS NULL THEN 0 ELSE 2 END
        + CASE WHEN contested.observation_id IS NULL THEN 0 ELSE 0.5 END
        + 0.1 * coalesce(len(warned.flags), 0)
        + (1 - base.confidence)::DOUBLE + (1 - article.trust)::DOUBLE, 3
    ) AS doubt,
    raised.raised_because,
    contested.observation_id IS NOT NULL AS is_contested,
    coalesce(warned.flags, []) AS flags,
    base.confidence,
    base.metric,
    base.value,
    base.bound,
    base.unit,
    base.statistic,
    base.region_code,
    base.place,
    base.period_start,
    base.period_end,
    base.quote,
    article.source,
    article.page,
    article.title,
    article.published,
    article.publisher,
    article.url,
    base.article_id
FROM observation_base AS base
JOIN article USING (article_id)
ANTI JOIN settled ON settled.observation_id = base.observation_id
LEFT JOIN raised ON raised.observation_id = base.observation_id
LEFT JOIN contested ON contested.observation_id = base.observation_id
LEFT JOIN warned ON warned.article_id = base.article_id;

COMMENT ON VIEW review IS
'One row per observation that no person has judged, or that must be looked at again; ORDER BY doubt DESC begins with the doubtful.
一行是尚未经人工判断或需再次查看的一条观测；按 doubt 降序即先看可疑者。';
COMMENT ON COLUMN review.doubt IS
'How much speaks against it: 2 if raised again, 0.5 if contested, 0.1 a flag, and 1 - confidence, 1 - trust.
可疑程度：需再看为 2，有矛盾 0.5，每个警示 0.1，再加 1 - confidence 与 1 - trust。';
COMMENT ON COLUMN review.is_contested IS
'Whether another story excludes what this one says.
是否有另一篇报道与之矛盾。';
COMMENT ON COLUMN review.flags IS
'Warnings about its page, reprint left out.
其页面的警示，转载除外。';
