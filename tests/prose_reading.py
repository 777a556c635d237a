"""Reading prose in tests: a linker that shows what it was given, and a text with its problems."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from casebook.problem import Problem
from casebook.prose import Citation, Form, Mention, Prose, parse_prose, render_html
from casebook.spot import Spot, Text


class Linker:
    """Makes plain links out of whatever it gets."""

    def reference(self, mention: Mention) -> Markup:
        shown = mention.words or f"({mention.id})"
        return Markup('<a href="{}">{}</a>').format(f"{mention.kind}/{mention.id}.html", shown)

    def citation(self, citation: Citation) -> Markup:
        return Markup("<cite>{} {}</cite>").format(citation.source, citation.places)


class Read(NamedTuple):
    prose: Prose
    html: Markup
    problems: list[Problem]

    @property
    def rules(self) -> list[str]:
        return [problem.rule for problem in self.problems]


def read(typed: str, form: Form = Form.EXCERPT) -> Read:
    """A text that stands letter for letter in a file of its own."""
    problems: list[Problem] = []
    prose = parse_prose(Text(typed, Spot("a.md", 1, 1, "raw")), form, problems.append, typed)
    return Read(prose, render_html(prose, Linker()), problems)


PIECES = [
    *("a", "Ab", "naïve", "کراچی", "7", " ", " ", "  ", "\n", "\n\n", "\t", "\u00a0", "\u2028"),
    *('"', "“", "”", "'", "`", "``", "*", "**", "_", "\\", "|", "\\|", "...", " -- ", "&quot;"),
    *("[[", "]]", "[[a]]", "[[k:b|c d]]", "[[a\\|b]]", "[@", "[@ft s1]", "[@ft s1; app s2, s3]"),
    *("[^", "[^n]", "[^m]", "[^n]: **K.** ", "\n\n[^m]: **L** ", "^[", "[", "]", "(", ")", "]("),
    *("[a](https://b.c)", "![a](b)", "<https://b.c>", "<javascript:a>", "[a](javascript:b)"),
    *("<b>", "<", ">", "</", "<!--", "&amp;", "&#1;", "&", ";", "!", "#", "## ", "\n### ", "\n> "),
    *("\n- ", "\n  - ", "\n1. ", "\n---\n", "\n===\n", "\n| a | b |\n|---|---|\n| ", " | "),
    *("\n```\n", "```x", "~~~", "    ", "\r\n", "\r", "\x00", "\x07", "\ufffe", "\ud800", "\ufeff"),
]
"""What texts are put together from where any text must do."""
