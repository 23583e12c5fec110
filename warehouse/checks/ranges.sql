-- Values lie where their columns' descriptions say.
SELECT 'confidence outside 0 to 1' AS problem, quote AS example
FROM observation_base WHERE NOT confidence BETWEEN 0 AND 1
UNION ALL
SELECT 'trust outside 0 to 1', page FROM article WHERE NOT trust BETWEEN 0 AND 1
UNION ALL
SELECT 'period ends before it starts', quote
FROM observation_base WHERE period_start > period_end
UNION ALL
SELECT 'date without precision, or precision without date', quote
FROM observation_base
WHERE (period_start IS NULL) <> (period_start_precision IS NULL)
      OR (period_end IS NULL) <> (period_end_precision IS NULL)
UNION ALL
SELECT 'date of publication without precision', page
FROM article WHERE (published IS NULL) <> (published_precision IS NULL)
UNION ALL
SELECT 'region_code is not the first of region_codes', quote
FROM observation_base WHERE region_code IS DISTINCT FROM region_codes[1]
UNION ALL
SELECT 'term that occurs less than once', term FROM term WHERE occurrences < 1
UNION ALL
SELECT 'quantity neither claimed nor with a reason', quantity_text
FROM quantity WHERE (claims = 0) <> (unclaimed_reason IS NOT NULL)
