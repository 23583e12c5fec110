"""Pages about unions of other countries yield nothing; those about China's that name one do."""

from __future__ import annotations

import pytest

from tasks.pipeline import read_page
from tests.tasks.parse.pages import capture, paragraphs

NO_MORE = "记者会持续关注事态的发展，并及时为读者带来报道，敬请留意本报网站和客户端的后续消息。"


def observed(title: str, *texts: str) -> list[str]:
    html = (
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1>"
        f"<div>2019-03-07　来源：晨报</div>{paragraphs(*texts, NO_MORE)}</body>"
    )
    return [one.metric for one in read_page(capture(html)).observations]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("日本春季谈判结束", "日本最大的工会组织宣布，今年平均加薪5.28%，创33年新高。"),
        ("德国服务业工会罢工", "德国服务业工会有会员190万人，工会要求加薪10.5%。"),
        ("五万人走上街头", "韩国最大的工会组织昨天举行集会，该工会有会员110万人。"),
    ],
)
def test_unions_abroad(title: str, text: str) -> None:
    assert observed(title, text) == []


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("烟台韩资企业建会", "韩国企业在烟台有600家，烟台市已有韩资企业工会520家，会员6.2万人。"),
        ("外国工会代表团来访", "德国工会代表团访问全国总工会，得知中国工会会员总数达3.02亿人。"),
        ("欧洲客人看驿站", "法国客人参观了苏州的工会驿站，苏州全市工会会员达360万人。"),
    ],
)
def test_unions_at_home(title: str, text: str) -> None:
    assert "members.total" in observed(title, text)
