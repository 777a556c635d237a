"""What stands in the old folder, and which of it a new one can share."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Standing:
    """What a folder holds, by paths relative to it; symlinks are not followed."""

    files: set[str] = field(default_factory=set)
    folders: dict[str, int] = field(default_factory=dict)
    """Each with its mode; the folder itself is ""."""
    others: set[str] = field(default_factory=set)
    """Symlinks, sockets, folders that cannot be read: what a build never makes."""


def survey(folder: Path) -> Standing:
    """What a folder holds. Raises OSError where the folder itself cannot be looked at."""
    found = Standing()
    found.folders[""] = stat.S_IMODE(folder.lstat().st_mode)
    pending = [""]
    while pending:
        inside = pending.pop()
        try:
            with os.scandir(folder / inside) as entries:
                for entry in entries:
                    path = f"{inside}/{entry.name}" if inside else entry.name
                    if entry.is_file(follow_symlinks=False):
                        found.files.add(path)
                    elif entry.is_dir(follow_symlinks=False):
                        mode = entry.stat(follow_symlinks=False).st_mode
                        found.folders[path] = stat.S_IMODE(mode)
                        pending.append(path)
                    else:
                        found.others.add(path)
        except OSError:
            if not inside:
                raise
            found.others.add(inside)
    return found


Identity = tuple[int, int, int, int]
"""Device, inode, size and time of last writing."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A file that stands already as a new one would be, and by what to know it again."""

    path: Path
    identity: Identity

    def link(self, target: Path) -> bool:
        """Links the file to a new name; False, with nothing there, where that cannot be."""
        try:
            if os.link in os.supports_follow_symlinks:
                os.link(self.path, target, follow_symlinks=False)
            else:
                os.link(self.path, target)
        except (OSError, NotImplementedError):
            return False
        # Somebody may have changed or replaced the file since it was compared.
        if identity_of(target.lstat()) == self.identity:
            return True
        target.unlink()
        return False


def twin(path: Path, data: bytes, like: os.stat_result) -> Twin | None:
    """The file at a path, if it holds these bytes with the mode and owner of `like`.

    `like` is a file just made, so that what is shared is what a fresh build would make under
    the umask of today. Never a symlink, and never the file behind one.
    """
    # Neither follow a link nor wait for a pipe that somebody put there since the survey.
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
        flags |= getattr(os, name, 0)
    try:
        fd = os.open(path, flags)
    except OSError:
        return None
    try:
        found = os.fstat(fd)
        alike = (
            found.st_mode == like.st_mode
            and found.st_uid == like.st_uid
            and found.st_size == len(data)
        )
        if alike and _holds(fd, data):
            return Twin(path, identity_of(found))
        return None
    except OSError:
        return None
    finally:
        os.close(fd)


def kept_twin(path: Path, mark: tuple[int, ...], like: os.stat_result) -> Twin | None:
    """The file at a path, if nobody changed it in any way since it had this mark.

    `like` is a file just made, as for `twin`.
    """
    try:
        found = path.lstat()
    except OSError:
        return None
    times = found.st_mtime_ns, found.st_ctime_ns
    now = (*identity_of(found)[:3], *times, found.st_mode, found.st_uid)
    alike = found.st_mode == like.st_mode and found.st_uid == like.st_uid
    return Twin(path, identity_of(found)) if alike and now == mark else None


def identity_of(found: os.stat_result) -> Identity:
    """By what to know a file again that nobody wrote to since."""
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _holds(fd: int, data: bytes) -> bool:
    seen = 0
    while block := os.read(fd, 1 << 20):
        if block != data[seen : seen + len(block)]:
            return False
        seen += len(block)
    return seen == len(data)
