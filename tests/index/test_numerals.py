import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.numerals import to_int


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十四", 14),
        ("二十", 20),
        ("一百二十", 120),
        ("一百零五", 105),
        ("一千二百六十", 1260),
        ("一千〇一", 1001),
        ("两百", 200),
        ("二〇三五", 2035),
        ("14", 14),
        ("１４", 14),
        ("一万二千", 12000),
        ("1百", 100),
        ("12万", 120000),
    ],
)
def test_to_int(numeral, value):
    assert to_int(numeral) == value


@given(st.integers(0, 10**9))
def test_digits_read_as_they_stand(value):
    assert to_int(str(value)) == value
    assert to_int("".join("〇一二三四五六七八九"[int(d)] for d in str(value))) == value


@pytest.mark.parametrize("numeral", ["", "甲", "一x", "-1"])
def test_what_is_no_numeral_is_refused(numeral):
    with pytest.raises(ValueError, match="not a numeral"):
        to_int(numeral)
