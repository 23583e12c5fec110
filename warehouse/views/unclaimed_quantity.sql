CREATE OR REPLACE VIEW unclaimed_quantity AS
SELECT
    head,
    quantity_unit,
    measure,
    count(*)::INTEGER AS quantity_count,
    count(DISTINCT article_id)::INTEGER AS article_count,
    mode(unclaimed_reason) AS unclaimed_reason,
    list(DISTINCT words_before || quantity_text || words_after
         ORDER BY words_before || quantity_text || words_after)[:3] AS examples
FROM quantity
WHERE claims = 0 AND unclaimed_reason <> 'repeated'
GROUP BY head, quantity_unit, measure;

COMMENT ON VIEW unclaimed_quantity IS
'One row per head noun and measure word of numbers that no metric claims: the list from which the codebook grows.
一行是未归入指标的数字的一个中心词和量词：指标册由此扩充。';
COMMENT ON COLUMN unclaimed_quantity.quantity_count IS
'How many numbers.
数字的个数。';
COMMENT ON COLUMN unclaimed_quantity.article_count IS
'In how many articles.
所在文章数。';
COMMENT ON COLUMN unclaimed_quantity.unclaimed_reason IS
'The most frequent reason why no metric claims them.
未归入指标的最常见原因。';
COMMENT ON COLUMN unclaimed_quantity.examples IS
'Up to three of them with the words around.
至多三例及前后文。';
