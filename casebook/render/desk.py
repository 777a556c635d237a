"""What every view is made with: an Edition, and the words and links it is shown by."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, wraps
from typing import Any, TypeVar

from markupsafe import Markup, escape

from casebook.dates import Date, display
from casebook.edit.edition import Edition, Entry, Remembered
from casebook.edit.quoted import quotations
from casebook.interface import ENGLISH, Interface, direction, is_mixed
from casebook.model.actors import Party
from casebook.model.claims import Claim
from casebook.model.record import Agent, From, Ref, Unnamed
from casebook.model.site import Site
from casebook.model.sources import Source
from casebook.model.terms import Term
from casebook.model.units import parse_places, parse_units
from casebook.prose import Citation, Mention, plain_text
from casebook.prose.html import Passage, draft_mark, render_html, render_passages
from casebook.render import replies
from casebook.render.later import Later
from casebook.render.lean import safe
from casebook.render.links import Links
from casebook.render.typography import typographic
from casebook.spot import Spot, Text, locate

_SHORT = 18
"""Characters of a name that is not broken at a line's end."""
_REF, _TERM = '<a class="', '<a data-term="{}" class="'
"""How a link to a record begins, and one to a term in running text."""


View = TypeVar("View")


def once(make: Callable[[Desk, Entry], View]) -> Callable[[Desk, Entry], View]:
    """A view of a record, made once at each desk: what it shows stands on many pages.

    In a record of 76 events and 195 claims it halves the time that views take.
    """

    @wraps(make)
    def made(desk: Desk, entry: Entry) -> View:
        found = desk.made.get((make, entry))
        if found is None:
            found = desk.edition.remember(lambda: make(desk, entry))
            desk.made[make, entry] = found
        view: View = desk.edition.again(found)
        return view

    return made


