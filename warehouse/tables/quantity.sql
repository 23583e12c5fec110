COMMENT ON TABLE quantity IS
'One row per number in an article, also when no metric claims it.
一行是文章中的一个数字，不论是否归入指标。';

COMMENT ON COLUMN quantity.quantity_text IS
'The number as written, with bound words and unit.
原文写法，含界限词和单位。';

COMMENT ON COLUMN quantity.quantity_unit IS
'The measure word as written, simplified (人, 家, 个); of money, percent and area the unit itself.
原文量词（简体）；金额、百分比和面积为其单位。';

COMMENT ON COLUMN quantity.quantity_value IS
'The number in the unit of its measure; NULL where it is too large for the column.
按其度量单位换算的数值；过大则为空。';

COMMENT ON COLUMN quantity.measure IS
'What kind of thing the number measures.
数字度量的种类。';

COMMENT ON COLUMN quantity.words_before IS
'Up to twelve characters that stand before it.
其前至多十二个字符。';

COMMENT ON COLUMN quantity.words_after IS
'Up to twelve characters that stand behind it.
其后至多十二个字符。';

COMMENT ON COLUMN quantity.claims IS
'How many observations use it.
使用该数字的观测条数。';

COMMENT ON COLUMN quantity.unclaimed_reason IS
'Why no metric claims it; NULL where one does.
未归入任何指标的原因；已归入则为空。';

COMMENT ON COLUMN quantity.head IS
'The noun that it counts or is said of, in simplified characters, where no metric claims it; NULL where the words tell none.
未归入指标的数字所计或所述的名词（简体）；原文未说明则为空。';
