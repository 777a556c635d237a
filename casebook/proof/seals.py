"""Seals: what a proof leaves behind, so that a build without the text can demand it.

A seal is a hash over the hash of the source's text, the place, the words, and the marks that
the copy has lost. Change a word, the place or the source, and it is another seal. Nothing of
the text can be read back from it but words that are quoted anyway.

It guards against slips, not against somebody who would calculate a seal without having the
text: whoever holds a text can run `prove` again, and sees at once whether the file changes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

from casebook.proof.tokens import LOSSES, canonical

_LENGTH = 40


def seal(text_hash: str, labels: Sequence[str], words: str, lost: Iterable[str] = ()) -> str:
    """The seal of a quotation: 160 bits of SHA-256, in hexadecimal.

    The source is named by the hash of its text alone, so that it may be renamed.
    """
    forgiven = sorted(set(lost) & set(LOSSES))
    content = json.dumps([text_hash, list(labels), list(canonical(words)), forgiven])
    return hashlib.sha256(content.encode()).hexdigest()[:_LENGTH]
