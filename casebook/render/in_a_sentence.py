"""A field of prose in one sentence, where that leaves no claim without its reply."""

from __future__ import annotations

from casebook.render.desk import Desk
from casebook.render.first_sentence import first_sentence
from casebook.render.replies import reply_words
from casebook.spot import Text


def in_a_sentence(desk: Desk, text: Text) -> str:
    """Its first sentence, in plain words; all of them where a cut could part a claim from what
    answers it.
    """
    words = desk.plain(text)
    named = (desk.edition.mentioned(one, text) for one in desk.edition.prose[text.at].mentions)
    if any(reply_words(desk.edition, one) for one in named):
        return words
    return first_sentence(words)
