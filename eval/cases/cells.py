"""A row of a table cell by cell, as a sentence says it."""

from index.types import Clause

_UNIT = "单位"


def cells_of(row: Clause) -> tuple[str, list[str]]:
    """The name of ``row``, and each other cell behind its column: an amount with the unit that stands in a cell of its own."""
    (_, name), *others = row.cells
    unit = dict(row.cells).get(_UNIT, "")
    return name, [
        f"{column}{value}{unit if value[:1].isdigit() else ''}" for column, value in others if column != _UNIT
    ]
