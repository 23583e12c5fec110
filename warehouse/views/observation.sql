CREATE OR REPLACE VIEW observation AS
SELECT
    observation_id,
    base.article_id,
    article.source,
    article.page,
    article.url,
    article.title,
    article.published,
    article.published_precision,
    article.publisher,
    base.metric,
    metric.metric_name,
    metric.metric_name_en,
    base.value,
    base.unit,
    base.bound,
    base.statistic,
    base.region_code,
    CASE
        WHEN len(region.names) = 1 THEN region.region_name
        ELSE coalesce(
            list_filter(
                region.names,
                lambda borne: year(coalesce(article.published, base.period_end))
                    BETWEEN borne.valid_from AND coalesce(borne.valid_to, 9999)
            )[1].region_name,
            region.region_name
        )
    END AS region_name,
    base.region_codes,
    base.place,
    base.period_start,
    base.period_start_precision,
    base.period_end,
    base.period_end_precision,
    base.quote,
    base.quote_start,
    base.quote_end,
    base.rule,
    base.confidence,
    base.review
FROM observation_now AS base
JOIN article USING (article_id)
LEFT JOIN metric USING (metric)
LEFT JOIN region USING (region_code);

COMMENT ON VIEW observation IS
'One row per number of a page that is bound to a metric, as today''s rules read the newest content of the page: value, unit, bound, region, period and the literal words.
一行是页面中的一个数字：按现行规则从页面最新内容读出，含指标、数值、单位、界限、地区、时期和原文。';
COMMENT ON COLUMN observation.region_name IS
'Name of the region when the page was published.
页面发布时该地区的名称。';
