"""A dataset as a configuration of promptfoo: our OpenAI endpoint asked, required and forbidden strings asserted."""

import json
from collections.abc import Sequence
from typing import Any

from eval.cases.case import Case
from eval.cases.strings import pattern_of


def configuration(cases: Sequence[Case], base_url: str) -> dict[str, Any]:
    """What ``promptfoo eval -c <file>.json`` reads. Conversations become one question; gold clauses are metadata."""
    return {
        "description": "Zhangju: questions over official documents",
        "prompts": ["{{question}}"],
        "providers": [{"id": "openai:chat:zhangju", "config": {"apiBaseUrl": base_url, "apiKey": "none"}}],
        "tests": [_test(case) for case in cases],
    }


def _test(case: Case) -> dict[str, Any]:
    return {
        "description": case.id,
        "vars": {"question": case.conversation},
        "assert": [_holds(string) for string in case.required] + [_lacks(string) for string in case.forbidden],
        "metadata": {
            "answerable": case.answerable,
            "gold": [list(group) for group in case.gold],
            "tags": list(case.tags),
        },
    }


def _holds(string: str) -> dict[str, str]:
    return {"type": "javascript", "value": _test_of(string)}


def _lacks(string: str) -> dict[str, str]:
    return {"type": "javascript", "value": f"!{_test_of(string)}"}


def _test_of(string: str) -> str:
    """``string`` looked for as our own metric does: without white space, full width as half, a number only as a whole one."""
    return (
        f"new RegExp({json.dumps(pattern_of(string))}).test(output.normalize('NFKC').toLowerCase().replace(/\\s/g, ''))"
    )
