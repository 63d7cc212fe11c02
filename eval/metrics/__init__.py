"""Metrics of one response to one case: small pure functions. ``table`` lists them all."""
