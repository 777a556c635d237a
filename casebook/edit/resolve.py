"""Every reference of a record, in fields, prose, citations and excerpts, resolved or reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from casebook.edit.edition import Edge, Entry, inner_spot_at
from casebook.edit.index import Index
from casebook.edit.parsed import parsed
from casebook.edit.walk import Value, of_record, values_of, walk
from casebook.load.manuscript import Manuscript
from casebook.load.scalars import shortened
from casebook.model.documents import Excerpt, Page
from casebook.model.record import From, Record, Ref
from casebook.model.sources import Source
from casebook.model.types import PlaceInSource, Reference, Who
from casebook.model.types import Prose as ProseType
from casebook.model.units import UnitError, parse_places, parse_units
from casebook.problem import Problem, did_you_mean
from casebook.prose import Citation, Form, Mention, Prose
from casebook.spot import Spot, Text, locate

Where = Callable[[], Spot]
"""Finds a place when it is wanted: to look for every one would take longer than all the rest."""


class _What(NamedTuple):
    """What of which record a reference stands in: put into words only where it is wrong."""

    path: str
    entry: Entry

    def __str__(self) -> str:
        return f"`{self.path}` of {self.entry.kind.name} `{self.entry.id}`"


_FEW_UNITS = 500


def _referring(record: Record) -> tuple[Value, ...]:
    """The values of a record that may refer to something."""
    return tuple(value for value in values_of(record) if type(value.type) in _REFERRING)


_REFERRING = (Reference, Who, PlaceInSource, ProseType)


class Use(NamedTuple):
    """One place where a record's id is written, to refer to it."""

    target: Entry
    at: Spot
    """Of the value that holds it."""
    text: Text | None = None
    """The text it stands in, where the value is prose."""
    offset: int = 0
    """Where in the text the reference or citation begins."""
    length: int = 0


