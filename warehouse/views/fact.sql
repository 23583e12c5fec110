CREATE OR REPLACE VIEW fact AS
SELECT
    base.region_code,
    region.region_name,
    region.today_code,
    base.place,
    base.metric,
    metric.metric_name,
    metric.metric_name_en,
    base.statistic,
    base.period_start,
    base.period_end,
    base.value,
    base.unit,
    base.bound,
    base.quote,
    base.confidence,
    article.title,
    article.published,
    article.publisher,
    article.source,
    article.page,
    article.url,
    base.story_count,
    base.observation_count,
    base.other_urls,
    base.is_contested,
    base.review,
    base.observation_id,
    base.article_id
FROM fact_base AS base
JOIN article USING (article_id)
LEFT JOIN metric USING (metric)
LEFT JOIN region USING (region_code);

COMMENT ON VIEW fact IS
'One row per region or place, metric, statistic and period: the value that stands for it, with its words and page, the number of stories that report it and links to the others; each with its words in fact_observation.
一行是一个地区或地点、一个指标、一种统计和一个时期：代表数值及其原文、页面，报道篇数和其他报道的链接；各条原文见 fact_observation。';
COMMENT ON COLUMN fact.region_name IS
'The newest name of the region''s code.
该地区代码最近的名称。';
