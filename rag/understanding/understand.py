"""From what was asked to a :class:`Question`: stand-alone text, places, documents, addresses, intent, terms."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from index import line_kinds, regions
from index.structure.address import addresses_in, without_addresses
from index.text import fold, has_chinese
from index.types import Document, Region
from rag.errors import QuestionError
from rag.library import Library
from rag.terms import content_words, terms_of, years_of
from rag.types import Intent, Question, Turn, Value
from rag.understanding.called import called
from rag.understanding.conversation import standalone
from rag.understanding.intent import expected_value, intent_of, named_value
from rag.understanding.particulars import particulars_of
from rag.understanding.parts import Part, parts_of
from rag.understanding.premise import claim_by_year, claim_of, claimed_of_document

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
) -> tuple[tuple[Question, ...], ...]:
    """The questions that ``text`` asks of the documents in ``library``: for each part the ways it may be meant.

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
    given = _Given(
        text=text,
        as_of=as_of,
        region=_preset(region),
        document_ids=_checked(document_ids, library.documents),
    )
    alone = unicodedata.normalize("NFKC", standalone(text, history))
    whole = _question(alone, text, given, library)
    parts = parts_of(alone)
    if whole.particulars or len(parts) == 1:  # who issued it, and when: one look at one document
        return ((whole,),)
    return tuple(tuple(_question(way, part.text, given, library) for way in _ways(part, library)) for part in parts)


def _ways(part: Part, library: Library) -> tuple[str, ...]:
    """How ``part`` may be meant: not of the topic before where it names a topic that no document knows (天气怎么样)."""
    topics, _ = content_words(regions.without_regions(part.text))
    strange = not all(library.occurs(topic) for topic in topics)
    return part.ways[-1:] if strange else part.ways


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """What holds for every part of a question."""

    text: str
    as_of: date
    region: Region | None
    document_ids: tuple[str, ...]


def _question(alone: str, part: str, given: _Given, library: Library) -> Question:
    """The one question that ``alone`` asks; ``part`` are its words as asked."""
    rest, numbered, unknown = _read_numbers(alone, library)
    titled = _titled(rest, library.documents)
    places = regions.named_regions(rest) or ((given.region,) if given.region else ())
    content = _content(rest, [library.documents[i] for i in titled])
    particulars, terms = particulars_of(content, library)
    if not (particulars or titled or numbered or given.document_ids):
        named = called(rest, places, library.documents)
        titled, rest = named.document_ids, named.rest
        content = _content(rest, ())
    terms = terms or library.weighed(terms_of(content, library.weight, library.occurs))
    addresses = addresses_in(rest)
    claim = claimed_of_document(alone, particulars) if particulars else claim_of(part) or claim_by_year(rest)
    expects = claim.value if claim else expected_value(alone)
    return Question(
        text=given.text,
        part=part,
        standalone=alone,
        language="zh" if has_chinese(given.text) else "en",
        as_of=given.as_of,
        intent=Intent.PARTICULARS
        if particulars
        else intent_of(
            alone,
            expects=expects,
            has_address=bool(addresses),
            asks_more=any(not library.names(term) for term in terms),
            places=len(places),
        ),
        expects=None if particulars else expects,
        claim=claim,
        particulars=particulars,
        value_name=named_value(alone) if expects else None,
        regions=places,
        document_ids=given.document_ids or tuple(dict.fromkeys((*numbered, *titled))),
        unknown_documents=unknown,
        addresses=addresses,
        years=() if claim and claim.value is Value.DATE else years_of(rest),  # which is for the document to say
        terms=terms,
    )


def _preset(region: str | None) -> Region | None:
    try:
        return regions.region(region) if region else None
    except KeyError as error:
        raise QuestionError(
            "The region is not a GB/T 2260 code of a province or prefecture, such as 510000."
        ) from error


def _checked(document_ids: Collection[str], documents: Mapping[str, Document]) -> tuple[str, ...]:
    if not all(identifier in documents for identifier in document_ids):
        raise QuestionError("A document id is unknown. GET /v1/documents lists those there are.")
    return tuple(dict.fromkeys(document_ids))


def _read_numbers(text: str, library: Library) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """``(rest, ids, unknown)``: ``text`` without the 文号 of documents, those documents, and the 文号 nothing here bears.

    A 文号 that a document merely mentions stays in the text, to be found there. An agency's letters have no left edge in
    running text (适用川府发…), so a known 文号 may end what was read; of an unknown one the last four are taken for it.
    """
    by_number = _by_number(library.documents)
    rest, found, unknown = text, list[str](), list[str]()
    for match in line_kinds.DOCUMENT_NUMBER.finditer(text):
        read = line_kinds.normalised_number(match[0]) or ""
        number = next((known for known in by_number if read.endswith(known)), read)
        agency = number.partition("〔")[0]
        if number in by_number:
            found += by_number[number]
        elif library.occurs(fold(read[max(0, len(agency) - 4) :])):
            continue
        else:
            unknown.append(number)
            agency = agency[-4:]
        start = match.end("agency") - len(agency)
        rest = rest[:start] + " " * (match.end() - start) + rest[match.end() :]
    return rest, tuple(found), tuple(unknown)


def _by_number(documents: Mapping[str, Document]) -> dict[str, list[str]]:
    """The ids of the documents that go by each 文号: what a notice forwards is known by the notice's too."""
    found: dict[str, list[str]] = {}
    for document in documents.values():
        notice = documents.get(document.forwarded_by.document_id) if document.forwarded_by else None
        for number in (document.document_number, notice.document_number if notice else None):
            if number:
                found.setdefault(number, []).append(document.id)
    return found


def _titled(text: str, documents: Mapping[str, Document]) -> tuple[str, ...]:
    """The documents that ``text`` names by their title, whole or in part within 《》."""
    quoted = [fold(match[1]) for match in _TITLE.finditer(text)]
    titles = ((document.id, fold(document.title)) for document in documents.values() if document.title)
    return tuple(i for i, title in titles if title in fold(text) or any(name in title for name in quoted))


def _content(text: str, titled: Sequence[Document]) -> str:
    """``text`` without what is understood otherwise: places, addresses, titles of documents."""
    for document in titled:
        text = text.replace(document.title or "", " ")
    text = without_addresses(text)
    return regions.without_regions(_TITLE.sub(" ", text) if titled else text)
