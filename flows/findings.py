"""What a check of `gonghui doctor` has to say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """`NOTE` is for what an operator should know, `BAD` for what keeps a run from its work."""

    OK = "ok"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What `check` found, in a sentence, and what to do about it."""

    verdict: Verdict
    check: str
    found: str
    advice: str = ""


def ok(check: str, found: str) -> Finding:
    """All is well."""
    return Finding(Verdict.OK, check, found)


def note(check: str, found: str, advice: str = "") -> Finding:
    """Something that an operator should know."""
    return Finding(Verdict.NOTE, check, found, advice)


def bad(check: str, found: str, advice: str) -> Finding:
    """Something that keeps a run from its work, and the way out."""
    return Finding(Verdict.BAD, check, found, advice)
