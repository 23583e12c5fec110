CREATE OR REPLACE MACRO pair_token(first, second) AS
    (unicode(first)::BIGINT << 21) | unicode(second);

COMMENT ON MACRO pair_token IS
'The token of two neighbouring characters in search_posting.
相邻两字在 search_posting 中的词元。';

CREATE OR REPLACE MACRO word_token(word) AS
    -(md5_number_lower(word) >> 2)::BIGINT - 1;

COMMENT ON MACRO word_token IS
'The token of a word in search_posting, always negative.
词在 search_posting 中的词元，总为负数。';

CREATE OR REPLACE MACRO pair_tokens(phrase) AS
    list_distinct(list_transform(
        range(1, length(phrase)),
        lambda spot: pair_token(substr(phrase, spot, 1), substr(phrase, spot + 1, 1))
    ));

COMMENT ON MACRO pair_tokens IS
'The tokens of all neighbouring characters of a phrase, each once.
短语中所有相邻字的词元，各一次。';

CREATE OR REPLACE MACRO has_phrases(text, simplified, phrases) AS
    len(list_filter(phrases, lambda one: NOT contains(text, one)
                    AND NOT contains(coalesce(simplified, ''), one))) = 0;

COMMENT ON MACRO has_phrases IS
'Whether a text, or its simplified form, contains every one of the phrases.
文本或其简体形式是否含有全部短语。';

CREATE OR REPLACE MACRO search_snippet(text, simplified, phrases) AS
    '…' || replace(replace(substr(
        text,
        greatest(1, list_max(list_transform(phrases[1:1], lambda one:
            greatest(strpos(text, one), strpos(simplified, one)))) - 20),
        60
    ), chr(10), ' '), chr(9), ' ') || '…';

COMMENT ON MACRO search_snippet IS
'Sixty characters of a text around the first of the phrases.
文本中第一个短语前后六十个字。';

-- Ranked like BM25 without its length term: how often a phrase stands in the article, against how
-- many articles have it; as a word of its own it counts three times. Of the 300 best candidates
-- those are given whose text has every phrase.
CREATE OR REPLACE MACRO search(words) AS TABLE
WITH phrase AS (
    SELECT DISTINCT unnest(list_filter(string_split_regex(words, '\s+'), lambda one: one <> ''))
        AS phrase
), need AS (
    SELECT phrase, unnest(pair_tokens(phrase)) AS token, len(pair_tokens(phrase)) AS needed
    FROM phrase
), hit AS (
    SELECT phrase, needed, unnest(articles, recursive := true)
    FROM search_posting JOIN need USING (token)
), pairs AS (
    SELECT phrase, article_no, min(occurrences) AS occurrences
    FROM hit GROUP BY phrase, needed, article_no HAVING count(*) = needed
), word AS (
    SELECT phrase, unnest(articles, recursive := true)
    FROM search_posting JOIN (SELECT phrase, word_token(phrase) AS token FROM phrase) USING (token)
), single AS (
    SELECT phrase, article_no, 1 AS occurrences
    FROM (SELECT phrase FROM phrase WHERE length(phrase) = 1) AS one
    JOIN article ON contains(article.text, one.phrase)
                    OR contains(coalesce(article.simplified, ''), one.phrase)
    JOIN search_article USING (article_id)
), having_it AS (
    SELECT phrase, article_no, occurrences FROM pairs
    UNION ALL SELECT phrase, article_no, occurrences FROM single
), weight AS (
    SELECT phrase,
           ln(1 + (SELECT count(*) FROM search_article)::DOUBLE / count(*)) AS weight
    FROM having_it GROUP BY phrase
), candidate AS (
    SELECT
        article_no,
        sum(weight * occurrence / (occurrence + 1.5)) AS score
    FROM (
        SELECT having_it.phrase, having_it.article_no,
               having_it.occurrences + 2 * coalesce(word.occurrences, 0) AS occurrence
        FROM having_it LEFT JOIN word USING (phrase, article_no)
    ) JOIN weight USING (phrase)
    GROUP BY article_no
    HAVING count(*) = (SELECT count(*) FROM phrase)
), best AS (
    SELECT article_id, score FROM candidate JOIN search_article USING (article_no)
    ORDER BY score DESC, article_id LIMIT 300
)
SELECT
    round(best.score, 3) AS score,
    article.title,
    search_snippet(article.text, coalesce(article.simplified, article.text),
                   (SELECT list(phrase ORDER BY phrase) FROM phrase)) AS snippet,
    article.published,
    article.publisher,
    article.source,
    article.page,
    article.url,
    article.article_id
FROM best JOIN article USING (article_id)
WHERE has_phrases(article.text, article.simplified,
                  (SELECT list(phrase ORDER BY phrase) FROM phrase))
ORDER BY best.score DESC, article.article_id;

COMMENT ON MACRO TABLE search IS
'Articles that contain every one of the phrases, divided by spaces, best first, at most 300: search(''农民工 入会''). Simplified characters find traditional pages too.
含有全部短语（以空格分隔）的文章，较相关者在前，至多 300 篇：search(''农民工 入会'')。简体也能查到繁体页面。';

CREATE OR REPLACE MACRO search_all(words) AS TABLE
SELECT article_id, title, published, publisher, source, page, url
FROM article
WHERE has_phrases(
    text, simplified,
    (SELECT list_filter(string_split_regex(words, '\s+'), lambda one: one <> ''))
) AND trim(words) <> '';

COMMENT ON MACRO TABLE search_all IS
'Every article that contains all the phrases, unranked, by reading all texts: search_all(''农民工 入会'').
含有全部短语的所有文章，不排序，逐篇扫描：search_all(''农民工 入会'')。';
