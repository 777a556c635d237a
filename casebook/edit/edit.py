"""From a Manuscript to an Edition, with every problem on the way."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from casebook.edit import chronology
from casebook.edit.edition import Edge, Edition, Entry
from casebook.edit.index import make_index
from casebook.edit.parsed import forget_other_texts
from casebook.edit.resolve import Resolver
from casebook.edit.rules import RULES
from casebook.edit.rules.quotations import AWAITING_PROOF
from casebook.edit.walk import forget_other_walks
from casebook.load.manuscript import Manuscript
from casebook.load.pause import gc_paused
from casebook.model.documents import Excerpt
from casebook.problem import Problem


def edit(manuscript: Manuscript, draft: bool = False) -> tuple[Edition, list[Problem]]:
    """Resolve and check what was written.

    In a draft, quotations that await their proof are warnings and are stamped so.

    The Edition may be rendered only when neither loading nor editing found an error; with
    errors it is as whole as they allow, so that the rules can still speak of the rest.
    """
    problems: list[Problem] = []
    forget_other_walks()
    forget_other_texts()
    with gc_paused():
        index = make_index(manuscript)
        resolver = Resolver(manuscript, index, problems.append)
        resolver.everything()
        edges_to: dict[Entry, list[Edge]] = defaultdict(list)
        edges_from: dict[Entry, list[Edge]] = defaultdict(list)
        for edge in resolver.edges:
            edges_to[edge.target].append(edge)
            edges_from[edge.source].append(edge)
        events = index.entries.get("event", {})
        edition = Edition(
            manuscript=manuscript,
            entries=index.entries,
            resolved=resolver.resolved,
            prose=resolver.prose,
            edges_to={entry: tuple(edges) for entry, edges in edges_to.items()},
            edges_from={entry: tuple(edges) for entry, edges in edges_from.items()},
            chronology=chronology.in_order(events, resolver.resolved, problems.append),
            excerpts=_excerpts(manuscript),
            draft=draft,
            accounted={id_: frozenset(units) for id_, units in resolver.accounted.items()},
        )
        found = [problem for rule in RULES for problem in rule(edition)]
        problems += found
    waiting = frozenset(problem.where for problem in found if problem.rule == AWAITING_PROOF)
    return replace(edition, unproved=waiting), problems


def _excerpts(manuscript: Manuscript) -> dict[str, Excerpt]:
    """The excerpts by source; that each source has one at most is for a rule to say."""
    return {excerpt.source.id: excerpt for excerpt in reversed(manuscript.excerpts)}
