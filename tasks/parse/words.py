"""Words by which Chinese web pages give their parts away: the only home of such lists.

Patterns are written in simplified characters and matched on folded text (`fold`), so that one
spelling serves both scripts; alternatives stand white-space separated, as in a table. Class
and id names are compared token by token; many sites name boxes by pinyin initials (xgyd =
相关阅读, dqwz = 当前位置).
"""

from __future__ import annotations

import re
from functools import lru_cache

from tasks.script import simplify

_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_WIDE |= {ord("\xa0"): " ", ord("\u3000"): " "}


@lru_cache(maxsize=4096)  # every rule asks for the same lines
def fold(text: str) -> str:
    """Simplified, half-width form of `text`, character by character (same length)."""
    return simplify(text.translate(_WIDE))


# Characters that nobody sees: soft hyphens, zero-width spaces and joiners, marks of direction.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
PINYIN = re.compile(
    r"(?<=[\u4e00-\u9fff])[(（](?i:[a-zü]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ][a-zü]{0,4})[)）]"
)
_SPREAD = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?: [\u4e00-\u9fff]){2,}(?![\u4e00-\u9fff])"
)


def visible(text: str) -> str:
    """`fold` without injected pinyin and invisible characters; may be shorter."""
    return PINYIN.sub("", INVISIBLE.sub("", fold(text)))


def plain(text: str) -> str:
    """`visible` text with letter-spaced words closed up; may be shorter."""
    text = visible(text)
    return _SPREAD.sub(lambda match: match.group().replace(" ", ""), text)


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


def either(words: str) -> str:
    """A group that matches any of the white-space separated alternatives."""
    return "(?:" + "|".join(words.split()) + ")"


# Tokens of class and id names that tell what a box is not. A box with most of the page's prose
# is never dropped for its name; WEAK names drop a box only if it holds no full sentence.
STRONG_NAMES = _names("""
    nav navbar navi navigation menu submenu topnav crumb crumbs breadcrumb breadcrumbs bread mbx
    dqwz location footer foot copyright sidebar aside related relate relation relates rel relnews
    xgyd xgxw xgwz xgzx xglj xiangguan recommend recommended recommendation rec reco recom tuijian
    comment comments commentlist cmt cmts pinglun discuss discussion reply replies reviews wypl
    share sharebar bdshare bdsharebuttonbox jiathis sharebuttonbox friendlink friendlinks
    friendship yqlj flink login search searchbar ad ads advert advertisement adbox gg guanggao
    banner calendar weather rank ranking paihang hotnews hotlist pager pagination pagelist
    prevnext nextprev prenext pagebar qrcode ewm erweima toolbar popup modal beian disclaimer
    signature sign sig sigline userinfo postauthor pls authi avatar jammer feed matrix
    openapp appbar drawer toptb masthead sitemap
""")
WEAK_NAMES = _names("""
    top topbar header head hd logo ft btm bottom bot bq cr cp f side left right rt r l pos place
    path position where pn pre prev next szy sxp page pages links link yq near qa list more xg pl
    like dl tags tag kz close print editor zr zebj ed ly fj tip tips app bar welcome bm bmdh rq
    vermenu hot new tj cnxh xgzt zt sub column category cat vote diaocha survey score digg zan
    discuz pt foruminfo blogtop blogfoot blogfooter static stat count tool tools font size guide
    help wza attach author authors byline meta info keyword keywords key label labels fx fxd user
    member panel quick widget fr history back return statement copy attr matter
""")
TITLE_NAMES = _names("""
    title tit bt biaoti headline subject atitle arctitle articletitle arttitle newstitle ntitle
    maintitle wzbt contenttitle dtitle xltitle posttitle entrytitle doctitle detailtitle ts newsbt
""")
KICKER_NAMES = _names("yt yinti kicker shoulder pretitle jt subtitle ft fubiaoti futi fbt subt")
SOURCE_NAMES = _names("src source ly laiyuan origin from media nickname js_name sourcename")

