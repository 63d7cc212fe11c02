"""A dataset asked and scored: figures with intervals, the report, comparison of two, the gate."""
