"""Names of bodies and towns below the county, and words that only look like them."""

from __future__ import annotations

import pytest

from tasks.normalize.where.bodies import find_bodies
from tasks.normalize.where.towns import find_unknown_towns


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("全市有2个园区试点", []),
        ("全市有2 个园区试点", []),
        ("６家行业工会联合会挂牌", []),
        ("建成3个开发区工会", []),
        ("今年5月建起园区驿站", []),
        ("10月叠石桥家纺产业园区新增工会", ["叠石桥家纺产业园区"]),
        ("全国模范职工之家54个", []),
        ("新评出株洲市模范职工之家8家", []),
        ("世界500强等跨国公司", []),
        ("资助贫困大学生1083人", []),
        ("食品两个行业工会联合会", []),
        ("广州等地设立驻外联合工会17个", []),
        ("，二十多个园区建起工会", []),
        ("计划再建村级工会联合会30个", []),
        ("相关行业工会发展会员", []),
        ("拟迁建至新湖片区", ["新湖片区"]),
        ("投入900万元改建职工活动中心", []),
        ("龙水五金行业工会联合会", ["龙水五金行业工会联合会"]),
        ("花炮行业工会联合会覆盖企业412家", ["花炮行业工会联合会"]),
        ("在高新区举行", ["高新区"]),
        ("速航公司的工会", ["速航公司"]),
        ("辖区有3家家乐福公司", ["家乐福公司"]),
        ("东海大学工会", ["东海大学"]),
    ],
)
def test_bodies(text: str, names: list[str]) -> None:
    assert [body.name for body in find_bodies(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("，281个街道都挂了牌", []),
        ("，三个镇都有", []),
        ("，由街道聘用", []),
        ("，就是镇里的事", []),
        ("，如今全镇有会员", []),
        ("，与各区镇签约", []),
        ("，袜业重镇大唐", []),
        ("，部分镇已经建会", []),
        ("，大麦屿街道有会员", ["大麦屿街道"]),
        ("，老城镇15家", ["老城镇"]),
    ],
)
def test_unknown_towns(text: str, names: list[str]) -> None:
    assert [town.name for town in find_unknown_towns(text)] == names
