"""The table of a model's weights: what is written is read again, row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.extract.weights import Weights, parted

LEARNED = {
    "members.total|word=职工": 0.12,
    "none|word=职工": -0.03,
    "none|left=\n\\": 0.5,
    "none|right=\t和": -2.0,
    "none|right= 和": 1.0,
    "rel=L0": 0.25,
    "rel=L0|d=3": -0.75,
    "column word=计划": 0.4,
}


def test_a_file_gives_what_was_written(tmp_path: Path) -> None:
    Weights.of(LEARNED).write(tmp_path / "one.tsv")
    read = Weights.read(tmp_path / "one.tsv")
    assert {feature: read.of_feature(feature) for feature in LEARNED} == LEARNED


def test_a_row_has_the_weights_of_all_owners(tmp_path: Path) -> None:
    Weights.of(LEARNED).write(tmp_path / "one.tsv")
    text = (tmp_path / "one.tsv").read_text("utf-8")
    assert "word=职工\tmembers.total 0.12 none -0.03\n" in text
    assert Weights.of(LEARNED).row("word=职工") == {"members.total": 0.12, "none": -0.03}


def test_the_same_weights_give_the_same_bytes(tmp_path: Path) -> None:
    Weights.of(LEARNED).write(tmp_path / "one.tsv")
    Weights.of(dict(reversed(LEARNED.items()))).write(tmp_path / "two.tsv")
    Weights.read(tmp_path / "one.tsv").write(tmp_path / "three.tsv")
    first, *others = (path.read_bytes() for path in sorted(tmp_path.glob("*.tsv")))
    assert others == [first, first]


def test_digits_are_two_and_the_least_are_left_out() -> None:
    weights = Weights.of({"a=1": 0.12345, "a=2": 0.0199})
    assert weights.of_feature("a=1") == 0.12
    assert weights.of_feature("a=2") == 0.0


def test_a_model_of_nothing_is_read(tmp_path: Path) -> None:
    Weights.of({}).write(tmp_path / "one.tsv")
    assert Weights.read(tmp_path / "one.tsv").row("word=职工") == {}


def test_what_was_never_learned_weighs_nothing(tmp_path: Path) -> None:
    assert Weights.read(tmp_path / "no such file").of_feature("none|word=职工") == 0.0


@pytest.mark.parametrize(
    ("feature", "owner", "row"),
    [
        ("wage.growth|near=True", "wage.growth", "near=True"),
        ("level|word=a|b", "level", "word=a|b"),
        ("near=True|w=3", "*", "near=True|w=3"),
        ("wage floor|x", "*", "wage floor|x"),
        ("bias", "*", "bias"),
    ],
)
def test_a_feature_is_parted(feature: str, owner: str, row: str) -> None:
    assert parted(feature) == (owner, row)
