-- What people say about observations, beside what the rules say; where the bytes of a reject are;
-- and the search anew.

CREATE TYPE verdict AS ENUM ('accept', 'correct', 'reject');

CREATE TABLE correction (
    correction_no INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    page VARCHAR NOT NULL,
    quote VARCHAR NOT NULL,
    quote_start INTEGER,
    quantity_text VARCHAR,
    said STRUCT(
        metric VARCHAR, "value" DECIMAL(24, 6), bound bound, statistic statistic,
        region_code VARCHAR, place VARCHAR,
        period_start DATE, period_start_precision date_precision,
        period_end DATE, period_end_precision date_precision
    ) NOT NULL,
    said_columns VARCHAR[] NOT NULL,
    verdict verdict NOT NULL,
    meant STRUCT(
        metric VARCHAR, "value" DECIMAL(24, 6), bound bound, statistic statistic,
        region_code VARCHAR, place VARCHAR,
        period_start DATE, period_start_precision date_precision,
        period_end DATE, period_end_precision date_precision
    ) NOT NULL,
    meant_columns VARCHAR[] NOT NULL,
    meant_step DECIMAL(24, 6),
    judged_reason VARCHAR NOT NULL,
    judged_by VARCHAR NOT NULL,
    judged_on DATE,
    observation_id UUID,
    is_applied BOOLEAN NOT NULL,
    raised_because VARCHAR
);

CREATE TABLE observation_judged AS
SELECT *, NULL::verdict AS review FROM observation_base LIMIT 0;

ALTER TABLE fact_base ADD COLUMN review verdict;
ALTER TABLE reject ADD COLUMN archive_file VARCHAR;
ALTER TABLE reject ADD COLUMN archive_offset BIGINT;

-- Postings as plain rows in the order of their tokens; the next publish fills the table.
DROP TABLE search_posting;

CREATE TABLE search_posting (
    segment INTEGER NOT NULL,
    token BIGINT NOT NULL,
    article_no UINTEGER NOT NULL,
    occurrences USMALLINT NOT NULL
);

DELETE FROM search_article;