class Desk:
    """Turns parts of an Edition into HTML for one output. Prose is rendered once for each."""

    def __init__(self, edition: Edition, links: Links) -> None:
        """`links` says where things stand in the output that is being made."""
        self.edition = edition
        self.links = links
        self.interface = edition.interface
        self.made: dict[tuple[Callable[..., Any], Entry], Remembered[Any]] = {}
        """Views that were made, by what makes them and of which record: see `once`."""
        self._citations: dict[tuple[Entry, str, bool], Remembered[Markup]] = {}
        self._prose: dict[Spot, Remembered[Markup]] = {}
        self._links: dict[tuple[Entry, str], Remembered[Markup]] = {}

    def later(self, make: Callable[[], View]) -> View:
        """Stands for a part of a view of a class that is marked `later.made_on_use`: it is made
        when it is asked for.
        """
        part: Any = Later(self.edition, make)
        return part  # type: ignore[no-any-return]

    def say(self, phrase: str, **values: object) -> Markup:
        """A phrase of the interface as HTML; values are escaped unless they are markup."""
        return escape(self.interface.say(phrase)) % values

    def slug(self, slug: str) -> str:
        """What a slug such as `diplomatic-cable` is called: by its own words, if by no others."""
        return self.interface.say(slug.replace("-", " "))

    def listed(self, items: list[Markup]) -> Markup:
        """`a`, `a and b`, `a, b and c`."""
        return in_words(items, self.interface)

    def link(self, entry: Entry, words: str = "") -> Markup:
        """A link to a record, shown by its label, a party's with its chip.

        To a claim it is never without who answered it, in short, or that no reply is printed.
        """
        found = self._links.get((entry, words))
        if found is None:
            found = self.edition.remember(lambda: self._whole_link(entry, words))
            self._links[entry, words] = found
        return self.edition.again(found)

    def _whole_link(self, entry: Entry, words: str) -> Markup:
        link = self._link(entry, typographic(words or entry.label))
        if reply := self.reply(entry):
            link += Markup(
                f' <span class="answer" data-answers="{safe(entry.id)}">({reply})</span>'
            )
        return link

    def reply(self, entry: Entry) -> Markup:
        """Who answered a claim, each name a link to the answer; nothing where none need answer."""
        if not isinstance(entry.record, Claim):
            return Markup()
        if replies.none_printed(entry):
            return self.say(replies.NONE)
        found = []
        for words, given in replies.answers(self.edition, entry):
            named = [self._link(answer, typographic(name)) for answer, name in given]
            found.append(self.say(words, who=self.listed(named)))
        return escape(self.interface.semicolon).join(found)

    def _link(self, entry: Entry, shown: str) -> Markup:
        # A short name stays whole, and with its chip; a long one may break.
        classes = "ref short" if len(shown) <= _SHORT else "ref"
        words = self.isolated(shown)
        if isinstance(entry.record, Source) and shown == typographic(entry.title):
            words = self.title(entry)
        href = safe(self.links.to(entry))
        return Markup(f'<a class="{classes}" href="{href}">{self.chip(entry)}{safe(words)}</a>')

    def isolated(self, words: str) -> str:
        """The same words, set apart where they hold letters that run against the page's."""
        return isolated(words, self.interface)

    def mention(self, entry: Entry, words: str = "") -> Markup:
        """A link to a record in running text: to a term it says so, that it can be explained."""
        found = self.link(entry, words)
        if not isinstance(entry.record, Term):
            return found
        return Markup(str(found).replace(_REF, _TERM.format(entry.id), 1))

    def chip(self, entry: Entry) -> Markup:
        """The letter that marks a party, for the eye only: its name stands beside it."""
        record = entry.record
        if not isinstance(record, Party) or not record.mark:
            return Markup()
        # The letter itself is put there by the style sheet, so that copied text has only names.
        mark = safe(record.mark)
        return Markup(f'<span class="chip" data-mark="{mark}" aria-hidden="true"></span>')

    def links_to(self, entries: Iterable[Entry]) -> list[Markup]:
        """Links to several records."""
        return [self.link(entry) for entry in entries]

    def prose(self, text: Text | None) -> Markup:
        """A field of prose as HTML; nothing for none."""
        if text is None:
            return Markup()
        found = self._prose.get(text.at)
        if found is None:
            found = self.edition.remember(lambda: self._rendered(text))
            self._prose[text.at] = found
        return self.edition.again(found)

    def _rendered(self, text: Text) -> Markup:
        prose, ours = self.edition.prose[text.at], self.interface
        links, waiting = _ProseLinks(self, text), self._unproved(text)
        return render_html(prose, links, waiting, ours.say, self._foreign(text), ours.quotes)

    def inline(self, text: Text | None) -> Markup:
        """A field of prose inside a line: without the tags of its only paragraph."""
        html = str(self.prose(text)).strip()
        if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
            html = html[3:-4]
        return Markup(html)

    def passages(self, text: Text, home: Entry | None = None) -> list[Passage]:
        """A page or excerpt, block by block, each with its notes.

        `home` is the source on whose page it stands, which its citations need not name.
        """
        links = _ProseLinks(self, text, home)
        prose, ours = self.edition.prose[text.at], self.interface
        return render_passages(
            prose, links, self._unproved(text), ours.say, self._foreign(text), ours.quotes
        )

    def _foreign(self, text: Text) -> dict[int, Markup]:
        """The attributes of quotations in another language, by where in a text they begin."""
        if not self._languages:
            return {}
        file = self.edition.manuscript.files.get(text.at.file, "")
        offsets = (quotation.offset for quotation in self.edition.prose[text.at].quotations)
        found = {offset: self.in_its_language(locate(file, text, offset)) for offset in offsets}
        return {offset: attributes for offset, attributes in found.items() if attributes}

    @cached_property
    def _languages(self) -> Mapping[Spot, str]:
        # A record knows which of its own words are in another language: whoever shows them read it.
        return self.edition.derived("languages", languages)

    def _language_of(self, source: Entry) -> str:
        return language_of(source, self.edition.site)

    def in_its_language(self, at: Spot) -> Markup:
        """The attributes of words of a source; nothing where they are in the page's language."""
        language = self._languages.get(at, "")
        return foreign(language, self.interface) if language else Markup()

    def title(self, source: Entry) -> str:
        """The title of a source, which is in the source's language unless it is ours."""
        record = source.record
        assert isinstance(record, Source)
        shown = typographic(source.title)
        language = "" if record.title_is_ours else self._language_of(source)
        if not language:
            return self.isolated(shown)
        return Markup("<span{}>{}</span>").format(foreign(language, self.interface), shown)

    def _unproved(self, text: Text) -> frozenset[int]:
        """Where in a text quotations begin that await their proof: in a draft alone."""
        if not self.edition.unproved:
            return frozenset()
        file = self.edition.manuscript.files.get(text.at.file, "")
        offsets = (quotation.offset for quotation in self.edition.prose[text.at].quotations)
        waiting = self.edition.unproved
        return frozenset(offset for offset in offsets if locate(file, text, offset) in waiting)

    def draft_line(self) -> str:
        """What a draft says of itself on every page; nothing where all is proved."""
        waiting = len(self.edition.unproved)
        if not waiting:
            return ""
        return self.interface.count(
            "Draft: %(n)s quotation awaits proof. Not for publication.",
            "Draft: %(num)s quotations await proof. Not for publication.",
            waiting,
        )

    def printed(self, words: Text) -> str:
        """A source's words that stand alone, marked where they await their proof."""
        shown = typographic(words)
        if attributes := self.in_its_language(words.at):
            shown = Markup("<span{}>{}</span>").format(attributes, shown)
        if words.at not in self.edition.unproved:
            return shown
        return escape(shown) + Markup(" ") + draft_mark(self.interface.say)

    def plain(self, text: Text) -> str:
        """The words of a field of prose alone."""
        prose = self.edition.prose[text.at]
        return plain_text(prose, lambda mention: self._label(mention, text))

    def _label(self, mention: Mention, text: Text) -> str:
        entry = self.edition.mentioned(mention, text)
        reply = replies.reply_words(self.edition, entry)
        words = mention.words or entry.label
        return f"{words} ({reply})" if reply else words

    def date(self, date: Date | None) -> str:
        """A date in words; nothing for none."""
        return display(date, self.interface.dates) if date is not None else ""

    def cite(self, place: From) -> Markup:
        """A link to a place in a source: "cable ¶3"."""
        return self.citation(self.edition.entry(place.source), place.places)

    def citation(self, source: Entry, places: str, by_name: bool = True) -> Markup:
        """A link to the account of a place in a source."""
        key = (source, places, by_name)
        found = self._citations.get(key)
        if found is None:
            found = self.edition.remember(lambda: self._citation(source, places, by_name))
            self._citations[key] = found
        return self.edition.again(found)

    def _citation(self, source: Entry, places: str, by_name: bool) -> Markup:
        record = source.record
        assert isinstance(record, Source)
        units = parse_units(record.units) if record.units else ()
        named = parse_places(places, units) if places and units else ()
        accounted = self.edition.accounted.get(source.id, frozenset())
        unit = next((unit for unit in named if unit in accounted), "")
        where = place_words(places, self.interface)
        named_too = f"{typographic(source.label)} {where}".strip()
        words = named_too if by_name or not where else where
        href = safe(self.links.to_unit(source, unit))
        shown = safe(self.isolated(words.replace(" ¶", "\u00a0¶")))
        return Markup(f'<a class="cite" href="{href}">{shown}</a>')

    def who(self, agent: Agent, source: Entry | None = None) -> Markup:
        """Who acts: a link, or words; `source` is what the word `source` stands for."""
        if isinstance(agent, Ref):
            return self.link(self.edition.entry(agent))
        if isinstance(agent, Unnamed):
            return escape(typographic(agent.words))
        if agent == "source" and source is not None:
            return self.link(source)
        return self.say("not stated")

    def whom(self, agents: Iterable[Agent], source: Entry | None = None) -> Markup:
        """Several who act, as a list in a sentence."""
        return self.listed([self.who(agent, source) for agent in agents])


