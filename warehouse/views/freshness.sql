-- Ages count from the newest run and not from today, so that a file says the same tomorrow. A run
-- that changes nothing else is published all the same where a word of the column freshness changes.
-- What a run found before it broke off belongs to the next one that ended, which went on from there.
CREATE OR REPLACE VIEW freshness AS
WITH asked AS (
    SELECT max(started_at)::DATE AS as_of FROM run
), ended AS (
    SELECT started_at FROM run WHERE run_status IN ('succeeded', 'partial')
), yielded AS (
    SELECT capture.source, ended.started_at, count(*) AS articles
    FROM capture JOIN run USING (run_id)
    ASOF JOIN ended ON ended.started_at >= run.started_at
    GROUP BY capture.source, ended.started_at
), usual AS (
    SELECT source, median(articles) AS usual_articles,
           arg_max(articles, started_at) AS newest_articles,
           max(started_at) AS newest_run
    FROM yielded GROUP BY source
), held AS (
    SELECT source, count(*) AS articles, max(published) AS newest_published FROM article
    GROUP BY source
), refused AS (
    SELECT source, count(*) AS rejects FROM reject GROUP BY source
)
SELECT
    source.source,
    source.source_publisher,
    coalesce(held.articles, 0)::INTEGER AS article_count,
    coalesce(refused.rejects, 0)::INTEGER AS reject_count,
    usual.newest_run AS yielded_at,
    usual.newest_articles::INTEGER AS yielded_articles,
    usual.usual_articles::DOUBLE AS usual_articles,
    source.expected_articles,
    held.newest_published,
    asked.as_of - held.newest_published AS age_days,
    source.expected_age_days,
    CASE
        WHEN held.source IS NULL THEN 'silent'
        WHEN asked.as_of - held.newest_published > source.expected_age_days THEN 'stale'
        WHEN usual.newest_articles < source.expected_articles THEN 'scarce'
        ELSE 'as expected'
    END AS freshness
FROM source
CROSS JOIN asked
LEFT JOIN held USING (source)
LEFT JOIN usual USING (source)
LEFT JOIN refused USING (source);

COMMENT ON VIEW freshness IS
'One row per source: what it yields against what it normally does.
一行是一个来源：目前所得与通常所得的对比。';
COMMENT ON COLUMN freshness.article_count IS
'Articles that are held of it.
现有文章数。';
COMMENT ON COLUMN freshness.reject_count IS
'Pages of it that could not be read.
未能读取的页面数。';
COMMENT ON COLUMN freshness.yielded_at IS
'When a run that came to its end last found something new there (UTC).
最近一次有新内容且正常结束的运行时间（UTC）。';
COMMENT ON COLUMN freshness.yielded_articles IS
'New contents that this run found, with those of runs before it that broke off.
该次运行的新内容数，含此前中断的运行所得。';
COMMENT ON COLUMN freshness.usual_articles IS
'Median of new contents over the runs that found any and came to their end.
历次有新内容且正常结束的运行的中位数。';
COMMENT ON COLUMN freshness.newest_published IS
'Newest date of publication among its articles.
其文章中最新的发布日期。';
COMMENT ON COLUMN freshness.age_days IS
'Days from it to the newest run in this file.
该日期距本文件中最近一次运行的天数。';
COMMENT ON COLUMN freshness.freshness IS
'silent without any article, stale where the newest is older than expected, scarce where the last yield was below what is expected.
silent 无文章，stale 最新文章过旧，scarce 最近所得低于预期，否则 as expected。';
