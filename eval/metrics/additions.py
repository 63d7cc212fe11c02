"""What a statement that nearly quotes its source puts in: a word that the source has not, beside those that it has."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from eval.cases.strings import letters

_NEAR = 0.75  # likeness from which a statement is taken for its source with words changed, put in or left out
_REPLACES = 2  # characters beside something left out within which what is put in stands in its place
_LONG = 6  # characters from which what is put in may be another part of the same source
_IN_BRACKETS = re.compile(r"[（(]([^（）()]{2,40})[）)]")
_FUNCTION = re.compile(
    r"(?:的|地|得|了|着|是|为|在|于|和|与|及|并|且|也|都|还|其|该|此|这|那|将|把|被|对|由|按|从|向|到|至|以|用|等|中|里|上|方面|以及|并且|同时|此外|另外"
    r"|其中|具体|主要|包括|如下|进行|工作|相关|有关|规定|文件|提出|明确|指出|要求|写明|根据|按照|依据|一是|二是|三是|四是|首先|其次|最后|总之|总结|也就是说|具体来说|总的来说|换言之|需要注意的是|至少|至多|最高|最低|不低于|不少于|不超过|不高于)*"
)


def put_in(said: str, sentences: Sequence[str], names: Sequence[str]) -> list[str]:
    """The runs of ideographs in ``said`` that the sentence it comes nearest to has not, function words and ``names`` left out.

    What stands in the place of something left out is another word for it, and none put in. Where ``said`` comes near to no
    sentence it is in words of its own, and judged by its tokens: then only what stands in brackets.
    """
    others = [letters(sentence) for sentence in sentences]
    whole, known = "".join(others), "".join(map(letters, names))
    asides = [aside for aside in map(letters, _IN_BRACKETS.findall(said)) if aside not in whole and aside not in known]
    one = letters(said)
    for name in sorted(map(letters, names), key=len, reverse=True):
        one = one.replace(name, "") if len(name) >= _LONG else one
    best = max(others, key=lambda other: _likeness(one, other), default="")
    if not best or _likeness(one, best) < _NEAR:
        return asides
    return asides + [
        run
        for run in _inserted(best, one)
        if not _FUNCTION.fullmatch(run) and run not in known and not (len(run) >= _LONG and run in whole)
    ]


def _inserted(source: str, said: str) -> Iterator[str]:
    opcodes = SequenceMatcher(None, source, said, autojunk=False).get_opcodes()
    gone = [(start, end) for kind, start, end, _, _ in opcodes if kind in ("delete", "replace")]
    for kind, start, _, begin, end in opcodes:
        beside = any(i - _REPLACES <= start <= j + _REPLACES for i, j in gone)
        if kind == "insert" and not beside:
            yield said[begin:end]


def _likeness(one: str, other: str) -> float:
    """How much of ``one`` stands in ``other`` in its order, over all of ``one``."""
    if not one or not other:
        return 0.0
    matcher = SequenceMatcher(None, other, one, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(one)
