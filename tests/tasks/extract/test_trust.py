"""Trust: what lowers it, by name, and what leaves it alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tasks.extract.trust import load_trust_words, trust_of
from tasks.partial_date import PartialDate
from tasks.records import Article, Repair, RepairKind
from tests.tasks.normalize.region_pages import make_article


def article(body: str = "全县工会会员达到4.2万人。") -> Article:
    made = make_article("县总工会工作情况", [body])
    return replace(made, published=PartialDate(2019, 3), publisher="海棠日报")


def test_a_sound_page_is_trusted() -> None:
    assert trust_of(article(), ()) == (1.0, ())


@pytest.mark.parametrize(
    ("body", "reasons"),
    [
        ("夯实了工会工作的基矗", ("broken_words",)),
        ("防治职业疾玻", ("broken_words",)),
        ("农平易近工的正当权柄获得掩护", ("spun_text",)),
        ("今朝，工会扶植进一步踊跃展开，一样平常", ("spun_text",)),
        ("農平易近工的正當權柄", ("spun_text",)),
        ("全县工会会员\ufffd\ufffd万人", ("garbled_block",)),
        # near misses
        ("工会主席老周为人平易近人", ()),
        ("政府扶植中小企业", ()),
        ("今朝有酒今朝醉", ()),
        ("矗立街头的工会大厦", ()),
        ("市常务副市长听取工会工作汇报", ()),
        ("午间休息者可到驿站", ()),
    ],
)
def test_words(body: str, reasons: tuple[str, ...]) -> None:
    assert trust_of(article(body), ())[1] == reasons


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({"published": None}, ("no_date",)),
        ({"publisher": None}, ("no_source",)),
        ({"published": None, "publisher": None}, ("no_date", "no_source")),
        ({"repairs": (Repair(RepairKind.MOJIBAKE, 0, 4),)}, ("mojibake",)),
        ({"repairs": (Repair(RepairKind.GARBLED, 0, 4),)}, ("garbled_block",)),
        ({"repairs": (Repair(RepairKind.RANDOM_TAIL, 0, 4),)}, ("noise_injected",)),
        ({"repairs": (Repair(RepairKind.TRADITIONAL),)}, ()),
        ({"repairs": (Repair(RepairKind.ZERO_WIDTH, 3, 4),)}, ()),
        ({"flags": ("hacked_title", "reprint")}, ("hacked_title", "reprint")),
        ({"host_names": ("某某文库",)}, ("document_site",)),
        ({"host_names": ("海棠新闻网",)}, ()),
    ],
)
def test_shape_of_the_page(changed: dict[str, object], reasons: tuple[str, ...]) -> None:
    assert trust_of(replace(article(), **changed), ())[1] == reasons  # type: ignore[arg-type]


def test_each_reason_takes_its_share() -> None:
    shares = load_trust_words().reasons
    trust, reasons = trust_of(replace(article(), published=None), ("year_conflict", "unheard_of"))
    assert reasons == ("no_date", "year_conflict")
    assert trust == round((1 - shares["no_date"]) * (1 - shares["year_conflict"]), 2)


def test_trust_stays_between_zero_and_one() -> None:
    assert all(0 < share < 1 for share in load_trust_words().reasons.values())
    assert 0 < trust_of(article(), load_trust_words().reasons)[0] < 0.2
