"""Cases and responses in a few words."""

from eval.cases.case import Case
from eval.response import Cited, Response


def case(**values):
    if not values.get("answerable", True):
        values.setdefault("reason", "no_evidence")
    return Case(**{"id": "q", "question": "?", "answerable": True, **values})


def response(text="", *cited, **values):
    """A response that says ``text``; each of ``cited`` is a clause id, or ``(ids, quotation)``."""
    citations = tuple(
        Cited(
            number=n, clause_ids=(c,) if isinstance(c, str) else tuple(c[0]), text="甲" if isinstance(c, str) else c[1]
        )
        for n, c in enumerate(cited, 1)
    )
    return Response(**{"status": "answered", "text": text, "citations": citations, **values})
