-- No two rows of a table have the same key.
SELECT 'article' AS problem, any_value(page) AS example
FROM article GROUP BY article_id HAVING count(*) > 1
UNION ALL
SELECT 'article: source, page', page FROM article GROUP BY source, page HAVING count(*) > 1
UNION ALL
SELECT 'capture', any_value(page) FROM capture GROUP BY article_id HAVING count(*) > 1
UNION ALL
SELECT 'observation_base', any_value(quote)
FROM observation_base GROUP BY observation_id HAVING count(*) > 1
UNION ALL
SELECT 'fact_base', any_value(quote)
FROM fact_base
GROUP BY region_code, place, metric, statistic, period_start, period_end HAVING count(*) > 1
UNION ALL
SELECT 'quantity', any_value(quantity_text)
FROM quantity GROUP BY article_id, quantity_start, quantity_end HAVING count(*) > 1
UNION ALL
SELECT 'term', term FROM term GROUP BY term, article_id HAVING count(*) > 1
UNION ALL
SELECT 'flag', flag FROM flag GROUP BY flag, article_id HAVING count(*) > 1
UNION ALL
SELECT 'reject', page FROM reject GROUP BY source, page HAVING count(*) > 1
UNION ALL
SELECT 'run', run_id FROM run GROUP BY run_id HAVING count(*) > 1
UNION ALL
SELECT 'source', source FROM source GROUP BY source HAVING count(*) > 1
UNION ALL
SELECT 'metric', metric FROM metric GROUP BY metric HAVING count(*) > 1
UNION ALL
SELECT 'region', region_code FROM region GROUP BY region_code HAVING count(*) > 1
UNION ALL
SELECT 'place', place FROM place GROUP BY region_code, place HAVING count(*) > 1
