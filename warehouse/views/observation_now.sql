-- Two halves and no outer join, so that a question about one region reads only that region's rows.
CREATE OR REPLACE VIEW observation_now AS
SELECT base.*, NULL::verdict AS review FROM observation_base AS base
ANTI JOIN (SELECT observation_id FROM correction WHERE is_applied) AS judged USING (observation_id)
UNION ALL BY NAME
SELECT * FROM observation_judged;

COMMENT ON VIEW observation_now IS
'One row per observation as it counts now: as the rules read it, or as a person did; without those that a person rejected. Ask the view observation, which adds names and the page.
一行是现行有效的一条观测：规则所读，或经人工更正；不含人工否决者。查询请用视图 observation。';
