"""Cuts the vendored fonts anew: `python tools/fonts/subset.py`. Not part of any build.

Fetches pinned packages with npm, checks them, and writes static/fonts/, layouts/book/fonts/, the
two style sheets and manifest.json. With `--check` it writes nothing and ends with 1 if a file in
the repository differs from what it would write.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import fallbacks
import stylesheet
from cut import cut
from faces import FACES
from packages import PackageError, Shelf

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = "tools/fonts/manifest.json"


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; 0 when all is written or unchanged, 1 otherwise."""
    parser = argparse.ArgumentParser(description="Cut the vendored fonts anew.")
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    check: bool = parser.parse_args(arguments).check
    with tempfile.TemporaryDirectory() as folder:
        try:
            files = everything(Shelf(Path(folder)))
        except PackageError as error:
            print(error, file=sys.stderr)
            return 1
    changed = [name for name, data in files.items() if _read(ROOT / name) != data]
    if not check:
        for name in changed:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_bytes(files[name])
    for name in changed:
        print(f"{'differs' if check else 'wrote'}: {name} ({len(files[name]):,} bytes)")
    print(f"{len(files)} files, {len(changed)} changed")
    return 1 if check and changed else 0


def everything(shelf: Shelf) -> dict[str, bytes]:
    """Every file that belongs in the repository, by its path."""
    made = {face: cut(face, shelf.file(face.package, face.source)) for face in FACES}
    files = {face.file: data for face, data in made.items()}
    manifest = {
        "made_with": {name: version(name) for name in ("brotli", "fonttools")},
        "files": {
            face.file: {
                "package": f"{face.package.name}@{face.package.version}",
                "source": face.source,
                "bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
            }
            for face, data in made.items()
        },
    }
    for face in FACES:
        family = face.family.lower().replace(" ", "-")
        licence = shelf.licence(face.package)
        files[f"{face.folder}/{family}.OFL.txt"] = _plain(licence.read_bytes())
    files[stylesheet.SITE_SHEET] = stylesheet.site(made, fallbacks.rules(made, shelf)).encode()
    files[stylesheet.BOOK_SHEET] = stylesheet.book(made).encode()
    files[MANIFEST] = (json.dumps(manifest, indent=2) + "\n").encode()
    return files


def _plain(licence: bytes) -> bytes:
    """The licence word for word, with one kind of line end."""
    return licence.replace(b"\r\n", b"\n").strip() + b"\n"


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
