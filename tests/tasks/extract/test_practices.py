"""Named practices: what is one, under which name and kind, and what only looks like one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.errors import InputError
from tasks.extract.document import Document
from tasks.extract.practice_names import load_practice_names
from tasks.extract.practices import find_practices
from tasks.parse import parse_article
from tests.tasks.normalize.region_pages import make_article
from tests.tasks.parse.pages import capture

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"


def found_in(text: str) -> list[str]:
    """`name/kind/quote` of every practice of an article of the union with this paragraph."""
    article = make_article("县总工会工作侧记", [text])
    practices = find_practices(Document(article))
    assert all(article.text[p.quote_start : p.quote_end] == p.quote for p in practices)
    return [f"{p.name}/{p.kind}/{p.quote}" for p in practices]


SLOGANS = [
    ("坚持“三联”夯实基础", "三联/slogan/“三联”"),
    ("全县推行“四同步”，不落一家", "四同步/slogan/“四同步”"),
    ("打造“七有”工会，机关先行", "七有/slogan/“七有”"),
    ("按照“八有”标准验收", "八有/slogan/“八有”"),
    ("形成“三、五、七”建会路子", "三、五、七/slogan/“三、五、七”"),
    ("「六個一」活動走進車間", "六个一/slogan/「六個一」活動"),
    ("實行『五同時』，先建後管", "五同时/slogan/『五同時』"),
    ('以"三送"暖人心', '三送/slogan/"三送"'),
    ("推出“1+3+N”服务", "1+3+N/slogan/“1+3+N”"),
    ("区里“四定期两通报”雷打不动", "四定期两通报/slogan/“四定期两通报”"),
    ("县工会开展“双覆盖”行动", "双覆盖/slogan/“双覆盖”行动"),
    ("落实“一企两策”要求", "一企两策/slogan/“一企两策”"),
    ("“百千万工程”带出一批能手", "百千万工程/campaign/“百千万工程”"),
    ("所谓“三问”，就是问需问计问效", "三问/slogan/“三问”"),
    ("“五步工作法”管用", "五步工作法/model/“五步工作法”"),
]
QUOTED = [
    ("职工把它叫做“临江模式”", "临江模式/model/“临江模式”"),
    ("“暖蜂行动”启动三周", "暖蜂行动/campaign/“暖蜂行动”"),
    ("“破零”行动锁定三百家", "破零/campaign/“破零”行动"),
    ("“企业点单、工会派单”机制跑通", "企业点单、工会派单/model/“企业点单、工会派单”机制"),
    ("“老主席带新主席”的做法在各镇传开", "老主席带新主席/model/“老主席带新主席”"),
    ("“协商前移”工作法", "协商前移/bargaining/“协商前移”工作法"),
    ("“百企建会攻坚行动”收官", "百企建会攻坚行动/organising/“百企建会攻坚行动”"),
    ("“15分钟服务圈”画好了", ""),  # a number with a unit is a measure
]
KNOWN = [
    ("坚持党建带工建，一体推进", "党建带工建/party/党建带工建"),
    ("以“黨建帶動工建”為抓手", "党建带工建/party/黨建帶動工建"),
    ("县里划分网格36个，每个网格一名建会专干", "网格/organising/网格 网格/organising/网格"),
    ("工会实行网格化管理", "网格化/organising/网格化管理"),
    ("镇、村、企“小三级”工会网络", "小三级/organising/小三级"),
    ("推进双措并举、二次覆盖", "双措并举、二次覆盖/organising/双措并举、二次覆盖"),
    ("推进双措并举,二次覆盖", "双措并举、二次覆盖/organising/双措并举,二次覆盖"),
    ("工会组建集中行动月底结束", "集中行动/organising/组建集中行动"),
    ("各镇递交工会组建目标责任书", "目标责任书/organising/目标责任书"),
    ("抓好“两个普遍”", "两个普遍/organising/两个普遍"),
    ("春季要约行动发出要约书", "要约行动/bargaining/春季要约行动 要约行动/bargaining/要约书"),
    ("开展工资集体协商", "工资集体协商/bargaining/工资集体协商"),
    ("会员 会籍管理 随人走", "会籍管理/organising/会员 会籍管理"),
    ("用好一函两书", "一函两书/rights/一函两书"),
    ("“工会+法院”联手", "工会+法院/rights/工会+法院"),
    ("“工会＋检察院”协作", "工会+法院/rights/工会＋检察院"),
    ("劳动关系三方机制运转", "三方机制/bargaining/劳动关系三方机制"),
    ("重点建、行业建、兜底建一起抓", "重点建、行业建、兜底建/organising/重点建、行业建、兜底建"),
    ("工会向社会组织购买服务", "购买服务/cadre/购买服务"),
    ("招聘社会化工会工作者30名", "社会化工会工作者/cadre/社会化工会工作者"),
    ("夏送清凉、冬送温暖", "送清凉/service/夏送清凉 送温暖/service/送温暖"),
    (
        "司机之家和户外劳动者驿站",
        "司机之家/service/司机之家 户外劳动者服务站/service/户外劳动者驿站",
    ),
]
NEAR_MISSES = [
    "“五一”前走访劳模",
    "“十二五”期间会员翻番",
    "“八一”慰问驻军",
    "“十四五”开局",
    "“两会”上工会界别发言",
    "“两新”组织里的工会",
    "“两节”走访困难职工",
    "“80后”“90后”职工占七成",
    "“双11”当天快递量翻番",
    "“一带一路”项目上的工会",
    "“一站式”窗口办理入会",
    "“三八”国际妇女节",
    "“三·三一”惨案后工会被封",
    "“九一八”事变",
    "“三农”问题与工会",
    "“我们三个人都入了会。”老赵说",
    "老赵说：“三个人都入了会”",
    "街口“百味轩”餐馆的店主入了工会",
    "“七匹狼”商标",
    "“三只羊”超市的职工",
    "“四川人”开的小店",
    "工会在“千岛湖”办班",
    "“八大群体”会员21万",
    "“五四”青年节",
    "公交分单双号，每周“二、四、六”停驶",
    "“一家人”的感觉",
    "“四化”现象",
    "“四个”方面",
    "“二十四节气”讲座",
    "“工会杯”男子篮球赛",
    "“娘家人”队伍",
    "“最美家庭”20户",
    "“春蕾计划”结对女童",
    "“这个机制好。”",
    "“成绩单”出炉",
    "公司的网格布料出口",
    "供销社购买服务一项，花了三万元",
    "警方集中行动抓获九人",
    "与村民签下防火目标责任书",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [*SLOGANS, *QUOTED, *KNOWN])
def test_practices(text: str, expected: str) -> None:
    assert " ".join(found_in(text)) == expected


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_near_misses(text: str) -> None:
    assert found_in(text) == []


def test_page_without_unions_has_none() -> None:
    article = make_article("县妇联", ["坚持“三联”，抓好送温暖和“暖蜂行动”"])
    assert find_practices(Document(article)) == []


@pytest.mark.parametrize(
    ("seed", "names"),
    [
        ("000", "三动 三度 三点 三化 三赢"),
        ("001", "三同时 六有 网格"),
        ("002", "目标责任书 组建签约 双措并举、二次覆盖"),
        ("003", "五有 十万千百工程 党建带工建"),
        ("004", "二、四、六 小三级 青岛模式 双亮"),
    ],
)
def test_seeds(seed: str, names: str) -> None:
    pages = sorted(SEEDS.glob(f"{seed}_*.txt"))
    if not pages:
        pytest.skip("the seeds are not beside the repository")
    article = parse_article(capture(pages[0].read_bytes(), pages[0].name))
    found = find_practices(Document(article))
    assert set(names.split()) <= {practice.name for practice in found}
    assert all(article.text[p.quote_start : p.quote_end] == p.quote for p in found)


@pytest.mark.parametrize(
    "row",
    ["{name: 甲法}", "{name: 甲法, kind: nonsense}", "{name: 甲法, kind: rights, colour: red}"],
)
def test_wrong_rows_are_refused(row: str, tmp_path: Path) -> None:
    file = tmp_path / "practices.yaml"
    file.write_text(f"kinds: {{rights: r}}\npractices:\n  - {row}\n", "utf-8")
    with pytest.raises(InputError, match="甲法"):
        load_practice_names(file)
