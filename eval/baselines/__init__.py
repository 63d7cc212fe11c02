"""What others would build from well-known parts, to be measured in the same run."""
