COMMENT ON TABLE observation_past IS
'One row per observation that is no longer said: rows that a newer content of the page, or newer rules, replaced.
一行是不再成立的一条观测：被页面新内容或新规则取代。';

COMMENT ON COLUMN observation_past.last_rules IS
'The last rules version that said it.
最后得出此结果的规则版本。';

COMMENT ON COLUMN observation_past.replaced_by IS
'The rules version that no longer said it.
不再得出此结果的规则版本。';

COMMENT ON COLUMN observation_past.replaced_in IS
'The run in which it was no longer said; NULL for what an older program kept.
自哪次运行起不再得出；旧版程序保留的为空。';
