-- A phrase is sought by tokens of search_posting that its every occurrence has. The table is sorted
-- by them, so the join reads only the row groups in which they lie.

CREATE OR REPLACE MACRO search_phrases(words) AS
    list_sort(list_distinct(list_filter(string_split_regex(words, '\s+'), lambda one: one <> '')));

COMMENT ON MACRO search_phrases IS
'The phrases of a search, divided by white space, each once.
检索语中以空白分隔的短语，各一次。';

-- Counted in the sample pages. A change here needs another FORM in warehouse/search_index.py.
CREATE OR REPLACE MACRO frequent_characters() AS
    '，工1。会02的年人368,4、5.一万个9业7家职市了建上全到员“有”元企总区%月在成；资中三新来不名动是分率镇合以里县和入下'
    || '今劳多次发：出行大增作前去底开同为日（）体级外组五部公省数要点达就联机小办集基者助民天两层子学务件过起金十这主平单加门各进后把比';

COMMENT ON MACRO frequent_characters IS
'The characters that search_posting also holds in triples.
search_posting 另存其三字组合的常用字。';

CREATE OR REPLACE MACRO word_token(word) AS
    -(md5_number_lower(word) >> 2)::BIGINT - 1;

COMMENT ON MACRO word_token IS
'The token of a word in search_posting, always negative.
词在 search_posting 中的词元，总为负数。';

CREATE OR REPLACE MACRO piece_token(piece) AS
    CASE length(piece)
        WHEN 1 THEN unicode(piece)::BIGINT
        WHEN 2 THEN (unicode(piece)::BIGINT << 21) | unicode(substr(piece, 2))
        ELSE (unicode(piece)::BIGINT << 42) | (unicode(substr(piece, 2))::BIGINT << 21)
             | unicode(substr(piece, 3))
    END;

COMMENT ON MACRO piece_token IS
'The token of one, two or three neighbouring characters in search_posting.
一至三个相邻字在 search_posting 中的词元。';

-- All pairs, but instead of a pair of frequent characters the triple that it begins, if there is
-- one; of a long phrase some four, spread over it: more cost more than they rule out.
CREATE OR REPLACE MACRO phrase_pieces(phrase) AS
    CASE WHEN length(phrase) < 3 THEN [phrase]
    ELSE list_distinct(list_transform(
        range(1, length(phrase), greatest(1, (length(phrase) + 1) // 4)),
        lambda spot: CASE
            WHEN translate(substr(phrase, spot, 3), frequent_characters(), '') = ''
                AND length(substr(phrase, spot, 3)) = 3 THEN substr(phrase, spot, 3)
            ELSE substr(phrase, spot, 2)
        END
    )) END;

COMMENT ON MACRO phrase_pieces IS
'The pieces of a phrase whose tokens are looked up in search_posting.
在 search_posting 中查找的短语片段。';

CREATE OR REPLACE MACRO search_needs(words) AS
    flatten(list_transform(search_phrases(words), lambda phrase: list_append(
        list_transform(phrase_pieces(phrase), lambda piece: {
            'token': piece_token(piece), 'share': 1.0 / len(phrase_pieces(phrase))
        }),
        {'token': word_token(phrase), 'share': 2.0}
    )));

COMMENT ON MACRO search_needs IS
'What a search looks up in search_posting, with its share in the score: the pieces of each phrase, and the phrase as a word.
检索在 search_posting 中查找的内容及其得分权重：各短语的片段，及作为词的短语。';

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

-- Ranked like BM25 without its length term: how often a token stands in the article, against how
-- many articles have it; a phrase that is a word of its own there counts three times. Grouped by
-- the article alone, for a second key takes twice the time.
CREATE OR REPLACE MACRO search_candidates(words) AS TABLE
WITH need AS MATERIALIZED (
    SELECT need.token AS token, sum(need.share)::DOUBLE AS share
    FROM (SELECT unnest(search_needs(words)) AS need) GROUP BY need.token
), weighed AS MATERIALIZED (
    SELECT token, any_value(share)
           * ln(1 + (SELECT count(*) FROM search_article)::DOUBLE / count(*)) AS weight
    FROM need JOIN search_posting USING (token) GROUP BY token
)
SELECT article_no, sum(weight * occurrences / (occurrences + 1.5)) AS score
FROM weighed JOIN search_posting USING (token)
GROUP BY article_no
HAVING count(*) FILTER (token >= 0) = (SELECT count(*) FROM need WHERE token >= 0);

COMMENT ON MACRO TABLE search_candidates IS
'Articles that have all pieces of a search, with their score.
含有检索全部片段的文章及其得分。';

-- Tokens leave articles that have all pieces and not the phrase, so texts are read; the 400 best
-- first, and the others only where those give too few. The phrases go along as a column, for a
-- condition on the texts alone would be put to every one of them.
CREATE OR REPLACE MACRO search(words) AS TABLE
WITH ranked AS MATERIALIZED (
    SELECT article_no, score, search_phrases(words) AS phrases FROM search_candidates(words)
), top AS MATERIALIZED (
    FROM ranked ORDER BY score DESC, article_no LIMIT 400
), near AS MATERIALIZED (
    SELECT top.score, top.phrases, article.*
    FROM top JOIN search_article USING (article_no) JOIN article USING (article_id)
    WHERE has_phrases(article.text, article.simplified, top.phrases)
), rest AS MATERIALIZED (
    FROM ranked ANTI JOIN top USING (article_no) WHERE (SELECT count(*) FROM near) < 300
), far AS (
    SELECT rest.score, rest.phrases, article.*
    FROM rest JOIN search_article USING (article_no) JOIN article USING (article_id)
    WHERE has_phrases(article.text, article.simplified, rest.phrases)
)
SELECT
    round(score, 3) AS score,
    title,
    search_snippet(text, coalesce(simplified, text), phrases) AS snippet,
    published,
    publisher,
    source,
    page,
    url,
    article_id
FROM (FROM near UNION ALL FROM far)
ORDER BY score DESC, article_id LIMIT 300;

COMMENT ON MACRO TABLE search IS
'Articles that contain every one of the phrases, divided by spaces, best first, at most 300: search(''农民工 入会''). Simplified characters find traditional pages too.
含有全部短语（以空格分隔）的文章，较相关者在前，至多 300 篇：search(''农民工 入会'')。简体也能查到繁体页面。';

CREATE OR REPLACE MACRO search_all(words) AS TABLE
SELECT article_id, title, published, publisher, source, page, url
FROM article
WHERE has_phrases(text, simplified, search_phrases(words)) AND trim(words) <> '';

COMMENT ON MACRO TABLE search_all IS
'Every article that contains all the phrases, unranked, by reading all texts: search_all(''农民工 入会'').
含有全部短语的所有文章，不排序，逐篇扫描：search_all(''农民工 入会'')。';
