"""Classes that a page's style sheets set in large type."""

from __future__ import annotations

import time

import pytest

from tasks.parse.styles import big_names


@pytest.mark.parametrize(
    ("sheet", "names"),
    [
        ("<style>.bt{font-size:14pt;font-weight:bold}</style>", {"bt"}),
        ("<style>.Bt, #Tit {font-size:22px}</style>", {"bt", "tit"}),
        ("<style><!-- td.hd2 {font:bold 20px/30px 宋体} --></style>", {"hd2"}),
        (
            "<style>.a{font-size:x-large} .b{font-size:1.1em} .c{font-size:1.8em}</style>",
            {"a", "c"},
        ),
        ("<style>.zw{font-size:14px;line-height:30px}</style>", set()),
        ("<style>td{font-size:20px}</style>", set()),
        ("<style media=print>.bt{font-size:30pt}</style>", set()),
        ("<style>.bt{font-size:22px", set()),
    ],
)
def test_big_names(sheet: str, names: set[str]) -> None:
    assert big_names(f"<html><head>{sheet}</head>") == names


@pytest.mark.parametrize(
    "sheet", ["<style>" * 20_000, ("<style>" + "a" * 60_000 + "</style>") * 20]
)
def test_hostile_sheets_cost_little(sheet: str) -> None:
    start = time.process_time()
    assert big_names(sheet) == set()
    assert time.process_time() - start < 3
