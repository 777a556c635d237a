"""JSON-LD as an element of a page."""

from __future__ import annotations

import json
import re

from markupsafe import Markup

from casebook.render.linked_data.context import Node

# What could end the element, begin a comment in it, or end a line of a script: as escapes, JSON
# takes them for the same letters and HTML for none of its own.
_ESCAPED = re.compile("[<>&\u2028\u2029]")
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def script(node: Node) -> Markup:
    """A data block (HTML, the script element): no browser runs it, so no policy blocks it."""
    words = _ESCAPED.sub(_escape, _ENCODER.encode(node))
    return Markup(f'<script type="application/ld+json">{words}</script>')


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"
