"""The names withheld, as hashes, and where a text holds one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from casebook.withheld.fold import Word, letters, words

SHORTEST = 4
"""Letters of the shortest name: a shorter one would stand in every other text by chance."""
_HEAD = 4
"""Letters by whose hash a word is first asked whether a name may begin with it."""
_HEADS = 1024
"""How many hashes of heads there are: enough to pass over most words, too few to tell them."""


@dataclass(frozen=True, slots=True)
class HashedName:
    """One spelling of a name, hashed with the record's salt."""

    hash: str
    """160 bits of BLAKE2b, keyed with the salt, over the folded letters."""
    length: int
    """How many letters it has."""
    head: int
    """Ten bits of the hash of its first letters."""


@dataclass(frozen=True)
class Withheld:
    """All names withheld by one record."""

    salt: str = ""
    names: tuple[HashedName, ...] = ()
    _begins: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)
    """What is known of the heads of words met so far: a record repeats its words."""

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a text holds a withheld name: the first character and the one after the last.

        Words are joined, so that neither a space nor a line's end, a hyphen or markup within
        a name hides it. Cost: one look-up a word for almost every word.
        """
        if not self.names:
            return
        hashes = {name.hash for name in self.names}
        lengths = {name.length for name in self.names}
        found = words(text)
        last = -1
        for position, word in enumerate(found):
            if word.start < last or not self._may_begin(found, position):
                continue
            end = self._match(found, position, lengths, hashes)
            if end:
                last = end
                yield word.start, end

    def _may_begin(self, found: list[Word], position: int) -> bool:
        head = found[position].letters[:_HEAD]
        following = position + 1
        while len(head) < _HEAD and following < len(found):
            head = (head + found[following].letters)[:_HEAD]
            following += 1
        known = self._begins.get(head)
        if known is None:
            known = head_hash(self.salt, head) in {name.head for name in self.names}
            self._begins[head] = known
        return known

    def _match(self, found: list[Word], position: int, lengths: set[int], hashes: set[str]) -> int:
        """Where a name that begins with this word ends; 0 if none does."""
        joined = ""
        longest = max(lengths)
        for word in found[position:]:
            joined += word.letters
            if len(joined) > longest:
                return 0
            if len(joined) in lengths and name_hash(self.salt, joined) in hashes:
                return word.end
        return 0


def hashed(salt: str, name: str) -> HashedName:
    """A name as it is kept; ValueError if too little of it is letters."""
    bare = letters(name)
    if len(bare) < SHORTEST:
        raise ValueError(f"a name to withhold has at least {SHORTEST} letters")
    return HashedName(name_hash(salt, bare), len(bare), head_hash(salt, bare[:_HEAD]))


def name_hash(salt: str, bare: str) -> str:
    """The hash of folded letters."""
    return hashlib.blake2b(bare.encode(), key=salt.encode()[:64], digest_size=20).hexdigest()


def head_hash(salt: str, head: str) -> int:
    """Ten bits of the hash of a word's first letters."""
    found = hashlib.blake2b(b"head:" + head.encode(), key=salt.encode()[:64], digest_size=4)
    return int.from_bytes(found.digest()) % _HEADS


def merge(names: Iterable[HashedName], more: Iterable[HashedName]) -> tuple[HashedName, ...]:
    """Both, each once, ordered by hash so that the order tells nothing."""
    return tuple(sorted({*names, *more}, key=lambda name: name.hash))
