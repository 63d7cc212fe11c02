"""What is kept of what happened: counters, log lines, files that expire; masked."""
