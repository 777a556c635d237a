"""Words with HTML in them as Markdown: links, emphasis and paragraphs stay, tags never do."""

from __future__ import annotations

import re
import textwrap
from html.parser import HTMLParser

from casebook.writing.yaml_text import Block

QUOTES = frozenset("\"“”„«»'‘’")
"""What may begin or end a quotation."""
_MARKS = {"i": "*", "em": "*", "b": "**", "strong": "**"}
_BREAKS = frozenset(
    ("p", "br", "div", "ul", "ol", "li", "blockquote", "table", "tr", "section", "article", "hr")
) | {f"h{level}" for level in range(1, 7)}
_SILENT = frozenset(("script", "style", "iframe", "object", "template", "noscript", "title"))
_KEPT = frozenset((*_MARKS, "a", "p", "br"))
_ADDRESS = re.compile(r"https?://[^\s/@\\<>\"`{}|^()\[\]]+(?:/[^\s<>\"\\`{}|^()\[\]]*)?")
_SPECIAL = re.compile(r"[\\`*_\[\]<>&^~|]")
_LINE_START = re.compile(r"(?m)^([#+=:-]|[0-9]{1,9}(?=[.)]))")
_WIDTH = 84


def markdown_of(html: str) -> tuple[Block, str, tuple[str, ...]]:
    """The words as Markdown, the words alone, and the tags that were left out.

    Everything that Markdown would take for its own is escaped, and so is what would be a
    reference or a citation here: an imported text refers to nothing.
    """
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError):
        # The parser gives up on some malformed declarations: then it is text, every sign of it.
        reader = _Reader()
        reader.handle_data(html)
    reader.end_link()
    reader.end_mark()
    paragraphs = "".join(reader.pieces).split("\n")
    markdown = "\n\n".join(found for one in paragraphs if (found := _wrapped(one)))
    plain = " ".join("".join(reader.words).split())
    return Block(markdown), plain, tuple(sorted(reader.dropped))


def escaped(words: str) -> Block:
    """Plain words as Markdown that says just these."""
    return Block(_wrapped(_SPECIAL.sub(r"\\\g<0>", words)))


def cited(text: Block, place: str) -> Block:
    """The text with its place in the source after each paragraph that quotes."""
    return Block(
        "\n\n".join(
            f"{one}\n[@{place}]" if QUOTES & set(one) else one for one in text.split("\n\n")
        )
    )


def _wrapped(words: str) -> str:
    lines = textwrap.wrap(
        " ".join(words.split()), _WIDTH, break_long_words=False, break_on_hyphens=False
    )
    return _LINE_START.sub(_escaped_start, "\n".join(lines))


def _escaped_start(found: re.Match[str]) -> str:
    # Of a number it is the point after it that would make a list.
    return found.group() + "\\" if found.group().isdigit() else "\\" + found.group()


class _Reader(HTMLParser):
    """Collects Markdown. One link and one emphasis at a time: others inside keep their words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.words: list[str] = []
        self.dropped: set[str] = set()
        self._silent = 0
        self._link = ""
        self._mark = ""
        self._link_from = self._mark_from = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _KEPT:
            self.dropped.add(tag[:20])
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BREAKS:
            self._end_all("\n")
        elif tag == "a" and not self._link:
            self.end_mark()
            address = (dict(attrs).get("href") or "").strip()
            if _ADDRESS.fullmatch(address) and len(address) <= 2000:
                self._link, self._link_from = address, len(self.pieces)
            else:
                self.dropped.add("a")
        elif tag in _MARKS and not self._mark:
            self._mark, self._mark_from = tag, len(self.pieces)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BREAKS:
            self._end_all("\n")
        elif tag == "a":
            self.end_link()
        elif tag == self._mark:
            self.end_mark()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)
            self.pieces.append(_SPECIAL.sub(r"\\\g<0>", re.sub(r"\s+", " ", data)))

    def _end_all(self, mark: str) -> None:
        self.end_link()
        self.end_mark()
        self.pieces.append(mark)
        self.words.append(mark)

    def end_link(self) -> None:
        """The words since the link began become its text."""
        if self._link:
            self.end_mark()
            text = "".join(self.pieces[self._link_from :]).strip()
            if text:
                self.pieces[self._link_from :] = [f"[{text}]({self._link})"]
            self._link = ""

    def end_mark(self) -> None:
        """The words since the emphasis began get its marks, where those would mean it."""
        if self._mark:
            mark, self._mark = _MARKS[self._mark], ""
            text = "".join(self.pieces[self._mark_from :])
            inner = text.strip()
            if inner and inner[0].isalnum() and inner[-1].isalnum():
                before = text[: len(text) - len(text.lstrip())]
                after = text[len(text.rstrip()) :]
                self.pieces[self._mark_from :] = [f"{before}{mark}{inner}{mark}{after}"]
