-- The first schema. Keys and references are checked by warehouse/checks, not by constraints:
-- an index for a primary key triples the time of an upsert and doubles the file.

CREATE TYPE bound AS ENUM ('=', '>', '<', '~');
CREATE TYPE statistic AS ENUM ('level', 'new', 'change', 'target');
CREATE TYPE measure AS ENUM (
    'count', 'money', 'percent', 'points', 'multiple', 'area', 'age', 'duration', 'other'
);
CREATE TYPE date_precision AS ENUM ('day', 'month', 'year');
CREATE TYPE repair_kind AS ENUM (
    'mojibake', 'garbled', 'random_tail', 'zero_width', 'space_in_number', 'pinyin',
    'traditional', 'spam_title'
);
CREATE TYPE region_level AS ENUM ('country', 'province', 'prefecture', 'county');
CREATE TYPE run_status AS ENUM ('running', 'succeeded', 'partial', 'failed');

CREATE TABLE warehouse_state (
    state_key VARCHAR NOT NULL,
    state_value VARCHAR NOT NULL
);

CREATE TABLE source (
    source VARCHAR NOT NULL,
    source_kind VARCHAR,
    source_publisher VARCHAR,
    source_region VARCHAR,
    note VARCHAR,
    expected_articles INTEGER,
    expected_age_days INTEGER
);

CREATE TABLE metric (
    metric VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    metric_name VARCHAR NOT NULL,
    metric_name_en VARCHAR NOT NULL,
    definition VARCHAR NOT NULL,
    is_flow BOOLEAN NOT NULL,
    plausible_low DECIMAL(24, 6),
    plausible_high DECIMAL(24, 6)
);

CREATE TABLE region (
    region_code VARCHAR NOT NULL,
    region_name VARCHAR NOT NULL,
    short_name VARCHAR,
    region_level region_level NOT NULL,
    parent_code VARCHAR,
    valid_from INTEGER,
    valid_to INTEGER,
    successors VARCHAR[] NOT NULL,
    today_code VARCHAR NOT NULL,
    names STRUCT(region_name VARCHAR, valid_from INTEGER, valid_to INTEGER)[] NOT NULL
);

CREATE TABLE place (
    region_code VARCHAR NOT NULL,
    place VARCHAR NOT NULL,
    is_town BOOLEAN NOT NULL
);

CREATE TABLE run (
    run_id VARCHAR NOT NULL,
    flow VARCHAR NOT NULL,
    run_status run_status NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    rules_version VARCHAR NOT NULL,
    parameters VARCHAR NOT NULL,
    pages_new INTEGER NOT NULL,
    pages_changed INTEGER NOT NULL,
    pages_reread INTEGER NOT NULL,
    pages_unchanged INTEGER NOT NULL,
    pages_rejected INTEGER NOT NULL,
    observations_added INTEGER NOT NULL,
    observations_removed INTEGER NOT NULL
);

CREATE TABLE capture (
    article_id UUID NOT NULL,
    source VARCHAR NOT NULL,
    page VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    byte_count BIGINT NOT NULL,
    captured_at TIMESTAMP,
    http_status SMALLINT,
    content_type VARCHAR,
    declared_charset VARCHAR,
    archive_file VARCHAR,
    archive_offset BIGINT,
    run_id VARCHAR NOT NULL
);

CREATE TABLE article (
    article_id UUID NOT NULL,
    source VARCHAR NOT NULL,
    page VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    site VARCHAR,
    title VARCHAR,
    published DATE,
    published_precision date_precision,
    publisher VARCHAR,
    author VARCHAR,
    charset VARCHAR NOT NULL,
    description VARCHAR,
    -- Uncompressed, so that the search can read single articles: a compressed vector has 2,048.
    text VARCHAR USING COMPRESSION uncompressed NOT NULL,
    simplified VARCHAR,
    text_hash VARCHAR NOT NULL,
    character_count INTEGER NOT NULL,
    repairs STRUCT(
        kind repair_kind, span_start INTEGER, span_end INTEGER, detail VARCHAR
    )[] NOT NULL,
    host_names VARCHAR[] NOT NULL,
    trust DECIMAL(4, 3) NOT NULL,
    is_reprint BOOLEAN NOT NULL,
    sketch UBIGINT[] NOT NULL,
    story_id UUID NOT NULL,
    rules_version VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);

