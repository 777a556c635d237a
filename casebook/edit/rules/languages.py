"""A short name such as `town-hall` is English to its readers, unless somebody gives it words."""

from __future__ import annotations

from collections.abc import Iterator

from casebook.edit.edition import Edition
from casebook.edit.walk import walk
from casebook.model.types import Slug
from casebook.problem import Problem, Severity
from casebook.spot import Text


def short_names_have_words(edition: Edition) -> Iterator[Problem]:
    """Warn, in a record that is not in English, of each kind or measure without words of its own.

    Once for each, where it first stands.
    """
    interface = edition.interface
    if not interface.phrases or interface.language.partition("-")[0].lower() == "en":
        return
    seen: set[str] = set()
    for of_kind in edition.manuscript.records.values():
        for record in of_kind.values():
            for value in walk(record):
                slug = value.value
                if not isinstance(value.type, Slug) or not isinstance(slug, Text) or slug in seen:
                    continue
                seen.add(slug)
                words = slug.replace("-", " ")
                if words not in interface.phrases:
                    yield Problem(
                        slug.at,
                        "no-word",
                        f"readers will see `{words}`, which is not in the language of the record",
                        f"write `{words}: ...` under `phrases:` in words/{interface.language}.yaml",
                        Severity.WARNING,
                        length=len(slug),
                    )
