"""What a brief is asked to be of: records, places, sources and a span of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casebook.dates import Date, DateError, display, parse_date
from casebook.edit.edition import Edition, Entry
from casebook.edit.index import Index, Unresolved
from casebook.model.site import Brief

OPEN = ".."


class AskError(Exception):
    """What is asked for makes no brief; `hint` says what would."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message}; {hint}" if hint else message)


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. Whatever answers it answers every part of it that is asked.

    Several records in one part are alternatives: any of them will do.
    """

    about: tuple[Entry, ...] = ()
    """Records of any kind: a person, a party, an event, a claim."""
    places: tuple[Entry, ...] = ()
    sources: tuple[Entry, ...] = ()
    span: Date | None = None
    """From its first day to its last; open on one side where only the other is asked for."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The records it names, each once."""
        return tuple(dict.fromkeys((*self.about, *self.places, *self.sources)))

    @property
    def is_empty(self) -> bool:
        """Does it ask for nothing?"""
        return not self.entries and self.span is None

    @property
    def only_sources(self) -> bool:
        """Does it ask for what some sources say, and for nothing else?"""
        return bool(self.sources) and not (self.about or self.places or self.span)


def span_of(first: str, last: str) -> Date | None:
    """From the first day of one EDTF date to the last day of another; None for neither.

    `first` or `last` may be empty, for a span that is open there. AskError where either is no
    date, or is a span or a choice itself, or where they are the wrong way round.
    """
    if not first and not last:
        return None
    for text in filter(None, (first, last)):
        try:
            date = parse_date(text)
        except DateError as error:
            raise AskError(error.message, error.hint) from error
        if "/" in text or "[" in text or date.earliest is None or date.latest is None:
            raise AskError(
                f"`{text}` is not one day, month or year",
                "write the first and the last apart, such as 2010-01 and 2010-03",
            )
    if first == last:
        return parse_date(first)
    try:
        return parse_date(f"{first or OPEN}/{last or OPEN}")
    except DateError as error:
        raise AskError(f"from `{first}` to `{last}`: {error.message}", error.hint) from error


def ask_of(edition: Edition, brief: Brief) -> Ask:
    """What a brief of site.yaml asks for; what it names and is not in the record is left out."""

    def found(refs: Sequence[object]) -> tuple[Entry, ...]:
        return tuple(e for ref in refs if (e := edition.find(ref)) is not None)  # type: ignore[arg-type]

    first = brief.from_.text if brief.from_ else ""
    last = brief.to.text if brief.to else ""
    return Ask(found(brief.about), found(brief.place), found(brief.source), span_of(first, last))


def spoken(edition: Edition, words: str, kinds: tuple[str, ...], option: str) -> Entry:
    """The record that somebody means by `id` or `kind:id`; AskError with the nearest if none."""
    kind, colon, id_ = words.partition(":")
    if colon and kind not in edition.entries:
        raise AskError(
            f"there is no kind of record called `{kind}` ({option})",
            "the kinds are " + ", ".join(name for name in edition.entries if name in kinds),
        )
    if colon and kind not in kinds:
        raise AskError(f"{option} does not take a {kind}", "it takes a " + " or a ".join(kinds))
    wanted = (kind,) if colon else kinds
    found = Index(edition.entries).resolve(id_ if colon else words, wanted, option)
    if isinstance(found, Unresolved):
        if found.rule == "unknown-reference" and len(wanted) > 1:
            raise AskError(f"there is no record `{words}` ({option})", found.hint)
        raise AskError(found.message, found.hint)
    return found


def in_words(edition: Edition, ask: Ask) -> Iterator[str]:
    """Each thing that is asked for, by its name: `MQM`, `Lyari`, `January 2010`."""
    for entry in ask.entries:
        yield entry.label
    if ask.span is not None:
        yield display(ask.span, edition.interface.dates)
