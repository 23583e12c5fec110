"""Lengths of time as dates: 三年来 ends now, 三年前 is a moment, 三年内 lies ahead.

Surprise: most lengths in the news are no dates (干了3年, 三年级, 每三年): only those with a word
that ties them to now, or at a clause's opening before a verb of doing (五年累计), are dates.
"""

from __future__ import annotations

import re

from tasks.normalize.dates import shift_months, small_number
from tasks.normalize.time_context import Context, Times
from tasks.partial_date import PartialDate

_Match = re.Match[str]


def length_of_time(match: _Match, context: Context) -> Times | None:
    """三年来, 过去五年, 六年时间, 五年累计; 三年前 is a moment, 三年内 lies ahead."""
    months, tail, lead = _length(match), match["tail"] or "", match["lead"] or ""
    if months is None or _is_no_span(match, context):
        return None
    over = bool(match["over"] or match["more"])
    if tail == "前":
        base = context.count_nearby()
        if match["unit"] != "年" or base is None or lead:
            return Times("instant") if not lead else None
        moment = shift_months(base.to_month(), -months)
        return Times("instant", moment, moment)
    if context.now is None:
        return Times(
            "vague" if tail in ("内", "之内") else "duration", last=context.now, months=months
        )
    if tail in ("内", "之内"):
        return Times("plan", context.now, shift_months(context.now, months), months=months)
    if not months:  # 几个月下来
        return Times("duration", None, context.now)
    if months == 12 and context.now.month == 12 and tail in ("里", "来", "间", "中"):
        return Times("span", PartialDate(context.now.year), PartialDate(context.now.year))
    told = context.span_told(months, over)
    first, last = told or (context.back(months), context.now)
    if over and first and not told:
        first = PartialDate(first.year)
    return Times("duration", first, last, months=months)


def _length(match: _Match) -> int | None:
    """The length in months; None for weeks, which are too short to matter."""
    if match["unit"] == "周":
        return None
    count = small_number(match["count"]) if match["count"] not in "半几数" else 0
    if count is None:
        return None
    unit = {"年": 12, "月": 1, "季度": 3}[match["unit"]]
    half = bool(match["half"]) or match["count"] == "半"
    return count * unit + (unit // 2 if half else 0)


def _is_no_span(match: _Match, context: Context) -> bool:
    """Whether the words are a plain length (干了3年, 三年级) or no length at all (3月)."""
    start, end = match.span()
    before, after = context.text[start - 1 : start], context.text[end : end + 1]
    if before in tuple("第0123456789.每首") or after in tuple("级代龄岁度"):
        return True
    if match["unit"] == "月" and not match["each"]:
        return True
    if match["tail"] or (match["lead"] and match["lead"] != "历时"):
        return False
    opens = not before or before in "，。；：！？、\n\t（“ "
    verb = match["verb"] or ""
    return not verb or not (opens or verb in ("累计", "年均", "翻", "实现", "净增"))
