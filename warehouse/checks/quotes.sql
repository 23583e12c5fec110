-- A quote is a literal piece of its article; asked of the articles that the newest run wrote.
WITH written AS (
    SELECT article_id, text FROM article
    WHERE run_id = (SELECT run_id FROM run ORDER BY started_at DESC, run_id LIMIT 1)
)
SELECT 'observation' AS problem, quote AS example
FROM observation_base JOIN written USING (article_id)
WHERE quote = '' OR quote <> substr(text, quote_start + 1, quote_end - quote_start)
UNION ALL
SELECT 'practice', quote
FROM practice JOIN written USING (article_id)
WHERE quote <> substr(text, quote_start + 1, quote_end - quote_start)
UNION ALL
SELECT 'quantity', quantity_text
FROM quantity JOIN written USING (article_id)
WHERE quantity_text <> substr(text, quantity_start + 1, quantity_end - quantity_start)
