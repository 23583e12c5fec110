"""sources.yaml: what is accepted, and how each mistake is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.errors import InputError
from tasks.fetch.client import Client
from tasks.fetch.kinds import MODELS, LocalSource, Normal, Polite
from tasks.fetch.options import FetchOptions
from tasks.fetch.registry import read_registry, read_sources
from tasks.fetch.settings import FetchSettings

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
    assert isinstance(sample, LocalSource)
    assert all(path.exists() for path in sample.resolved(OURS.parent))


def test_paths_start_at_the_file(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(GOOD)
    source = read_sources(tmp_path / "sources.yaml")["archive-2013"]
    assert isinstance(source, LocalSource)
    assert source.resolved(tmp_path) == [
        tmp_path / "pages",
        Path("~/more").expanduser(),
        Path("/abs/*.html"),
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("paths:", "pats:"), "line 5: unknown key 'pats'; known are name, kind, publisher"),
        (("sources:", "sorces:"), "line 1: unknown key 'sorces'"),
        (("kind: files", "kind: fax"), "line 2: 'kind' is wrong: it is one of files, warc, urls"),
        (("    kind: files\n", ""), "line 2: the key 'kind' is missing"),
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


WEB = """contact: mailto:someone@example.org
sources:
  - name: city-news
    kind: listing
    publisher: a city's federation
    region: "370200"
    schedule: 15 6 * * *
    urls: [http://www.example.org/gh/index.html]
    keywords: [工会, 职工]
    match: /t\\d+_\\d+\\.html$
    select: ul.news a
    pages: 5
    further: index_{n}.html
    polite: {delay: 2, per_host: 1}
    normal: {fewest: 5, most: 300, newest_days: 30}
"""


def test_a_web_source_says_all_that_a_run_needs(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(WEB)
    registry = read_registry(path)
    (source,) = registry.sources
    assert registry.contact == "mailto:someone@example.org"
    assert source.normal.newest_days == 30
    assert source.region == "370200"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("http://www.example.org", "ftp://www.example.org"), "line 8: '0' is wrong"),
        (("region: ", "regio: "), "line 6: unknown key 'regio'; known are name, kind, publisher"),
        (('"370200"', "3702"), "line 6: 'region' is wrong"),
        (("15 6 * * *", "every day"), "line 7: 'schedule' is wrong"),
        (("/t\\d+", "/t(\\d+"), "line 10: 'match' is wrong"),
        (("ul.news a", "ul..news"), "line 11: 'select' is wrong"),
        (("index_{n}.html", "index_2.html"), "line 13: 'further' is wrong"),
        (("delay: 2", "dely: 2"), "line 14: unknown key 'dely'; known are per_host, delay, robots"),
        (("delay: 2", "delay: -1"), "line 14: 'delay' is wrong"),
        (("fewest: 5", "fewest: many"), "line 15: 'fewest' is wrong"),
        (("kind: listing", "kind: feed"), "unknown key 'select'; known are"),
        (
            ("contact:", "contct:"),
            "line 1: unknown key 'contct'; known are contact, fetch, sources",
        ),
    ],
)
def test_mistakes_in_web_sources_are_told(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    assert change[0] in WEB
    with pytest.raises(InputError) as error:
        read(tmp_path, WEB.replace(*change))
    assert told in str(error.value)


def examples() -> str:
    """The commented examples of our sources file, as someone would put them to use."""
    _, _, rest = OURS.read_text("utf-8").partition("# Examples:")
    lines = rest.splitlines()[2:]
    assert all(line.startswith("#") for line in lines)
    return "\n".join(line[2:] for line in lines)


def test_the_examples_in_our_file_are_right(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(examples(), "utf-8")
    registry = read_registry(tmp_path / "sources.yaml")
    assert {source.kind for source in registry.sources} == set(MODELS)
    assert registry.contact.startswith("mailto:")
    assert registry.fetch == FetchOptions(), "the examples show the defaults"
    settings = registry.fetch.as_settings(registry.contact, tmp_path)
    assert settings == FetchSettings(contact=registry.contact)


def test_each_key_is_explained_in_our_file() -> None:
    head, _, rest = OURS.read_text("utf-8").partition("sources:\n")
    for model in MODELS.values():
        for key in model.model_fields:
            assert f"   {key} " in head or f"`{key}`" in head, key
    for key in (*Normal.model_fields, *Polite.model_fields):
        assert f"`{key}`" in head, key
    assert all(f"#   {key}: " in rest for key in FetchOptions.model_fields)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ("contact:", "fetch: {concurency: 3}\ncontact:"),
            "unknown key 'concurency'; known are con",
        ),
        (("contact:", "fetch: {concurrency: 0}\ncontact:"), "line 1: 'concurrency' is wrong"),
        (("contact:", "fetch: {allow_networks: [here]}\ncontact:"), "line 1: '0' is wrong"),
        (('"370200"', '"379999"'), "line 6: 'region' is wrong: value error, 379999 was never a"),
    ],
)
def test_mistakes_in_what_holds_for_all_are_told(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, WEB.replace(*change))
    assert told in str(error.value)


def test_authorities_that_are_none_are_told(tmp_path: Path) -> None:
    (tmp_path / "own.pem").write_text("no certificate")
    for name in ("own.pem", "gone.pem"):
        settings = FetchOptions(authorities=(name,)).as_settings("x", tmp_path)
        with pytest.raises(InputError, match=f"{name}: no certificates in PEM form"):
            Client(settings)
