"""Whether a statement says what its source says: tokens, what they belong to, polarity, modality, and nothing put in.

Deterministic, and written apart from the product's verifier, so that a fault of the one is not a fault of both. What is
measured is whether a statement is borne out, not whether it is a quotation: it may use words of its own around those of its
source, but no amounts, agencies, places, denials or degrees of duty.
"""

import re
from collections.abc import Callable, Sequence

from eval.cases.strings import bare, bigrams
from eval.metrics.additions import put_in
from eval.metrics.opposites import turned_round
from eval.metrics.rows import swaps_cells
from eval.metrics.sources import Source, segments_of, sources_of
from eval.metrics.statements import Statement, is_lead
from eval.metrics.tokens import is_amount, tokens_of
from eval.response import Response
from index.search import ClauseIndex
from index.text import has_chinese

_POLARITY = re.compile(
    r"不得|不予|不再|不能|不会|没有|不|未|无|没|非|勿|免|禁|停止|取消|暂缓|暂停|拒绝|中止|终止|废止|除外|但"
)
_MODALITY = re.compile(
    r"应当|应该|必须|须|可以|可予|不得|禁止|鼓励|支持|引导|要求|优先|一律|原则上|力争|争取|探索|逐步|强制|强令|确保|责令|责成|务必|全面"
)
_PLAIN = re.compile(r"不断|不仅|不少|未来")
"""Words that hold one of polarity and turn nothing round: a statement may put them in."""

_CONDITION = re.compile(
    r"符合|具备|满足|经(?![济营费验过])|凡|仅限|限于|择优|前提|条件|首次|期间|试行|根据[^，,]{2,14}(?:结果|情况|评价)|在[^，,]{2,14}下"
)
_FIGURES = re.compile(r"\d+(?:\.\d+)?")
_ENUMERATED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.]")
_CLAIM, _CONDITION_REACH = 12, 120  # characters that claim something, and before them in which a condition is theirs
_CONTEXT = 3  # characters beside a word that tell what it governs
_LEAST_OVERLAP = 0.4
"""Share of its character bigrams that a segment has in common with its source if it says anything of it.

Measured on the references of the project's questions: every one of them has .7 with its source, 8 % have .4 with the
clause beside it. A statement without Chinese is held to tokens alone: a translation shares no characters.
"""
_SHORT = 4  # characters of a segment below which nothing can be said of its wording
_NEAR = 0.5  # share of the wording that the source of a number must have of that of the nearest segment


def faithful(said: Sequence[Statement], response: Response, index: ClauseIndex) -> float | None:
    """Share of the statements that are cited and borne out by what they cite: by every measure of this file."""
    checks = (keeps_tokens, keeps_polarity, keeps_modality, keeps_conditions, puts_nothing_in)
    return _share(said, response, index, lambda s, sources: bool(sources) and all(c(s, sources) for c in checks))


def tokens_kept(said: Sequence[Statement], response: Response, index: ClauseIndex) -> float | None:
    """Share of the cited statements whose amounts, dates, 文号, 第X条, agencies and places are cited, each of the same thing."""
    return _share(_cited(said), response, index, keeps_tokens)


def polarity_kept(said: Sequence[Statement], response: Response, index: ClauseIndex) -> float | None:
    """Share of the cited statements that lose and gain no negation or exception, and turn no word into its opposite."""
    return _share(_cited(said), response, index, keeps_polarity)


def modality_kept(said: Sequence[Statement], response: Response, index: ClauseIndex) -> float | None:
    """Share of the cited statements that are as binding as what they cite (应当 is not 可以)."""
    return _share(_cited(said), response, index, keeps_modality)


def conditions_kept(said: Sequence[Statement], response: Response, index: ClauseIndex) -> float | None:
    """Share of the cited statements that leave out no condition under which what they say holds."""
    return _share(_cited(said), response, index, keeps_conditions)


def overlap(said: Sequence[Statement], response: Response, index: ClauseIndex) -> float | None:
    """Mean share of a statement's character bigrams that what it cites has too. A diagnostic: wording alone proves nothing."""
    shares = [_overlap(statement.text, _texts(sources_of(statement, response, index))) for statement in said]
    return sum(shares) / len(shares) if shares else None


def _share(
    said: Sequence[Statement],
    response: Response,
    index: ClauseIndex,
    kept: Callable[[str, Sequence[Source]], bool],
) -> float | None:
    good = [kept(statement.text, sources_of(statement, response, index)) for statement in said]
    return sum(good) / len(good) if good else None


def _cited(said: Sequence[Statement]) -> list[Statement]:
    return [statement for statement in said if statement.numbers]


def keeps_tokens(said: str, sources: Sequence[Source]) -> bool:
    """Whether every token of ``said`` is cited, amounts of the same thing, and names come with the source that bears them."""
    if _is_quoted(said, sources):
        return True
    rows = [(source.row, " ".join(source.names)) for source in sources if source.row]
    if any(swaps_cells(said, row, names) for row, names in rows):
        return False
    bearing = [source for source in sources if _overlap(said, source.text) > 0] or sources
    cited = {token for source in bearing for token in tokens_of(source.text) | tokens_of(" ".join(source.names))}
    if any(not _is_among(token, cited) for token in tokens_of(said)):
        return False
    segments = [(segment, tokens_of(segment)) for source in sources for segment in source.segments]
    return all(rows or _is_of_the_same(segment, segments) for segment in segments_of(said))


