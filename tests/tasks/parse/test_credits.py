# ruff: noqa: E501 (a row of markup is easier to read unbroken)
"""Sources, dates and authors as info lines print them."""

from __future__ import annotations

import pytest

from tasks.parse import parse_article
from tests.tasks.parse.pages import A, capture, paragraphs


def page(info: str, body: str = "", head: str = "<title>海棠工会办实事-江畔在线</title>") -> str:
    text = body or paragraphs()
    return f"<html><head>{head}</head><body><h1>海棠工会办实事</h1>{info}<div>{text}</div></body></html>"


@pytest.mark.parametrize(
    ("info", "source"),
    [
        ("<p>来源：海棠日报 2013-02-26</p>", "海棠日报"),
        ("<p>2013年02月26日 10:21 来源：《海棠晚报》 作者：石磊</p>", "海棠晚报"),
        ("<p>稿源:海棠日报&nbsp;&nbsp;编辑:冬冬</p>", "海棠日报"),
        ("<p>【来源】海棠日报</p>", "海棠日报"),
        ("<p>来源 海棠日报</p>", "海棠日报"),
        ("<p>文章来源：<a href=x>海棠政务</a> 点击：33</p>", "海棠政务"),
        ("<p>2013-2-26　转自：海棠晚报　浏览(3)</p>", "海棠晚报"),
        ("<p>摘自《工友之声》2009年第3期</p>", "工友之声"),
        ("<p>發佈時間：2013-02-26　來源：海棠時報</p>", "海棠時報"),
        (
            "<p><span>来源:海棠日报</span><span>2013-12-04 19:32</span><span>评论(17)</span></p>",
            "海棠日报",
        ),
        ("<p>2013年2月26日 10:00　海棠日报　我要评论(2)</p>", "海棠日报"),
        ("<p>http://news.example.cn 2013年02月26日08:17 海棠晚报</p>", "海棠晚报"),
        ("<p>2013年2\u200b月26日 10:\u200b00 海棠日报</p>", "海棠日报"),
        ("<ul><li>海棠工人报</li><li>2013-03-01 16:42</li></ul>", "海棠工人报"),
        ("<p>来源：海棠日报记者 王某</p>", "海棠日报"),
        ("<p>来源：“海棠发布”微信公众号</p>", "海棠发布"),
        ("<p>信息来源：县总工会 【字体：大 中 小】</p>", "县总工会"),
        (
            "<p>Posted on Feb 26, 2013 by staff · Source: <span>海棠日报</span> · Views: 5</p>",
            "海棠日报",
        ),
        ("<p class=source><span>Posted on</span> Feb 26, 2013</p>", None),
        ("<p>2013-02-26　来（lái）源：海棠日报　编辑：lx</p>", "海棠日报"),
        ("<p>稿件来源：海棠晚刊数字报　2013-02-26</p>", "海棠晚刊"),
        ("<p>转引自：海棠晚报　2013-02-26</p>", "海棠晚报"),
        ("<p>供稿：石磊　2013-02-26　来源：海棠日报</p>", "海棠日报"),
        ("<p>供稿：石磊　2013-02-26</p>", None),
        ("<p>2013-02-26　供稿单位：县总工会组织部</p>", "县总工会组织部"),
        ("<p>发布部门：工会办公室　2013-02-26</p><p>最高在线：412人</p>", None),
        ("<p>来源：网络整理 2013-02-26</p>", None),
        ("<p>来源：互联网</p>", None),
        ("<p>来源：本站原创</p>", None),
        ("<p>来源： 作者： 2013-02-26</p>", None),
        ("<p>作者：组织部　点击：354</p>", None),
        ("<p>今天是2013年2月26日 星期二 海棠天气预报</p>", None),
    ],
)
def test_source(info: str, source: str | None) -> None:
    assert parse_article(capture(page(info))).publisher == source


