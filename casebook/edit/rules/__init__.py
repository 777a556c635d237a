"""The editorial rules, each a function from an Edition to Problems, listed here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from casebook.edit.edition import Edition
from casebook.edit.rules import (
    addresses,
    circles,
    claims,
    dates,
    excerpts,
    figures,
    mentions,
    origins,
    proofs,
    quotations,
    references,
    sources,
)
from casebook.problem import Problem

Rule = Callable[[Edition], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    addresses.one_record_an_address,
    circles.nothing_holds_itself,
    claims.whoever_is_accused_can_reply,
    claims.replies_answer,
    claims.words_say_who,
    dates.events_have_a_date_or_an_order,
    dates.nothing_is_reported_before_it_happened,
    excerpts.one_a_source,
    excerpts.whole,
    figures.have_a_number,
    figures.compare_like_with_like,
    mentions.everything_is_referred_to,
    origins.facts_say_where_from,
    proofs.fit_their_source,
    proofs.losses_are_known,
    quotations.are_honest,
    quotations.marks_are_double,
    references.lead_elsewhere,
    references.may_be_alike,
    sources.held_ones_are_described,
)
"""A new rule is a function in a module beside this one, and a place in this list."""
