"""The project's own datasets."""

from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "datasets"

DATASET = _FOLDER / "ip_policy.jsonl"
"""Questions over the five documents, looked at while the service was built."""

HELD_OUT = _FOLDER / "ip_policy_test.jsonl"
"""More of them, which nothing is fitted to and nobody reads."""

LABELLED = _FOLDER / "labelled_answers.jsonl"
"""Answers to questions of the first, as two readers labelled them."""
