"""The running service measured: start, memory, load."""
