"""JSON-LD as an element of a page."""

from __future__ import annotations

import json

from markupsafe import Markup

from casebook.render.linked_data.context import Node

# What could end the element, begin a comment in it, or end a line of a script: as escapes, JSON
# takes them for the same letters and HTML for none of its own.
_ESCAPES = str.maketrans({ord(ch): f"\\u{ord(ch):04x}" for ch in "<>&\u2028\u2029"})


def script(node: Node) -> Markup:
    """A data block (HTML, the script element): no browser runs it, so no policy blocks it."""
    words = json.dumps(node, ensure_ascii=False, separators=(",", ":"))
    return Markup('<script type="application/ld+json">{}</script>').format(
        Markup(words.translate(_ESCAPES))
    )
