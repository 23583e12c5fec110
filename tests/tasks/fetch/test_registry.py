"""sources.yaml: what is accepted, and how each mistake is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.errors import InputError
from tasks.fetch.registry import read_sources

OURS = Path(__file__).parents[3] / "deployments" / "sources.yaml"
GOOD = """sources:
  - name: archive-2013
    kind: files
    publisher: somebody
    paths: [pages, ~/more, /abs/*.html]
"""


def read(tmp_path: Path, text: str) -> object:
    path = tmp_path / "sources.yaml"
    path.write_text(text)
    return read_sources(path)


def test_ours_says_that_the_sample_was_composed() -> None:
    sample = read_sources(OURS)["sample"]
    assert "composed for testing" in sample.publisher
    assert "partly invented" in sample.note
    assert all(path.exists() for path in sample.resolved(OURS.parent))


def test_paths_start_at_the_file(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(GOOD)
    paths = read_sources(tmp_path / "sources.yaml")["archive-2013"].resolved(tmp_path)
    assert paths == [tmp_path / "pages", Path("~/more").expanduser(), Path("/abs/*.html")]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("paths:", "pats:"), "line 5: unknown key 'pats'; known are name, kind, publisher"),
        (("sources:", "sorces:"), "line 1: unknown key 'sorces'"),
        (("kind: files", "kind: feed"), "line 3: 'kind' is wrong: input should be 'files'"),
        (("    publisher: somebody\n", ""), "line 2: the key 'publisher' is missing"),
        (("archive-2013", "My Pages"), "line 2: 'name' is wrong"),
        (("[pages, ~/more, /abs/*.html]", "[]"), "line 5: 'paths' is wrong"),
        (("[pages,", "[[pages],"), "line 5"),
        (("kind: files", "kind: files\n    kind: files"), "line 4: the key 'kind' stands twice"),
        (("sources:", "sources: ["), "no YAML"),
        ((GOOD, "- a"), "should be a mapping"),
        ((GOOD, ""), "should be a mapping"),
        ((GOOD, "a: !!python/object:os.system x"), "no YAML"),
        (
            (GOOD, GOOD + GOOD.removeprefix("sources:\n")),
            "line 6: another source is called 'archive-2013' already",
        ),
    ],
)
def test_mistakes_are_told_with_their_line(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, GOOD.replace(*change))
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_sources(tmp_path / "nowhere.yaml")
