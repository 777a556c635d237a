"""A brief: the part of a record that answers one question, with all it needs to stand alone.

ask        what is asked for, from the command line or from site.yaml
selection  which records answer it, and what comes with them and why
words      the terms that are used in some records
narrowed   the Edition as far as it was selected, for the views of the book
"""

from casebook.edit.briefs.ask import Ask, AskError, ask_of, span_of, spoken
from casebook.edit.briefs.narrowed import NarrowedEdition, narrowed
from casebook.edit.briefs.selection import Reason, Selection, Why, checked, select

__all__ = [
    "Ask",
    "AskError",
    "NarrowedEdition",
    "Reason",
    "Selection",
    "Why",
    "ask_of",
    "checked",
    "narrowed",
    "select",
    "span_of",
    "spoken",
]
