"""The generator: same seed, same bytes; what it claims to know is what the extraction reads."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from tasks.evaluate import Evaluation, evaluate, read_scored
from tasks.fetch.warc_read import read_records, to_exchange
from tasks.pipeline import read_page
from tasks.records import Capture
from tasks.rows import page_row
from tests.bench.pages import make_page
from tests.bench.pages.furniture import enlarge
from tests.bench.pages.make import LOOKS, Page
from tests.bench.pages.story import make_story
from tests.bench.pages.write import make_pages, write_folder, write_many, write_warcs

SCORED = Path(__file__).parents[2] / "gold" / "codebook.csv"
SAMPLE = [make_page(11, number, size=6_000) for number in range(24)]


def extracted(page: Page) -> dict[str, Any]:
    digest = hashlib.sha256(page.body).hexdigest()
    return page_row(read_page(Capture(page.name, page.url, page.body, digest, "bench")))


def scores(pages: list[Page]) -> Evaluation:
    known = {page.name: page.row for page in pages}
    return evaluate(known, {page.name: extracted(page) for page in pages}, read_scored(SCORED))


def test_known_observations_are_what_the_extraction_reads() -> None:
    result = scores(SAMPLE)
    assert result.core.wanted > 180
    assert result.core.f1 > 0.98
    assert result.full.f1 > 0.95
    assert set(result.fields.values()) == {len(SAMPLE)}


def test_every_look_and_charset_is_in_a_sample() -> None:
    drawn = {make_page(11, number, size=0).charset for number in range(120)}
    assert drawn == {look.charset for look in LOOKS}


def test_pages_differ_and_a_seed_repeats_them() -> None:
    again = make_page(11, 7, size=6_000)
    assert again.body == SAMPLE[7].body
    assert len({page.row["title"] + str(page.row["observations"]) for page in SAMPLE}) == len(
        SAMPLE
    )
    assert make_page(12, 7, size=6_000).body != again.body


def test_pages_without_unions_hold_no_word_of_them() -> None:
    others = [make_page(11, number, size=0, other=1.0) for number in range(20)]
    assert all(page.row["observations"] == [] for page in others)


def test_size_is_that_of_the_page() -> None:
    small, large = make_page(5, 3, size=0), make_page(5, 3, size=150_000)
    assert len(small.body.decode(small.charset)) < 8_000
    assert 140_000 < len(large.body.decode(large.charset)) < 165_000


def test_a_page_enlarged_says_the_same() -> None:
    page = next(page for page in SAMPLE if page.charset == "utf-8")
    rng = Random(1)
    markup = enlarge(page.body.decode(), 150_000, make_story(rng), rng)
    assert len(markup) >= 150_000
    assert extracted(replace(page, body=markup.encode())) == extracted(page)


def test_folder_and_warc_hold_the_same_pages(tmp_path: Path) -> None:
    write_folder(tmp_path / "folder", make_pages(5, seed=2, size=500))
    files = write_warcs(tmp_path / "warc", make_pages(5, seed=2, size=500), per_file=2)
    assert [file.name for file in files] == [f"pages-0000{n}.warc.gz" for n in range(3)]
    stored = [to_exchange(record) for file in files for record in read_records(file)]
    bodies = [path.read_bytes() for path in sorted((tmp_path / "folder").glob("*/*"))]
    assert [exchange.body for exchange in stored if exchange] == bodies
    rows = (tmp_path / "warc" / "gold.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(row)["page"] for row in rows] == [e.url for e in stored if e]


def test_many_processes_write_the_same_pages(tmp_path: Path) -> None:
    write_folder(tmp_path / "one", make_pages(1_003, seed=2, size=0, other=1.0))
    write_many(tmp_path / "many", 1_003, seed=2, size=0, other=1.0)
    one, many = (
        {str(path.relative_to(tmp_path / name)): path.read_bytes()
         for path in (tmp_path / name).glob("*/*")}
        for name in ("one", "many")
    )  # fmt: skip
    assert len(one) == 1_003
    assert one == many


def test_warc_files_repeat_too(tmp_path: Path) -> None:
    first, second = (
        write_warcs(tmp_path / name, make_pages(2, seed=2, size=0))[0].read_bytes()
        for name in ("a", "b")
    )
    assert first == second
