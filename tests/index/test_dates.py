"""Dates as official texts write them."""

from datetime import date

import pytest

from index.dates import date_in, dates_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2021年12月30日", date(2021, 12, 30)),
        ("２０２１年１２月３０日", date(2021, 12, 30)),
        ("二〇一三年三月三十一日", date(2013, 3, 31)),
        ("二○一三年十月二十日", date(2013, 10, 20)),
        ("2021 年 3 月 5 日", date(2021, 3, 5)),
        ("发布于2021-03-05 10:30", date(2021, 3, 5)),
        ("2021/3/5", date(2021, 3, 5)),
        ("2021-03/05", None),
        ("2021年13月1日", None),
        ("2021年2月30日", None),
        ("2021年3月", None),
    ],
)
def test_one_date(text, found):
    assert date_in(text) == found


def test_every_date_with_its_place():
    text = "2020年1月1日通过，2021年2月30日无效，2022年3月3日修正"
    assert [(text[start:end], day.year) for start, end, day in dates_in(text)] == [
        ("2020年1月1日", 2020),
        ("2022年3月3日", 2022),
    ]
