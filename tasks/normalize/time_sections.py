"""Lines that head a section and set the year of all that stands under them.

第二部分　2015年主要工作 sets 2015 until the next heading of its rank; the sub-headings below it
(（一）…, ——…) change nothing. Pages of which the layout shows no headings have them all the same.
"""

from __future__ import annotations

import re

LONGEST_HEAD = 30  # characters
_YEAR = re.compile(
    "(?P<year>(?:19|20)[0-9]{2})年度?(?:的?(?:主要|重点|全年|全市|全县|全区|工会)*)"
    "(?:工作|任务|目标|情况|回顾|总结|打算|安排|计划|要点|重点|思路|成绩|$)[^，。；：]{0,12}$"
)
_AHEAD = re.compile("下一?步|下一?阶段|打算|今后|[明来]年|存在的?(?:主要)?(?:问题|不足)")
# How high a heading stands, by its numbering; 1 is that of a heading without any.
_RANKS = (
    re.compile("第[一二三四五六七八九十]+(?:部分|[章节])"),
    re.compile("(?=$)^"),
    re.compile("[一二三四五六七八九十]+、"),
    re.compile("（[一二三四五六七八九十]+）"),
    re.compile("[0-9]{1,2}[.．、]"),
)


def section_of(line: str, before: tuple[int | None, int]) -> tuple[int | None, int]:
    """The year set for what follows `line`, and the rank of the heading that set it.

    `before` is what held until then; a line that is no heading leaves it as it is.
    """
    line = line.strip()
    if not line or re.search("[。；！？\t]", line):
        return before
    rank = next((i for i, shape in enumerate(_RANKS) if shape.match(line)), 1)
    found = _YEAR.search(line)
    if found:
        return int(found["year"]), rank
    numbered = rank != 1
    if (numbered and rank <= before[1]) or (not numbered and _AHEAD.search(line)):
        return None, 0
    return before
