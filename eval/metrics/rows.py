"""A row of a table as a source: a figure is held to the column that it is said of."""

import re
from itertools import pairwise

from eval.cases.cells import cells_of
from eval.cases.strings import bare
from eval.metrics.tokens import numbers_of
from index.types import Clause

_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")


def row_text(row: Clause) -> str:
    """``row`` as a sentence, its cells apart by semicolons, and as it stands."""
    name, cells = cells_of(row)
    return "；".join([name, *cells, row.reading])


def swaps_cells(said: str, row: Clause, names: str) -> bool:
    """Whether ``said`` gives a column a figure that stands in another.

    A column is named by its heading, or by a year that no other heading has; what follows its name, up to the next one, is
    said of it. Figures said of no column may be any of the row, or of the ``names`` of where it stands.
    """
    text = bare(said)
    (_, name), *others = row.cells
    values = {column: numbers_of(value) for column, value in others}
    mentions = sorted(
        (match.start(), match.end(), column)
        for column in values
        for word in _words(column, list(values))
        for match in re.finditer(re.escape(word), text)
    )
    if any(end == start and one != other for (_, end, one), (start, _, other) in pairwise(mentions)):
        return True  # the year of one column with the name of another
    headed = numbers_of("，".join(row.columns)) | numbers_of(name) | numbers_of(names)
    last: tuple[int, str] | None = None
    for start, end, column in [*mentions, (len(text), len(text), "")]:
        if last is not None and not numbers_of(text[last[0] : start]) <= values[last[1]] | headed:
            return True
        if last is None and not numbers_of(text[:start]) <= set().union(headed, *values.values()):
            return True
        last = (end, column)
    return False


def _words(column: str, columns: list[str]) -> list[str]:
    """What names ``column``: its heading, and of it the year and the rest that no other heading has."""
    years = [year for year in _YEAR.findall(bare(column)) if sum(year in bare(other) for other in columns) == 1]
    kind = _YEAR.sub("", bare(column)).strip("年")
    kinds = [_YEAR.sub("", bare(other)).strip("年") for other in columns]
    return [
        bare(column),
        *(f"{year}年" for year in years),
        *([kind] if len(kind) > 1 and kinds.count(kind) == 1 else []),
    ]
