"""The names withheld, as hashes, and where a text holds one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from casebook.withheld.fold import bare_words, letters, words

SHORTEST = 4
"""Letters of the shortest name: a shorter one would stand in every other text by chance."""
LONGEST = 200
HEAD = 4
"""Letters by whose hash a word is first asked whether a name may begin with it."""
_HEADS = 1024
"""How many hashes of heads there are: enough to pass over most words, too few to tell them."""
_ENDINGS = ("s", "es")
"""What a name may end in besides: `Smith's` folded in an address is `smiths`."""


@dataclass(frozen=True, slots=True)
class HashedName:
    """One spelling of a name, hashed with the record's salt."""

    hash: str
    """128 bits of BLAKE2b, keyed with the salt, over the folded letters; then 32 bits over
    those, the length and the head, by which a damaged entry is known."""
    length: int
    """How many letters it has."""
    head: int
    """Ten bits of the hash of its first letters."""


@dataclass(frozen=True)
class Withheld:
    """All names withheld by one record."""

    salt: str = ""
    names: tuple[HashedName, ...] = ()
    _index: _Index = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", _Index(self.salt, self.names))

    def __bool__(self) -> bool:
        """Is there any name to look for?"""
        return bool(self.names)

    def holds(self, text: str) -> bool:
        """Does a text hold a withheld name?"""
        return bool(self.names) and self.in_words(bare_words(text))

    def in_words(self, bare: Sequence[str]) -> bool:
        """Do folded words hold a name?"""
        return any(True for _ in self._index.find(bare))

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a text holds a withheld name: the first character and the one after the last.

        Words are joined, so that neither a space nor a line's end, a hyphen or punctuation
        within a name hides it.
        """
        if self.holds(text):
            placed = words(text)
            for first, last in self._index.find([word.letters for word in placed]):
                yield placed[first].start, placed[last].end

    def openings(self, bare: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """The ends of some folded words that may be the beginning of a name which goes on."""
        first, letters = len(bare), 0
        while first and letters + len(bare[first - 1]) < self.longest:
            first -= 1
            letters += len(bare[first])
        end = "".join(bare[first:])
        found: list[tuple[str, ...]] = []
        at = 0
        for position in range(first, len(bare)):
            # Of a beginning as short as this nothing is known until the next words are.
            if letters - at < HEAD or self._index.may[end[at : at + HEAD]]:
                found.append(tuple(bare[position:]))
            at += len(bare[position])
        return tuple(found)

    def may_begin(self, bare: Sequence[str]) -> bool:
        """May a name begin with some folded words, as far as can be told from its first letters?"""
        return self._index.may[_head(bare)]

    def begins(self, bare: Sequence[str]) -> bool:
        """Is there a name at the beginning of some folded words?"""
        return self._index.may[_head(bare)] and self._index.end(bare, 0) >= 0

    @property
    def heads(self) -> Mapping[str, bool]:
        """May a name begin with some letters, a head or what is left of a text?"""
        return self._index.may

    @property
    def longest(self) -> int:
        """The most letters that a name has, with what it may end in."""
        return self._index.longest


class _Index:
    """The hashes made ready for looking up, with what is known of the words met so far."""

    def __init__(self, salt: str, names: tuple[HashedName, ...]) -> None:
        self._salt = salt
        self.may = _May(salt, names)
        self._hashes = {name.hash[:32] for name in names}
        self._lengths = {name.length for name in names}
        self.longest = max(self._lengths, default=0) + max(map(len, _ENDINGS))
        self._is_name: dict[str, bool] = {}

    def find(self, bare: Sequence[str]) -> Iterator[tuple[int, int]]:
        """The first and last word of each name among folded words, none within another."""
        past, at = -1, 0
        joined = "".join(bare)
        may = self.may
        for position, word in enumerate(bare):
            if may[joined[at : at + HEAD]] and position > past:
                last = self.end(bare, position)
                if last >= 0:
                    past = last
                    yield position, last
            at += len(word)

    def end(self, bare: Sequence[str], position: int) -> int:
        """The last word of a name that begins with this one; -1 if none does."""
        joined = ""
        for last in range(position, len(bare)):
            word = bare[last]
            joined += word
            if len(joined) > self.longest:
                break
            if self._named(joined):
                return last
            if word.endswith(_ENDINGS) and any(
                len(word) > len(ending) and word.endswith(ending) and self._named(joined, ending)
                for ending in _ENDINGS
            ):
                return last
        return -1

    def _named(self, joined: str, ending: str = "") -> bool:
        name = joined[: len(joined) - len(ending)]
        if len(name) not in self._lengths:
            return False
        found = self._is_name.get(name)
        if found is None:
            found = self._is_name[name] = name_hash(self._salt, name) in self._hashes
        return found


class _May(dict[str, bool]):
    """Whether a name may begin with some letters, by their hash; each is hashed once."""

    def __init__(self, salt: str, names: tuple[HashedName, ...]) -> None:
        super().__init__()
        self._salt = salt
        self._heads = {name.head for name in names}
        self._short = sorted({min(name.length, HEAD) for name in names} - {HEAD})

    def __missing__(self, head: str) -> bool:
        heads = [head, *(head[:length] for length in self._short)]
        self[head] = found = any(head_hash(self._salt, each) in self._heads for each in heads)
        return found


def _head(bare: Sequence[str]) -> str:
    """The first letters of some words; every word has one letter at least."""
    return "".join(bare[:HEAD])[:HEAD]


def hashed(salt: str, name: str) -> HashedName:
    """A name as it is kept; ValueError if too little or too much of it is letters."""
    bare = letters(name)
    # A letter of Chinese or Japanese is as much as two of an alphabet.
    weight = sum(2 if ord(ch) >= 0x2E80 else 1 for ch in bare)
    if weight < SHORTEST:
        raise ValueError(f"a name to withhold has at least {SHORTEST} letters")
    if len(bare) > LONGEST:
        raise ValueError(f"a name to withhold has at most {LONGEST} letters")
    head = head_hash(salt, bare[:HEAD])
    digest = name_hash(salt, bare)
    return HashedName(digest + _proof(salt, digest, len(bare), head), len(bare), head)


def is_whole(salt: str, name: HashedName) -> bool:
    """Is an entry as it was made, with this salt?"""
    return name.hash[32:] == _proof(salt, name.hash[:32], name.length, name.head)


def name_hash(salt: str, bare: str) -> str:
    """The hash of folded letters, 128 bits."""
    return _hash(salt, "name", bare, 16)


def head_hash(salt: str, head: str) -> int:
    """Ten bits of the hash of a name's first letters."""
    return int(_hash(salt, "head", head, 4), 16) % _HEADS


def _proof(salt: str, digest: str, length: int, head: int) -> str:
    return _hash(salt, "entry", f"{digest} {length} {head}", 4)


def _hash(salt: str, what: str, words: str, size: int) -> str:
    kind = what.encode()
    return hashlib.blake2b(
        words.encode(), key=_key(salt), digest_size=size, person=kind
    ).hexdigest()


@lru_cache(maxsize=16)
def _key(salt: str) -> bytes:
    """A key of BLAKE2b is 64 bytes at most; a longer salt is made shorter, not cut off."""
    return hashlib.blake2b(salt.encode(), digest_size=32).digest()
