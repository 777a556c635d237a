"""The briefing book: the same Edition, laid out on paper as one PDF."""
