"""The harness measured: systems with known faults, each of which the metric meant for it must catch."""
