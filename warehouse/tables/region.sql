COMMENT ON TABLE region IS
'One row per division code of county level and above that was in force at any time since 1981.
一行是 1981 年以来曾有效的一个县级及以上区划代码。';

COMMENT ON COLUMN region.region_name IS
'The newest name that the code bore.
该代码最近的名称。';

COMMENT ON COLUMN region.short_name IS
'The name without 省, 市, 县, 区; NULL where that would be nothing.
不带省、市、县、区的名称；无可省略则为空。';

COMMENT ON COLUMN region.region_level IS
'Country, province, prefecture or county.
级别：全国、省、地、县。';

COMMENT ON COLUMN region.parent_code IS
'Code of the division above it; NULL for the country.
上级区划代码；全国为空。';

COMMENT ON COLUMN region.valid_from IS
'First year in which the code was in force; NULL for the country.
代码启用的年份；全国为空。';

COMMENT ON COLUMN region.valid_to IS
'Last year in which the code was in force; NULL while it is.
代码弃用的年份；仍有效则为空。';

COMMENT ON COLUMN region.successors IS
'Codes that took over the division or parts of it; empty while it is in force.
承接该区划全部或部分的代码；仍有效则为空表。';

COMMENT ON COLUMN region.today_code IS
'Code under which its series goes on today: followed where one whole division became one new one (临安市 to 临安区), itself otherwise.
序列今日延续所用的代码：整体改为一个新区划时（临安市改临安区）随之更换，否则为自身。';

COMMENT ON COLUMN region.names IS
'Every name that the code bore with its years, newest first.
该代码用过的名称及年份，新者在前。';
