"""The door: text to Date, remembered, with the best hint where it fails."""

from __future__ import annotations

from functools import lru_cache

from casebook.dates.grammar import LONGEST, read
from casebook.dates.model import Date, DateError
from casebook.dates.wording import display


def parse_date(text: str) -> Date:
    """The date written in a text in EDTF (see `grammar`), white space around it ignored.

    Raises DateError, and nothing else, with a hint that says what to write and the offset in
    the text as given. A text of more than 100 characters is refused unread.
    """
    if len(text) > LONGEST:
        raise DateError(
            f"a date of {len(text)} characters is too long",
            f"write at most {LONGEST} characters, as 2010-01-07/2010-01-10",
            LONGEST,
        )
    # str(): a text that knows its place in a file would keep that file's spot in the cache.
    stripped = str(text).strip()
    try:
        return _remembered(stripped)
    except DateError as error:
        blank = len(text) - len(text.lstrip())
        raise DateError(
            error.message, _hint(stripped) or error.hint, error.offset + blank
        ) from None


@lru_cache(maxsize=16_384)
def _remembered(text: str) -> Date:
    return read(text)


def _hint(text: str) -> str:
    """What to write, if one can tell what was meant."""
    # Imported only here: its patterns take longer to compile than a good record to read.
    from casebook.dates.guess import guess

    meant = guess(text)
    if len(meant) == 1:
        return f"write {meant[0]}"
    return ", or ".join(f"write {date} for {display(read(date))}" for date in meant)
