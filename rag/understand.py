"""From what was asked to a :class:`Question`: stand-alone text, places, documents, addresses, intent, terms."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from index import grammar, regions
from index.metadata import normalised_number
from index.text import fold, has_chinese
from index.types import Document, Region
from rag.address import addresses_in, without_addresses
from rag.conversation import standalone
from rag.errors import QuestionError
from rag.intent import expected_value, intent_of, named_value
from rag.library import Library
from rag.terms import met, terms_of, years_of
from rag.types import Question, Term, Turn

LONGEST_QUESTION = 500  # characters
_TITLE = re.compile(r"《([^《》]{4,80})》")


def understand(
    text: str,
    library: Library,
    *,
    as_of: date,
    history: Sequence[Turn] = (),
    region: str | None = None,
    document_ids: Collection[str] = (),
) -> Question:
    """The question that ``text`` asks of the documents in ``library``.

    Args:
        text: What was asked, 1–500 characters.
        library: Whose documents and word weights count.
        as_of: The day for which validity is judged.
        history: Earlier turns, oldest first.
        region: GB/T 2260 code to answer for where the question names no place.
        document_ids: Answer from these documents alone.

    Raises:
        QuestionError: The question is empty or too long, or a region or document is unknown.
    """
    if not re.search(r"\w", text):
        raise QuestionError("The question is empty. Send at least one word.")
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(f"The question has {len(text)} characters, {LONGEST_QUESTION} are allowed. Shorten it.")
    alone = standalone(text, history)
    wanted, unknown = _documents_named(alone, library.documents)
    content = _content(alone, [library.documents[i] for i in wanted])
    terms = terms_of(content, library.weight, library.occurs)
    addresses = addresses_in(_without_numbers(alone))
    expects = expected_value(alone)
    return Question(
        text=text,
        standalone=alone,
        language="zh" if has_chinese(alone) else "en",
        as_of=as_of,
        intent=intent_of(alone, expects=expects, has_address=bool(addresses), asks_more=_asks_more(terms, library)),
        expects=expects,
        value_name=named_value(alone) if expects else None,
        regions=_regions(alone, region),
        document_ids=_checked(document_ids, library.documents) or wanted,
        unknown_documents=unknown,
        addresses=addresses,
        years=years_of(_without_numbers(alone)),
        terms=terms,
    )


def _regions(text: str, preset: str | None) -> tuple[Region, ...]:
    named = regions.named_regions(_without_numbers(text))
    if named or preset is None:
        return named
    try:
        return (regions.region(preset),)
    except KeyError as error:
        raise QuestionError(
            "The region is not a GB/T 2260 code of a province or prefecture, such as 510000."
        ) from error


def _checked(document_ids: Collection[str], documents: Mapping[str, Document]) -> tuple[str, ...]:
    if not all(identifier in documents for identifier in document_ids):
        raise QuestionError("A document id is unknown. GET /v1/documents lists those there are.")
    return tuple(dict.fromkeys(document_ids))


def _documents_named(text: str, documents: Mapping[str, Document]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """``(ids, numbers)``: the documents that ``text`` names by 文号 or title, and the 文号 that no document has."""
    by_number = {document.document_number: document.id for document in documents.values() if document.document_number}
    found, unknown = list[str](), list[str]()
    for match in grammar.DOCUMENT_NUMBER.finditer(text):
        number = normalised_number(match[0]) or ""
        # The agency's letters have no left edge in running text (根据川府发…), so a known number may end what was read.
        known = next((identifier for n, identifier in by_number.items() if number.endswith(n)), None)
        found += [known] if known else []
        unknown += [] if known else [number]
    for document in documents.values():
        title = fold(document.title or "")
        quoted = (fold(match[1]) for match in _TITLE.finditer(text))
        if title and (title in fold(text) or any(name in title for name in quoted)):
            found.append(document.id)
    return tuple(dict.fromkeys(found)), tuple(unknown)


def _content(text: str, named: Sequence[Document]) -> str:
    """``text`` without what is understood otherwise: places, addresses, numbers and titles of documents."""
    for document in named:
        text = text.replace(document.title or "\x00", " ")
    text = without_addresses(_without_numbers(text))
    return regions.without_regions(_TITLE.sub(" ", text) if named else text)


def _asks_more(terms: Sequence[Term], library: Library) -> bool:
    """Whether ``terms`` ask for anything beyond what the names of documents hold."""
    names = [fold(document.name) for document in library.documents.values()]
    return any(not any(met(term, name) for name in names) for term in terms)


def _without_numbers(text: str) -> str:
    return grammar.DOCUMENT_NUMBER.sub(lambda match: " " * len(match[0]), text)
