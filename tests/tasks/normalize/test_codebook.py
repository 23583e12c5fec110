"""The codebook is data: a researcher's new row is read and found, a wrong one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.errors import InputError
from tasks.extract.document import Document
from tasks.extract.lexicon import Lexicon
from tasks.extract.observe import Observer
from tasks.extract.scene import Scene
from tasks.normalize.codebook import CODEBOOK_FILE, load_codebook
from tests.tasks.normalize.region_pages import make_article

KITCHENS = """
  - code: kitchens
    unit: org
    name_zh: 工友厨房数
    name_en: Workers' kitchens
    definition: kitchens that unions run for workers on building sites
    heads: 工友厨房 (共享|爱心)厨房
"""


def extended(folder: Path, row: str, telling: str = "") -> Path:
    """A copy of the codebook with one more row, and with a line more of telling measure words."""
    text = CODEBOOK_FILE.read_text("utf-8").replace("\ntelling:\n", f"\ntelling:\n{telling}")
    path = folder / "codebook.yaml"
    path.write_text(text + row, "utf-8")
    return path


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("市总工会在工地建成工友厨房36个。", ["kitchens=36"]),
        ("市总工会已建成36个爱心厨房。", ["kitchens=36"]),
        ("市总工会已建成36个爱心书屋。", []),
        ("工友厨房的师傅36人，由市总工会发放补贴。", []),
    ],
)
def test_a_new_row_is_found_without_any_python(
    sentence: str, expected: list[str], tmp_path: Path
) -> None:
    lexicon = Lexicon(load_codebook(extended(tmp_path, KITCHENS)))
    scene = Scene(Document(make_article("工会工作情况", [sentence])), lexicon)
    observations, _ = Observer(scene).observe()
    found = [f"{one.metric}={one.value:f}" for one in observations]
    assert [one for one in found if one.startswith("kitchens")] == expected


@pytest.mark.parametrize(
    ("row", "telling", "message"),
    [
        (KITCHENS.replace("unit: org", "unit: kitchen"), "", "kitchens: unknown unit kitchen"),
        (KITCHENS.replace("heads:", "head:"), "", "kitchens: missing or unknown: head"),
        (KITCHENS.replace("code: kitchens", "code: unions.total"), "", "a code stands twice"),
        (KITCHENS, "  kitchen: [灶]\n", "no metric has the unit kitchen"),
    ],
    ids=["unit", "key", "twice", "telling"],
)
def test_a_wrong_entry_is_named(row: str, telling: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message):
        load_codebook(extended(tmp_path, row, telling))


def test_a_telling_measure_word_names_its_metrics() -> None:
    telling = load_codebook().telling
    assert telling["件"] == ("disputes.handled",)
    assert set(telling["份"]) >= {"contracts.collective", "contracts.wage"}
    assert "个" not in telling
