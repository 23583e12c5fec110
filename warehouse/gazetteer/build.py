"""Build `divisions.tsv`, `towns.tsv` and `boundaries.tsv` from the sources that README.md names.

    python -m warehouse.gazetteer.build AREACODES.csv STREETS.csv DICT.txt

Run by hand when a source has a new edition; the results are committed. A division's line holds
code, name, first and last year, short form and successors; its level and parent follow from the
code. Towns stand one line a county: code, then names; a name is cut to its stem behind a letter
that stands for its ending (z 镇, x 乡, j 街道, m 民族乡, s 苏木; none: the name stands whole).
Surprise: a source row without last year is in force, a successor with a year took a part only,
and prefectures have no successors at all: they get them by name, or from `corrections.tsv`.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
PEOPLES = (
    "朝鲜族|土家族|苗族|侗族|布依族|藏族|羌族|彝族|傣族|景颇族|哈尼族|壮族|白族|傈僳族|回族|蒙古族"
    "|蒙古|哈萨克族|哈萨克|柯尔克孜|维吾尔|满族|黎族|瑶族|仫佬族|毛南族|仡佬族|水族|佤族|拉祜族"
    "|纳西族|独龙族|怒族|普米族|布朗族|保安族|东乡族|撒拉族|裕固族|土族|锡伯族|锡伯|塔吉克"
    "|达斡尔族|鄂温克族|畲族|各族|门巴族|珞巴族|阿昌族|高山族"
)
_AUTONOMOUS = re.compile(rf"(?<!^内)(?:{PEOPLES})*自治(?:区|州|县|旗)$")
_ENDING = re.compile(r"(?:特别行政区|特区|林区|新区|地区|自治[区州县旗]|[省市县区旗盟])$")
_TOWN_ENDINGS = {"街道": "j", "民族乡": "m", "苏木": "s", "镇": "z", "乡": "x"}


def short_form(name: str) -> str:
    """The name as people say it (延边朝鲜族自治州 is 延边); empty where nothing usable is left."""
    stem = _AUTONOMOUS.sub("", name) or name.removesuffix("自治县").removesuffix("族")
    if stem == name:
        stem = _ENDING.sub("", name)
    return stem if len(stem) >= 2 and stem != name else ""


def division_lines(path: Path) -> list[str]:
    """One line per division and span of years, in the order of codes."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    corrected = _corrections()
    cities = {(r[1], short_form(r[3])): r[0] for r in rows if r[4] == "地级" and r[3][-1] != "区"}
    lines = []
    for code, province, _, name, level, _, since, until, successors in rows:
        if until and not successors and level == "地级":
            city = cities.get((province, short_form(name)), "")
            successors = corrected.get(code) or (city if city != code else "")
        fields = [code, name, since, until, short_form(name), successors.replace(";", " ")]
        lines.append("\t".join(fields).rstrip("\t"))
    return sorted(lines)


def _corrections() -> dict[str, str]:
    """Successors set right by hand, by code."""
    lines = (HERE / "corrections.tsv").read_text(encoding="utf-8").splitlines()
    return {line.split("\t")[0]: line.split("\t")[1] for line in lines if line[0] != "#"}


def _coded(name: str) -> str:
    """A town's name as the file holds it."""
    for ending, letter in _TOWN_ENDINGS.items():
        if name.endswith(ending) and len(name) > len(ending):
            return letter + name[: -len(ending)]
    return name


def town_lines(path: Path) -> list[str]:
    """One line per county; zones that only the source counts as counties go to their city."""
    counties = {line.split("\t")[0] for line in (HERE / "divisions.tsv").read_text().splitlines()}
    towns: defaultdict[str, set[str]] = defaultdict(set)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            area = row["areaCode"]
            code = area if area in counties else area[:4] + "00"
            towns[code].add(_coded(row["name"].strip()))
    return ["\t".join([code, *sorted(names)]) for code, names in sorted(towns.items())]


def boundary_lines(path: Path) -> list[str]:
    """One line per short name: characters that in front of it, then behind it, make another word.

    中山 behind 其 is the end of 其中 and the start of 山东. A neighbour counts where the word that
    it makes is clearly more frequent in jieba's dictionary than the name.
    """
    counts = {word: int(count) for word, count, _ in map(str.split, path.open(encoding="utf-8"))}
    ending, starting = defaultdict(list), defaultdict(list)
    for word in counts:
        if len(word) == 2:
            ending[word[1]].append(word)
            starting[word[0]].append(word)
    rows = [line.split("\t") for line in (HERE / "divisions.tsv").read_text("utf-8").splitlines()]
    shorts = {row[4] for row in rows if len(row) > 4 and row[4]}
    lines = []
    for form in sorted(shorts | {row[1] for row in rows if len(row[1]) == 2}):
        own = counts.get(form, 0)
        before = [w[0] for w in ending[form[0]] if counts[w] > 1.5 * max(own, 150)]
        behind = [w[1] for w in starting[form[-1]] if counts[w] > max(10 * own, 1500)]
        usable = "" if len(form) == 2 and form[-1] in "县市区" else "".join(sorted(behind))
        if before or usable:
            lines.append(f"{form}\t{''.join(sorted(before))}\t{usable}")
    return lines


def main() -> None:
    areacodes, streets, words = (Path(argument) for argument in sys.argv[1:4])
    _write("divisions.tsv", division_lines(areacodes))
    _write("towns.tsv", town_lines(streets))
    _write("boundaries.tsv", boundary_lines(words))


def _write(name: str, lines: list[str]) -> None:
    (HERE / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
