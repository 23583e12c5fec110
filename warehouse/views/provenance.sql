CREATE OR REPLACE VIEW provenance AS
SELECT
    base.observation_id,
    base.metric,
    base.value,
    base.region_code,
    base.quote,
    base.quote_start,
    base.quote_end,
    base.rule,
    base.confidence,
    article.title,
    article.publisher,
    article.published,
    article.source,
    article.page,
    article.url,
    capture.sha256,
    capture.captured_at,
    capture.archive_file,
    capture.archive_offset,
    article.charset,
    article.repairs,
    article.trust,
    article.rules_version,
    base.first_rules,
    run.started_at AS read_at,
    base.review,
    correction.judged_by,
    correction.judged_on,
    correction.judged_reason,
    correction.said,
    base.article_id,
    base.run_id
FROM observation_now AS base
JOIN article USING (article_id)
JOIN capture USING (article_id)
LEFT JOIN correction
    ON correction.observation_id = base.observation_id AND correction.is_applied
LEFT JOIN run ON run.run_id = base.run_id;

COMMENT ON VIEW provenance IS
'One row per observation: the way back from the value over quote and page to the bytes and their place in the archive, to the rules and the run that read it, and to the person who judged it.
一行是一条观测：由数值经引文、页面回溯到原始字节及其归档位置，以及读取时的规则、运行和人工判断。';
COMMENT ON COLUMN provenance.read_at IS
'When the run that read it began (UTC).
读取它的运行的开始时间（UTC）。';
