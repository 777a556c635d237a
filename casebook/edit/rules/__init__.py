"""The editorial rules, each a function from an Edition to Problems, listed here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from casebook.edit.edition import Edition
from casebook.edit.rules import (
    addresses,
    briefs,
    circles,
    claims,
    dates,
    excerpts,
    figures,
    languages,
    letters,
    lives,
    mentions,
    origins,
    proofs,
    quotations,
    references,
    register,
    sources,
    withheld,
    witnesses,
)
from casebook.problem import Problem

Rule = Callable[[Edition], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    addresses.one_record_an_address,
    briefs.have_addresses_of_their_own,
    briefs.hold_something,
    circles.nothing_holds_itself,
    claims.whoever_is_accused_can_reply,
    claims.replies_answer,
    claims.words_say_who,
    dates.events_have_a_date_or_an_order,
    dates.nothing_is_reported_before_it_happened,
    dates.parts_fall_in_their_whole,
    excerpts.one_a_source,
    excerpts.whole,
    figures.have_a_number,
    figures.compare_like_with_like,
    languages.short_names_have_words,
    letters.are_what_they_look_like,
    lives.offices_run_one_way,
    lives.the_dead_have_died,
    lives.nobody_acts_after_death,
    mentions.everything_is_referred_to,
    origins.facts_say_where_from,
    proofs.fit_their_source,
    proofs.losses_are_known,
    quotations.are_honest,
    quotations.marks_are_double,
    references.lead_elsewhere,
    references.may_be_alike,
    register.addresses_last,
    register.entries_are_whole,
    register.numbers_are_given_once,
    register.everything_is_registered,
    sources.held_ones_are_described,
    withheld.names_are_kept_out,
    witnesses.one_is_not_independent,
)
"""A new rule is a function in a module beside this one, and a place in this list."""
