"""Simplified and traditional characters."""

from __future__ import annotations

import pytest

from tasks.script import simplify, traditional_forms


@pytest.mark.parametrize(
    ("written", "simplified"),
    [
        ("職工入會率", "职工入会率"),
        ("沈香兰是工会主席", "沈香兰是工会主席"),  # all simplified: names stay
        ("union", "union"),
        ("工会𠀀", "工会𠀀"),
    ],
)
def test_simplify(written: str, simplified: str) -> None:
    assert simplify(written) == simplified


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("工会", "工會"),
        ("职代会", "職代會"),
        ("集体协商", "集體協商"),
        ("工人先锋号", "工人先鋒號"),
        ("劳模", "勞模"),
        ("干部", "幹部"),
        ("后勤", "後勤"),
        ("王后", "王后"),  # simplified and traditional at once
        ("工人", "工人"),
    ],
)
def test_traditional_forms(word: str, form: str) -> None:
    assert form in traditional_forms(word)


def test_few_forms_for_a_word() -> None:
    assert traditional_forms("工会") == {"工會"}
    assert traditional_forms("工人") == {"工人"}
    assert len(traditional_forms("干部")) <= 4
