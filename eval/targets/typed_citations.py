"""References that a model types into its text (《…》（川府发〔2021〕48号）第三章专栏6), found in the documents and numbered."""

import re
from collections.abc import Iterator

from eval.cases.strings import bare
from eval.response import Cited
from index.search import ClauseIndex
from index.structure.address import Places, addresses_in
from index.text import sentences
from index.types import Clause


def with_typed_citations(text: str, index: ClauseIndex) -> tuple[str, tuple[Cited, ...]]:
    """``text`` with a marker behind each sentence that names a document and a place in it, and what they stand for.

    A sentence that names a document alone cites it whole, which is no clause: it gets none.
    """
    text = re.sub(r"\[(\d{1,3})\]", "", text)  # markers of its own stand for nothing that could be looked up
    numbers, pieces, last = dict[str, int](), list[str](), 0
    for start, end in sentences(text):
        found = list(_named(text[start:end], index))
        for named in found:
            numbers.setdefault(named.id, len(numbers) + 1)
        pieces += [text[last:end], *(f"[{numbers[named.id]}]" for named in found)]
        last = end
    cited = [clause for identifier in numbers if (clause := index.clause(identifier))]
    return "".join([*pieces, text[last:]]), tuple(
        Cited(number=numbers[clause.id], clause_ids=(clause.id,), text=clause.text) for clause in cited
    )


def _named(sentence: str, index: ClauseIndex) -> Iterator[Clause]:
    """The clauses that ``sentence`` names by document and address."""
    folded = bare(sentence)
    for document in index.documents.values():
        names = [document.document_number, document.title]
        if not any(name and bare(name) in folded for name in names):
            continue
        places = Places(index.clauses_of(document.id))
        for address in addresses_in(sentence):
            if (clause := places.only(address)) is not None:
                yield clause