def _is_among(token: str, cited: set[str]) -> bool:
    """Whether ``token`` is cited; an amount without a unit is any of that size (50万 for 50万元)."""
    return token in cited or (token.isdigit() and any(re.fullmatch(rf"{token}\D*", other) for other in cited))


def _is_of_the_same(segment: str, sources: Sequence[tuple[str, frozenset[str]]]) -> bool:
    """Whether each amount of ``segment`` stands, in the source, in words nearly as near to its own as any there are."""
    words = set(bigrams(_FIGURES.sub("，", segment)))
    amounts = [token for token in tokens_of(segment) if is_amount(token)]
    if not amounts or not has_chinese(segment):
        return True
    shared = [(len(words & set(bigrams(text))), tokens) for text, tokens in sources]
    nearest = max((count for count, _ in shared), default=0)
    return all(any(token in tokens and count >= _NEAR * nearest for count, tokens in shared) for token in amounts)


def keeps_polarity(said: str, sources: Sequence[Source]) -> bool:
    """Whether ``said`` denies what its sources deny and nothing else, and turns no word into its opposite."""
    return _is_quoted(said, sources) or (
        _keeps(_POLARITY, said, sources) and not turned_round(said, _texts(sources), segments_of(_texts(sources)))
    )


def keeps_modality(said: str, sources: Sequence[Source]) -> bool:
    """Whether ``said`` is as binding as its sources."""
    return _is_quoted(said, sources) or _keeps(_MODALITY, said, sources)


def keeps_conditions(said: str, sources: Sequence[Source]) -> bool:
    """Whether what was left out of the sentence said, before what is kept of it, is no condition."""
    one = bare(said).rstrip("。；;…")
    names = len(one) < _CLAIM and not any(map(is_amount, tokens_of(one)))
    if names or _ENUMERATED.match(one):  # which begins anew
        return True
    for source in sources:
        for sentence in map(bare, re.split(r"[。！？\n]", source.text)):
            kept = _longest_shared(one, sentence)
            if len(kept) < max(_SHORT, len(one) // 2) or one == sentence:
                continue
            cut = re.split(r"[；;]", sentence[: sentence.index(kept)])[-1][-_CONDITION_REACH:]
            if any(match[0] not in one for match in _CONDITION.finditer(cut)):
                return False
    return True


def puts_nothing_in(said: str, sources: Sequence[Source]) -> bool:
    """Whether each part of ``said`` between its commas is about what is cited, and no word is put into what is quoted."""
    if _is_quoted(said, sources):
        return True
    names = [name for source in sources for name in source.names]
    text = "\n".join([_texts(sources), *names])
    parts = [part for part in segments_of(said) if len(part) >= _SHORT and has_chinese(part) and not is_lead(part)]
    if any(_overlap(part, text) < _LEAST_OVERLAP for part in parts):
        return False
    stand = [sentence for source in sources for sentence in re.split(r"[。！？\n]", source.text)]
    return not put_in(said, stand, names)


def _keeps(words: re.Pattern[str], said: str, sources: Sequence[Source]) -> bool:
    """Whether each of ``words`` is in ``said`` where it is in the source, and nowhere else, by what stands beside it."""
    one, other = (_FIGURES.sub("#", bare(text)) for text in (said, _texts(sources)))  # a figure turns nothing round
    lost = any(beside in one and whole not in one for whole, beside in _governed(words, other))
    gained = any(whole not in other for whole, _ in _governed(words, one) if not _PLAIN.match(whole))
    return not (lost or gained)


def _governed(words: re.Pattern[str], text: str) -> list[tuple[str, str]]:
    """For each of ``words`` in ``text``: itself with what it governs, and that alone; what stands before it at an end."""
    found = list[tuple[str, str]]()
    for match in words.finditer(text):
        behind = re.split(r"[，,。；;\n]", text[match.end() : match.end() + _CONTEXT], maxsplit=1)[0]
        if len(behind) == _CONTEXT:
            found.append((match[0] + behind, behind))
        else:
            before = text[max(0, match.start() - _CONTEXT) : match.start()]
            found.append((before + match[0] + behind, before + behind))
    return found


def _is_quoted(said: str, sources: Sequence[Source]) -> bool:
    """Whether ``said`` stands in one source word for word."""
    one = bare(said).rstrip("。；;…")
    texts = [bare(source.row.text if source.row else source.text) for source in sources]
    return bool(one) and any(one in text for text in texts)


def _longest_shared(one: str, other: str) -> str:
    """The longest stretch of ``one`` that stands in ``other``, found from its beginning on."""
    best = ""
    for start in range(len(one)):
        while start + len(best) < len(one) and one[start : start + len(best) + 1] in other:
            best = one[start : start + len(best) + 1]
    return best


def _texts(sources: Sequence[Source]) -> str:
    return "\n".join(source.text for source in sources)


def _overlap(said: str, text: str) -> float:
    ours, theirs = set(bigrams(said)), set(bigrams(text))
    return len(ours & theirs) / len(ours) if ours else 0.0
