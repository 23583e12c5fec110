"""Two folders of one name whose files would be the same pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.errors import InputError
from tasks.fetch.lots import Known
from tasks.fetch.mixups import refuse_mixups
from tasks.fetch.selection import select_paths


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders called `pages`, each with a 1.html."""
    for name in ("a", "b"):
        (tmp_path / name / "pages").mkdir(parents=True)
        (tmp_path / name / "pages" / "1.html").write_text(name)
    return tmp_path / "a" / "pages", tmp_path / "b" / "pages"


def known_from(path: Path, source: str = "pages") -> Known:
    return {(source, "1.html"): ("00", "rules", path.as_uri())}


def test_another_file_that_is_there_is_another_page(places: tuple[Path, Path]) -> None:
    one, other = places
    refuse_mixups(select_paths([one]), known_from(one / "1.html"))
    with pytest.raises(InputError, match="--source NAME") as caught:
        refuse_mixups(select_paths([other]), known_from(one / "1.html"))
    assert str(one / "1.html") in str(caught.value)
    refuse_mixups(select_paths([other], "mine"), known_from(one / "1.html"))
    with pytest.raises(InputError):
        refuse_mixups(select_paths([other], "mine"), known_from(one / "1.html", "mine"))


def test_pages_that_moved_are_the_same_pages(places: tuple[Path, Path], tmp_path: Path) -> None:
    one, other = places
    (one / "1.html").unlink()
    refuse_mixups(select_paths([other]), known_from(one / "1.html"))
    (tmp_path / "link").symlink_to(other)
    refuse_mixups(select_paths([other]), known_from(tmp_path / "link" / "1.html"))
    refuse_mixups(select_paths([other]), {("pages", "1.html"): ("0", "r", "http://a.test/")})


def test_two_folders_of_one_name_cannot_be_loaded_together(places: tuple[Path, Path]) -> None:
    with pytest.raises(InputError, match="two folders are called 'pages'"):
        select_paths(places)
    (lot,) = select_paths(places, "mine")
    assert len({page.page for page in lot.pages}) == 2
    (lot,) = select_paths([places[0], places[0] / "1.html"])
    assert len(lot.pages) == 1
