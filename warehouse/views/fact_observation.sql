CREATE OR REPLACE VIEW fact_observation AS
SELECT
    told.fact_id,
    told.observation_id = told.fact_id AS is_chosen,
    told.region_code,
    told.place,
    told.metric,
    told.statistic,
    told.period_start,
    told.period_end,
    told.story_count,
    told.is_contested,
    base.value,
    base.unit,
    base.bound,
    base.written_step,
    base.quote,
    base.confidence,
    article.title,
    article.published,
    article.publisher,
    article.source,
    article.page,
    article.url,
    article.story_id,
    article.is_reprint,
    told.observation_id,
    article.article_id
FROM (
    SELECT
        * EXCLUDE (observation_id, article_id),
        observation_id AS fact_id,
        unnest(list_prepend(observation_id, other_observations)) AS observation_id
    FROM fact_base
) AS told
JOIN observation_now AS base ON base.observation_id = told.observation_id
JOIN article ON article.article_id = base.article_id;

COMMENT ON VIEW fact_observation IS
'One row per fact and observation of it: everything that the pages say of a fact, each with its words and page, the chosen one and the others.
一行是一个事实的一条观测：各页面对该事实的全部说法及其原文、页面，含被选中者和其余各条。';
COMMENT ON COLUMN fact_observation.fact_id IS
'The observation that stands for the fact: observation_id in the view fact.
代表该事实的观测，即视图 fact 的 observation_id。';
COMMENT ON COLUMN fact_observation.is_chosen IS
'Whether it is the one that stands for the fact.
是否即为代表该事实者。';
