# ruff: noqa: E501 (a page of markup is easier to read unbroken)
"""Pages of our own making, one for each shape of site that the parser should know.

`Shape` holds the page and hand-typed answers: what the article's text must hold and must not.
The places and figures are invented.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from tasks.records import Capture

A = "海棠县总工会昨天发布消息，全县基层工会已有1312家，会员总数达到14.6万人，比年初多了3200人。"
B = "去年一年，县里为困难职工发放帮扶资金286万元，惠及1740户家庭，其中大病救助93人次。"
C = "下一步，县总工会将把工作重心放到货车司机和网约配送员身上，力争年底入会率达到八成五。"
ABC = (A, B, C)
RELATED = "".join(
    f'<li><a href="/{i}.html">{text}</a></li>'
    for i, text in enumerate(
        ("邻县工会会员突破21万人", "我市举办第9届职工运动会", "今年送清凉投入77万元")
    )
)


@dataclass(frozen=True)
class Shape:
    """One page with what should be read from it; `absent` are words of the page's furniture."""

    name: str
    html: str
    title: str
    published: str | None
    publisher: str | None
    present: tuple[str, ...] = ABC
    absent: tuple[str, ...] = ()
    page: str = "page.html"
    charset: str = "utf-8"


def capture(body: bytes | str, page: str = "page.html", charset: str | None = None) -> Capture:
    """A capture of `body` as a file named `page`."""
    raw = body.encode() if isinstance(body, str) else body
    return Capture(
        page, f"file:///{page}", raw, hashlib.sha256(raw).hexdigest(), "test", charset=charset
    )


def paragraphs(*texts: str, tag: str = "p") -> str:
    return "".join(f"<{tag}>　　{text}</{tag}>" for text in (texts or ABC))


