"""Prompt templates: Markdown files in ``prompts/`` with ``$placeholders``, checked when they are loaded."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from string import Template

from rag.errors import PromptError

# Beside the code packages, in a checkout and when installed. It holds no Python, so it is no package to import.
_FOLDER = Path(__file__).parents[2] / "prompts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A template and the sha256 of its file, which goes into every answer made with it."""

    template: Template
    sha256: str

    def fill(self, **values: str) -> str:
        """The prompt with ``values`` in place; a ``$`` in a value stays a ``$``."""
        return self.template.substitute(values)


def load_prompt(name: str, *, placeholders: frozenset[str]) -> Prompt:
    """The prompt ``prompts/<name>.md``.

    Raises:
        PromptError: There is no such file, or its placeholders are not exactly ``placeholders``.
    """
    file = _FOLDER / f"{name}.md"
    if not file.is_file():
        raise PromptError(f"prompts/{name}.md: not found. Restore the file.")
    data = file.read_bytes()
    template = Template(data.decode("utf-8"))
    found = frozenset(template.get_identifiers())
    if not template.is_valid() or found != placeholders:
        wanted, has = sorted(placeholders), sorted(found)
        raise PromptError(f"prompts/{name}.md: has the placeholders {has}, needs {wanted}. Correct the file.")
    return Prompt(template=template, sha256=hashlib.sha256(data).hexdigest())
