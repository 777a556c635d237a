"""What matters of a page: its headings, words, links and tables, without how they are marked up.

A golden file of this stays the same when a class or a wrapper changes, and does not when a
word, a link, a language or the order of things does.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from built_sites import Page, classes, text

_BLOCKS = {
    *("address", "article", "aside", "blockquote", "caption", "dd", "div", "dl", "dt", "figure"),
    *("footer", "h1", "h2", "h3", "h4", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
    *("section", "table", "tbody", "thead", "tr", "ul"),
}
_MARKS = {"li": "- ", "dt": "= ", "dd": "  ", "caption": "~ ", "tr": "| ", "hr": "----"}
_REGIONS = {"aside", "nav", "article", "blockquote"}


def outline(page: Page) -> str:
    """Title, description and the text of `main`, a line a block."""
    lines = [f"title: {text(page.find('head/title'))}"]
    lines += [
        f"{one.get('name')}: {one.get('content')}"
        for one in page.html.iter("meta")
        if one.get("name") in ("description", "robots")
    ]
    lines.append("")
    writer = _Writer(lines)
    writer.element(page.find(".//main"), "")
    writer.end()
    return "\n".join(lines) + "\n"


class _Writer:
    """Collects words until a block ends."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._words = ""
        self._mark = ""

    def end(self) -> None:
        """Close the line."""
        words = re.sub(r"[ \n\t]+", " ", self._words).strip()
        if words or self._mark.endswith("----"):
            self._lines.append((self._mark + words).rstrip())
        self._words = ""
        self._mark = re.sub(r"\S", " ", self._mark)

    def element(self, element: Element, indent: str) -> None:
        """An element and what stands in it."""
        tag = element.tag
        if element.get("aria-hidden") == "true":
            return
        block = tag in _BLOCKS
        if block:
            self.end()
            indent, self._mark = self._opening(element, indent)
        if tag in ("td", "th") and self._words.strip():
            self._words += " | "
        self._words += self._before(element)
        self._words += element.text or ""
        for child in element:
            self.element(child, indent)
            self._words += child.tail or ""
        self._words += self._after(element)
        if block:
            self.end()
            self._mark = indent

    def _opening(self, element: Element, indent: str) -> tuple[str, str]:
        tag = element.tag
        if re.fullmatch("h[1-6]", tag):
            self._lines.append("")
            return indent, f"{indent}{'#' * int(tag[1])} "
        if tag in _REGIONS:
            name = " ".join((*(c for c in classes(element) if c in ("claim", "note")), ""))
            self._lines.append(f"{indent}<{name or tag + ' '}".rstrip() + ">")
            return indent + "  ", indent + "  "
        if tag == "div" and "reply" in classes(element):
            self._lines.append(f"{indent}<reply>")
            return indent + "  ", indent + "  "
        return indent, indent + _MARKS.get(tag, "")

    def _before(self, element: Element) -> str:
        tag = element.tag
        if tag == "a":
            return "["
        if tag in ("q", "mark", "em", "strong"):
            return {"q": "«", "mark": "==", "em": "*", "strong": "**"}[tag]
        if tag == "span" and element.get("lang"):
            return f"{{{element.get('lang')} {element.get('dir')}: "
        return ""

    def _after(self, element: Element) -> str:
        tag = element.tag
        if tag == "a":
            return f"]({element.get('href')})"
        if tag in ("q", "mark", "em", "strong"):
            return {"q": "»", "mark": "==", "em": "*", "strong": "**"}[tag]
        if tag == "time":
            return f" <{element.get('datetime')}>"
        if tag == "span" and element.get("lang"):
            return "}"
        return ""
