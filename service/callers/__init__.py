"""Who asks: keys, and how often each may."""