class _ProseLinks:
    """What references and citations in one text become."""

    def __init__(self, desk: Desk, text: Text, home: Entry | None = None) -> None:
        """On the page of the source `home`, its own places need not name it."""
        self._desk = desk
        self._text = text
        self._home = home

    def reference(self, mention: Mention) -> Markup:
        """The whole link."""
        entry = self._desk.edition.mentioned(mention, self._text)
        return self._desk.mention(entry, mention.words)

    def citation(self, citation: Citation) -> Markup:
        """The whole link."""
        source = self._desk.edition.cited(citation)
        return self._desk.citation(source, citation.places, by_name=source is not self._home)


def languages(edition: Edition) -> dict[Spot, str]:
    """Where words of a source stand that is in another language than the record."""
    sources = {entry: language_of(entry, edition.site) for entry in edition.of("source")}
    if not any(sources.values()):
        return {}
    return {
        quoted.at: language
        for quoted in quotations(edition)
        if quoted.source is not None and (language := sources[quoted.source])
    }


def language_of(source: Entry, site: Site) -> str:
    """The language of a source; nothing where it is the record's own."""
    record = source.record
    assert isinstance(record, Source)
    language = str(record.language or "")
    return language if language != str(site.language) else ""


def isolated(words: str, interface: Interface) -> str:
    """The same words, set apart where they hold letters that run against the page's."""
    ours = interface.direction
    if not is_mixed(words, ours):
        return words
    if is_mixed(words, "ltr" if ours == "rtl" else "rtl"):
        # Words of both ways: what comes first shall not turn the rest round.
        return Markup('<bdi dir="{}">{}</bdi>').format(ours, words)
    return Markup("<bdi>{}</bdi>").format(words)


