"""What a false statement is made of a true one by. None of these rules knows those of the metrics."""

import re
from collections.abc import Callable


def exchanged(*pairs: tuple[str, str]) -> Callable[[str], str]:
    """Changes each of ``pairs`` into its other, wherever either stands."""
    table = dict(pairs) | {new: old for old, new in pairs}
    pattern = re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))
    return lambda said: pattern.sub(lambda match: table[match[0]], said)


def shifted(said: str) -> str:
    """Every number one more in its last figure."""
    return re.sub(r"\d(?=\D|$)", lambda match: str((int(match[0]) + 1) % 10), said)


def negation_dropped(said: str) -> str:
    """Without what denies or excepts."""
    return re.sub(r"不|未|无|没有|尚未|禁止|严禁|除外|免", "", said)


def negation_added(said: str) -> str:
    """A verb denied, in one of four ways."""
    word = ("不", "未", "停止", "禁止")[len(said) % 4]
    verbs = r"给予|支持|可以|鼓励|推动|加强|建立|开展|完善|实施|提高|促进|培育|深化|优化|健全|构建"
    return re.sub(verbs, lambda match: f"{word}{match[0]}", said, count=1)


def in_other_words(said: str) -> str:
    """The same tokens in a sentence of its own making."""
    return f"关于您咨询的问题，可以参考如下内容，简而言之就是{said[: len(said) // 4]}等等这些方面的情况说明"


def figures_exchanged(said: str) -> str:
    """The first two amounts of a sentence, each in the place of the other, where they stand in different parts of it."""
    found = list(re.finditer(r"\d+(?:\.\d+)?\s*(?:万亿|亿|万)?(?:元|件|家|个|项|%|分)", said))
    for one in found:
        for other in found:
            if re.search(r"[,，;；]", said[one.end() : other.start()]) and one[0] != other[0]:
                between = said[one.end() : other.start()]
                return said[: one.start()] + other[0] + between + one[0] + said[other.end() :]
    return said


def years_exchanged(said: str) -> str:
    """What a table gives for one year said of the other: 2020年为120亿元，2025年为60亿元."""
    match = re.fullmatch(r"(.+)：2020年基期值(.+?)，2025年目标值(.+?)，(.+)", said)
    return f"{match[1]}2020年为{match[3]}，2025年为{match[2]}。" if match else said


def cut_to_the_end(said: str) -> str:
    """Without what stands before its first comma, if that is a condition by one of the usual words."""
    head, comma, tail = said.partition("，" if "，" in said else ",")
    conditional = re.search(r"符合|具备|经.{1,6}后|根据.{2,12}结果|凡|择优|期间|条件", head)
    return tail if comma and tail and conditional else said


def word_put_in(said: str) -> str:
    """A verb qualified, in one of six ways."""
    word = ("可能", "推迟", "年内", "由协会", "酌情", "暂时")[len(said) % 6]
    verbs = r"给予|支持|鼓励|推动|加强|建立|开展|完善|实施|提高|促进|培育|深化|优化|健全|构建"
    return re.sub(rf"(?<=..)(?:{verbs})", lambda match: f"{word}{match[0]}", said, count=1)


def aside_put_in(said: str) -> str:
    """A reason or a charge in brackets behind the first part."""
    return re.sub(r"(?<=.{8})(?=[，,。])", ("（收费）", "（因财政资金紧张）")[len(said) % 2], said, count=1)


def item_added(said: str) -> str:
    """One more to a list."""
    return re.sub(r"(?<=..)、(?=[一-龥]{2})", "、房地产、", said, count=1)