SHAPES = (
    Shape(
        "cms_with_divs",
        f"""<!DOCTYPE html><html><head><meta charset=utf-8><title>海棠县工会会员达到14.6万人-海棠新闻网</title></head><body>
        <div class="topnav"><a href=/>首页</a><a href=/1>要闻</a><a href=/2>图片 12张</a></div>
        <div class="crumb">当前位置：<a href=/>首页</a> &gt; <a href=/n>要闻</a> &gt; 正文</div>
        <div class="art"><h1>海棠县工会会员达到14.6万人</h1><div class="info">2019-03-07 09:12　来源：海棠日报　作者：柳青　点击：388</div>
        <div class="con">{paragraphs()}</div><div class="xgxw"><h3>相关新闻</h3><ul>{RELATED}</ul></div></div>
        <div class="foot">版权所有 海棠新闻网 浙ICP备00000001号 电话0570-0000000</div></body></html>""",
        "海棠县工会会员达到14.6万人", "2019-03-07", "海棠日报", ABC, ("21万", "388", "0570", "12张", "当前位置"),
    ),
    Shape(
        "tables_of_2005",
        f"""<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><title>海棠在线</title></head><body>
        <table width=778><tr><td>今天是2005年9月2日 星期五</td><td><a href=/>首页</a>|<a href=/b>论坛</a></td></tr></table>
        <table width=778><tr><td width=160 valign=top><table><tr><td><b>热门排行</b></td></tr><tr><td>·<a href=1>房价涨了12%</a></td></tr><tr><td>·<a href=2>高考状元700分</a></td></tr></table></td>
        <td valign=top><table width=100%><tr><td align=center><font size=5 color=red><b>海棠农民工“进家门”</b></font></td></tr>
        <tr><td align=center>2005年8月30日&nbsp;&nbsp;海棠晚报</td></tr><tr><td><font size=3>{"<br><br>".join("&nbsp;&nbsp;&nbsp;&nbsp;" + t for t in ABC)}</font></td></tr>
        <tr><td align=right>【<a href=#>打印</a>】【<a href=#>关闭</a>】</td></tr></table></td></tr></table>
        <table width=778><tr><td align=center>海棠在线版权所有 备案序号 浙ICP备00000002号</td></tr></table></body></html>""",
        "海棠农民工“进家门”", "2005-08-30", "海棠晚报", ABC, ("12%", "700分", "打印", "星期五"), charset="gb18030",
    ),
    Shape(
        "wechat_export",
        f"""<html><head><meta charset=utf-8><meta property="og:title" content="跑单歇脚有去处"/><title></title></head><body>
        <div id="js_article"><h2 class="rich_media_title" id="activity-name">跑单歇脚有去处</h2>
        <div class="rich_media_meta_list"><span class="rich_media_meta_text">海棠花</span><a id="js_name">海棠工会在线</a><em id="publish_time">2023-06-18 20:15</em></div>
        <div id="js_content"><section><span>点击上方蓝字关注我们</span></section>{"".join(f"<section><span>{t}</span></section>" for t in ABC)}
        <section><p>往期回顾</p><p>三万骑手免费体检</p></section></div><div>阅读 2.2万 赞 98 在看 45</div></div></body></html>""",
        "跑单歇脚有去处", "2023-06-18", "海棠工会在线", ABC, ("三万骑手", "2.2万", "蓝字"),
    ),
    Shape(
        "discuz_thread",
        f"""<html><head><title>县工会会员涨到14.6万 - 海棠茶馆 - 海棠论坛 - Powered by Discuz!</title></head><body>
        <div id="postlist"><h1 class="ts"><span id="thread_subject">县工会会员涨到14.6万</span></h1>
        <div id="post_1"><table><tr><td class="pls"><a>老张</a><p>UID 8812 积分 3020</p></td><td class="plc"><div class="authi">楼主 发表于 2014-5-6 08:30:11</div><div class="t_f">{"<br>".join(ABC)}</div><div class="sign">专业补胎 13900000000</div></td></tr></table></div>
        <div id="post_2"><table><tr><td class="pls"><a>小李</a><p>UID 9</p></td><td class="plc"><div class="authi">沙发 发表于 2014-5-6 09:01:00</div><div class="t_f">我们厂有600人入了会，每个月还发电影票，楼主说得对。</div></td></tr></table></div></div></body></html>""",
        "县工会会员涨到14.6万", "2014-05-06", None, ABC, ("600人", "8812", "补胎", "发表于"),
    ),
    Shape(
        "phpwind_thread",
        f"""<html><head><title>【转载】海棠职工有了新文化宫|灌水乐园 - 海棠社区</title></head><body><div id="breadCrumb">海棠社区 » 灌水乐园 » 帖子</div>
        <table class="read"><tr><th class="r_two"><b>阿牛</b><br>级别: 侠客<br>发帖: 512<br>注册时间: 2009-01-05</th><th class="r_one"><div class="tipTop">楼主 发表于: 2012-11-20</div>
        <h1 id="subject_tpc">【转载】海棠职工有了新文化宫</h1><div class="tpc_content">{"<br />".join(ABC)}<br />（来源：海棠日报）</div></th></tr></table>
        <table class="read"><tr><th class="r_two"><b>阿马</b><br>级别: 新手</th><th class="r_one"><div class="tipTop">1楼 发表于: 2012-11-21</div><div class="tpc_content">门票30元，比县城电影院便宜多了，支持一下。</div></th></tr></table></body></html>""",
        "【转载】海棠职工有了新文化宫", "2012-11-20", "海棠日报", ABC, ("512", "30元", "2009-01-05"),
    ),
    Shape(
        "government_portal",
        f"""<html><head><meta charset=utf-8><meta name="SiteName" content="海棠县人民政府"><meta name="PubDate" content="2020-10-12 15:00"><title>2020年前三季度工会工作通报_海棠县人民政府</title></head><body>
        <div class="nav"><a>首页</a><a>政务公开</a></div><table class="xxgk"><tr><td>索引号：</td><td>331/2020-00018</td><td>成文日期：</td><td>2020-10-09</td></tr><tr><td>发文机关：</td><td>县总工会</td><td>文号：</td><td>海工发〔2020〕18号</td></tr></table>
        <div class="article"><div class="bt">2020年前三季度工会工作通报</div><div class="ly">发布日期：2020-10-12 信息来源：县总工会 浏览次数：71 字号：[大 中 小]</div>
        <div class="TRS_Editor">{paragraphs()}<p style="text-align:right">海棠县总工会</p><p style="text-align:right">2020年10月9日</p></div>
        <div class="fj">附件：1.进度表.xls</div></div><div class="footer">主办：海棠县人民政府办公室 网站标识码：3300000001</div></body></html>""",
        "2020年前三季度工会工作通报", "2020-10-12", "县总工会", ABC, ("331/2020", "71", "3300000001", "进度表"),
    ),
    Shape(
        "newspaper_digital_edition",
        f"""<html><head><meta charset=utf-8><title>海棠日报数字报-三千骑手成“娘家人”</title></head><body>
        <table><tr><td>海棠日报 2021年04月28日 星期三</td><td>第03版：民生</td><td><a href=a>上一版</a> <a href=b>下一版</a></td></tr></table>
        <div class="list"><ul><li>第01版：头版</li><li>第03版：民生</li></ul></div>
        <div class="main"><p class="yt">全县新增驿站66个</p><h1>三千骑手成“娘家人”</h1><p class="ft">——来自街头的报告</p><p>本报记者 石磊 通讯员 方圆</p>
        <founder-content><div id="ozoom">{paragraphs("本报讯 " + A, B, C)}</div></founder-content></div>
        <div>上一篇：清明客流2.6万　下一篇：广告</div><div>海棠日报社版权所有 国内统一刊号：CN33-0000</div></body></html>""",
        "三千骑手成“娘家人”", "2021-04-28", "海棠日报", ("本报讯 " + A, B, C, "——来自街头的报告"), ("2.6万", "第01版", "CN33"),
    ),
    Shape(
        "qa_reposting_site_with_mojibake_snippets",
        f"""<html><head><meta charset=utf-8><title>县总工会工作总结范文-好范文</title></head><body><h1>县总工会工作总结范文</h1>
        <div class="content">{paragraphs()}<ul><li>{"工会组建工作开展情况汇报".encode().decode("gb18030", "replace")}<p>{"答：全县新建工会58家，完成任务的百分之九十六，得到上级的肯定。".encode().decode("gb18030", "replace")}</p></li></ul></div>
        <div>扩展阅读：工会总结2000字 ... 工会计划</div><div>本站内容来自网友上传，如有侵权请联系删除 2018&copy; 好范文</div></body></html>""",
        "县总工会工作总结范文", None, None, ABC, ("2000字", "58家", "58", "2018"),
    ),
    Shape(
        "statistics_yearbook",
        """<html><head><meta charset=gbk><title>20-3</title></head><body><p><a href=i.htm>返回目录</a> <a href=n.htm>20-4 妇联</a></p>
        <table border=0><tr><td colspan=4 align=center>20-3 工会组织情况</td></tr><tr><td colspan=4 align=right>单位：个、万人</td></tr>
        <tr><td rowspan=2>年份</td><td rowspan=2>基层工会数</td><td colspan=2>会员人数</td></tr><tr><td>合计</td><td>女性</td></tr>
        <tr><td>2008</td><td>1,018</td><td>11.2</td><td>4.1</td></tr><tr><td>2009</td><td>1,105</td><td>12.0</td><td>4.6</td></tr><tr><td>2010</td><td>1,204</td><td>13.3</td><td>5.0</td></tr>
        <tr><td colspan=4>注：本表由县总工会提供。</td></tr></table><p>海棠统计年鉴2011 中国统计出版社</p></body></html>""",
        "20-3 工会组织情况", None, None, ("1,204", "13.3", "注：本表由县总工会提供。"), ("返回目录", "20-4"), charset="gb18030",
    ),
    Shape(
        "mobile_page",
        f"""<html><head><meta charset=utf-8><meta name=viewport content="width=device-width"><title>海棠晒出工会成绩单_掌上海棠手机版</title></head><body>
        <header><a>返回</a><span>掌上海棠</span></header><div class=app-bar>打开APP，领28元红包</div><section><h1>海棠晒出工会成绩单</h1><p class=tips><span>掌上海棠</span> <time datetime="2022-01-18T07:20:00+08:00">01-18 07:20</time> <i>3.3万阅读</i></p>
        <article>{paragraphs()}</article><p>责编：小林</p></section><div class=like>点赞 301</div><section><h3>网友评论 12</h3><p>路人：我家3个人都入会了，福利真不错！</p></section><section><h3>为你推荐</h3><a href=1>邻县会员破21万</a><a href=2>体检88元</a></section></body></html>""",
        "海棠晒出工会成绩单", "2022-01-18", "掌上海棠", ABC, ("28元", "3.3万", "301", "3个人", "21万", "小林"),
    ),
    Shape(
        "xhtml_with_cdata",
        f"""<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>工资集体协商谈出双赢 - 海棠工会网</title>
        <script type="text/javascript">//<![CDATA[
        var n=1; if(n<2) document.write("<p>假的8888人</p>"); //]]></script></head><body><div id="main"><h2>工资集体协商谈出双赢</h2><p>发布时间：2011/7/5　稿源：海棠工人报</p><div>{paragraphs()}</div></div></body></html>""",
        "工资集体协商谈出双赢", "2011-07-05", "海棠工人报", ABC, ("8888",),
    ),
    Shape(
        "frameset_like_without_h_tags",
        f"""<html><head><title>海棠县总工会</title></head><body bgcolor=#fff><center><img src=t.gif><br><span style="font-size:22px">海棠县举办职工技能比武</span><br>日期：2010年6月3日</center><hr>
        {"".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{t}<br>" for t in ABC)}<hr><center>海棠县总工会 版权所有<br>您是第 10338 位访客</center></body></html>""",
        "海棠县举办职工技能比武", "2010-06-03", None, ABC, ("10338",),
    ),
    Shape(
        "page_with_other_articles_snippets",
        f"""<html><head><meta charset=utf-8><title>海棠：工会驿站遍街头--新闻中心--江畔在线</title></head><body><div class="l"><h1>海棠：工会驿站遍街头</h1><p class="t">2018年9月9日 8:30 来源：江畔在线</p><div class="txt">{paragraphs()}</div>
        <div class="box"><h4>更多新闻</h4><div><h5>松岭：驿站达到190家</h5><p>松岭市总工会最近传来消息，全市驿站已达190家，今年还要再建30家……</p></div><div><h5>梅溪：会员22万</h5><p>梅溪区今年发展会员1.2万人，总数超过22万人……</p></div></div></div></body></html>""",
        "海棠：工会驿站遍街头", "2018-09-09", "江畔在线", ABC, ("190家", "22万", "1.2万"),
    ),
    Shape(
        "body_split_over_containers_with_advert",
        f"""<html><head><meta charset=utf-8><title>海棠：从三十家到一千三百家 - 海棠网</title></head><body><article><h1>海棠：从三十家到一千三百家</h1><div class="meta">2017-05-04 来源：工人在线</div>
        <div class="part">{paragraphs(A)}</div><div class="ad">手机流量包9.9元/月 <a href=x>立即办理</a></div><div class="part">{paragraphs(B)}</div><figure><img src=1.jpg><figcaption>图为职工在新文化宫。海工摄</figcaption></figure><div class="part">{paragraphs(C)}</div></article></body></html>""",
        "海棠：从三十家到一千三百家", "2017-05-04", "工人在线", ABC, ("9.9元",),
    ),
    Shape(
        "headings_lists_and_table_in_body",
        f"""<html><head><meta charset=utf-8><title>上半年工作情况 - 海棠县总工会</title></head><body><div class="c"><h3>上半年工作情况</h3><p>更新时间：2016-07-15 点击数：90</p><div class="n"><p>各镇工会：</p><p>一、基本情况</p><p>{A}</p>
        <ul><li>新建工会41家；</li><li>新发展会员2130人。</li></ul><p><b>二、分镇数据</b></p><table border=1><tr><td>镇</td><td>会员（人）</td></tr><tr><td>花溪镇</td><td>3,120</td></tr><tr><td>白马镇</td><td>2,044</td></tr></table><p>{C}</p></div></div></body></html>""",
        "上半年工作情况", "2016-07-15", None, (A, C, "新建工会41家；", "新发展会员2130人。", "3,120", "花溪镇", "二、分镇数据"), ("点击数",),
    ),
    Shape(
        "hong_kong_big5",
        """<html><head><meta http-equiv="Content-Type" content="text/html; charset=big5"><title>海棠時報 - 內地工會會員續增</title></head><body><table><tr><td>海棠時報電子版 2007年3月9日 (星期五)</td></tr></table><table><tr><td><p class=hd>內地工會會員續增</p>
        <p>【本報北京八日電】全國總工會昨日公佈，截至去年底會員總數一億七千萬人，較前年增加近兩千萬人。</p><p>深圳一間電子廠的工友說，入會之後，工資每月多了一百二十元，「有人替我們說話了」。</p></td><td><b>其他新聞</b><br>．澳門旅客增8%<br>．股市升300點</td></tr></table><p>版權所有 海棠時報有限公司 2007</p></body></html>""",
        "內地工會會員續增", "2007-03-09", "海棠時報", ("會員總數一億七千萬人", "工資每月多了一百二十元"), ("8%", "300點"), charset="big5hkscs",
    ),
    Shape(
        "rendered_text",
        "海棠文秘网\n 首页 | 总结 | 讲话(1203篇)\n您的位置: 首页 > 总结 > 工会\n\n海棠县总工会2015年工作总结\n\n发布时间: 2016-01-05    来源: 海棠县总工会    阅读: 766 次\n\n"
        + "\n\n".join("  " + t for t in ABC)
        + "\n\n  一、存在问题\n\n  一些小企业“建而不转”，工会主席由老板亲属兼任，作用发挥不好。\n\n上一篇: 邻县工会总结(会员9.8万)\n下一篇: 计生总结\n相关文章:\n·某市新建工会152家\n浙ICP备00000003号 页面执行时间 0.06 秒\n",
        "海棠县总工会2015年工作总结", "2016-01-05", "海棠县总工会", (*ABC, "一、存在问题", "作用发挥不好"), ("1203", "766", "9.8万", "152家", "0.06"), page="p.txt",
    ),
    Shape(
        "title_broken_over_lines",
        f"""<html><head><meta charset=utf-8><title>织密服务网 当好娘家人_工运视点_海棠工会</title></head><body><div class="w"><h1>织密服务网<br>当好娘家人</h1><h4>——海棠县总工会工作侧记</h4><p class="d">2015年12月01日　《海棠日报》</p>{paragraphs()}</div></body></html>""",
        "织密服务网 当好娘家人", "2015-12-01", "海棠日报", ABC, (),
    ),
    Shape(
        "hacked_title",
        f"""<html><head><meta charset=utf-8><title>真人棋牌注册送88元_幸运28开奖</title><meta name=description content="百家乐首存返利"></head><body><div style="position:absolute;left:-9999px"><a href=x>棋牌送彩金</a></div><div id="wrap"><div id="logo">海棠职工网</div><div id="art"><h1>海棠：送温暖到车间</h1><h6>2022-01-20 10:02 来源:海棠日报 编辑:冬冬</h6><div id="body">{paragraphs()}</div></div><div id="links">友情链接：<a>888彩票</a></div></div></body></html>""",
        "海棠：送温暖到车间", "2022-01-20", "海棠日报", ABC, ("彩票", "棋牌"),
    ),
    Shape(
        "wap_markup",
        f"""<?xml version="1.0"?><wml><card id="c" title="海棠工会办实事"><p>海棠工会办实事</p><p>2009-06-01 12:00 来源:海棠手机报</p><p>{"<br/>".join(ABC)}</p><p><a href="#">返回</a> <a href="#">下一页</a></p></card></wml>""",
        "海棠工会办实事", "2009-06-01", "海棠手机报", ABC, ("下一页",),
    ),
    Shape(
        "text_with_everything_in_one_cell",
        f"""<html><head><title>工会简报第12期</title></head><body><table><tr><td><p align=center><b><span style="font-size:22pt">工会简报</span></b></p><p align=center>第12期（总第96期）</p><p>海棠县总工会办公室编　　　　2013年8月20日</p><p align=center><b><span style="font-size:16pt">全县“送清凉”活动启动</span></b></p><p>{A}</p><p>{B}</p><p>{C}</p><p>报：市总工会</p></td></tr></table></body></html>""",
        "全县“送清凉”活动启动", "2013-08-20", "海棠县总工会办公室", ABC, (),
    ),
    Shape(
        "blog_post",
        f"""<html><head><meta charset=utf-8><title>会员证上的十年_老柳_新浪博客</title></head><body><h1 id="blogname">老柳的博客</h1><div class="articalTitle"><h2 class="titName">会员证上的十年</h2><span class="time">(2013-04-01 21:07:35)</span></div><div>标签：工会 杂谈 分类：随笔(36)</div><div class="articalContent">{paragraphs()}</div><div>阅读(187) 评论(4) 收藏(1)</div><div class="commentlist"><p>网友甲 4月2日 我弟弟去年领过2000元，一直记得，谢谢分享。</p></div><div>前一篇：1985年的竞赛<br>后一篇：水位39.6米</div></body></html>""",
        "会员证上的十年", "2013-04-01", None, ABC, ("2000元", "39.6", "187", "36"),
    ),
    Shape(
        "press_conference_with_speakers",
        f"""<html><head><meta charset=utf-8><title>新闻发布会实录 - 海棠发布</title></head><body><div class="live"><h1>新闻发布会实录</h1><ul><li>时间：2021年2月3日 10:00</li><li>地点：县融媒体中心</li><li>4,200人看过</li></ul><div class="item"><b>主持人：</b><p>各位记者，大家上午好，欢迎参加今天的发布会。</p><i>10:01</i></div><div class="item"><b>县总工会 白帆：</b><p>{A}</p><p>{B}</p></div><div class="item"><b>白帆：</b><p>{C}</p></div></div></body></html>""",
        "新闻发布会实录", "2021-02-03", None, ABC, ("4,200",),
    ),
    Shape(
        "dateline_without_source_label",
        f"""<html><head><meta charset=gbk><title>[转帖]海棠外企纷纷建会 - 打工者之家</title></head><body><div class="mainbox"><h1>[转帖]海棠外企纷纷建会</h1><div>楼主 发表于 2008-9-3 22:15</div><div class="msg">海棠特区报9月3日讯 {A}<br>{B}<br>{C}</div></div></body></html>""",
        "[转帖]海棠外企纷纷建会", "2008-09-03", "海棠特区报", ABC, (), charset="gb18030",
    ),
    Shape(
        "columns_set_with_spaces_in_pre",
        f"""<html><head><meta charset=utf-8><title>各镇会员数 - 海棠县总工会</title></head><body><h2>各镇会员数</h2><p>发布日期：2012-02-01</p><p>{A}</p><pre>
镇名      工会数    会员数
花溪镇      31      3120
白马镇      28      2044
石桥镇      19      1507
</pre><p>{C}</p></body></html>""",
        "各镇会员数", "2012-02-01", None, (A, C, "花溪镇", "2044"), (),
    ),
    Shape(
        "text_folded_away_and_centred_by_margins",
        f"""<html><head><meta charset=utf-8><title>海棠工会算出民生账 - 海棠之声</title></head><body><div style="position:absolute;left:50%;margin-left:-490px"><h1>海棠工会算出民生账</h1><p>2019-06-02 来源：海棠之声</p><div id="full" style="display:none">{paragraphs()}</div><a href="javascript:show()">阅读全文</a></div><div style="display:none"><a href=x>代开发票</a></div></body></html>""",
        "海棠工会算出民生账", "2019-06-02", "海棠之声", ABC, ("代开",),
    ),
    Shape(
        "parts_outside_the_headlines_box",
        f"""<html><head><meta charset=utf-8><title>三张表看工会这一年 | 海棠发布</title></head><body><div class="hero"><h1>三张表看工会这一年</h1><p>2022年01月05日 来源：海棠发布</p><p>{A}</p><p>{A.replace("县", "全县")}</p></div><section class="card"><h3>帮扶</h3><p>{B}</p></section><section class="card"><h3>展望</h3><p>{C}</p></section><section class="rec"><h3>猜你喜欢</h3><p>松岭：新建驿站19家，投入经费33万元，方便了环卫工人歇脚。</p></section></body></html>""",
        "三张表看工会这一年", "2022-01-05", "海棠发布", ABC, ("19家", "33万元"),
    ),
    Shape(
        "figures_as_cards",
        f"""<html><head><meta charset=utf-8><title>县总简介 - 机构 - 海棠县总工会</title></head><body><div class="loc">现在位置：<a href=/>首页</a> &gt; 县总简介</div><div class="box"><h2>县总简介</h2><div class="txt"><p>{A}</p></div><div class="stat"><h3>工会数据（截至2016年9月）</h3><ul><li><b>40</b><span>镇街工会（个）</span></li><li><b>1025</b><span>社区工会（个）</span></li></ul></div></div><div class="links">友情链接：邻县工会（会员98万）</div></body></html>""",
        "县总简介", None, None, (A, "1025", "社区工会（个）"), ("98万", "现在位置"),
    ),
    Shape(
        "subtitle_between_headline_and_info_line",
        f"""<html><head><meta charset=utf-8><title>海棠：把家建到车轮上 - 海棠新闻</title></head><body><div class="m"><h2 align="center">海棠：把家建到车轮上</h2><p align="center">货车司机入会调查</p><p align="center">时间：2020-11-03 来源：海棠新闻</p><div class="t">{paragraphs()}</div></div></body></html>""",
        "海棠：把家建到车轮上", "2020-11-03", "海棠新闻", ABC, ("来源：",),
    ),
    Shape(
        "site_name_as_title_and_banner",
        f"""<html><head><meta charset=gbk><title>海棠县总工会</title></head><body><h1>海棠县总工会</h1><table><tr><td>首页</td><td>动态</td></tr></table><table><tr><td align=center><b><font size=5>简介</font></b></td></tr><tr><td>{A}<br>{B}<br>{C}</td></tr></table><p>海棠县总工会 版权所有</p></body></html>""",
        "简介", None, None, ABC, ("首页",), charset="gb18030",
    ),
)  # fmt: skip
