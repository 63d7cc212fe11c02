"""Which list, at which level, each paragraph of a Word document is numbered in: its numbering and style parts read.

Source: ECMA-376-1 §17.9.
"""

from dataclasses import replace

from lxml import etree

from index.formats.numbering import NumberLevel
from index.formats.word import W, is_on, number_of, value_of

_DEEPEST = 50  # styles that one is based on, one on the other; people make a handful


def numbered_styles(styles: "etree._Element | None") -> dict[str, tuple[str, int]]:
    """Style id → the list and level that paragraphs of that style are numbered in, styles inherited from included."""
    elements = {} if styles is None else {s.get(f"{W}styleId", ""): s for s in styles.iter(f"{W}style")}
    found = dict[str, tuple[str, int]]()
    for identifier in elements:
        current, seen = identifier, set[str]()
        while current in elements and current not in seen and len(seen) < _DEEPEST:
            seen.add(current)
            properties = elements[current].find(f"{W}pPr/{W}numPr")
            if properties is not None and (list_id := value_of(properties, "numId")):
                found[identifier] = (list_id, number_of(value_of(properties, "ilvl"), 0))
                break
            current = value_of(elements[current], "basedOn") or ""
    return found


def lists_of(numbering: "etree._Element | None") -> dict[str, str]:
    """NumId → the key of its running numbers: lists of one abstract definition count on together, unless they start anew."""
    found = dict[str, str]()
    for number in [] if numbering is None else numbering.findall(f"{W}num"):
        identifier = number.get(f"{W}numId", "")
        overridden = number.find(f"{W}lvlOverride") is not None
        found[identifier] = f"num {identifier}" if overridden else f"abstract {value_of(number, 'abstractNumId')}"
    return found


def number_levels(numbering: "etree._Element | None") -> dict[str, dict[int, NumberLevel]]:
    """The levels of every list, by the keys of :func:`lists_of`."""
    if numbering is None:
        return {}
    found = dict[str, dict[int, NumberLevel]]()
    for abstract in numbering.findall(f"{W}abstractNum"):
        found[f"abstract {abstract.get(f'{W}abstractNumId', '')}"] = _levels(abstract)
    for number in numbering.findall(f"{W}num"):
        if (overrides := number.findall(f"{W}lvlOverride")) and (identifier := number.get(f"{W}numId", "")):
            levels = dict(found.get(f"abstract {value_of(number, 'abstractNumId')}", {}))
            for override in overrides:
                place = number_of(override.get(f"{W}ilvl"), 0)
                levels |= _levels(override)
                if (start := value_of(override, "startOverride")) and place in levels:
                    levels[place] = replace(levels[place], start=number_of(start, 1))
            found[f"num {identifier}"] = levels
    return found


def _levels(parent: "etree._Element") -> dict[int, NumberLevel]:
    levels = dict[int, NumberLevel]()
    for level in parent.findall(f"{W}lvl"):
        restart = value_of(level, "lvlRestart")
        levels[number_of(level.get(f"{W}ilvl"), 0)] = NumberLevel(
            format=value_of(level, "numFmt") or "decimal",
            text=value_of(level, "lvlText") or "",
            start=number_of(value_of(level, "start"), 1),
            restarts_after=None if restart is None else number_of(restart, 0),
            is_legal=is_on(level.find(f"{W}isLgl")),
        )
    return levels
