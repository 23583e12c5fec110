# ruff: noqa: E501 (a page of markup is easier to read unbroken)
"""Headline, date and source in a row of quick page layouts; no words of the furniture get in."""

from __future__ import annotations

import pytest

from tasks.parse import parse_article
from tests.tasks.parse.pages import ABC, A, B, C, capture, paragraphs

T2 = "海棠工会为骑手撑起伞"
T3 = "货车司机有了自己的家"
P = paragraphs()
BR = "<br>".join("　　" + text for text in ABC)
OTHERS = (
    "88万", "房价", "55家", "9.8万", "66万元", "900人", "增长9%", "3.3万", "231", "延伸", "330户", "1200人", "360人",
    "800个", "600元", "6.8%", "188万", "21万", "812", "1028", "5元左右", "讲话稿5篇", "1201", "抓取",
)  # fmt: skip


def pg(headline: str, head: str, body: str, title: str | None = None) -> str:
    """A page; its `<title>` is the headline with the site's name where none is given."""
    name = f"{headline}_海棠网" if title is None else title
    return f"<html><head><meta charset=utf-8><title>{name}</title>{head}</head><body>{body}</body></html>"


LAYOUTS: tuple[tuple[str, str, str, str | None, str | None], ...] = (
    ('brackets',pg(T2, '',f'<div class="news_bt"><span style="font-size:22px">{T2}</span></div><div>【发布日期：2014/05/06】【字号 大 中 小】【来源：海棠日报】【浏览次数：33】</div><div>{P}</div>'),T2,'2014-05-06','海棠日报'),
    ('title_rev',pg(T2, '',f'<table><tr><td class=t>{T2}</td></tr><tr><td>2014年05月06日　来源：海棠日报</td></tr><tr><td>{BR}</td></tr></table>',f'海棠日报--2014年05月06日--要闻--{T2}'),T2,'2014-05-06','海棠日报'),
    ('hk',pg(T2, '',f'<h1>{T2}</h1><div>發布: 2014/05/06 | 來源：大江報 | 人氣：51</div>{P}'),T2,'2014-05-06','大江報'),
    ('people',pg(T2, '',f'<h1>{T2}</h1><h3>记者 石磊</h3><div id=rwb>{P}<p>《 海棠日报 》（ 2014年05月06日 02 版）</p></div>'),T2,'2014-05-06','海棠日报'),
    ('people2',pg(T2, '',f'<h1>{T2}</h1><div>{P}<p>（原载2014年5月6日《海棠日报》第3版）</p></div>'),T2,'2014-05-06','海棠日报'),
    ('paperfirst',pg(T2, '',f'<h1>{T2}</h1><div>海棠日报 2014-05-06 09:12:11 石磊</div>{P}'),T2,'2014-05-06','海棠日报'),
    ('url',pg(T2, '',f'<h1>{T2}</h1><div>http://www.ht.com　来源： 海棠日报　2014年5月6日 【大 中 小】 【打印】</div>{P}'),T2,'2014-05-06','海棠日报'),
    ('toutiao',pg(T2, '',f'<h1>{T2}</h1><div class="article-meta"><span>2023-05-06 10:11</span><span>·</span><span class=name><a>海棠发布</a></span><span>·海棠市官方账号</span></div><article>{P}</article>',T2+'-今日头条'),T2,'2023-05-06','海棠发布'),
    ('baijia',pg(T2, '',f'<h2>{T2}</h2><div class=author><p class=an>海棠日报</p><div>2020-05-06 10:11 海棠日报官方帐号</div><a>关注</a></div><div>{P}</div>',T2),T2,'2020-05-06','海棠日报'),
    ('sina',pg(T2, '',f'<h1>{T2}</h1><div><span>2012年05月06日09:12</span> <span><a>海棠日报</a></span> <a>微博</a> <a>我有话说(22人参与)</a></div>{P}',T2+'|海棠|工会_新闻_新浪网'),T2,'2012-05-06','海棠日报'),
    ('small',pg(T2, '',f'<h1><small>新业态观察</small><br>{T2}</h1><p>2022-05-06 海棠网</p>{P}'),T2,'2022-05-06','海棠网'),
    ('noinfo_meta',pg(T2, '<meta name="publishdate" content="2019-05-06"><meta name="source" content="来源：海棠日报">',f'<h1>{T2}</h1>{P}'),T2,'2019-05-06','海棠日报'),
    ('txt',f'海棠新闻网\n首页 新闻 视频 图片(231)\n\n{T2}\n\n海棠新闻网 www.ht.cn 更新时间:2014-05-06 09:10 字体: 大 中 小\n\n'+'\n'.join(ABC)+'\n\n延伸阅读\n邻县会员9.8万\n\nCopyright 海棠新闻网\n',T2,'2014-05-06','海棠新闻网'),
    ('txt2',f'{T2}\n2014-05-06 09:10:11  海棠日报\n\n'+'\n\n'.join(ABC)+'\n\n分享到：\n上一篇：会员9.8万\n',T2,'2014-05-06','海棠日报'),
    ('side',pg(T2, '',f'<div class=wrap><div class=r><h3>排行榜</h3><p>1 全市工会会员突破88万人，比去年增加5万人。</p><p>2 房价上涨6%</p></div><div class=l><div class=hh>{T2}</div><div>时间：2014年5月6日 09:12　　信源：海棠晚报　　阅读量：9012</div><div class=cc>{BR}</div></div></div>'),T2,'2014-05-06','海棠晚报'),
    ('dotdate',pg(T2, '',f'<h1>{T2}</h1><p>[ 2014.05.06 ] [ 海棠晚报 ] [ 点击 99 ]</p>{P}'),T2,'2014-05-06','海棠晚报'),
    ('editor_end',pg(T2, '',f'<h1>{T2}</h1><p>2014-05-06 09:10</p><div>{P}</div><div class=ed>来源：海棠新区报 | 编辑：小林 | 终审：老杜</div><div class=kk>你可能还想看</div><p>邻县工会新建驿站55家，投入经费66万元，受到欢迎。</p>'),T2,'2014-05-06','海棠新区报'),
    ('subj',pg(T2, '',f'<div class=tit>标题：{T2}</div><div>发表人：小林　发表时间：2009-5-6 9:10　信息来源：转载于海棠晚报</div><div>{BR}</div>'),T2,'2009-05-06','海棠晚报'),
    ('docs',pg(T2, '',f'<center><b>海棠县总工会文件</b></center><center>海工发〔2014〕8号</center><center><font size=5>关于表彰2013年度工会工作先进单位的决定</font></center>{P}<p align=right>海棠县总工会<br>2014年1月8日</p>','海棠县总工会文件'),'关于表彰2013年度工会工作先进单位的决定','2014-01-08',None),
    ('wap',pg(T2, '',f'<div>海棠掌上通 &gt; 新闻</div><div>{T2}</div><div>05-06 09:10 来源:海棠日报 第1/1页</div><div>{BR}</div><div>评论(3) 返回上级</div>'),T2,None,'海棠日报'),
    ('lib',pg(T2, '',f'<div>剪报库</div><p>【篇名】{T2}</p><p>【报纸】海棠日报</p><p>【日期】2009-11-17</p><p>【版面】A02</p>{P}','剪报库'),T2,'2009-11-17','海棠日报'),
    ('nosuffix',pg(T2, '',f'<h1>{T2}</h1><p>海棠融媒 5月6日 2022年</p>{P}<p>▌来源/海棠融媒</p><p>▌编辑/小林</p>'),T2,None,'海棠融媒'),
    ('mid',pg(T2, '',f'<h1>{T2}</h1><p>2014-05-06 来源：海棠日报</p>{paragraphs(A)}<div class=tj><b>相关报道：</b><a href=1>我市会员达88万人 增长9%</a></div>{paragraphs(B,C)}<p>（责编：小林）</p><p>分享让更多人看到 阅读 3.3万</p>'),T2,'2014-05-06','海棠日报'),
    ('tv',pg(T2, '',f'<h1>{T2}</h1><div>海棠电视台　2014-05-06　时长：2分12秒</div>{P}'),T2,'2014-05-06','海棠电视台'),
    ('forumreply',pg(T2, '',f'<h2>{T2}</h2><div>作者:听涛 提交日期:2008-5-6 9:10:00 访问:3301 回复:22</div><div class=post>{BR}</div><div>作者：路人甲 回复日期：2008-5-6 10:00:00</div><div class=post>顶！我们厂会员有900人呢，大家一起努力。</div>',T2+'_海棠杂谈_社区'),T2,'2008-05-06',None),
    ('wx_reprint',pg(T3, '',f'<div id=img-content><h1 id=activity-name>{T3}</h1><div id=meta_content><em>海棠工会</em> <a id=js_name>海棠工会</a> <em id=publish_time>2021年6月3日 11:20</em></div><div id=js_content>{P}<p>本文来源：海棠日报</p><p>图文编辑：小林</p><p>点分享 点收藏 点在看</p></div></div>',''),T3,'2021-06-03','海棠日报'),
    ('gov_new',pg(T3, '<meta name="ArticleTitle" content="'+T3+'"><meta name="PubDate" content="2021-06-03 09:00"><meta name="ContentSource" content="县总工会">',f'<div class=con_tit>{T3}</div><div class=con_info>时间：<publishtime>2021-06-03</publishtime>　来源：<publishsource>县总工会</publishsource></div><UCAPCONTENT>{P}</UCAPCONTENT><div class=syxt>扫一扫在手机打开当前页</div>',f'海棠县人民政府 部门动态 {T3}'),T3,'2021-06-03','县总工会'),
    ('union_list_left',pg(T3, '',f'<div id=left><h2>通知公告</h2><ul><li>关于评选先进的通知</li><li>困难职工建档达到330户</li></ul></div><div id=right><h2>{T3}</h2><p class=fbsj>[2015-03-19 10:20] 【字体：大 中 小】 被阅读[212]次</p><div class=nr>{P}</div></div>',T3+'-海棠县总工会'),T3,'2015-03-19',None),
    ('union_author',pg(T3, '',f'<div class=a><strong>{T3}</strong></div><div class=b>2015年3月19日　来源：　作者：组宣部　点击数：66</div>{P}',T3),T3,'2015-03-19',None),
    ('blog2',pg(T3, '',f'<div id=blogTitle>风吹麦浪</div><div class=SG_connHead><span class=title>默认分类</span></div><h2>{T3}</h2><div>发表于 2011-06-03 21:00 | 个人分类：工作手记 | 阅读:301次</div><div class=e>{P}</div><div>我的更多文章：<br>会员日活动来了1200人(2011-05-01)<br>去年培训360人(2011-04-02)</div>',T3+'-风吹麦浪-搜狐博客'),T3,'2011-06-03',None),
    ('bbs2',pg(T3, '',f'<div>您的位置：江畔论坛→谈天说地→{T3}</div><table><tr><td>您是本帖的第 <b>1028</b> 个阅读者</td></tr></table><table><tr><td>渔夫<br>等级：新手上路<br>文章：31<br>积分：277</td><td><b>{T3}</b><hr>{BR}<br><br>2008-6-3 9:12:00</td></tr><tr><td>浪花<br>文章：2</td><td>Re：我们公司也有800个司机<br>2008-6-3 10:00:00</td></tr></table>','江畔论坛'),T3,'2008-06-03',None),
    ('epaper2',pg(T3, '',f'<div>第A04版：要闻</div><div>2020年6月3日 星期三 海棠晨报 电子版</div><div class=yinti>三年发展会员3200人</div><div class=biaoti>{T3}</div><div class=futi>——海棠县总工会工作纪略</div><div class=zuozhe>记者 石磊</div><div id=content>{P}</div><div>版权所有 海棠晨报社</div>','海棠晨报电子版'),T3,'2020-06-03','海棠晨报'),
    ('yb2',pg(T3, '','<div>2016海棠统计年鉴 &gt; 第二十二篇 社会组织</div><center>22-6 基层工会组织建设情况</center><table border=1><tr><td>年份</td><td>基层工会(个)</td><td>会员(人)</td></tr><tr><td>2013</td><td>1100</td><td>120000</td></tr><tr><td>2014</td><td>1210</td><td>131000</td></tr><tr><td>2015</td><td>1312</td><td>146000</td></tr></table><p>资料来源：县总工会</p><p>211</p>','22-6'),'22-6 基层工会组织建设情况',None,None),
    ('qa2',pg(T3, '',f'<h3 class=ask>海棠的货车司机怎么入会？</h3><div>匿名用户 | 浏览 812 次 | 2019-06-03</div><div class=best><h4>最佳答案</h4><div>{P}</div><div>回答者：热心网友 2019-06-04 已赞过33</div></div><div><h4>为您推荐</h4><p>入会要交多少钱？每月5元左右，各地不同，请咨询当地工会。</p></div>','海棠的货车司机怎么入会？-有问必答'),'海棠的货车司机怎么入会？','2019-06-03',None),
    ('tv2',pg(T3, '',f'<div class=nav>首页&gt;新闻&gt;正文</div><p class=tt1>{T3}</p><p class=tt2>发布时间:2019-06-03 &nbsp; 来源:海棠广播电视台 &nbsp; 编辑:小林 &nbsp; 点击:12</p><div class=video>视频加载中 00:00/01:22</div>{P}'),T3,'2019-06-03','海棠广播电视台'),
    ('hk2','<html><head><meta charset=utf-8><title>貨車司機有家了 | 兩岸 | 大江新聞網</title></head><body><nav>主頁 即時 港聞 兩岸</nav><h1>貨車司機有家了</h1><div>撰文：李某　出版：2021-06-03 10:15　更新：2021-06-04 08:00</div><p>海棠縣總工會公布，全縣貨車司機會員有14,600人，較年初多3,200人。</p><p>去年發放幫扶資金286萬元人民幣，1,740個家庭受惠。</p><section><h2>其他人也在看</h2><p>本港失業率升至6.8%，是十年來新高。</p></section></body></html>','貨車司機有家了','2021-06-03',None),
    ('tw','<html><head><meta charset=utf-8><title>大陸工會吸收司機 - 兩岸 - 島嶼新聞</title></head><body><h1>大陸工會吸收司機</h1><div>2021/06/03 10:15 島嶼社 記者陳某／台北報導</div><p>（島嶼社記者陳某台北3日電）海棠縣總工會公布，全縣貨車司機會員有14,600人，較年初多3,200人。</p><p>去年發放幫扶資金286萬元人民幣，1,740個家庭受惠。</p></body></html>','大陸工會吸收司機','2021-06-03','島嶼社'),
    ('tender2',pg(T3, '',f'<h2>海棠县工人文化宫改造项目中标公示</h2><p>信息时间：2018-06-03　阅读次数：98　来源：县公共资源交易中心</p>{P}<ul><li>[工程] 邻县中学操场中标价188万元 2018-06-02</li><li>[货物] 空调采购预算66万元 2018-06-01</li></ul>','中标公示'),'海棠县工人文化宫改造项目中标公示','2018-06-03','县公共资源交易中心'),
    ('txt3',f'江畔在线 > 新闻中心 > 社会\n{T3}\n江畔在线  2010年06月03日 07:25  海棠早报   进入论坛 评论0条\n\n    '+'\n    '.join(ABC)+'\n\n    作者：石磊  (编辑:小林)\n    >> 相关新闻\n    邻县会员21万\n    联系我们 | 招聘信息\n',T3,'2010-06-03','海棠早报'),
    ('enterprise',pg(T3, '',f'<div class=n1>新闻动态 NEWS</div><div class=n2>{T3}</div><div class=n3>发布时间：2017.06.03 访问量：1201 来源：集团工会</div><div class=n4>{P}</div><div class=n5>服务热线 400-000-0000 海棠集团 版权所有</div>',T3+'-海棠集团有限公司'),T3,'2017-06-03','集团工会'),
    ('fanwen',pg(T3, '',f'<h1>{T3}（精选3篇）</h1><div>发布时间：2019-06-03 10:00 编辑：pangxie 手机版</div><p class=daodu>【导语】{A}</p>{paragraphs(B,C)}<p>【{T3}（精选3篇）】相关文章：</p><p>1.工会工作计划10篇</p><p>2.工会讲话稿5篇</p>',T3+'（精选3篇）-好文网'),T3+'（精选3篇）','2019-06-03',None),
    ('live',pg(T3, '',f'<div class=tit>{T3}</div><div class=sub>来源: 海棠交通广播  时间: 2020-06-03 14:00:00  责编: 小林</div><div class=txt>{BR}</div><div>海棠交通广播FM98.8 官方微博粉丝120万</div>',''),T3,'2020-06-03','海棠交通广播'),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "html", "title", "published", "source"), LAYOUTS, ids=[row[0] for row in LAYOUTS]
)
def test_layout(
    name: str, html: str, title: str, published: str | None, source: str | None
) -> None:
    article = parse_article(capture(html, "page.txt" if name.startswith("txt") else "page.html"))
    found = str(article.published) if article.published else None
    assert (article.title, found, article.publisher) == (title, published, source)
    assert [words for words in OTHERS if words in article.text] == []
    assert [words for words in ABC if words in html and words not in article.text] == []
