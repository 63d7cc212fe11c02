"""From when and until when a text applies, by what it says of itself (本办法自…起施行，有效期5年)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from index.dates import WRITTEN_DATE, date_in
from index.document_types import ITSELF
from index.numerals import to_int
from index.text import opens_quotation, sentences_and_quotations

_SPEAKS_OF_ITSELF = re.compile(ITSELF)
_APPLIES = r"(?:零时)?起?(?:正式)?(?:施行|实施|执行|生效|试行)"
_OF_ITSELF = rf"{ITSELF}(?:（[^（）]{{0,20}}）)?[^，。；;第不《]{{0,6}}?"
_FROM_PUBLICATION = re.compile(
    rf"{_OF_ITSELF}自?(?:公布|印发|发布|颁布)(?:之日起?|后)(?:([0-9一二三四五六七八九十]{{1,3}})[日天]后?)?{_APPLIES}"
)
_FROM_DATE = re.compile(rf"{_OF_ITSELF}自({WRITTEN_DATE}){_APPLIES}")
_VALID_YEARS = re.compile(r"(?:有效期(?:限)?(?:为|是)?|试行(?:期)?(?:为)?)([0-9０-９一二两三四五六七八九十]{1,4})年")
_VALID_UNTIL = re.compile(rf"有效期(?:限)?(?:自[^。；;]{{1,30}})?(?:截)?(?:至|到)({WRITTEN_DATE})")
_OWN_VALIDITY = re.compile(rf"{ITSELF}的?有效期")
_GOES_ON = re.compile(r"(?:其)?(?:有效期|试行期)")  # 本办法自…起施行。有效期5年。


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """The first and the last day of validity, each with its origin: a span of the text or the rule that gave it."""

    effective: date | None = None
    effective_origin: str = ""
    expiry: date | None = None
    expiry_origin: str = ""


def read_validity(text: str, *, published: date | None, written: date | None) -> Validity:
    """The validity that ``text`` states, from sentences in which it speaks of itself; the last statement counts.

    Where application starts with a publication whose day is not known, the day of writing stands in for it, and the
    origin says so.
    """
    effective, effective_origin, expiry, expiry_origin = None, "", None, ""
    went_on = False
    for start, end, is_quoted in sentences_and_quotations(text):
        if is_quoted:  # what an amendment quotes is not said of itself
            continue
        said = text[start:end]
        from_date, from_publication = _FROM_DATE.search(said), _FROM_PUBLICATION.search(said)
        applies = from_date or from_publication
        if applies and opens_quotation(said[: applies.start()]):
            continue
        if from_date:
            effective, effective_origin = date_in(from_date[1]), _span(from_date, start, group=1)
        elif from_publication and (base := published or written):
            effective = _after(base, to_int(from_publication[1]) if from_publication[1] else 0)
            stated = _SPEAKS_OF_ITSELF.sub("", from_publication[0], count=1)
            effective_origin = stated + ("" if published else "；公布日期未载明，以成文日期计")
        rest = applies.end() if applies else 0
        own = applies or _OWN_VALIDITY.search(said) or (went_on and _GOES_ON.match(said))
        went_on = applies is not None
        if not own:
            continue
        if match := _VALID_UNTIL.search(said, rest):
            expiry, expiry_origin = date_in(match[1]), _span(match, start)
        elif effective and (match := _VALID_YEARS.search(said, rest)):
            years = to_int(match[1])
            expiry, expiry_origin = _last_day(effective, years), f"自施行之日起{years}年"
    return Validity(
        effective=effective,
        effective_origin=effective_origin if effective else "",
        expiry=expiry,
        expiry_origin=expiry_origin if expiry else "",
    )


def _span(match: re.Match[str], offset: int, *, group: int = 0) -> str:
    return f"{offset + match.start(group)}:{offset + match.end(group)}"


def _after(base: date, wait: int) -> date | None:
    """``wait`` days behind ``base``: 30日后 is the day behind the thirtieth; ``None`` beyond the calendar."""
    try:
        return base + timedelta(days=wait + 1 if wait else 0)
    except OverflowError:
        return None


def _last_day(start: date, years: int) -> date | None:
    """The last day of ``years`` that begin on ``start``, or ``None`` beyond the calendar."""
    if years < 1 or start.year + years > date.max.year:
        return None
    try:
        anniversary = start.replace(year=start.year + years)
    except ValueError:  # no 29 February in that year
        anniversary = date(start.year + years, 3, 1)
    return anniversary - timedelta(days=1)
