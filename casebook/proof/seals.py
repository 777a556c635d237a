"""Seals: what a proof leaves behind, so that a build without the text can demand it.

A seal is a hash over the hash of the source's text, the place and the words. Change a word,
the place or the source, and it is another seal, which only somebody who holds the text can
make. Nothing of the text can be read back from it but the words that are quoted anyway.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from casebook.proof.tokens import canonical

_LENGTH = 40


def seal(text_hash: str, labels: Sequence[str], words: str, lost: tuple[str, ...] = ()) -> str:
    """The seal of a quotation: 160 bits of SHA-256, in hexadecimal.

    The source is named by the hash of its text alone, so that it may be renamed.
    """
    content = json.dumps([text_hash, list(labels), list(canonical(words, lost))])
    return hashlib.sha256(content.encode()).hexdigest()[:_LENGTH]
