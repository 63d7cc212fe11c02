"""Changing what is answered from."""
