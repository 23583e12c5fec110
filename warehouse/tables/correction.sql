COMMENT ON TABLE correction IS
'One row per entry of corrections.yaml: what a person says about an observation, and whether it holds today.
一行是 corrections.yaml 中的一条：某人对某观测的判断及其目前是否有效。';

COMMENT ON COLUMN correction.correction_no IS
'Place of the entry in its file, from 1.
该条在文件中的序号，从 1 起。';

COMMENT ON COLUMN correction.quantity_text IS
'The number as written, by which two figures in one quote are told apart.
原文中的数字，用于区分同一引文中的两个数。';

COMMENT ON COLUMN correction.said IS
'What the rules said when the person looked.
判断时规则的读法。';

COMMENT ON COLUMN correction.said_columns IS
'Which parts of said the entry states; the others are not compared.
该条写明了 said 的哪些部分；其余不比较。';

COMMENT ON COLUMN correction.verdict IS
'accept the reading, correct it, or reject it.
accept 认可，correct 更正，reject 否决。';

COMMENT ON COLUMN correction.meant IS
'What the words say according to the person.
该人认为原文所说。';

COMMENT ON COLUMN correction.meant_columns IS
'Which parts of meant the entry states; the others stay as the rules read them.
该条写明了 meant 的哪些部分；其余仍依规则。';

COMMENT ON COLUMN correction.meant_step IS
'The step in which a corrected value is written.
更正后数值的书写步长。';

COMMENT ON COLUMN correction.judged_reason IS
'Why the person says so.
判断的理由。';

COMMENT ON COLUMN correction.judged_by IS
'Who says so.
判断者。';

COMMENT ON COLUMN correction.judged_on IS
'On which day.
判断的日期。';

COMMENT ON COLUMN correction.is_applied IS
'Whether it counts: the page still has the words and the rules read the same figure there.
是否生效：页面仍有该引文，且规则仍在该处读出同一指标的数字。';

COMMENT ON COLUMN correction.raised_because IS
'Why a person should look again; NULL where nothing has changed.
为何需要再看；没有变化则为空。';
