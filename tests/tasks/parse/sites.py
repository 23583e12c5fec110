# ruff: noqa: E501 (a page of markup is easier to read unbroken)
"""Further pages of our own making: one or more for each kind of site, near misses included.

They differ from `pages.py` in how headline, info line, source and furniture are marked up and
worded. The places and figures are invented.
"""

from __future__ import annotations

from tests.tasks.parse.pages import ABC, A, B, C, Shape, paragraphs

BR = "<br>".join("　　" + text for text in ABC)
T = "海棠工会交出年度账单"

SITES = (
    Shape(
        "wechat_saved_with_sender",
        f"""<!DOCTYPE html><html><head><meta charset=utf-8><title>{T}</title><meta property="og:site_name" content="微信公众平台"></head><body><div id="img-content"><h1 class="rich_media_title" id="activity-name">
        {T} </h1><div id="meta_content"><span id="copyright_logo">原创</span><span class="rich_media_meta rich_media_meta_text">组织部小周</span><span class="rich_media_meta_nickname" id="profileBt"><a id="js_name">海棠总工会</a></span><em id="publish_time">2022-12-30 18:06</em><em>浙江</em></div>
        <div id="js_content"><section><strong>关注我们，获取更多资讯</strong></section>{"".join(f'<section style="font-size:0"><p style="font-size:16px">{t}</p></section>' for t in ABC)}<p>供稿：组织部　撰文：小周　一审：小何　二审：老杜</p><p>推 荐 阅 读</p><p>▶ 驿站冬季供暖186处</p></div></div><div>阅读原文　阅读 1.6万　分享　收藏　在看 33</div></body></html>""",
        T, "2022-12-30", "海棠总工会", ABC, ("186处", "1.6万", "供稿"),
    ),
    Shape(
        "municipal_portal_with_index_in_lists",
        f"""<html><head><meta charset=utf-8><title>{T} - 部门信息 - 海棠市人民政府</title></head><body><div class="header"><a>无障碍</a><span>海棠市人民政府门户网站</span></div><div class="mianbaoxie">当前位置：首页 - 政务公开 - 部门信息 - 市总工会</div>
        <ul class="xxgkinfo"><li><b>信息索引：</b><span>HT-0812/2021-00034</span></li><li><b>公开责任部门：</b><span>市总工会</span></li><li><b>生成日期：</b><span>2021-02-08</span></li><li><b>效力状态：</b>有效</li></ul>
        <p class="xl-title" style="text-align:center;font-size:26px">{T}</p><div class="xl-sub"><span>发文日期：2021-02-09</span> <span>信息来源：海棠市总工会</span> <span>访问次数：<i>1,408</i></span></div><div class="TRS_UEDITOR">{paragraphs()}</div>
        <div class="xl-list"><h4>市总工会信息</h4><ul><li><a>邻市会员121万人</a><em>02-07</em></li><li><a>工会经费代收破2亿元</a><em>02-03</em></li></ul></div><div class="footer-info">网站标识码：3300000009　浙公网安备33000000000001号　地址：市民中心1号楼　邮编：320000</div></body></html>""",
        T, "2021-02-09", "海棠市总工会", ABC, ("1,408", "121万", "2亿元", "HT-0812"),
    ),
    Shape(
        "county_union_asp_site",
        f"""<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><title>海棠工会信息网</title><style>.biaoti2{{font-size:15pt;font-weight:bold;color:#c00}}.zw{{font-size:14px}}</style></head><body><table width=900><tr><td>欢迎光临海棠工会信息网！ <script>show()</script></td></tr><tr><td><a href=1>本会概况</a> | <a href=2>领导讲话</a> | <a href=3>维权案例(58)</a></td></tr></table>
        <table width=900><tr><td width=200 bgcolor=#eee><b>会务公开</b><br>・经费收支<br>・评先评优<br><b>在线调查</b><br>・您对工会满意吗？已有1226人参与</td><td><table><tr><td class=biaoti2 align=center>{T}</td></tr><tr><td align=center>加入日期：2012-1-9 16:40:12　录入：admin　查看：305次</td></tr><tr><td class=zw>{BR}</td></tr></table>
        <table><tr><td>・ 我县召开劳模座谈会 (2012-1-6)</td></tr><tr><td>・ 全县已建职工书屋75家 (2012-1-4)</td></tr></table></td></tr></table><table><tr><td align=center>海棠县总工会　版权所有　地址：人民路9号　邮编：320001</td></tr></table></body></html>""",
        T, "2012-01-09", None, ABC, ("1226", "75家", "305", "维权案例"), charset="gb18030",
    ),
    Shape(
        "blog_repost_from_a_paper",
        f"""<html><head><meta charset=utf-8><title>【转】{T} - 老柳的窗台 - 网易博客</title></head><body><div class="hd"><h1><a>老柳的窗台</a></h1><p>人生如逆旅</p></div><div class="nb"><h3 class="tt">【转】{T}</h3><p class="pdt">2013-01-15 20:11:46|&nbsp;&nbsp;分类：摘抄 |&nbsp;&nbsp;标签：工会&nbsp; |举报|字号 订阅</p><div class="bct">{paragraphs()}<p>（据海棠晚报）</p></div></div><div class="pls">评论这张 转发至微博 阅读(412)| 评论(6)</div><div class="fc"><p>小桥流水 2013-01-16 我们乡会员才300人</p></div></body></html>""",
        f"【转】{T}", "2013-01-15", "海棠晚报", ABC, ("412", "300人"),
    ),
    Shape(
        "bbs_with_category_link",
        f"""<html><head><meta charset=gbk><title>{T} - 本地话题 - 海棠大院 - powered by PHPWind</title></head><body><div class="bar">查看数 9120　回帖数 18</div><h1><a href=t>[转载]</a> {T}</h1><div class="floor"><div class="user">海边听风<br>等级：居士<br>帖子：4118</div><div class="post"><div class="pt">楼主# 发表于：2016-04-20 07:55</div><div class="msg">{"<br>".join(t + '<span style="font-size:0pt">q' + str(i) + "^Zk;" + str(i) + "</span>" for i, t in enumerate(ABC))}<br>以上转自《海棠商报》</div><div class="sig">代驾 13800000000 起步价29元</div></div></div><div class="floor"><div class="user">路过</div><div class="post"><div class="pt">1楼# 发表于：2016-04-20 08:12</div><div class="msg">我单位1600多人，会费交了3年，啥也没发过。</div></div></div></body></html>""",
        T, "2016-04-20", "海棠商报", ABC, ("29元", "1600", "9120", "^Zk;"), charset="gb18030",
    ),
    Shape(
        "e_paper_with_kicker_over_heading",
        f"""<html><head><meta charset=utf-8><title>{T}_海棠周刊多媒体数字版</title></head><body><div class="top">海棠周刊　2018年11月02日　星期五　第B02版：城事　<a>上一篇</a>　<a>下一篇</a></div><div class="lst"><p>第B01版 封面</p><p>第B03版 楼市：成交1120套</p></div><div class="ctt"><h4>会员净增3200人</h4><h2>{T}</h2><h5>——年终盘点之三</h5><p>本刊记者 石磊</p><div class="txt">{paragraphs("本刊讯 " + A, B, C)}</div></div><div class="ft">海棠报业集团 国内统一刊号CN33-0099　广告热线0570-0000001</div></body></html>""",
        T, "2018-11-02", "海棠周刊", ("会员净增3200人", "本刊讯 " + A, B, C), ("1120", "CN33", "0570"),
    ),
    Shape(
        "app_share_page",
        f"""<!DOCTYPE html><html><head><meta charset=utf-8><meta name="viewport" content="width=device-width"><meta property="og:title" content="{T}"><title>{T}</title></head><body><div class="download-bar">打开看海棠客户端，领取88积分</div><div id="app"><div class="art-title">{T}</div><div class="art-meta"><img class="avatar"><span class="name">看海棠</span><span class="dot">·</span><span class="date">2023年05月11日 08:40</span></div><div class="art-body">{paragraphs()}</div><div class="tail">来源丨海棠新闻网　编辑丨小何　审核丨老杜</div><div class="hot-c"><div class="h">大家都在聊（236）</div><div>网友8841：什么时候发会员卡，等了6个月了。</div></div><div class="rec-list"><div class="h">更多精彩推荐</div><div class="i">邻县：新建驿站44家</div><div class="i">本周油价下调0.2元</div></div><div>在APP内打开 查看全部236条评论</div></div></body></html>""",
        T, "2023-05-11", "海棠新闻网", ABC, ("88积分", "44家", "6个月", "236"),
    ),
    Shape(
        "yearbook_entry_page",
        f"""<html><head><meta charset=utf-8><title>工会工作--海棠年鉴（2015）</title></head><body><div class="nav">海棠年鉴（2015）&gt;&gt;群团组织&gt;&gt;县总工会</div><div class="side"><p>特载</p><p>大事记</p><p>群团组织（12条）</p></div><div class="entry"><h2>工会工作</h2><p>【组织建设】　{A}</p><p>【帮扶救助】　{B}</p><p>【年度计划】　{C}</p><p class="pgno">·217·</p></div><div class="bottom">海棠县地方志编纂委员会办公室编　方志出版社出版　定价：198.00元</div></body></html>""",
        "工会工作", None, None, ABC, ("198", "12条"),
    ),
    Shape(
        "yearbook_table_without_heading",
        """<html><head><meta charset=gb2312><title>统计年鉴</title></head><body><p align=center><a href=m.htm>目录</a> | <a href=p.htm>18-4 档案馆</a> | <a href=n.htm>18-6 残联</a> | 海棠统计年鉴-2014</p><table border=1><tr><td colspan=3><b>18-5 各区工会情况(2013年)</b></td></tr><tr><td>地区</td><td>基层工会(个)</td><td>会员(万人)</td></tr><tr><td>东城区</td><td>812</td><td>9.6</td></tr><tr><td>西城区</td><td>655</td><td>7.7</td></tr><tr><td>开发区</td><td>240</td><td>5.1</td></tr></table><p align=center>— 377 —</p></body></html>""",
        "18-5 各区工会情况(2013年)", None, None, ("东城区", "9.6", "240"), ("18-4", "377", "目录"), charset="gb18030",
    ),
    Shape(
        "question_and_answer_site",
        f"""<html><head><meta charset=utf-8><title>海棠县现在有多少工会会员？_问一问</title></head><body><div class="crumbs">问一问 &gt; 社会民生 &gt; 劳动</div><div class="q"><h1>海棠县现在有多少工会会员？</h1><div class="q-info">浏览 5,512 次　提问时间：2020-06-01 12:00</div></div><div class="a"><div class="a-h">推荐答案</div><div class="a-t">{paragraphs()}</div><div class="a-f">本回答被提问者采纳　赞同 27　追问</div></div><div class="oth"><h3>其他回答（2）</h3><p>百度一下就有了，好像是16万人吧，反正我们厂有400人。</p></div><div class="rel"><h3>等待您来回答</h3><p>公务员工资多少钱一个月？</p></div></body></html>""",
        "海棠县现在有多少工会会员？", "2020-06-01", None, ABC, ("5,512", "16万人", "400人", "赞同"),
    ),
    Shape(
        "encyclopaedia_entry",
        f"""<html><head><meta charset=utf-8><title>海棠县总工会（县级群团组织）_通识百科</title></head><body><div class="topbar"><a>首页</a><a>秒懂</a><a>登录</a></div><div class="lemma"><h1>海棠县总工会</h1><h2>县级群团组织</h2><div class="summary">{paragraphs(A)}</div><dl class="basic"><dt>成立时间</dt><dd>1950年</dd></dl><h3>主要工作</h3>{paragraphs(B, C)}</div><div class="ref">参考资料：[1] 海棠日报［引用日期2019-04-01］</div><div class="sidebox">词条统计：浏览次数 33012 次　编辑次数 18 次</div></body></html>""",
        "海棠县总工会", None, None, ABC, ("33012", "秒懂"),
    ),
    Shape(
        "television_site",
        f"""<html><head><meta charset=utf-8><title>{T}_海棠新闻联播_海棠网络广播电视台</title></head><body><div class="player">正在播放 00:01:58</div><div class="vtitle"><h3>{T}</h3></div><div class="vinfo">首播：2017年07月21日 19:30　|　频道：新闻综合　|　播放：6021</div><div class="vtext"><p>主播：观众朋友晚上好。</p>{paragraphs("海棠台消息：" + A, B, C)}</div><div class="vlist"><p>相关视频</p><ul><li>02:11 高温津贴涨到300元</li><li>01:40 龙舟赛42支队伍下水</li></ul></div><div class="bot">海棠网络广播电视台 信息网络传播视听节目许可证1100000号</div></body></html>""",
        T, "2017-07-21", "海棠网络广播电视台", (A, B, C), ("6021", "300元", "42支", "1100000"),
    ),
    Shape(
        "macau_paper",
        """<html><head><meta http-equiv=content-type content="text/html; charset=big5"><title>江畔日報</title><style>.ttl{font-size:24px;font-weight:700}</style></head><body><table><tr><td>江畔日報　二○一○年五月四日　A6　中國新聞</td></tr></table><table><tr><td><div class=ttl>內地百萬外勞入工會</div><p>【本報廣州三日電】廣東省總工會昨稱，全省外來務工會員達一千二百萬人，較上年增加三成。</p><p>東莞一名台商說，工廠去年已成立工會，八百名工友每人獲發三百元節日津貼，「大家都安心」。</p></td><td><b>本版新聞</b><br>四川災區復課率98%<br>樓價升5%</td></tr></table><p>江畔日報社出版　電話：28000000</p></body></html>""",
        "內地百萬外勞入工會", "2010-05-04", "江畔日報", ("一千二百萬人", "八百名工友"), ("98%", "升5%", "28000000"), charset="big5hkscs",
    ),
    Shape(
        "simplified_page_turned_traditional_with_pinyin",
        f"""<html><head><meta charset=utf-8><title>{T}-財經(jīng)要聞-東南資訊</title></head><body><div>首頁(yè) &gt; 國內(nèi) &gt; 正文</div><h1>海棠工會(huì)交出年度賬單</h1><div class="i">發(fā)布時(shí)間：2022-11-08　來(lái)源：海棠日報(bào)　責(zé)編：lm</div><div class="b"><p>海棠縣總工會(huì)昨天發(fā)布消息，全縣基層工會(huì)已有1312家，會(huì)員總數(shù)達(dá)到14.6萬(wàn)人。</p><p>去年一年，縣里為困難職工發(fā)放幫扶資金286萬(wàn)元，惠及1740戶(hù)家庭。</p></div><div class="m"><p>相關(guān)閱讀</p><p>鄰縣會(huì)員突破21萬(wàn)人</p></div></body></html>""",
        "海棠工會(huì)交出年度賬單", "2022-11-08", "海棠日報", ("1312家", "286萬(wàn)元"), ("21萬(wàn)",),
    ),
    Shape(
        "university_library_mirror",
        f"""<html><head><meta charset=utf-8><title>{T} - 剪报数据库 - 江畔大学图书馆</title></head><body><table><tr><td>江畔大学图书馆　剪报数据库</td><td>馆藏 86,120 条</td></tr></table><table border=1><tr><td>题名</td><td>{T}</td></tr><tr><td>报刊名称：</td><td>海棠日报</td></tr><tr><td>出版日期：</td><td>2009-11-17</td></tr><tr><td>版次：</td><td>2</td></tr></table><h3>{T}</h3><div class="ft">{BR}</div><p>返回检索结果　第 3 条 / 共 118 条</p></body></html>""",
        T, "2009-11-17", "海棠日报", ABC, ("86,120", "118"),
    ),
    Shape(
        "tender_site",
        f"""<html><head><meta charset=utf-8><title>海棠县总工会职工体检服务采购结果公告-招采在线</title></head><body><div class="breadnav">招采在线 &gt; 公告 &gt; 结果</div><div class="d"><h1>海棠县总工会职工体检服务采购结果公告</h1><ul class="meta"><li>发布日期：2020-03-19</li><li>采购人：海棠县总工会</li><li>浏览量：77</li></ul><div class="body"><p>一、项目编号：HTCG-2020-017</p><p>{A}</p><p>{B}</p><p>{C}</p></div></div><div class="more-n"><h4>同类公告</h4><ul><li><a>邻县采购空调320台</a> 2020-03-18</li><li><a>学校食堂食材预算65万元</a> 2020-03-18</li></ul></div></body></html>""",
        "海棠县总工会职工体检服务采购结果公告", "2020-03-19", None, ABC, ("320台", "65万元", "浏览量"),
    ),
    Shape(
        "text_render_with_spread_words",
        f"海棠热线\n[首页] [新闻] [论坛] 今日发帖 3120\n\n新闻 >> 本地 >> 正文\n\n{T}\n\n2014年8月2日 10:33   稿件来源：海棠广播电视报   [大 中 小]\n\n"
        + "\n".join("　　" + t for t in ABC)
        + "\n\n(编辑：小林)\n\n热 点 新 闻\n· 县城房价每平方米6800元\n· 邻县建会企业达740家\n\n关于我们 | 广告服务 | 联系我们\n海棠热线 版权所有\n",
        T, "2014-08-02", "海棠广播电视报", ABC, ("3120", "6800", "740家"), page="q.txt",
    ),
    Shape(
        "english_template",
        f"""<html><head><meta charset=utf-8><title>{T} &#8211; Haitang Today</title><meta property="og:site_name" content="Haitang Today"></head><body><header><a>Home</a> <a>About</a></header><main><h2 class="post-title">{T}</h2><div class="post-meta">By <a>staff2</a> on March 7, 2012 · Via: <span class="via">海棠日报</span> · 3,901 views</div><div class="post-content">{paragraphs()}</div><div class="post-nav">Previous: 邻县会员21万人 Next: 体检88元</div></main><section><h3>2 Responses</h3><p>老张 says: 我们厂900人，工会经费每年才5万元。</p></section><footer>Powered by WordPress</footer></body></html>""",
        T, "2012-03-07", "海棠日报", ABC, ("3,901", "21万人", "900人"),
    ),
    Shape(
        "headline_of_two_sizes",
        f"""<html><head><title>海棠信息港</title></head><body><center><font size=5>会员一年净增三千</font><br><font size=4>海棠工会走进小微企业</font><p><font size=2>2004-4-6　海棠日报</font></p></center><font size=3>{BR}</font></body></html>""",
        "会员一年净增三千 海棠工会走进小微企业", "2004-04-06", "海棠日报", ABC, (),
    ),
    Shape(
        "headline_cut_for_width",
        f"""<html><head><title>文件</title></head><body><p align=center><font size=5>海棠县总工会关于二〇〇五年</font></p><p align=center><font size=5>工会工作情况的通报</font></p><p align=center>海工〔2006〕3号</p>{paragraphs()}<p align=right>二〇〇六年一月十日</p></body></html>""",
        "海棠县总工会关于二〇〇五年工会工作情况的通报", "2006-01-10", None, ABC, (),
    ),
    Shape(
        "gazetteer_chapter_set_large_by_class",
        f"""<html><head><title>海棠方志网--海棠县志--第十二编 社团--第二章 工会</title><style>td{{font-size:9pt}} .zt{{font-size:15pt}}</style></head><body><table><tr><td width=150><b>· 第十一编 司法</b><br><b>· 第十二编 社团</b><br><b>第二章 工会</b><br>第三章 妇联（会员 2,206 人）</td><td><table><tr><td class=zt align=center>第二章 工会</td></tr><tr><td>{BR}</td></tr></table></td></tr></table><p>海棠县地方志办公室主办</p></body></html>""",
        "第二章 工会", None, None, ABC, ("2,206", "第十一编"),
    ),
    Shape(
        "list_with_dates_that_is_the_text",
        f"""<html><head><meta charset=utf-8><title>{T} - 海棠网</title></head><body><h1>{T}</h1><p>2021-12-31 来源：海棠网</p><div>{paragraphs(A)}<p>3月5日，县总工会给66家驿站送去药箱。</p><p>7月1日，入会满10年的会员领到纪念章。</p>{paragraphs(C)}</div></body></html>""",
        T, "2021-12-31", "海棠网", (A, "66家驿站", "入会满10年", C), (),
    ),
    Shape(
        "print_view",
        f"""<html><head><meta charset=utf-8><title>打印文章 - {T}</title><style media=print>.x{{display:none}} p{{font-size:30pt}}</style></head><body><div class=x>[打印] [关闭]</div><div style="font-size:12px">海棠县总工会网站　http://www.example.cn/a/1.html　打印日期：2016年9月9日</div><h2>{T}</h2><p align=center>发布：2015-10-20　来源：海棠县总工会</p>{paragraphs()}</body></html>""",
        T, "2015-10-20", "海棠县总工会", ABC, ("打印日期",),
    ),
)  # fmt: skip
