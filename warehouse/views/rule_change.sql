-- Of pages whose bytes stayed as they were and that newer rules read again: what those rules no
-- longer say beside what they say for the first time, number by number. A number that went from
-- one metric to another is gone there and found here.
CREATE OR REPLACE VIEW rule_change AS
WITH reread AS (
    SELECT article.article_id, article.rules_version, article.run_id, article.page
    FROM article JOIN capture USING (article_id)
    WHERE capture.run_id <> article.run_id
), past AS (
    SELECT past.*, reread.run_id AS read_by
    FROM observation_past AS past
    JOIN reread ON reread.article_id = past.article_id AND reread.run_id = past.replaced_in
), present AS (
    SELECT base.*, reread.run_id AS read_by, reread.rules_version AS read_rules
    FROM observation_base AS base
    JOIN reread ON reread.article_id = base.article_id AND reread.run_id = base.first_run
)
SELECT
    coalesce(past.read_by, present.read_by) AS run_id,
    article.page,
    coalesce(past.metric, present.metric) AS metric,
    CASE
        WHEN present.metric IS NULL THEN 'gone'
        WHEN past.metric IS NULL THEN 'found'
        ELSE 'changed'
    END AS change_kind,
    past.value AS old_value,
    present.value AS new_value,
    past.bound AS old_bound,
    present.bound AS new_bound,
    past.statistic AS old_statistic,
    present.statistic AS new_statistic,
    past.region_code AS old_region_code,
    present.region_code AS new_region_code,
    past.place AS old_place,
    present.place AS new_place,
    past.period_start AS old_period_start,
    present.period_start AS new_period_start,
    past.period_end AS old_period_end,
    present.period_end AS new_period_end,
    past.rule AS old_rule,
    present.rule AS new_rule,
    past.last_rules AS old_rules_version,
    coalesce(past.replaced_by, present.read_rules) AS new_rules_version,
    coalesce(present.quote, past.quote) AS quote,
    coalesce(past.article_id, present.article_id) AS article_id
FROM past
FULL JOIN present
    ON present.article_id = past.article_id AND present.metric = past.metric
       AND present.quote_start < past.quote_end AND past.quote_start < present.quote_end
       AND present.quantity_start IS NOT DISTINCT FROM past.quantity_start
JOIN article ON article.article_id = coalesce(past.article_id, present.article_id);

COMMENT ON VIEW rule_change IS
'One row per observation that newer rules changed, found or no longer say on a page whose bytes are the same.
一行是一条因规则更新而改变、新增或不再成立的观测，页面字节未变。';
COMMENT ON COLUMN rule_change.change_kind IS
'changed, found (not said before) or gone (no longer said).
changed 改变，found 新增，gone 不再成立。';
COMMENT ON COLUMN rule_change.old_value IS
'Value that the older rules gave.
旧规则给出的数值。';
COMMENT ON COLUMN rule_change.new_value IS
'Value that the newer rules give.
新规则给出的数值。';
COMMENT ON COLUMN rule_change.old_bound IS
'Bound that the older rules gave.
旧规则给出的界限。';
COMMENT ON COLUMN rule_change.new_bound IS
'Bound that the newer rules give.
新规则给出的界限。';
COMMENT ON COLUMN rule_change.old_statistic IS
'Statistic that the older rules gave.
旧规则给出的统计类型。';
COMMENT ON COLUMN rule_change.new_statistic IS
'Statistic that the newer rules give.
新规则给出的统计类型。';
COMMENT ON COLUMN rule_change.old_region_code IS
'Region that the older rules gave.
旧规则给出的地区。';
COMMENT ON COLUMN rule_change.new_region_code IS
'Region that the newer rules give.
新规则给出的地区。';
COMMENT ON COLUMN rule_change.old_place IS
'Place that the older rules gave.
旧规则给出的地点。';
COMMENT ON COLUMN rule_change.new_place IS
'Place that the newer rules give.
新规则给出的地点。';
COMMENT ON COLUMN rule_change.old_period_start IS
'Start of the period that the older rules gave.
旧规则给出的时期首日。';
COMMENT ON COLUMN rule_change.new_period_start IS
'Start of the period that the newer rules give.
新规则给出的时期首日。';
COMMENT ON COLUMN rule_change.old_period_end IS
'End of the period that the older rules gave.
旧规则给出的时期末日。';
COMMENT ON COLUMN rule_change.new_period_end IS
'End of the period that the newer rules give.
新规则给出的时期末日。';
COMMENT ON COLUMN rule_change.old_rule IS
'Rule that bound the number before.
此前归入指标的规则。';
COMMENT ON COLUMN rule_change.new_rule IS
'Rule that binds the number now.
现在归入指标的规则。';
COMMENT ON COLUMN rule_change.old_rules_version IS
'The last version of the rules that said it; NULL where none did.
最后得出旧结果的规则版本；无则为空。';
COMMENT ON COLUMN rule_change.new_rules_version IS
'The version of the rules that reads it otherwise.
读法不同的新规则版本。';
