"""What others would build from well-known parts, measured on the same questions."""
