"""The interface's own words: what layouts and views say that no record does.

    words      what one language has: phrases, numbers, lists, dates
    plurals    which form of a phrase goes with a number
    counted    a printed number and what it counts, as one
    direction  which way a language is written, and the script of a text

The files are in `casebook/words`, one a language, and are read by `load.words`. English stands
here, as the defaults: its phrases are those that layouts and views are written in.
"""

from casebook.interface.counted import counted
from casebook.interface.direction import direction, is_mixed
from casebook.interface.plurals import CATEGORIES, RULES
from casebook.interface.words import ENGLISH, Interface, phrase, placeholders

__all__ = [
    "CATEGORIES",
    "ENGLISH",
    "RULES",
    "Interface",
    "counted",
    "direction",
    "is_mixed",
    "phrase",
    "placeholders",
]
