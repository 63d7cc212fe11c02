"""What was asked: parts, intent, premises, places, terms."""
