"""What is raised where a book cannot be laid out at all; cheap to import."""

from __future__ import annotations


class BookUnavailable(RuntimeError):  # noqa: N818
    """The system lacks what lays the book out; the message, one line, says what to install."""
