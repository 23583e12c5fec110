-- The head noun is the longest word of the article's own terms that begins where the number ends
-- (42名律师), or, where no word does, that ends where the number begins (律师42名).
CREATE OR REPLACE VIEW unclaimed_quantity AS
WITH free AS (
    SELECT article_id, quantity_start, quantity_text, quantity_unit, measure, unclaimed_reason,
           regexp_replace(words_after, '^[的了\s]+', '') AS words_after, words_before
    FROM quantity WHERE claims = 0
), behind AS (
    SELECT article_id, quantity_start, arg_max(term, length(term)) AS head
    FROM free JOIN term USING (article_id)
    WHERE starts_with(words_after, term) AND length(term) > 1
    GROUP BY article_id, quantity_start
), before AS (
    SELECT article_id, quantity_start, arg_max(term, length(term)) AS head
    FROM free JOIN term USING (article_id)
    WHERE ends_with(words_before, term) AND length(term) > 1
    GROUP BY article_id, quantity_start
)
SELECT
    coalesce(behind.head, before.head) AS head,
    free.quantity_unit,
    free.measure,
    count(*)::INTEGER AS quantity_count,
    count(DISTINCT free.article_id)::INTEGER AS article_count,
    mode(free.unclaimed_reason) AS unclaimed_reason,
    list(DISTINCT words_before || quantity_text || words_after
         ORDER BY words_before || quantity_text || words_after)[:3] AS examples
FROM free
LEFT JOIN behind USING (article_id, quantity_start)
LEFT JOIN before USING (article_id, quantity_start)
GROUP BY coalesce(behind.head, before.head), free.quantity_unit, free.measure;

COMMENT ON VIEW unclaimed_quantity IS
'One row per head noun and measure word of numbers that no metric claims: the list from which the codebook grows.
一行是未归入指标的数字的一个中心词和量词：指标册由此扩充。';
COMMENT ON COLUMN unclaimed_quantity.head IS
'The word that stands behind the number, or else before it; NULL where neither is known.
数字之后（否则之前）的词；均无则为空。';
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
