"""The file of corrections: what it may say, how mistakes are told, that adding loses nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tasks.errors import InputError
from tasks.partial_date import PartialDate
from warehouse.corrections import Correction, Reading, add_corrections, read_corrections

WRITTEN = """# mine
- source: sample
  page: d05.html
  quote: 擁有會員153.409萬人
  said: {metric: members.total, value: 1534090, bound: '=', region_code: 350200, place: null}
  verdict: correct
  meant: {value: 1534190.5, period_end: 2011-09, bound: '~'}
  reason: no
  by: 010
  day: 2026-11-21
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "corrections.yaml"


def test_an_entry_written_by_hand(file: Path) -> None:
    file.write_text(WRITTEN)
    (one,) = read_corrections(file)
    assert one.said.columns == ["metric", "value", "bound", "region_code", "place"]
    assert (one.said.value, one.said.region_code) == (Decimal(1534090), "350200")
    assert one.meant.value == Decimal("1534190.5")
    assert one.meant.period_end == PartialDate(2011, 9)
    assert (one.reason, one.by, one.day) == ("no", "010", date(2026, 11, 21))


def test_what_is_added_is_read_back_and_what_stood_there_stays(file: Path) -> None:
    file.write_text(WRITTEN)
    odd = Correction.model_validate(
        {
            "source": "null", "page": "- x: [1]\n#.html", "quote": "会员: “1,234.50”人 # =1+1",
            "quantity_text": "0x10", "quote_start": 3,
            "said": {"metric": "members.total", "value": "1234.50", "place": None},
            "verdict": "correct", "meant": {"place": "null", "region_code": None, "bound": "="},
            "reason": "line\nline", "by": "true", "day": "2026-01-02",
        }
    )  # fmt: skip
    plain = Correction(
        source="s", page="p", quote="q", said=Reading(), verdict="reject", reason="r", by="b"
    )
    add_corrections(file, [odd])
    add_corrections(file, [plain])
    assert file.read_text().startswith(WRITTEN)
    assert read_corrections(file)[1:] == [odd, plain]


@pytest.mark.parametrize("content", ["", "# nothing\n", "[]"])
def test_nothing_is_no_correction(file: Path, content: str) -> None:
    assert read_corrections(file) == read_corrections(None) == []
    file.write_text(content)
    assert read_corrections(file) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("verdict: correct", "verdict: wrong"), "line 2: verdict"),
        (("value: 1534090", "valeu: 1"), "said.valeu: Extra inputs"),
        (("value: 1534190.5", "value: many"), "meant.value"),
        (("period_end: 2011-09", "period_end: 2011-13"), "meant.period_end"),
        (("350200", "3502"), "said.region_code"),
        (("  quote: 擁有會員153.409萬人\n", ""), "quote: Field required"),
        (("verdict: correct", "verdict: accept"), "'meant' belongs to"),
        (("value: 1534190.5", "value: null"), "cannot be empty"),
        ((WRITTEN, "entries: 3"), "list of entries"),
        (("{metric", "{{metric"), "no YAML"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(
    file: Path, change: tuple[str, str], told: str
) -> None:
    file.write_text(WRITTEN.replace(*change))
    with pytest.raises(InputError) as caught:
        read_corrections(file)
    assert str(caught.value).startswith(str(file))
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    entry = Correction(
        source="s", page="p", quote="q", said=Reading(), verdict="reject", reason="r", by="b"
    )
    with pytest.raises(InputError, match="cannot be written"):
        add_corrections(tmp_path, [entry])
