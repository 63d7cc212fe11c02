import pytest

from index.structure import parse
from index.structure.address import Places, addresses_in, without_addresses


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("专栏6", [(("专栏", "6"),)]),
        ("专栏 12 讲什么", [(("专栏", "12"),)]),
        ("第五章第三节", [(("章", "5"), ("节", "3"))]),
        ("第14条", [(("条", "14"),)]),
        ("第（七）条", [(("（一）", "7"),)]),
        ("第一百二十条之一", [(("条", "120-1"),)]),
        ("三、（二）", [(("一、", "3"), ("（一）", "2"))]),
        ("第三条和第五条", [(("条", "3"),), (("条", "5"),)]),
        ("第二章专栏1第2行", [(("章", "2"), ("专栏", "1"), ("行", "2"))]),
        ("成都意见四、（二）", [(("一、", "4"), ("（一）", "2"))]),
        ("专栏6,专栏8", [(("专栏", "6"),), (("专栏", "8"),)]),
        ("第六章第七章", [(("章", "6"),), (("章", "7"),)]),
        ("没有地址", []),
    ],
)
def test_addresses(text, steps):
    assert [address.steps for address in addresses_in(text)] == steps


def test_blanking_keeps_the_length():
    assert without_addresses("看专栏6吧") == "看   吧"


LAW = parse("第一章 总则\n第一条 甲。\n第二条 乙。\n第二章 附则\n第三条 丙。", "d")


@pytest.mark.parametrize(
    ("text", "eids"),
    [
        ("第二条", ["chp_1__art_2"]),
        ("第二章", ["chp_2"]),
        ("第二章第三条", ["chp_2__art_3"]),
        ("第一章第三条", []),
        ("第九条", []),
    ],
)
def test_resolve_in_a_law(text, eids):
    [address] = addresses_in(text)
    assert [clause.eid for clause in Places(LAW).named(address)] == eids


@pytest.mark.parametrize(
    ("document", "text", "eids"),
    [
        ("sc-plan-2021", "第五章第三节", ["chp_5__h1_3"]),
        ("sc-plan-2021", "专栏6", ["chp_5__h1_3__box_6"]),
        ("sc-plan-2021", "专栏13", []),
        ("sc-plan-2021", "第四章专栏6", []),
        ("sc-plan-2021", "专栏1第2行", ["chp_2__h1_3__box_1__row_2"]),
        ("cd-opinion-2024", "第14条", ["h1_3__h2_4__h3_14"]),
        ("cd-opinion-2024", "四、（二）", ["h1_4__h2_2"]),
        ("sc-sei-opinion", "第七条", ["h1_4__h2_7"]),
        ("cq-opinion-2016", "三、（二）", ["h1_3__h2_2"]),
        ("cq-opinion-2016", "第三部分", ["h1_3"]),
    ],
)
def test_resolve_in_the_corpus(index, document, text, eids):
    [address] = addresses_in(text)
    assert [clause.eid for clause in Places(index.clauses_of(document)).named(address)] == eids