@pytest.mark.parametrize(
    ("body", "source"),
    [
        (f"<p>{A}（据《海棠晚报》）</p>", "海棠晚报"),
        (f"<p>{A}</p><p>（数据据海棠晚报）</p>", "海棠晚报"),
        (f"<p>{A}</p><p>（据理力争的故事）</p>", None),
        (f"<p>{A}</p><p>来源：海棠融媒</p><p>编辑：小林</p>", "海棠融媒"),
        (f"<p>海棠特区报9月3日讯 {A}</p>", "海棠特区报"),
        (f"<p>新华社海棠12月29日电（记者石磊）{A}</p>", "新华社"),
        (f"<p>本报讯 {A}</p>", None),
        (f"<p>{A}资金来源：县财政和工会各半。</p>", None),
    ],
)
def test_source_in_the_text(body: str, source: str | None) -> None:
    assert parse_article(capture(page("<p>2013-02-26</p>", body))).publisher == source


@pytest.mark.parametrize(
    ("info", "published"),
    [
        ("<p>发布时间：2013年02月26日 09:00</p>", "2013-02-26"),
        ("<p>2013/2/26 9:00:12</p>", "2013-02-26"),
        ("<p>2013.2.26</p>", "2013-02-26"),
        ("<p>２０１３年２月２６日</p>", "2013-02-26"),
        ("<p>20\u200b13年2\ufeff月2\u200b6日</p>", "2013-02-26"),
        ("<p>二〇一三年二月二十六日</p>", "2013-02-26"),
        ("<p>(2013-02-26 21:07:35)</p>", "2013-02-26"),
        ("<p>发布日期：2013年2月</p>", "2013-02"),
        ("<p>Posted on Feb 26, 2013 by staff</p>", "2013-02-26"),
        ("<p>26 February 2013</p>", "2013-02-26"),
        ("<p>打印时间 2014-5-8 14:07:55　发布：2013-2-26</p>", "2013-02-26"),
        ("<p>打印时间 2014-5-8 14:07:55</p>", None),
        (
            "<p>海棠网 <time datetime='2013-02-26T07:20:00+08:00'>02-26 07:20</time></p>",
            "2013-02-26",
        ),
        ("<p>更新时间：2013-03-01　发布时间：2013-02-26</p>", "2013-02-26"),
        ("<p>今天是2014年5月6日 星期二</p><p>日期：2013-02-26</p>", "2013-02-26"),
        ("<p>注册时间: 2009-01-05</p><p>发表于 2013-2-26 10:08:25</p>", "2013-02-26"),
        ("<p>2013-13-45</p>", None),
        ("<p>今天是2014年5月6日 星期二</p>", None),
        ("<p>点击：354</p>", None),
    ],
)
def test_published(info: str, published: str | None) -> None:
    found = parse_article(capture(page(info))).published
    assert (str(found) if found else None) == published


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("<title>海棠工会办实事 20\u200b13-02-2\u200b6</title>", "2013-02-26"),
        ('<meta name="PubDate" content="2013-02-26 08:15">', "2013-02-26"),
        (
            '<meta property="article:published_time" content="2013-02-26T06:40:00+08:00">',
            "2013-02-26",
        ),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2013-02-26"}</script>',
            "2013-02-26",
        ),
        ('<script type="application/ld+json">{broken</script>', None),
    ],
)
def test_published_in_the_head(head: str, published: str | None) -> None:
    title = "" if "<title>" in head else "<title>海棠工会办实事</title>"
    found = parse_article(capture(page("", head=title + head))).published
    assert (str(found) if found else None) == published


def test_the_date_under_a_notice_is_the_last_resort() -> None:
    signed = f"{paragraphs()}<p align=right>海棠县总工会</p><p align=right>2013年2月26日</p>"
    assert str(parse_article(capture(page("", signed))).published) == "2013-02-26"
    assert str(parse_article(capture(page("<p>2013-03-01</p>", signed))).published) == "2013-03-01"


def test_dates_of_footer_and_related_articles_never_count() -> None:
    rest = "<h3>相关新闻</h3><ul><li><a href=1>邻县工会</a> 2011-01-01</li></ul><p>版权所有 2001-2014</p>"
    assert parse_article(capture(page("") + rest)).published is None


