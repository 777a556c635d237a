"""Dates that say how much is known: partial, approximate, uncertain, open, one of several.

The written form is EDTF (Library of Congress, 2019; part of ISO 8601-2), the part that a
documentary record needs. `parse_date` reads it, `display` and `short` say it in words.

    model      Date and DateError
    parse      the door, with the best hint where it fails
    grammar    text to Date: spans, sets
    single     text to Date: one date by itself
    refusal    why a text is no date
    guess      what its writer may have meant
    words      the words of a language
    wording    Date to words
    relations  how dates lie to each other
"""

from casebook.dates.model import Date, DateError, Precision
from casebook.dates.parse import parse_date
from casebook.dates.relations import months, overlaps, within
from casebook.dates.wording import display, short
from casebook.dates.words import ENGLISH, ENGLISH_BRIEF, Words

__all__ = [
    "ENGLISH",
    "ENGLISH_BRIEF",
    "Date",
    "DateError",
    "Precision",
    "Words",
    "display",
    "months",
    "overlaps",
    "parse_date",
    "short",
    "within",
]
