"""Towns that go without their ending: 震泽、平望、横扇三个镇; 惠南、周浦两镇; 吴江盛泽.

A stem alone is too short to search a whole country for, so stems are read only in a list that
ends in its kind, or right behind their county, or where the page's own county has such a town.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = "两二三四五六七八九十"
_LIST = re.compile(
    rf"(?<![\u4e00-\u9fff])((?:[\u4e00-\u9fff]{{2,4}}、)*[\u4e00-\u9fff]{{2,4}}(?:和|与|及|、)[\u4e00-\u9fff]{{2,4}})"
    rf"(?P<count>[{_NUMBER}\d]+)个?(?P<kind>镇|乡|街道|镇街|乡镇)"
)
_SPLIT = re.compile("[、和与及]")
_FULL = re.compile(
    r"(?<![\u4e00-\u9fff])(?!其中|一手|各|全|该|本|每)([\u4e00-\u9fff]{1,5}?(?:镇|乡(?!镇)|街道))(?=[\u4e00-\u9fff，、：0-9\t])"
)
# No towns: 个街道 behind a figure, 由街道, 就是镇, 如今全镇, 与各区镇, 袜业重镇.
_NO_NAME = re.compile(r"[由与]|.*[个各该是了每]|.*(?:全|部分|重)$")
_KIND = re.compile("(?:镇|乡|街道)$")
_VALUE = {char: index + 2 for index, char in enumerate("两三四五六七八九十")} | {"二": 2}
_PREFIX = re.compile(r"^.*(?:邻近的|其中|还有|以及|分别是|[在有为由对的将把])")


@dataclass(frozen=True, slots=True)
class TownMention:
    """One town at `text[start:end]`; `list_id` is below -1 for members of one list."""

    start: int
    end: int
    name: str
    list_id: int


def find_town_lists(text: str, stems: dict[str, str]) -> list[TownMention]:
    """Towns in lists closed by 三个镇 and the like; `stems` are known ones with their full name."""
    found: list[TownMention] = []
    for number, match in enumerate(_LIST.finditer(text)):
        members = _members(match)
        known = sum(name in stems for _, name in members)
        count = match["count"]
        stated = int(count) if count.isdigit() else _VALUE.get(count, 0)
        if known < len(members) and stated != len(members):
            continue
        ending = {"镇街": "", "乡镇": ""}.get(match["kind"], match["kind"])
        for index, (start, name) in enumerate(members):
            last = index == len(members) - 1
            end = match.end() if last else start + len(name)
            found.append(TownMention(start, end, stems.get(name, name + ending), -2 - number))
    return found


def _members(match: re.Match[str]) -> list[tuple[int, str]]:
    """The stems of a list with their offsets, the words in front of the first cut off."""
    members, position = [], match.start(1)
    for part in _SPLIT.split(match[1]):
        cut = _PREFIX.match(part)
        skip = cut.end() if cut and len(part) - cut.end() >= 2 else 0
        members.append((position + skip, part[skip:]))
        position += len(part) + 1
    return members


def find_stems(text: str, stems: dict[str, str]) -> list[TownMention]:
    """Stems of the page's own county's towns in lists of two or more (古山、芝英签得最多)."""
    if not stems:
        return []
    names = "|".join(sorted(map(re.escape, stems), key=len, reverse=True))
    listed = re.compile(rf"(?:{names})(?:[、和与及](?:{names}))+")
    found = []
    for number, match in enumerate(listed.finditer(text)):
        for part in re.finditer(names, match[0]):
            start = match.start() + part.start()
            found.append(TownMention(start, start + len(part[0]), stems[part[0]], -1000 - number))
    return found


def find_unknown_towns(text: str) -> list[TownMention]:
    """Towns that no gazetteer knows, where one opens a clause (老城镇, 大麦屿街道)."""
    return [
        TownMention(match.start(1), match.end(1), match[1], -1)
        for match in _FULL.finditer(text)
        if (len(match[1]) >= 3 or match[1].endswith("街道"))
        and not _NO_NAME.match(_KIND.sub("", match[1]))
    ]
