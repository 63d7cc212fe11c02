import pytest

from index.regions import NATION, lineage, named_regions, region, short_name, without_regions


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("比较四川和重庆的政策", ["四川省", "重庆市"]),
        ("四川省成都市的办法", ["四川省", "成都市"]),
        ("川渝合作", ["四川省", "重庆市"]),
        ("在蓉企业", ["成都市"]),
        ("上海的补贴", ["上海市"]),
        ("京津冀协同", ["北京市", "天津市", "河北省"]),
        ("朝阳产业", []),
        ("今天天气", []),
        ("知识产权保护与新业态", []),
        ("policies of Chengdu and hong kong", ["成都市", "香港特别行政区"]),
        ("", []),
    ],
)
def test_named_regions(text, names):
    assert [place.name for place in named_regions(text)] == names


def test_jurisdiction_runs_outwards():
    assert lineage("510100") == ("510100", "510000", NATION.code)
    assert lineage("510000") == ("510000", NATION.code)
    assert lineage(NATION.code) == (NATION.code,)
    assert short_name(NATION.code) == region(NATION.code).name == "全国"
    assert short_name("150000") == "内蒙古"
    assert short_name("533100") == "德宏"
    with pytest.raises(KeyError):
        region("999999")


def test_blanking_keeps_the_length():
    assert without_regions("成都的示范项目") == "  的示范项目"
