"""What people say about observations: the file warehouse/corrections.yaml as typed records.

The file is a log: entries are added at its end and the last word on an observation counts. It is
written by `gonghui review` and by hand, so a mistake is told with its line, and what stands in it
is never rewritten.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from tasks.errors import InputError
from tasks.partial_date import PartialDate
from tasks.records import Bound, Statistic

Verdict = Literal["accept", "correct", "reject"]


def _partial(found: object) -> object:
    """A date that YAML made of 2013-02-26, a year that it made a number of, or an ISO text."""
    if isinstance(found, PartialDate) or found is None:
        return found
    return PartialDate.parse(found.isoformat() if isinstance(found, date) else str(found))


Day = Annotated[PartialDate | None, BeforeValidator(_partial)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Reading(_Model):
    """What a figure is taken to say, in the columns of `observation`; only what is stated counts.

    `value` is in the unit of `metric`. A null is a statement too: no place, no period.
    """

    metric: str | None = None
    value: Decimal | None = Field(default=None, allow_inf_nan=False)
    bound: Bound | None = None
    statistic: Statistic | None = None
    region_code: str | None = Field(default=None, pattern=r"^\d{6}$")
    place: str | None = None
    period_start: Day = None
    period_end: Day = None

    @property
    def columns(self) -> list[str]:
        """The names of what is stated, in the order of the columns."""
        return [name for name in Reading.model_fields if name in self.model_fields_set]


class Correction(_Model):
    """One entry: which figure, what the rules said of it, and what a person says.

    The figure is known by its source, page, quote and number; `quote_start` only helps to choose
    between equal quotes. `meant` is given with the verdict `correct` and with no other.
    """

    source: str
    page: str
    quote: str = Field(min_length=1)
    quote_start: int | None = None
    quantity_text: str | None = None
    said: Reading
    verdict: Verdict
    meant: Reading = Reading()
    reason: str = Field(min_length=1)
    by: str = Field(min_length=1)
    day: date | None = None

    @model_validator(mode="after")
    def _check_meant(self) -> Correction:
        if (self.verdict == "correct") != bool(self.meant.columns):
            raise ValueError("'meant' belongs to the verdict 'correct', and to no other")
        for name in ("metric", "value", "bound", "statistic"):
            if name in self.meant.columns and getattr(self.meant, name) is None:
                raise ValueError(f"'meant.{name}' cannot be empty; reject the observation instead")
        return self


def read_corrections(path: Path | None) -> list[Correction]:
    """The entries of a file in their order; none without a file.

    Raises InputError naming file and line of the first mistake.
    """
    if path is None or not path.exists():
        return []
    try:
        text = path.read_text("utf-8")
        tree, content = yaml.compose(text, Loader=_Loader), yaml.load(text, Loader=_Loader)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        raise InputError(f"{path}{line}: no YAML: {getattr(error, 'problem', error)}") from error
    if content is None:
        return []
    if tree is None or not isinstance(content, list):
        raise InputError(f"{path}: should be a list of entries, each beginning with '- '")
    lines = [node.start_mark.line + 1 for node in tree.value]
    return [_parse(path, line, one) for line, one in zip(lines, content, strict=True)]


class _Loader(yaml.SafeLoader):
    """YAML in which all but null is text: 0.1 is no binary fraction, no is a word, = a bound."""


_Loader.yaml_implicit_resolvers = {
    sign: [(tag, regex) for tag, regex in found if tag.endswith(":null")]
    for sign, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _parse(path: Path, line: int, content: object) -> Correction:
    try:
        return Correction.model_validate(content)
    except ValidationError as error:
        first, *more = error.errors()
        where = ".".join(map(str, first["loc"])) or "the entry"
        rest = f" (and {len(more)} more)" if more else ""
        raise InputError(
            f"{path} line {line}: {where}: {first['msg'].removeprefix('Value error, ')}{rest}"
        ) from error


def add_corrections(path: Path, corrections: Sequence[Correction]) -> None:
    """Put entries at the end of the file, on the disk before this returns.

    Raises InputError where the file cannot be written; what stood in it stays as it was.
    """
    text = "".join("\n" + _to_yaml(one) for one in corrections)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            size = file.seek(0, os.SEEK_END)
            try:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                file.truncate(size)
                raise
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from error


def _to_yaml(one: Correction) -> str:
    content: dict[str, Any] = {
        name: _plain(value) for name, value in one if name in one.model_fields_set
    }
    return yaml.dump([content], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)


class _Dumper(yaml.SafeDumper):
    """Writes what `_Loader` reads back as it was, readings on one line."""


_Dumper.yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers
_Dumper.add_representer(
    dict,
    lambda dumper, data: dumper.represent_mapping(
        "tag:yaml.org,2002:map", data, flow_style="verdict" not in data
    ),
)


def _plain(value: object) -> object:
    if isinstance(value, Reading):
        return {name: _plain(getattr(value, name)) for name in value.columns}
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return None if value is None else str(value)


def corrections_digest(corrections: Sequence[Correction]) -> str:
    """Equal for files that say the same; empty for one that says nothing."""
    text = "\n".join(one.model_dump_json(exclude_unset=True) for one in corrections)
    return hashlib.sha256(text.encode()).hexdigest() if text else ""
