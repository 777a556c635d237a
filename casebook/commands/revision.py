"""A record as it was at a revision of git: read from git's own store, no work tree touched."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from casebook.commands.errors import UsageError
from casebook.output import path_fault

_READ = (".yaml", ".yml", ".md", ".json")
"""What a record is read from. Layouts and static files are no part of what it says."""
_LARGEST = 64 * 1024 * 1024
"""Bytes of one file that are taken out."""
_FILE = ("100644", "100755")
"""The modes of plain files: no link is followed, and no module."""


def is_revision(site: Path, name: str) -> bool:
    """Does git know a revision of that name, in the repository that holds the record?"""
    return bool(_commit(site, name))


def take_out(site: Path, name: str, folder: Path) -> None:
    """Write the record's files as they were at a revision into an empty folder.

    UsageError where there is no such revision, or no record at that place in it.
    """
    commit = _commit(site, name)
    if not commit:
        raise UsageError(f"git knows no revision `{name}`")
    found = list(_files(site, commit))
    if not any(path == "site.yaml" for path, _, _ in found):
        raise UsageError(f"there is no record here at the revision `{name}`: it has no site.yaml")
    wanted = [(path, object_) for path, object_, size in found if size <= _LARGEST]
    asked = "".join(f"{object_}\n" for _, object_ in wanted).encode()
    held = memoryview(_git(site, "cat-file", "--batch", given=asked))
    at = 0
    for path, _ in wanted:
        # `HASH blob SIZE`, a line end, the bytes, a line end.
        end = at + bytes(held[at : at + 200]).index(b"\n")
        size = int(bytes(held[at:end]).split()[2])
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(held[end + 1 : end + 1 + size])
        at = end + 1 + size + 1


def _commit(site: Path, name: str) -> str:
    """The hash of a revision; nothing where git knows none by that name."""
    if not name or name.startswith("-") or "\x00" in name:
        return ""
    try:
        found = _git(
            site, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
        )
    except UsageError:
        return ""
    return found.decode("ascii", "replace").strip()


def _files(site: Path, commit: str) -> Iterator[tuple[str, str, int]]:
    """Path, hash and size of every file of the record at a commit."""
    listed = _git(site, "ls-tree", "-r", "-l", "-z", commit, "--", ".")
    for line in listed.split(b"\0"):
        if not line:
            continue
        about, _, name = line.partition(b"\t")
        mode, type_, object_, size = about.decode("ascii").split()
        path = name.decode("utf-8", "replace")
        if mode in _FILE and type_ == "blob" and path.endswith(_READ) and not path_fault(path):
            yield path, object_, int(size)


def _git(site: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What git answers in the folder of a record; UsageError where it cannot."""
    # Whoever calls from a hook has told git of another repository or index.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=site, input=given, capture_output=True, check=False,
            env={**kept, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_REPLACE_OBJECTS": "1", "LC_ALL": "C"},
        )  # fmt: skip
    except (OSError, ValueError) as error:
        raise UsageError("git cannot be run here, and only it knows revisions") from error
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(f"git says: {told[-1] if told else 'no'}")
    return done.stdout
