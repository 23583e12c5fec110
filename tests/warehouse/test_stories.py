"""Reprints and excerpts are one story; the same text with another year's figures is another."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import combinations

import duckdb
import opencc
import pytest

from tasks.load.load import load_batch
from tests.warehouse.samples import observed, page_of
from warehouse.likeness import is_same_story, likeness, sketch
from warehouse.refresh import refresh
from warehouse.stories import refresh_stories

Con = duckdb.DuckDBPyConnection

# Sentences of union news; {c} is a place, {y} a year, {n} a figure drawn for each article anew.
SENTENCES = """
{c}总工会{y}年工作会议昨日召开，全面总结一年来的工作。
截至{y}年底，全市基层工会组织达到{n}家，工会会员{n}人。
农民工会员占会员总数的{n}，比上年提高近两个点。
各级工会坚持哪里有职工就把工会组织建到哪里的原则，扎实推进组建工作。
全年开展技能竞赛{n}场，参赛职工{n}人次，涌现出一批岗位能手。
会议要求，要聚焦货车司机、快递员等群体，创新入会方式。
签订工资专项集体合同{n}份，覆盖企业{n}家，惠及职工{n}人。
困难职工帮扶中心全年发放救助金{n}元，救助困难职工{n}户。
市领导出席会议并为先进集体代表颁奖。
开发区一家电子企业的工会主席说，职工们最关心的是休息休假。
{c}先后建成户外劳动者服务站点{n}个，配备饮水机、微波炉和急救箱。
过去，这里的外来务工人员遇到欠薪往往不知道该找谁。
如今，只要拨打一个电话，工会法律援助律师就会上门服务。
全市共处理劳动争议案件{n}件，调解成功{n}件。
街道工会的专职干部每周走访企业，摸清职工人数和诉求。
职工书屋里，下班后的女工们正在挑选新到的图书。
{y}年，全市新建企业工会{n}家，新发展会员{n}人。
工会干部培训班分三期举行，共有{n}名基层工会主席参加。
在一家纺织厂的车间里，劳模创新工作室的牌子格外醒目。
这个工作室成立以来完成技术革新{n}项，节约成本{n}元。
下一步，{c}将继续深化产业工人队伍建设改革。
职工代表大会上，与会代表逐条审议了集体合同草案。
快递小哥在站点里领到了工会送来的清凉大礼包。
今年夏天，各级工会送清凉走访企业{n}家，慰问职工{n}人。
金秋助学活动为{n}名困难职工子女送去了助学金。
记者在采访中看到，大厅里设有入会、维权、帮扶等多个窗口。
女职工专项集体合同签订率稳步上升，女工权益得到更好保障。
{c}的做法得到了省总工会的充分肯定，并在全省推广。
企业负责人表示，建立工会之后，职工队伍更加稳定了。
安全生产月期间，工会组织排查隐患{n}处，全部整改到位。
""".strip().split("\n")
CITIES = ["甲州市", "乙山县", "丙江区", "丁湖市", "戊城区", "己川县"]


def filled(template: list[str], draw: random.Random) -> list[str]:
    """The sentences with a place, a year and figures."""
    city, year = draw.choice(CITIES), draw.randint(2005, 2022)
    lines = []
    for sentence in template:
        while "{n}" in sentence:
            sentence = sentence.replace("{n}", str(draw.randint(12, 99999)), 1)
        lines.append(sentence.replace("{c}", city).replace("{y}", str(year)))
    return lines


def made_set(seed: int, bases: int) -> list[tuple[str, str]]:
    """(story, text) of articles: originals, what was taken from them, and rewritten years."""
    draw, convert = random.Random(seed), opencc.OpenCC("s2t").convert
    articles = []
    for number in range(bases):
        template = draw.sample(SENTENCES, draw.randint(9, 16))
        lines = filled(template, draw)
        text, story = "".join(lines), f"story{number}"
        articles.append((story, f"标题之{number}\n{text}"))
        articles.append((story, "  ".join(lines) + "\n（责任编辑：小王）"))
        articles.append((story, convert(text)))
        edited = [line for at, line in enumerate(lines) if at not in (1, 5)]
        articles.append((story, "本报讯 " + "\n".join(edited)))
        start = draw.randint(0, 3)
        articles.append((story, "".join(lines[start : start + 5])))
        articles.append((f"{story}-other-year", "".join(filled(template, draw))))
    return articles


def stories_of(con: Con) -> dict[str, str]:
    return dict(con.execute("SELECT page, story_id::VARCHAR FROM article").fetchall())


def load(con: Con, texts: list[tuple[str, str]]) -> None:
    load_batch(con, [page_of(page, text) for page, text in texts], [], "r1")
    refresh_stories(con)


def together(groups: dict[str, str]) -> set[tuple[str, str]]:
    """The pairs of pages that share a group."""
    members = defaultdict(list)
    for page, group in groups.items():
        members[group].append(page)
    return {pair for pages in members.values() for pair in combinations(sorted(pages), 2)}


def test_pairs_are_found_with_an_f1_of_095(con: Con) -> None:
    articles = made_set(seed=20200724, bases=40)
    truth = {f"p{number}": story for number, (story, _) in enumerate(articles)}
    load(con, [(f"p{number}", text) for number, (_, text) in enumerate(articles)])
    found, wanted = together(stories_of(con)), together(truth)
    precision = len(found & wanted) / len(found)
    recall = len(found & wanted) / len(wanted)
    assert 2 * precision * recall / (precision + recall) >= 0.95, (precision, recall)


def test_order_and_batches_change_no_story(con: Con) -> None:
    articles = [(f"p{n}", text) for n, (_, text) in enumerate(made_set(seed=7, bases=6))]
    for at in range(0, len(articles), 5):
        load(con, articles[at : at + 5])
    once = stories_of(con)
    con.execute("DELETE FROM article; DELETE FROM capture")
    load(con, articles[::-1])
    assert stories_of(con) == once
    con.execute("INSERT INTO stale_story SELECT text_hash, sketch FROM article")
    assert refresh_stories(con) == 0


def test_a_story_falls_apart_when_what_joined_it_goes(con: Con) -> None:
    draw = random.Random(3)
    lines = filled(draw.sample(SENTENCES, 16), draw)
    left, right = "".join(lines[:8]), "".join(lines[8:])
    load(con, [("whole", left + right), ("left", left), ("right", right)])
    assert len(set(stories_of(con).values())) == 1
    load(con, [("whole", "这一页后来换成了完全不同的内容。")])
    assert len(set(stories_of(con).values())) == 3


def test_equal_texts_are_one_story_however_short(con: Con) -> None:
    load(con, [("a", "工会成立了"), ("b", "工会 成立了"), ("c", "工会解散了")])
    stories = stories_of(con)
    assert stories["a"] == stories["b"] != stories["c"]


def test_a_fact_counts_once_however_often_it_is_reprinted(con: Con) -> None:
    draw = random.Random(11)
    lines = filled(draw.sample(SENTENCES, 12), draw)
    for page, text in (("a", "".join(lines)), ("b", "转载：" + "\n".join(lines)), ("c", "另一篇")):
        text += "全市工会会员二十六万人。"
        seen = observed(text, "会员二十六万人", "members.total", 260000, "370200")
        load_batch(con, [page_of(page, text, seen)], [], "r1")
    refresh(con)
    query = "SELECT story_count, observation_count, len(other_urls) FROM fact"
    assert con.execute(query).fetchall() == [(2, 3, 2)]


BASE = (
    "截至2019年底，全市基层工会组织达到3215家，工会会员26.9万人，农民工会员12.4万人。"
    "全年签订工资专项集体合同1830份，覆盖企业2650家，各级工会坚持哪里有职工就把组织建到哪里。"
)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (BASE, True),
        (BASE.replace("，", ",").replace("3215", "3,215"), True),
        (BASE[:60] + "记者采访了有关负责人。" + BASE[60:], True),
        (BASE[:-20], True),
        (BASE.replace("2019", "2020").replace("3215", "3388").replace("26.9", "27.4")
         .replace("12.4", "13.1").replace("1830", "1911").replace("2650", "2702"), False),
        ("全市快递员入会仪式昨日举行，三百多名快递小哥现场领取会员证，市领导出席并讲话。", False),
        ("工会", False),
    ],
)  # fmt: skip
def test_pairs_judged_by_text_and_figures(other: str, same: bool) -> None:
    assert is_same_story(likeness(BASE), likeness(other)) is same
    assert is_same_story(likeness(other), likeness(BASE)) is same


def test_an_excerpt_has_part_of_the_sketch() -> None:
    text = "".join(filled(SENTENCES, random.Random(1)))
    assert set(sketch(text[100:400])) <= set(sketch(text))
    assert sketch(text) == sorted(set(sketch(text)))
    assert sketch("2019年") == []
