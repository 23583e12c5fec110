"""Codes, names and changes of divisions, and the finding of their names in running text."""

from __future__ import annotations

import time

import pytest

from tasks.normalize.gazetteer import COUNTRY, Gazetteer, Level, level_of
from tasks.normalize.places import find_places
from tasks.partial_date import PartialDate


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.mark.parametrize(
    ("code", "published", "codes"),
    [
        ("330185", "2017-01", ("330185", "330112")),
        ("330185", "2019", ("330112",)),
        ("330112", "2010", ("330185", "330112")),
        ("330112", None, ("330112",)),
        ("310119", "2006-11", ("310119", "310115")),
        ("350427", "2020-12-30", ("350427", "350405")),
        ("420600", "2008", ("420600",)),
        ("371200", "2015", ("371200", "370100")),
        ("110103", "2005", ("110103", "110101")),
        ("341400", "2009", ("341400", "340100")),
        (COUNTRY, "2013", (COUNTRY,)),
    ],
)
def test_equivalents(
    gazetteer: Gazetteer, code: str, published: str | None, codes: tuple[str, ...]
) -> None:
    when = PartialDate.parse(published) if published else None
    assert gazetteer.equivalents(code, when) == codes


@pytest.mark.parametrize(
    ("name", "published", "codes"),
    [
        ("青岛", None, {"370200"}),
        ("射阳", None, {"320924"}),
        ("临安", "2016", {"330185"}),
        ("临安", None, {"330112"}),
        ("延边", None, {"222400"}),
        ("大理州", None, {"532900"}),
        ("景宁县", None, {"331127"}),
        ("准格尔旗", None, {"150622"}),
        ("内蒙古", None, {"150000"}),
        ("克州", None, {"653000"}),
        ("即墨市", "2012", {"370282"}),
        ("襄樊市", "2008", {"420600"}),
        ("全总", None, {"100000"}),
        ("光明新区", None, {"440306", "440311"}),
        ("没有这个地方", None, set()),
    ],
)
def test_lookup(gazetteer: Gazetteer, name: str, published: str | None, codes: set[str]) -> None:
    when = PartialDate.parse(published) if published else None
    assert set(gazetteer.lookup(name, when)) == codes


def test_shared_name_has_several_codes(gazetteer: Gazetteer) -> None:
    assert {"210106", "210303"} <= set(gazetteer.lookup("铁西区"))
    assert len(gazetteer.lookup("鼓楼区")) >= 4


def test_parents_and_path(gazetteer: Gazetteer) -> None:
    assert gazetteer.parents("330112") == ("330100", "330000", COUNTRY)
    assert gazetteer.parents("310115") == ("310000", COUNTRY)
    assert gazetteer.path("330185", PartialDate(2015)) == "浙江省杭州市临安市"
    assert level_of("429004") is Level.COUNTY


def test_towns(gazetteer: Gazetteer) -> None:
    assert gazetteer.towns["良渚街道"] == ("330110",)
    assert len(gazetteer.towns["城关镇"]) > 50
    assert "盛泽镇" in gazetteer.towns_of("320509")


def test_loads_fast() -> None:
    started = time.perf_counter()
    Gazetteer()
    assert time.perf_counter() - started < 2.0  # 0.1 s on an idle core


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("浙江省杭州市临安区昌化镇", ["浙江省", "杭州市", "临安区", "昌化镇"]),
        ("其中山东、江苏、宁波居前", ["山东", "江苏", "宁波"]),
        ("由于都已完成，创新干部管理", []),
        ("示范县级、办理县内、健康县域", []),
        ("大理石市场、出海口、三明治", []),
        ("南京西路、北京路和上海大学", []),
        ("武汉市场里的广州市民", ["武汉", "广州市"]),
        ("江西昌江会员多，内蒙古居前", ["江西", "昌江", "内蒙古"]),
        ("雄安新区与两江新区", ["雄安新区", "两江新区"]),
        ("确保定期检查", []),
        ("永康日报", []),
        ("全国总工会要求", ["全国总工会"]),
    ],
)
def test_find_places(text: str, names: list[str]) -> None:
    assert [mention.name for mention in find_places(text) if not mention.weak] == names


def test_offsets_are_characters() -> None:
    text = "🚩 昆山市的站点"
    (mention,) = find_places(text)
    assert text[mention.start : mention.end] == "昆山市"


@pytest.mark.parametrize("word", ["和平", "合作", "新建", "互助", "光明", "朝阳", "新区"])
def test_common_words_are_weak(word: str) -> None:
    assert all(mention.weak for mention in find_places(f"坚持{word}的道路"))
