"""The number of a document (发文字号), taken apart."""

import re

_YEAR = re.compile(r"〔(\d{4})〕")


def year_of_number(number: str | None) -> int | None:
    """The year in a normalised ``number``, 2021 for 川府发〔2021〕48号; ``None`` where there is none."""
    found = _YEAR.search(number or "")
    return int(found[1]) if found else None