_WHAT = either("""
    新闻 链接 阅读 报道 文章 推荐 稿件 资讯 信息 内容 主题 帖子 专题 文件 搜索 视频 图片 热词
    知识 问题 话题 附件 评论 博文 日志 作品 栏目 主帖 动态 下载 范文 资料 图集
""")
_LEAD_IN = either(r"""
    更多 其他 其它 本版 本网 今日 昨日 本周 本月 一周 最新 热门 热点 精彩 精选 本地 社会 编辑
    网友 网民 大家 你 为你 为您 您 同类 同城 同栏目 站内 本栏 本类 点击 图片 视频 近期 往期 延伸
    扩展 拓展 相关 相似 关联 推荐 随机 市区 各地 微信 论坛 实时 新闻 财经 国内 国际 栏目 热评
    热搜 主编
""")
_LIST_NAME = either(rf"""
    (?:相关|相似|同类|关联){_WHAT} (?:延伸|扩展|拓展|推荐|关联|热门|精彩|深度|随机){_WHAT}
    (?:猜你|[你您]可能|[你您]或许)(?:也|还)?(?:想|会)?(?:喜欢|感兴趣|看|关[注心]) 继续阅读 接着看
    (?:看过|读过)\w{{1,6}}(?:还|也)(?:看|读)\w{{0,3}} 为[你您]推荐
    (?:大家|他们|网友|邻居们?|(?:其[他它]|别的?|很多|更多)人)[都也]?[还在]?在?(?:看|聊|搜|读)\w?
    往期(?:回顾|推荐|精彩|精选|内容|文章) 更多(?:\w{{0,4}})
    (?:\w{{0,4}})?(?:排行|排行榜|点击榜|热榜|热搜榜|热度榜)
    (?:精选|网友|最新|热门|全部|用户|读者|精彩|网民|文章|游客)(?:留言|评论|跟帖|跟贴|回复|点评|热评|投票|讨论)
    (?:发表|我要|我来)?(?:评论|留言|跟帖|跟贴|回帖|点评) \d+条?评论 (?:友情|友好)链接
    (?:网站|栏目)导航 栏目列表
    (?:今日|本地|国内|国际|最新|热点|图片|各地|头条|滚动|社会|精彩|重点)(?:要闻|新闻|资讯|头条|图文|动态|关注|导读|视频|看点)
    (?:其他|其它|同类)(?:新闻|文章|报道|稿件) 本版(?:其他|其它)?(?:文章|新闻|导航|稿件|责编)
    (?:市区|区县|各地)联播 (?:编辑|小编|主编)推荐 热点(?:新闻|推荐|关注|专题)?
    推荐(?:信息|新闻|文章)? 相关 看了又看 短信铃声 同城\w{{2}} 评价一下\w* 快速回复 标签云 热词
    热门(?:搜索|标签|专题) 最近更新 最新(?:文章|更新|发布|内容|公告|消息|资讯) 分享到 专题推荐
    媒体矩阵 (?:大家|他们)都?还?在看 还有更多 今日头条 (?:上|下)一?(?:篇|条) 阅读推荐
    站内(?:搜索|推荐) 热度排行 网上调查 有奖竞猜 官方微[信博] 公告栏 服务指南
""")
# A short line that opens a list which is not the article's.
OTHER_HEADING = re.compile(
    rf"^[\W_]*(?:\d+小时)?(?:{_LEAD_IN}[\w、·]{{0,8}}?)?{_LIST_NAME}"
    rf"(?:\s*[(（【\[]?(?:共\s*)?\d*\s*[条篇)）】\]]*)?[\s:：>》»…\])】]*(?:更多|more)?[\s:：>》»]*$",
    re.I,
)
_BULLETS = r"^[\s·•>◆■●【\[(（☆★*▲#]*"
# Lines that open with such a heading and go on behind a colon, bracket or space.
OTHER_START = re.compile(
    rf"{_BULLETS}[上下前后]一?(?:篇|条|则|页)(?:文章|新闻|信息)?(?:[:：\s】\]>»]|$)|"
    + _BULLETS
    + either(rf"""
        (?:相关|相似|同类){_WHAT} (?:延伸|扩展|拓展|推荐|关联|热门)(?:阅读|推荐|链接|新闻|文章)
        往期(?:回顾|推荐|精选) 友情链接 猜你喜欢 更多推荐 (?:热门|网友|最新|网民)评论 精选留言
        网友留言 热搜 热门搜索 (?:本文)?(?:标签|关键词|关键字|标签云) tags? 分享[到至] 所属专题
        收藏本页 本版其他文章 今日排行 已有\d+(?:人|位|条)
        [\[【《][^\]】》]{{2,40}}[\]】》]的?相关文章
    """)
    + r"\s*[\])】）]?\s*(?:\(\d+\))?\s*(?:[:：|·▶]|\s|$)",
    re.I,
)
BREADCRUMB = re.compile(
    r"^[\s\W]*"
    + either("""
        [您你]?(?:当前|现在)?(?:的|所在的?)?位[置址] 当前(?:位置|页面|栏目|所在) 本页位置
        [您你]?现在的?位置 导航 (?:网站)?首页 主页
    """)
    + r"\s*(?:是|在)?\s*(?:[:：>›»→/|\-┊·]|&gt;)"
    r"|^[^。，]{1,40}(?:>|›|»|→)\s*(?:正文|内容|文章|详情)?\s*$"
    r"|^(?:[\w·、“”]{2,14}\s*(?:>>?|›|»|→|/|->|»)\s*){1,6}[\w·、“”]{0,30}\s*(?:>>?)?$"
)
# Words that only a page's foot has, and words that a sentence may have too.
FOOT_ONLY = either(r"""
    ICP\s*[备证] 公网安备 版权所有 版\s权\s所\s有 copyright © 网站标识码 备案(?:号|编号|序号)
    新闻信息服务许可证 违法和?不良信息 技术支持[:：] powered\sby processed\sin
    all\srights\sreserved 建议使用.{0,14}(?:分辨率|浏览器|以上) 法律顾问[:：] 邮发代号 统一刊号
    ISBN 网站统计 站长统计 网站地图 页面执行时间 版权声明$ 免责声明$ GMT\s*[+-] 自动收录
    ^主办(?:单位)?[:：] (?:累计|今日|总)访问 访问总?量[:：] (?:网站|总)访问(?:量|人次)
    您是第.{0,4}[\d,]+ 不代表(?:本|我|\w{2,6})?(?:网|站|社|报|平台|公众号)?的?(?:观点|立场)
    网友个人观点 转载请注明 如有侵权 侵权.{0,12}(?:联系|删除|告知) 未经.{0,8}授权 欢迎反馈
""")
FOOT_TOO = either(r"""
    许可证(?:号|编号|\d) 新闻信息服务 举报(?:电话|邮箱) ^[\w]{2,14}\s?主办\s*$ 客户端下载
    扫码下载 扫一扫 长按识别 点击.{0,2}蓝字 阅读原文 (?:关注|识别)(?:该|我们|二维码|公众号)
    ^(?:地址|社址|联系地址)[:：].*(?:电话|邮编|邮政编码) 推荐使用.{0,12}(?:IE|浏览器|分辨率)
    (?:统计|方志|年鉴)出版社 出版社出版
    QQ群\s*[:：]?\s*\d{5}
    下载APP 打开APP 立即打开 微信号[:：] 网络安全备案
    (?:客服|新闻|广告|报料|爆料|投稿)(?:热线|电话|邮箱)
""")
FOOTER = re.compile(f"{FOOT_ONLY}|{FOOT_TOO}", re.I)
FOOT_SURE = re.compile(FOOT_ONLY, re.I)
# Tools around an article; a short line that holds one is not its text.
TOOLS = re.compile(
    either(r"""
        字[号体]\s*[:：]?\s*[\[【(（]?\s*(?:特?大|小|缩|放)
        [\[【(（]\s*(?:大|小|打印|关闭|评论|字体|收藏|返回) 打印本?页 关闭(?:窗口|本页|页面)
        打印此 加入收藏 收藏本[页站] 设为首页 分享[到至:] 微信扫
        扫码(?:下载|关注|阅读|分享|查看) 二维码 ^无障碍 无障碍(?:浏览|阅读|版) 长者(?:模式|版)
        听新闻 手机看新闻 我要(?:评论|纠错|投稿) 发表评论 (?:^|[|\s])举报(?:$|[|\s]) 复制链接
        链接已复制 点赞\s*[\d:] (?<![称盛])赞\s*\d+ 在看\s*\d+
        (?:阅读|浏览|点击|访问|查看|围观|人气|热度)(?:次?数|量|人?次)?\s*[:：(（]?\s*[\d.]+
        (?:阅读|浏览|点击|访问)(?:次数|数|量)\s*[:：] 只看该作者 倒序浏览 本帖最后由
        已有\d+(?:人|位) \d+\s*(?:次围观|人看过|次阅读|阅读$|次点击|万阅读) 喜欢▼
        已影响[\d.]+ 下载Word 推荐度 打开.{0,6}(?:客户端|APP).{0,4}[查看阅]
        ^[-—–]\s*\d{1,4}\s*[-—–]$ ^[\[\]\d\s]*(?:(?:首|上一|下一|尾|末)页[\s|]*)+$
        全文共\d+字 ^全文阅读 展开全文
        ^-?\s*END\s*-?$ ^[\s\-—_=*~·.]{3,}$ ^\d{1,2}:\d\d(?::\d\d)?$ ^共\d+页 当前第\d+页
        ^第\s*\[?\d+\]?.{0,20}页$
    """)
    + r"|^(?:返回(?:顶部|列表|目录|首页)?|回到顶部|TOP|打印|关闭|收藏|分享|评论|赞|在看|喜欢作者|"
    r"赞赏|完)$",
    re.I,
)
_CREDIT = either("""
    责任?编辑 责编 编辑 值班编辑 网络编辑 文字编辑 本版(?:责任)?编辑 编审 审核 校对 审校 监制
    总监制 终审 初审 复审 审签 签发 主编 总编 统筹 策划 美编 版式 排版 录入员? 录入者 上传 来源
    稿源 (?:文章|信息|本文|稿件|新闻)来源 转自 摘自 出处 作者 发布(?:人|者|时间|日期) 文字 图片
    图文 摄影 ID 发布机构 供稿 编发
""")
CREDITS = re.compile(
    rf"^[\s\[【(（\-—|]*(?:{_CREDIT}\s*[:：|｜丨/]|[文图]\s*[:：|｜丨/]|[【\[](?:报纸|报刊|刊名|报名|媒体|日期|版[面次])[】\]])"
)
# Labels of the panel beside a forum's post; what follows is never a headline or a text.
MEMBER_PANEL = re.compile(
    r"^\W*"
    + either("""
        级别 等级 UID 精华 发帖 帖子 主题 财富 威望 贡献值? 会员币 好评度 在线时间 注册时间
        最后登录 积分 金币 金钱 经验 魅力 阅读权限 来自 性别 状态 用户组 头衔 鲜花 鸡蛋
    """)
    + r"\s*[:：]\s*[^，。]{0,24}$",
    re.I,
)
_NO_PAPER = (
    r"(?<!预)(?<!通)(?<!简)(?<!公)(?<!年)(?<!月)(?<!季)(?<!海)(?<!汇)(?<!申)(?<!举)(?<!填)(?<!上)"
)
BYLINE = re.compile(
    r"^[\s(（\[【—-]*(?:本报|本网|本台|本刊|全媒体|见习|实习|特约|首席|\w{2,6}报|\w{2,6}网)?"
    r"(?:全媒体|见习|实习|特约|首席)?(?:记者|通讯员|实习生)\s*[^，。]{2,30}$"
)
ATTACHMENT = re.compile(
    r"^附件\s*\d*\s*[:：].*(?:\.(?:docx?|xlsx?|pdf|rar|zip|wps|et|ofd|jpg|png|pptx?)|无$)", re.I
)
GOV_INDEX = re.compile(
    r"索\s?引\s?号|统一登记号|信息分类|主题分类|公开(?:方式|范围|形式)|发文机关|成文日期|公文种类"
)
WEEKDAYS = re.compile(r"日\s*一\s*二\s*三\s*四\s*五\s*六|一\s*二\s*三\s*四\s*五\s*六\s*日")
TODAY = re.compile(
    r"今天是|今日是|现在是|现在时间|当前时间|星期|周[一二三四五六日]\b|农历|℃|天气|您好|欢迎|[正腊]月"
)
EDITION = re.compile(
    r"第\s*[A-Z]?\d+\s*版|数字报|电子[版报]|本版|上一版|下一版|版面(?:导航|目录)|往期回顾|报社.{0,4}版权所有|"
    r"[A-Z]?\d{1,2}\s*版[:：]|PDF版|版权所有\s*\w{2,8}报(?:社|有限公司)"
)
SPAM = re.compile(
    either(r"""
        棋牌 六合彩 六合开奖 百家乐 博彩 真人(?:娱乐|视讯|荷官|百家) 娱乐城 老虎机 幸运28
        北京赛车 时时彩 送彩金 彩金 开户送 注册即?送\d* 首存\d* 新葡京 澳门威尼斯人 无码
        [aаA][vνV](?:在线|电影|天堂|网|一区|片) 一区二区 成人(?:网|视频|影)
        国产(?:精品|视频|自拍) 日韩(?:精品|欧美) 丝袜在线 电影天堂 欧美(?:一区|精品|色)
        精品(?:一区|视频) 私服 代开发票 蜘蛛池 888官网 必赢\d+ 体育投注 电子游艺
        开奖(?:结果|记录|直播) 裸聊 约炮 六肖
    """)
)
OUTLET = re.compile(
    either(f"""
        {_NO_PAPER}报 网 (?<!出版)社 在线 电视台 电台 广播 [周晚早旬导]刊 杂志 视窗 热线 客户端 新闻
        快看 发布 频道 之声 资讯 传媒 融媒体? 观察 视点 通讯 月刊 学刊 门户 时讯 头条 政务 中心 快讯
        日讯 工运 总工会 办公室
    """)
    + "$"
)
NOT_A_SOURCE = re.compile(
    r"^"
    + either(r"""
        网络(?:整理|转载|综合|来源|收集)? 互联网 本站(?:原创|整理|编辑|综合)? 本网(?:站)? 本刊
        原创 转载 未知 佚名 不详 admin administrator 网友(?:投稿|上传|提供)? 会员(?:投稿|上传)?
        投稿 整理 综合 编辑 管理员 系统 其[他它] 暂?无 网 综合(?:整理|网络) [\W_]* [\d\W]+ 微信
        微博 公众号 记者 通讯员 责任编辑 我要评论 来源 正文 字体 字号 个人 作者 匿名 办公平台
    """)
    + "$",
    re.I,
)
PERSON_ROLE = r"(?:本报|本网|本台|本刊|全媒体|见习|实习|特约|首席)*(?:记者|通讯员|撰稿人?|实习生)"
