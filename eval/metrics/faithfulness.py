"""Whether a statement says what its source says: tokens, polarity, modality, and not something else altogether.

Deterministic, and written apart from the product's verifier, so that a fault of the one is not a fault of both.
"""

import re
from collections.abc import Callable, Sequence

from eval.metrics.citations import is_in_place
from eval.metrics.statements import Statement
from eval.metrics.tokens import numbers_of, tokens_of
from eval.targets.contract import Cited, Response
from index.search import ClauseIndex
from index.text import fold, has_chinese, sentences, squeeze
from index.types import Clause

_POLARITY = re.compile(
    r"不得|不予|不再|不能|无需|无须|没有|禁止|严禁|除外|停止|取消|免[于除征]|未(?!来)|不(?!断|少|仅|同|限|低于|超过)|但(?!书)"
)
_MODALITY = re.compile(r"应当|必须|可以|不得|禁止|鼓励|要求|优先|一律|原则上")
_CONTEXT = 3  # characters beside a word that tell what it governs
_LEAST_OVERLAP = 0.4
"""Pairs of characters that a statement shares with its source if it says anything of it.

Measured on the references of the project's questions: every one of them has .7 with its source, 8 % have .4 with the
clause beside it. A statement without Chinese is not held to it: a translation shares no characters.
"""


def faithful(said: Sequence[Statement], response: Response, index: ClauseIndex) -> float | None:
    """Share of the statements that are cited, are about what they cite, and keep its tokens, polarity and modality.

    A statement of several sentences is as faithful as the least of them.
    """
    checks = (_keeps_tokens, _keeps_polarity, _keeps_modality)

    def is_so(statement: str, sources: list[_Source]) -> bool:
        each = [statement[start:end] for start, end in sentences(statement)]
        about = all(_is_about(sentence, sources) for sentence in each)
        return bool(sources) and about and all(check(statement, sources) for check in checks)

    return _share(said, response, index, is_so)


def tokens_kept(said: Sequence[Statement], response: Response, index: ClauseIndex) -> float | None:
    """Share of the cited statements of which every number, date, amount, 文号, 第X条, agency and place is cited too."""
    return _share(_cited(said), response, index, _keeps_tokens)


def polarity_kept(said: Sequence[Statement], response: Response, index: ClauseIndex) -> float | None:
    """Share of the cited statements that neither lose nor gain a negation or an exception."""
    return _share(_cited(said), response, index, _keeps_polarity)


def modality_kept(said: Sequence[Statement], response: Response, index: ClauseIndex) -> float | None:
    """Share of the cited statements that are as binding as what they cite (应当 is not 可以)."""
    return _share(_cited(said), response, index, _keeps_modality)


def overlap(said: Sequence[Statement], response: Response, index: ClauseIndex) -> float | None:
    """Mean share of a statement's pairs of characters that what it cites has too. A diagnostic: wording alone proves nothing."""
    shares = [_overlap(statement.text, _sources(statement, response, index)) for statement in said]
    return sum(shares) / len(shares) if shares else None


class _Source:
    """What a citation offers: the stretch quoted, and where it stands; of a row also its cells."""

    def __init__(self, text: str, clauses: Sequence[Clause], index: ClauseIndex) -> None:
        rows = [clause for clause in clauses if clause.columns]
        self.row = rows[0] if len(clauses) == 1 and rows else None
        self.text = " ".join([text, *(row.reading for row in rows)])
        named = list[str]()
        for clause in clauses:
            document = index.documents[clause.document_id]
            named += [document.short_name, document.region.name if document.region else "", clause.address]
            named += [*clause.path, *document.issuing_authority]
        self.names = " ".join(dict.fromkeys(named))


def _sources(statement: Statement, response: Response, index: ClauseIndex) -> list[_Source]:
    cited = {citation.number: citation for citation in response.citations}
    found = [cited[number] for number in statement.numbers if number in cited]
    return [_source(citation, index) for citation in found if is_in_place(citation, index)]


def _source(citation: Cited, index: ClauseIndex) -> _Source:
    clauses = [clause for identifier in citation.clause_ids if (clause := index.clause(identifier))]
    return _Source(citation.text, clauses, index)


def _share(
    said: Sequence[Statement],
    response: Response,
    index: ClauseIndex,
    kept: Callable[[str, list[_Source]], bool],
) -> float | None:
    good = [kept(statement.text, _sources(statement, response, index)) for statement in said]
    return sum(good) / len(good) if good else None


def _cited(said: Sequence[Statement]) -> list[Statement]:
    return [statement for statement in said if statement.numbers]


def _keeps_tokens(said: str, sources: list[_Source]) -> bool:
    if len(sources) == 1 and sources[0].row is not None:
        return _row_bears(said, sources[0].row)
    return tokens_of(said) <= {token for s in sources for token in tokens_of(s.text) | tokens_of(s.names)}


def _row_bears(said: str, row: Clause) -> bool:
    """Whether each number of ``said`` stands in the cell whose column its part of ``said`` names, or in any if it names none."""
    cells = [(squeeze(fold(column)), value) for column, value in row.cells]
    headed = numbers_of("，".join(row.columns))
    for part in re.split(r"[；;，,。：:]", squeeze(fold(said))):
        named = [value for column, value in cells if column in part]
        allowed = numbers_of("，".join(named or [value for _, value in cells]))
        if not numbers_of(part) <= allowed | headed:
            return False
    return True


def _keeps_polarity(said: str, sources: list[_Source]) -> bool:
    return _keeps(_POLARITY, said, sources)


def _keeps_modality(said: str, sources: list[_Source]) -> bool:
    return _keeps(_MODALITY, said, sources)


def _keeps(words: re.Pattern[str], said: str, sources: list[_Source]) -> bool:
    """Whether each of ``words`` is in ``said`` where it is in the source, and nowhere else, by what stands beside it."""
    one = squeeze(fold(said))
    other = squeeze(fold("\n".join(source.text for source in sources)))
    if one.rstrip("。；;…") in other:
        return True
    lost = any(beside in one and whole not in one for whole, beside in _governed(words, other))
    gained = any(whole not in other for whole, _ in _governed(words, one))
    return not (lost or gained)


def _governed(words: re.Pattern[str], text: str) -> list[tuple[str, str]]:
    """For each of ``words`` in ``text``: itself with what it governs, and that alone; what stands before it at an end."""
    found = list[tuple[str, str]]()
    for match in words.finditer(text):
        behind = re.split(r"[，,。；;\n]", text[match.end() :], maxsplit=1)[0][:_CONTEXT]
        if len(behind) == _CONTEXT:
            found.append((match[0] + behind, behind))
        else:
            before = text[max(0, match.start() - _CONTEXT) : match.start()]
            found.append((before + match[0] + behind, before + behind))
    return found


def _is_about(said: str, sources: list[_Source]) -> bool:
    return not has_chinese(said) or _overlap(said, sources) >= _LEAST_OVERLAP


def _overlap(said: str, sources: list[_Source]) -> float:
    pairs, there = _pairs(said), _pairs(" ".join(source.text for source in sources))
    return len(pairs & there) / len(pairs) if pairs else 0.0


def _pairs(text: str) -> set[str]:
    plain = squeeze(fold(text))
    return {plain[place : place + 2] for place in range(len(plain) - 1)}
