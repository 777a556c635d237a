"""Search: what the reader's browser looks through, and the A–Z page that stands in for it."""