@pytest.mark.parametrize(
    ("info", "author"),
    [
        ("<p>2013-02-26 作者：石磊 来源：海棠日报</p>", "石磊"),
        ("<p>本报记者 石磊 通讯员 方圆</p>", "石磊"),
        ("<p>文｜小林　图片｜小戴</p>", "小林"),
        ("<p>2013-02-26 来源：海棠日报</p>", None),
        ("<p>2013-02-26 作者：佚名</p>", None),
    ],
)
def test_author(info: str, author: str | None) -> None:
    assert parse_article(capture(page(info))).author == author


@pytest.mark.parametrize(
    ("source", "site", "flags"),
    [
        ("海棠日报", "江畔在线", ("reprint",)),
        ("江畔在线", "江畔在线", ()),
        ("海棠县总工会", "海棠工会网", ()),
        ("县总工会", "海棠县人民政府", ()),
        ("县统计局", "江畔在线", ("reprint",)),
        ("海棠县总工会研究室", "海棠职工在线", ()),
        ("海棠工人报", "海棠工会网", ("reprint",)),
        ("处办公室", "江畔在线", ()),
        ("海棠县总工会", "公文大全", ("reprint",)),
    ],
)
def test_reprint(source: str, site: str, flags: tuple[str, ...]) -> None:
    html = page(f"<p>来源：{source}</p>", head=f"<title>海棠工会办实事-{site}</title>")
    assert parse_article(capture(html)).flags == flags


INDEX_BOX = (
    "<table><tr><td>索引号：</td><td>331/2020-00018</td><td>主题分类：</td><td>群团</td></tr>"
    "<tr><td>{label}：</td><td>{name}</td><td>成文日期：</td><td>2020-10-09</td></tr></table>"
)


@pytest.mark.parametrize(
    ("label", "name", "source", "flags"),
    [
        ("发布机构", "海棠县总工会", "海棠县总工会", ()),
        ("信息来源", "海棠县总工会", "海棠县总工会", ("reprint",)),
        ("文号", "海工发〔2020〕18号", None, ()),
    ],
)
def test_index_box(label: str, name: str, source: str | None, flags: tuple[str, ...]) -> None:
    """The body that issued a document is its source, and no other outlet than the portal."""
    box = INDEX_BOX.format(label=label, name=name)
    html = (
        "<html><head><title>海棠工会办实事_江畔市政府信息公开</title></head><body>"
        f"{box}<h1>海棠工会办实事</h1><div>{paragraphs()}</div></body></html>"
    )
    article = parse_article(capture(html))
    assert (article.publisher, article.flags) == (source, flags)


TABLE = (
    "<table><tr><td colspan=2><b>9-3 工会情况</b></td></tr><tr><td>指标</td><td>2010年</td></tr>"
    "<tr><td>基层工会（个）</td><td>1,204</td></tr><tr><td>会员（人）</td><td>23,400</td></tr></table>"
)


@pytest.mark.parametrize(
    ("above", "below", "names"),
    [
        ("<table><tr><td><a>海棠统计年鉴—2011</a> &gt; <a>九、其他</a></td></tr></table>", "", {"海棠统计年鉴—2011"}),
        ("<p><a>目录</a></p>", "<p>《海棠统计年鉴2011》 中国统计出版社</p>", {"海棠统计年鉴2011"}),
        ("", "<p>海棠市统计局　编　ISBN 000</p>", {"海棠市统计局"}),
        ("<p>当前位置：海棠县总工会 &gt; 统计</p>", "", {"海棠县总工会"}),
        ("<p>新闻热线　基层工会</p>", "<p>友情链接：松岭工会 梅溪工会</p>", set()),
    ],
)  # fmt: skip
def test_host_names_of_a_table_page(above: str, below: str, names: set[str]) -> None:
    html = f"<html><head><title>9-3</title></head><body>{above}{TABLE}{below}</body></html>"
    article = parse_article(capture(html))
    assert article.title == "9-3 工会情况"
    assert set(article.host_names) == names
