"""What is said: composed or written, verified, assembled, annotated."""