CREATE TABLE observation_base (
    observation_id UUID NOT NULL,
    article_id UUID NOT NULL,
    metric VARCHAR NOT NULL,
    value DECIMAL(24, 6) NOT NULL,
    unit VARCHAR NOT NULL,
    bound bound NOT NULL,
    written_step DECIMAL(24, 6) NOT NULL,
    statistic statistic NOT NULL,
    region_code VARCHAR,
    region_codes VARCHAR[] NOT NULL,
    place VARCHAR,
    period_start DATE,
    period_start_precision date_precision,
    period_end DATE,
    period_end_precision date_precision,
    quote VARCHAR NOT NULL,
    quote_start INTEGER NOT NULL,
    quote_end INTEGER NOT NULL,
    quantity_start INTEGER,
    quantity_end INTEGER,
    rule VARCHAR NOT NULL,
    confidence DECIMAL(4, 3) NOT NULL,
    first_rules VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);

CREATE TABLE observation_past AS
SELECT *, NULL::VARCHAR AS last_rules, NULL::VARCHAR AS replaced_by FROM observation_base LIMIT 0;

CREATE TABLE fact_base (
    region_code VARCHAR,
    place VARCHAR,
    metric VARCHAR NOT NULL,
    statistic statistic NOT NULL,
    period_start DATE,
    period_end DATE,
    value DECIMAL(24, 6) NOT NULL,
    unit VARCHAR NOT NULL,
    bound bound NOT NULL,
    quote VARCHAR NOT NULL,
    confidence DECIMAL(4, 3) NOT NULL,
    observation_id UUID NOT NULL,
    article_id UUID NOT NULL,
    story_count INTEGER NOT NULL,
    observation_count INTEGER NOT NULL,
    other_observations UUID[] NOT NULL,
    other_urls VARCHAR[] NOT NULL,
    is_contested BOOLEAN NOT NULL
);

CREATE TABLE stale_fact (
    metric VARCHAR NOT NULL,
    region_code VARCHAR
);

CREATE TABLE stale_story (
    text_hash VARCHAR NOT NULL,
    sketch UBIGINT[] NOT NULL
);

CREATE TABLE quantity (
    article_id UUID NOT NULL,
    quantity_start INTEGER NOT NULL,
    quantity_end INTEGER NOT NULL,
    quantity_text VARCHAR NOT NULL,
    quantity_value DECIMAL(24, 6),
    quantity_unit VARCHAR NOT NULL,
    measure measure NOT NULL,
    bound bound NOT NULL,
    words_before VARCHAR NOT NULL,
    words_after VARCHAR NOT NULL,
    claims INTEGER NOT NULL,
    unclaimed_reason VARCHAR
);

CREATE TABLE practice (
    article_id UUID NOT NULL,
    practice VARCHAR NOT NULL,
    practice_kind VARCHAR NOT NULL,
    quote VARCHAR NOT NULL,
    quote_start INTEGER NOT NULL,
    quote_end INTEGER NOT NULL
);

CREATE TABLE term (
    article_id UUID NOT NULL,
    term VARCHAR NOT NULL,
    occurrences INTEGER NOT NULL
);

CREATE TABLE flag (
    article_id UUID NOT NULL,
    flag VARCHAR NOT NULL
);

CREATE TABLE search_article (
    article_id UUID NOT NULL,
    article_no UINTEGER NOT NULL
);

CREATE TABLE search_posting (
    segment INTEGER NOT NULL,
    token BIGINT NOT NULL,
    articles STRUCT(article_no UINTEGER, occurrences USMALLINT)[] NOT NULL
);

CREATE TABLE reject (
    source VARCHAR NOT NULL,
    page VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    sha256 VARCHAR,
    reason VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    rules_version VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL
);
