COMMENT ON TABLE observation_base IS
'One row per number of an article that is bound to a metric; ask the view observation, which adds names and the page.
一行是文章中归入某指标的一个数字；查询请用视图 observation，它附有名称和页面。';

COMMENT ON COLUMN observation_base.observation_id IS
'Identifies an observation; derived from article, metric, value, bound, statistic, region, place, period and span.
标识一条观测；由文章、指标、数值、界限、统计类型、地区、地点、时期和位置算出。';

COMMENT ON COLUMN observation_base.value IS
'The value in the metric''s unit, as the words say it: 11.8万人 is 118000, 九成 is 90.
按原文换算到指标单位的数值：11.8万人为118000，九成为90。';

COMMENT ON COLUMN observation_base.bound IS
'How the stated value limits the true one: = as stated, > at least (余、以上), < below (近、不足), ~ about (约、左右).
所述数值与真值的关系：= 等于，> 以上（余、超过），< 以下（近、不足），~ 大约（约、左右）。';

COMMENT ON COLUMN observation_base.written_step IS
'The step in which the number is written: 1000 for 269.7万, 1 for 26683, 0.1 for 90.3%; half of it is what rounding may hide.
原文数字的最小步长：269.7万为1000，26683为1，90.3%为0.1；其一半即四舍五入可能掩盖的差。';

COMMENT ON COLUMN observation_base.statistic IS
'level is what is there at a moment, new is added or done in a period, change is growth in percent, target is aimed at.
level 为时点存量，new 为时期内新增或完成，change 为增长百分比，target 为目标。';

COMMENT ON COLUMN observation_base.region_code IS
'GB/T 2260 code of the smallest division that the number covers, as in force when the page was published; NULL where the page does not tell.
数字所覆盖的最小行政区划代码（按发布时有效的 GB/T 2260）；页面未说明则为空。';

COMMENT ON COLUMN observation_base.region_codes IS
'All acceptable codes: the one in force at publication first, then today''s where it has changed.
所有可接受的代码：先为发布时有效者，后为现行者（若有变更）。';

COMMENT ON COLUMN observation_base.place IS
'Town, village, park, company or school below the county that the number is about; NULL for the division itself.
数字所指的县以下地点（镇、村、园区、企业、学校）；指整个区划时为空。';

COMMENT ON COLUMN observation_base.period_start IS
'First day of the period of something that happens, in facts the first day of its month; NULL for a level.
时期的首日，在事实中为所在月的首日；时点数为空。';

COMMENT ON COLUMN observation_base.period_start_precision IS
'Whether day, month or only year of the start is known.
起始精确到日、月还是年。';

COMMENT ON COLUMN observation_base.period_end IS
'Last day of the period, or of the moment of a level, in facts the last day of its month; NULL where the page does not tell.
时期或时点的末日，在事实中为所在月的末日；页面未说明则为空。';

COMMENT ON COLUMN observation_base.period_end_precision IS
'Whether day, month or only year of the end is known.
结束精确到日、月还是年。';

COMMENT ON COLUMN observation_base.quote IS
'The literal words of the article that hold the number.
含有该数字的文章原文。';

COMMENT ON COLUMN observation_base.quote_start IS
'Where the quote begins in article.text.
引文在 article.text 中的起始位置。';

COMMENT ON COLUMN observation_base.quote_end IS
'Where the quote ends in article.text, exclusive.
引文在 article.text 中的结束位置（不含）。';

COMMENT ON COLUMN observation_base.quantity_start IS
'Where number, bound words and unit begin in article.text.
数字（连同界限词和单位）在 article.text 中的起始位置。';

COMMENT ON COLUMN observation_base.quantity_end IS
'Where they end in article.text, exclusive.
其结束位置（不含）。';

COMMENT ON COLUMN observation_base.rule IS
'Name of the rule that bound the number to the metric.
将数字归入指标的规则名称。';

COMMENT ON COLUMN observation_base.confidence IS
'Chance, from 0 to 1, that metric and value are right.
指标和数值正确的概率（0 到 1）。';

COMMENT ON COLUMN observation_base.first_rules IS
'The rules version that said this first without interruption.
最早（且不间断地）得出此结果的规则版本。';

COMMENT ON COLUMN observation_base.first_run IS
'The run that first said it, of those since it was last not said; NULL for what an older program loaded.
首次得出该观测的运行（自上次不再得出以来）；旧版程序装载的为空。';
