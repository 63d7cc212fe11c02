"""Names and switches of WordprocessingML."""

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace, as lxml writes it before a name."""


def value_of(parent: "etree._Element | None", name: str) -> str | None:
    """The value of the setting ``name`` below ``parent``, if it is set."""
    child = None if parent is None else parent.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def is_on(switch: "etree._Element | None") -> bool:
    """Whether a switch stands there and is not turned off."""
    return switch is not None and switch.get(f"{W}val", "1") not in ("0", "false", "off")


def number_of(text: str | None, default: int) -> int:
    """The number that an attribute holds; ``default`` where it holds none, since files are written by many programs."""
    return int(text) if text is not None and text.isdecimal() and len(text) < 7 else default