def foreign(language: str, interface: Interface) -> Markup:
    """The attributes of an element in another language than the page's; nothing for its own."""
    if not language or language == interface.language:
        return Markup()
    return Markup(' lang="{}" dir="{}"').format(language, direction(language))


def capital(words: Markup) -> Markup:
    """The same words with a capital at their head."""
    return words[:1].upper() + words[1:]


def in_words(items: list[Markup], interface: Interface = ENGLISH) -> Markup:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return items[0] if items else Markup()
    comma, last_and = escape(interface.comma), escape(interface.last_and)
    return comma.join(items[:-1]) + last_and + items[-1]


_LINK = re.compile(r"\[([^\[\]]*)\]")


def linked(phrase: Markup, href: str, class_: str = "") -> Markup:
    """A phrase whose words in square brackets become a link.

    Values that may hold brackets are not for such a phrase.
    """
    opening = f'<a class="{escape(class_)}"' if class_ else "<a"
    return Markup(
        _LINK.sub(lambda found: f'{opening} href="{escape(href)}">{found[1]}</a>', str(phrase), 1)
    )


_PARAGRAPH = re.compile(r"\bp([0-9])")
_RANGE = re.compile(r"([¶s])([0-9]+[a-z]?)-[¶s]?([0-9]+)")


def place_words(places: str, interface: Interface = ENGLISH) -> str:
    """Places in a source as a reader sees them: `p6-p7` is "¶6–7", a heading is said to be one."""
    parts = []
    for part in places.split(", ") if places else []:
        words = interface.say("heading") if part.startswith("h") else _PARAGRAPH.sub(r"¶\1", part)
        words = _RANGE.sub(r"\1\2–\3", words)
        if words not in parts:
            parts.append(words)
    return interface.comma.join(parts)
