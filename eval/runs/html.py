"""A report as one HTML page that needs nothing beside it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from eval.metrics.scores import METRICS, unmet
from eval.runs.charts import bar, curve

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "Answers": ("answered", "required_strings", "reference_f1", "validity_notices"),
    "Citations": (
        *("citation_recall", "citation_precision", "citation_f1", "document_precision"),
        *("citation_validity", "cited_statements"),
    ),
    "Faithfulness": ("faithfulness", "tokens_kept", "polarity_kept", "modality_kept", "conditions_kept", "overlap"),
    "Refusals": ("refused", "right_reason"),
    "Retrieval": ("R@5", "R@10", "MRR@10", "nDCG@10"),
}
"""The metrics as they are read together."""


def page(report: Mapping[str, Any]) -> str:
    """``report`` as HTML: scores, tags, risk and coverage, and every case that was not right."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    selective = report["all"]["selective"]
    here = (selective["coverage"]["mean"], selective["risk"]["mean"])
    return environment.get_template("page.html").render(
        report=report,
        groups=_GROUPS,
        says=METRICS,
        bar=lambda value: Markup(bar(value)),  # noqa: S704 - numbers only
        curve=Markup(curve(selective["curve"], here)) if "curve" in selective else None,  # noqa: S704 - numbers only
        unmet={case["id"]: unmet(report["cases"][case["id"]]["scores"]) for case in report["not_right"]},
    )
