"""Pages whose own dates contradict each other, and pages that only look so."""

from __future__ import annotations

import pytest

from tasks.normalize.periods import year_conflict
from tests.tasks.normalize.test_periods import SUMMARY, build

CONFLICTS = [
    ("继2013年办班后，2009年3月16日又办一期。", "2014-01-08", "工会进企业", True),
    ("继2009年办班后，2013年3月16日又办一期。", "2014-01-08", "工会进企业", False),
    ("全年建会百家。\n二〇一一年十二月三十一日", "2013-01-08", SUMMARY, True),
    ("全年建会百家。\n二〇一二年十二月三十一日", "2013-01-08", SUMMARY, False),
    ("2012年，建会百家。2010年，建会九十家。", "2013-01-08", SUMMARY, False),
    ("2014年5月6日，区总工会举办了培训班。", "2014-01-08", "工会进企业", True),
    ("2014年1月6日，区总工会举办了培训班。", "2014-01-08", "工会进企业", False),
    ("2014年5月6日，区总工会将举办培训班，已完成了报名。", "2014-01-08", "工会进企业", False),
    ("继去年办班后，今年又办一期。", "2014-01-08", "工会进企业", False),
]


@pytest.mark.parametrize(("text", "published", "title", "expected"), CONFLICTS)
def test_year_conflict(text: str, published: str, title: str, expected: bool) -> None:
    assert year_conflict(build(text, published, title)) is expected
