"""Scores worked out by hand on a few rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tasks.errors import InputError
from tasks.evaluate import Evaluation, agrees_in_core, agrees_in_full, evaluate, read_gold

SCORED = {"members.total", "unions.total"}


def row(metric: str = "members.total", value: float | None = 100, **parts: Any) -> dict[str, Any]:
    standard = {"bound": "=", "statistic": "level", "region": ["370200"], "end": "2013-02"}
    return {"metric": metric, "value": value, "quote": "q", **standard, **parts}


def score(gold: list[dict[str, Any]], given: list[dict[str, Any]], **fields: Any) -> Evaluation:
    page = {"page": "p", "title": "t", "published": None, "source": "s"}
    guess = {**page, "observations": given, **fields}
    return evaluate({"p": {**page, "observations": gold}}, {"p": guess}, SCORED)


@pytest.mark.parametrize(
    ("gold", "given", "core", "full"),
    [
        (row(), row(), True, True),
        (row(), row("unions.total"), False, False),
        (row(), row(value=100.009), True, True),
        (row(), row(value=100.02), False, False),
        (row(value=66.67), row(value=66.666667), True, True),
        (row(value=0.69), row(value=0.7), False, False),
        (row(), row(value=None), False, False),
        (row(), row(bound=">"), True, False),
        (row(), row(statistic="new"), True, False),
        (row(), row(end="2013"), True, True),
        (row(), row(end="2012-12"), True, False),
        (row(), row(end=None), True, False),
        (row(end=None), row(end=None), True, True),
        (row(region=["330124", "330185"]), row(region="330185"), True, True),
        (row(region=["330124"]), row(region=["330185"]), True, False),
        (row(), row(region=[]), True, False),
        (row(region=[]), row(region=None), True, True),
        (row(region=[]), row(region=["370200"]), True, False),
    ],
)
def test_agreement(gold: dict[str, Any], given: dict[str, Any], core: bool, full: bool) -> None:
    assert agrees_in_core(gold, given) is core
    assert agrees_in_full(gold, given) is full


def test_counts_and_f1() -> None:
    gold = [row(), row("unions.total", 5), row(value=7)]
    given = [row(bound=">"), row("unions.total", 6), row("unions.total", 5), row("honours", 1)]
    result = score(gold, given)
    assert (result.core.wanted, result.core.given, result.core.found) == (3, 3, 2)
    assert (result.full.found, result.full.given) == (1, 3)
    assert result.core.precision == result.core.recall == result.core.f1 == pytest.approx(2 / 3)
    assert {m: (c.wanted, c.given, c.found) for m, (c, _) in result.by_metric.items()} == {
        "members.total": (2, 1, 1),
        "unions.total": (1, 2, 1),
    }
    assert result.agreeing == {"statistic": 2, "bound": 1, "region": 2, "end": 2}
    assert [(m.kind, m.what) for m in result.misses] == [
        ("missed", "members.total 7"),
        ("surplus", "unions.total 6"),
        ("differs", "members.total 100: bound: wanted =, got >"),
    ]


def test_each_is_used_once_and_the_full_match_is_preferred() -> None:
    gold = [row(region=["1"]), row(region=["2"])]
    assert score(gold, [row(region=["2"]), row(region=["1"])]).full.found == 2
    assert score(gold, [row(region=["1"])]).core.found == 1
    assert score([row()], [row(), row()]).core.precision == 0.5


def test_optional_is_neither_rewarded_nor_punished() -> None:
    gold = [row(), row(value=60, optional=True)]
    for given in ([row()], [row(), row(value=60)], [row(value=60), row()]):
        result = score(gold, given)
        assert (result.core.wanted, result.core.given, result.core.found) == (1, 1, 1)
    assert score(gold, [row(), row(value=60), row(value=60)]).core.given == 2


def test_fields() -> None:
    result = score([], [], title="other", source="")
    assert result.fields == {"title": 0, "published": 1, "source": 0}
    assert [m.what for m in result.misses] == [
        "title: wanted 't', got 'other'",
        "source: wanted 's', got None",
    ]


def test_page_without_answer_counts_as_missed() -> None:
    gold = {"p": {"page": "p", "observations": [row()]}}
    result = evaluate(gold, {}, SCORED)
    assert (result.core.wanted, result.core.given, result.core.f1) == (1, 0, 0.0)


def test_broken_gold_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no gold\.jsonl"):
        read_gold(tmp_path)
    (tmp_path / "gold.jsonl").write_text(json.dumps({"page": "a"}) + "\n{\n")
    with pytest.raises(InputError, match="line 2"):
        read_gold(tmp_path)
