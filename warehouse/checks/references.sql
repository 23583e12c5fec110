-- What a row points to is there.
SELECT 'article without its capture' AS problem, page AS example
FROM article ANTI JOIN capture USING (article_id)
UNION ALL
SELECT 'article without its source', page FROM article ANTI JOIN source USING (source)
UNION ALL
SELECT 'article without its run', page FROM article ANTI JOIN run USING (run_id)
UNION ALL
SELECT 'observation without its article', quote
FROM observation_base ANTI JOIN article USING (article_id)
UNION ALL
SELECT 'observation of a metric that the codebook lacks', metric
FROM observation_base ANTI JOIN metric USING (metric)
UNION ALL
SELECT 'observation of a region that the gazetteer lacks', region_code
FROM observation_base ANTI JOIN region USING (region_code)
WHERE region_code IS NOT NULL
UNION ALL
SELECT 'fact without its observation', quote
FROM fact_base ANTI JOIN observation_base USING (observation_id)
UNION ALL
SELECT 'fact that must be chosen anew', metric FROM stale_fact
UNION ALL
SELECT 'quantity without its article', quantity_text
FROM quantity ANTI JOIN article USING (article_id)
UNION ALL
SELECT 'practice without its article', practice
FROM practice ANTI JOIN article USING (article_id)
UNION ALL
SELECT 'term without its article', term FROM term ANTI JOIN article USING (article_id)
UNION ALL
SELECT 'flag without its article', flag FROM flag ANTI JOIN article USING (article_id)
UNION ALL
SELECT 'region whose today_code is not there', region.region_code
FROM region ANTI JOIN region AS today ON today.region_code = region.today_code
