"""One article: place, date, paragraphs and what a careful reader would note down from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from tasks.normalize.gazetteer import Gazetteer, Level, level_of
from tests.bench.pages.wording import Figure, slots_of, wording, write_figures

_FIRST_DAY, _DAYS = date(2006, 2, 1), 6_900  # to the end of 2024
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A county of today: code, full name, its prefecture's short name, its towns."""

    code: str
    name: str
    above: str
    towns: tuple[str, ...]


@cache
def places() -> tuple[Place, ...]:
    """Counties under one name and one code since 2006 that share their name with no other."""
    gazetteer = Gazetteer.load()
    found = []
    for code, divisions in sorted(gazetteer.by_code.items()):
        division, above = divisions[-1], gazetteer.by_code.get(code[:4] + "00")
        towns = tuple(gazetteer.towns_of(code))
        alone = len(divisions) == 1 == len(gazetteer.full_names[division.name])
        steady = division.until > 2024 and division.since < _FIRST_DAY.year
        county = level_of(code) is Level.COUNTY and division.name[-1] in "县市区"
        if alone and steady and county and above and towns and len(division.name) > 2:
            found.append(Place(code, division.name, above[-1].short, towns))
    return tuple(found)


class Voice:
    """Fills the names of sentences for one place and day; words are drawn anew each time."""

    def __init__(self, place: Place, published: date, rng: Random) -> None:
        day = published - timedelta(rng.randint(0, 2))
        self._rng, self._place = rng, place
        self._fixed = {
            "area": place.name,
            "lv": place.name[-1],
            "day": f"{day.month}月{day.day}日",
            "last": str(published.year - 1),
            "year": str(published.year),
        }

    def fill(self, sentence: str) -> str:
        """The sentence with its names filled in; slots of figures hold spaces and stay."""
        first, *pieces = sentence.split("{")
        split = (piece.partition("}") for piece in pieces)
        return first + "".join(self._word(name) + rest for name, _, rest in split)

    def colour(self, sentences: int) -> str:
        """Prose without figures."""
        return "".join(self.fill(self._rng.choice(wording()["colour"])) for _ in range(sentences))

    def _word(self, name: str) -> str:
        words, rng = wording(), self._rng
        if " " in name:
            return "{" + name + "}"
        if name in self._fixed:
            return self._fixed[name]
        if name == "name":
            return str(rng.choice(words["surnames"])) + "".join(rng.choices(words["given"], k=2))
        if name == "town":
            return rng.choice(self._place.towns)
        if name in ("n", "k"):
            return str(rng.randint(12, 9800) if name == "n" else rng.randint(2, 19))
        return str(rng.choice(words[name]))


@dataclass(frozen=True, slots=True)
class Story:
    """An article without its site; `observations` are rows in the shape of a gold file."""

    title: str
    published: date
    source: str
    paragraphs: tuple[str, ...]
    observations: tuple[Row, ...]
    place: Place
    voice: Voice
    is_other: bool = False


def make_story(rng: Random) -> Story:
    """An article of a county's union, with two to six sentences of figures."""
    words, place, published = wording(), rng.choice(places()), _draw_day(rng)
    voice = Voice(place, published, rng)
    paragraphs, observations = [voice.fill(rng.choice(words["openings"]))], []
    for period, sentence in _facts(rng):
        text, figures = write_figures(voice.fill(sentence), rng)
        observations += [_row(one, period, published, place.code) for one in figures]
        paragraphs.append(text if rng.random() < 0.5 else text + voice.colour(1))
        paragraphs += [voice.colour(rng.randint(2, 4)) for _ in range(rng.randint(0, 2))]
    title = rng.choice(words["titles"]).replace("{theme}", rng.choice(words["themes"]))
    source = place.above + rng.choice(("日报", "晚报"))
    return Story(
        voice.fill(title), published, source, tuple(paragraphs), tuple(observations), place, voice
    )


def make_other_story(rng: Random) -> Story:
    """An article that has nothing to do with unions."""
    words, place, published = wording()["other"], rng.choice(places()), _draw_day(rng)
    voice = Voice(place, published, rng)
    lines = rng.choices(words["lines"], k=rng.randint(4, 9))
    title = voice.fill(rng.choice(words["titles"]))
    paragraphs = tuple(map(voice.fill, lines))
    return Story(title, published, place.above + "日报", paragraphs, (), place, voice, True)


def _draw_day(rng: Random) -> date:
    """Never in January, when 今年以来 means nothing yet."""
    day = _FIRST_DAY + timedelta(rng.randrange(_DAYS))
    return day.replace(month=2, day=min(day.day, 28)) if day.month == 1 else day


def _facts(rng: Random) -> list[tuple[str, str]]:
    """Sentences of figures, no metric and statistic twice."""
    every = [(key, text) for key, texts in wording()["facts"].items() for text in texts]
    taken: set[tuple[str, str]] = set()
    chosen: list[tuple[str, str]] = []
    for period, sentence in rng.sample(every, len(every)):
        slots = slots_of(sentence)
        if len(chosen) < rng.randint(2, 6) and not slots & taken:
            taken |= slots
            chosen.append((period, sentence))
    return chosen


def _row(figure: Figure, period: str, published: date, code: str) -> Row:
    month = f"{published:%Y-%m}"
    start, end = {
        "now": (None, month),
        "last": (str(published.year - 1), str(published.year - 1)),
        "year": (str(published.year), month),
        "aim": (str(published.year), str(published.year)),
    }[period]
    return {
        "metric": figure.metric,
        "value": figure.value,
        "bound": figure.bound,
        "statistic": figure.statistic,
        "region": [code],
        "place": None,
        "start": start,
        "end": end,
        "quote": figure.quote,
    }
