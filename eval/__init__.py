"""Datasets, metrics and reports. Imports ``rag`` and ``index``, never ``service``."""