@dataclass
class Resolver:
    """Walks the whole manuscript once; what it found is in its attributes."""

    manuscript: Manuscript
    index: Index
    report: Callable[[Problem], None]
    resolved: dict[Spot, Entry] = field(default_factory=dict)
    prose: dict[Spot, Prose] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    uses: list[Use] | None = None
    """Where ids are written, if there is a list for it: only who changes ids asks for it."""
    accounted: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _units: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _sound_places: dict[tuple[Entry, str], tuple[str, ...]] = field(default_factory=dict)
    """What the places of a source that were found in it mean: most are cited many times."""
    _labels: dict[Entry, frozenset[str]] = field(default_factory=dict)
    """The labels of each source that may be cited, as most places are one label."""

    def __post_init__(self) -> None:
        self._kinds = tuple(self.index.entries)

    def everything(self) -> None:
        """Resolve every record, page and excerpt."""
        for of_kind in self.index.entries.values():
            for entry in of_kind.values():
                for value in of_record(entry.record, _referring):
                    self._value(entry, value)
        for page in self.manuscript.pages.values():
            entry = self.index.entries[Page.declares.name][page.id]
            self._text(entry, page.body, Form.PAGE, "", f"page `{page.id}`")
        for excerpt in self.manuscript.excerpts:
            self._excerpt(excerpt)
        self._site()

    def _site(self) -> None:
        """What site.yaml refers to: no record refers by it, so that it makes no edge."""
        self._text_alone(self.manuscript.site.notice)
        for value in walk(self.manuscript.site):
            ref = value.value
            if not isinstance(ref, Ref) or not ref.id:
                continue
            what = f"`{value.path}` of site.yaml"
            found = self._find(ref.id, ref.kinds, what, lambda at=ref.at: at)  # type: ignore[misc]
            if found is not None:
                self.resolved[ref.at] = found
                self._used(found, ref.at)

    def _used(
        self, found: Entry, at: Spot, text: Text | None = None, offset: int = 0, length: int = 0
    ) -> None:
        if self.uses is not None:
            self.uses.append(Use(found, at, text, offset, length))

    def _value(self, entry: Entry, value: Value) -> None:
        what = _What(value.path, entry)
        match value.type:
            case Reference() | Who():
                if isinstance(value.value, Ref):
                    self._ref(entry, value.value, value.path, value.type.back, what)
            case PlaceInSource():
                self._from(entry, value.value, value.path, value.type.back, what)
            case ProseType():
                form = Form.BLOCK if value.type.block else Form.LINE
                self._text(entry, value.value, form, value.path, what)
            case _:
                pass

    def _ref(self, entry: Entry, ref: Ref, path: str, back: str, what: _What) -> Entry | None:
        found = self.index.only(ref.kinds, ref.id)
        if found is None and ref.id:
            found = self._find(ref.id, ref.kinds, what, lambda: ref.at)
        if found is None:
            return None
        self.resolved[ref.at] = found
        self._used(found, ref.at)
        self.edges.append(Edge(entry, found, path, back, ref.at))
        return found

    def _find(
        self, id_: str, kinds: tuple[str, ...], what: _What | str, at: Where, length: int = 0
    ) -> Entry | None:
        """What an id means; None where that is unknown, and reported."""
        if (only := self.index.only(kinds, id_)) is not None:
            return only
        found = self.index.resolve(id_, kinds, str(what))
        if isinstance(found, Entry):
            return found
        # What could not be read has been reported: whoever refers to it is not to blame.
        if not self.manuscript.may_be_lost(kinds, id_):
            self._problem(at, found.rule, found.message, found.hint, length or len(id_))
        return None

    def _problem(self, at: Where, rule: str, message: str, hint: str, length: int) -> None:
        self.report(Problem(at(), rule, message, hint, length=length))

    def _from(self, entry: Entry, place: From, path: str, back: str, what: _What) -> None:
        source = self._ref(entry, place.source, path, back, what)
        if source is not None and self._sound(source, place.places) is None:
            file = self.manuscript.files.get(place.at.file, "")
            # What is not blank stands here as it was typed, so `locate` finds its place.
            typed = Text(f"{place.source.id} {place.places}", place.at)
            places = len(place.source.id) + 1
            self._places(
                source,
                place.places,
                lambda: locate(file, typed, 0),
                lambda: locate(file, typed, places),
                what,
            )

    def _sound(self, source: Entry, places: str) -> tuple[str, ...] | None:
        """The units of places that are plainly in a source; None where `_places` must look."""
        found = self._sound_places.get((source, places))
        if found is None and places in self._labels_of(source):
            found = self._sound_places[source, places] = (places,)
        return found

    def _labels_of(self, source: Entry) -> frozenset[str]:
        labels = self._labels.get(source)
        if labels is None:
            record = source.record
            is_held = isinstance(record, Source) and record.is_held
            labels = self._labels[source] = frozenset(self.units(source) if is_held else ())
        return labels

    def _places(
        self, source: Entry, places: str, start: Where, inner: Where, what: _What | str
    ) -> tuple[str, ...]:
        """The units a citation names, or the problem with it.

        `start` is where the source is named, `inner` where the places are.
        """
        record = source.record
        assert isinstance(record, Source)
        if not record.is_held:
            message = f"{what} cites `{source.id}`, whose text the editors do not hold"
            hint = "cite the source that quotes it, and name it in the words"
            self._problem(start, "source-not-held", message, hint, len(source.id))
            return ()
        units = self.units(source)
        if not units and ("source", source.id) in self.manuscript.broken:
            return ()  # reported where the source is; what its places are, nobody can say
        if not places:
            if units:
                message = f"{what} says which source but not where in it"
                hint = f"add the place, such as `{source.id} {units[-1]}`"
                self._problem(start, "no-place", message, hint, len(source.id))
            return ()
        try:
            sound = self._sound_places[source, places] = parse_places(places, units)
            return sound
        except UnitError as error:
            hint = "the source declares no `units`"
            if units:
                # Among many numbered labels, every one is near to some other.
                near = did_you_mean(error.label, units) if len(units) <= _FEW_UNITS else ""
                hint = near or f"its places are {shortened(record.units or '')}"
            message = f"`{source.id}` has no place {shortened(str(error))} ({what})"
            self._problem(inner, "unknown-place", message, hint, len(places))
            return ()

    def units(self, source: Entry) -> tuple[str, ...]:
        """The labels of a source's units, in order."""
        if source.id not in self._units:
            record = source.record
            assert isinstance(record, Source)
            try:
                self._units[source.id] = parse_units(record.units) if record.units else ()
            except UnitError:
                self._units[source.id] = ()
        return self._units[source.id]

    def _excerpt(self, excerpt: Excerpt) -> None:
        ref = excerpt.source
        what = "`source` of the excerpt"
        entry = self._find(ref.id, ref.kinds, what, lambda: ref.at) if ref.id else None
        if entry is not None:
            self.resolved[ref.at] = entry
            self._used(entry, ref.at)
        where = f"the excerpt of `{ref.id}`" if ref.id else "the excerpt"
        cited = self._text(entry, excerpt.body, Form.EXCERPT, "excerpt", where)
        if entry is not None:
            self.accounted[entry.id].update(unit for source, unit in cited if source == entry.id)

    def _text_alone(self, text: Text | None) -> None:
        if text is not None:
            self._text(None, text, Form.LINE, "", "site.yaml")

    def _text(
        self, entry: Entry | None, text: Text, form: Form, path: str, what: _What | str
    ) -> list[tuple[str, str]]:
        """Parse one text and resolve what it refers to.

        Gives the (source, unit) pairs that it cites itself: a note speaks of a place, it does
        not give an account of it.
        """
        file = self.manuscript.files.get(text.at.file, "")
        prose = parsed(text, form, self.report, file)
        self.prose[text.at] = prose
        if prose.mentions:
            self._mentions(entry, text, prose.mentions, path, what, file)
        if not prose.citations:
            return []
        own = set(prose.own_citations)
        cited: list[tuple[str, str]] = []
        for citation in prose.citations:
            units = self._citation(entry, text, citation, path, what, file)
            cited += units if citation in own else ()
        return cited

    # Two thirds of all references stand in prose: one loop for a text, and few calls in it.

    def _mentions(
        self,
        entry: Entry | None,
        text: Text,
        mentions: Sequence[Mention],
        path: str,
        what: _What | str,
        file: str,
    ) -> None:
        sole, resolved, edges, at = self.index.sole, self.resolved, self.edges, text.at
        for mention in mentions:
            kind, id_, _, offset, length = mention
            found = sole.get(id_)
            if found is None or (kind and found.kind.name != kind):
                kinds = (kind,) if kind else self._kinds
                found = self._unclear(text, mention, kinds, what, file)
                if found is None:
                    continue
            resolved[inner_spot_at(at, offset)] = found
            if self.uses is not None:
                self._used(found, at, text, offset, length)
            if entry is not None:
                edges.append(Edge(entry, found, path, "", at))

    def _unclear(
        self, text: Text, mention: Mention, kinds: tuple[str, ...], what: _What | str, file: str
    ) -> Entry | None:
        """What a mention refers to that does not plainly name one record."""
        at = partial(locate, file, text, mention.offset)
        if mention.kind and mention.kind not in self.index.entries:
            message = f"there is no kind of record called `{mention.kind}` ({what})"
            hint = did_you_mean(mention.kind, self.index.entries) or "the kinds are " + ", ".join(
                self.index.entries
            )
            self._problem(at, "wrong-kind", message, hint, mention.length)
            return None
        return self._find(mention.id, kinds, what, at, mention.length)

    def _citation(
        self,
        entry: Entry | None,
        text: Text,
        citation: Citation,
        path: str,
        what: _What | str,
        file: str,
    ) -> list[tuple[str, str]]:
        found = self.index.only(("source",), citation.source)
        units = self._sound(found, citation.places) if found is not None else None
        if found is None or units is None:
            found, units = self._doubtful(text, citation, what, file)
        if found is None:
            return []
        self._used(found, text.at, text, citation.offset, citation.length)
        if entry is not None:
            self.edges.append(Edge(entry, found, path, "", text.at))
        return [(found.id, unit) for unit in units]

    def _doubtful(
        self, text: Text, citation: Citation, what: _What | str, file: str
    ) -> tuple[Entry | None, tuple[str, ...]]:
        """The source and units of a citation of places that were not found in it before."""
        typed = text[citation.offset : citation.offset + citation.length]
        source = citation.offset + max(0, typed.find(citation.source))
        places = source + len(citation.source)
        while text[places : places + 1].isspace():
            places += 1
        start, inner = partial(locate, file, text, source), partial(locate, file, text, places)
        found = self._find(citation.source, ("source",), what, start)
        if found is None:
            return None, ()
        return found, self._places(found, citation.places, start, inner, what)
