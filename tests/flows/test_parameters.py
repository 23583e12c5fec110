"""What a flow may be asked: the form is complete, and what does not fit is refused."""

from __future__ import annotations

import re
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from flows.parameters import Asked, Backfill, Export, Ingest, Publish, Reprocess
from tasks.partial_date import PartialDate


@pytest.mark.parametrize("model", [Ingest, Reprocess, Backfill, Publish, Export])
def test_every_field_has_a_description(model: type[BaseModel]) -> None:
    fields = model.model_json_schema()["properties"]
    assert all(len(field.get("description", "")) > 10 for field in fields.values()), fields


def test_the_form_offers_the_sources_that_are_configured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "s.yaml"
    file.write_text("sources: [{name: qd, kind: files, publisher: p, paths: [.]}]")
    monkeypatch.setenv("GONGHUI_SOURCES", str(file))
    assert offered() == {"type": "string", "enum": ["qd"]}
    file.write_text("sources: nonsense")
    assert offered() == {"type": "string"}


def offered() -> object:
    class Anew(Ingest):
        """A model whose schema was not made before."""

    return Anew.model_json_schema()["properties"]["sources"]["items"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"limit": 0}, "greater than or equal to 1"),
        ({"since": "2020-02-30"}, "date"),
        ({"since": "2020-02-02", "until": "2020-02-01"}, "`until` lies before `since`"),
        ({"sources": ["a"], "paths": ["b"]}, "name `sources` or `paths`"),
        ({"name": "a"}, "`name` is for `paths`"),
        ({"name": "A b", "paths": ["x"]}, "pattern"),
        ({"paths": [""]}, "at least 1 character"),
        ({"wait_seconds": -1}, "greater than or equal to 0"),
        ({"dryrun": True}, "Extra inputs are not permitted"),
    ],
)
def test_what_does_not_fit_is_refused(given: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Ingest.model_validate(given)


def test_the_form_knows_the_days_of_the_calendar() -> None:
    """Every day of the years around a leap year, a century without and one with a leap day."""
    pattern = re.compile(Ingest.model_json_schema()["properties"]["since"]["pattern"])
    numbers = range(14), range(33)
    for year in (0, 1, 1900, 1999, 2000, 2023, 2024, 2100, 9999):
        for month, day in product(*numbers):
            text = f"{year:04}-{month:02}-{day:02}"
            assert bool(pattern.search(text)) is is_day(text), text
    assert not any(map(pattern.search, ["2024-2-9", "20240229", "2024-02-29T00:00:00", "二〇二四"]))


def is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("published", "since", "until", "is_within"),
    [
        ("2020-02-29", "2020-02-29", "2020-02-29", True),
        ("2020-02-28", "2020-02-29", None, False),
        ("2020-03-01", None, "2020-02-29", False),
        ("2020-02", "2020-02-29", None, True),
        ("2020", None, "2020-01-01", True),
        ("2019", "2020-01-01", None, False),
        (None, "2020-01-01", "2020-01-02", True),
    ],
)
def test_a_window_of_days(
    published: str | None, since: str | None, until: str | None, is_within: bool
) -> None:
    asked = Ingest.model_validate({"since": since, "until": until})
    assert asked.covers(PartialDate.parse(published) if published else None) is is_within


def test_the_record_of_a_run_names_what_was_asked_beyond_the_defaults() -> None:
    assert Ingest().record() == {}
    asked = Ingest(paths=("a",), since=date(2020, 2, 29), dry_run=True)
    assert asked.record() == {"paths": ["a"], "since": "2020-02-29", "dry_run": True}
    assert Asked(wait_seconds=1).record() == {"wait_seconds": 1.0}
