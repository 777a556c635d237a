"""The audits of a whole site: `python tools/audit [--only NAMES] [--pages N] [--kept FILE]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import axe_audit  # noqa: E402
import lighthouse_audit  # noqa: E402
import markup_audit  # noqa: E402
import stillness_audit  # noqa: E402
import weight_audit  # noqa: E402
from chromium import chromium  # noqa: E402
from finding import Finding, shown  # noqa: E402
from whole_site import WholeSite, build  # noqa: E402

from casebook.commands.site import cores  # noqa: E402


def _axe(site: WholeSite, given: argparse.Namespace) -> list[Finding]:
    pages = list(site.layouts)
    if given.pages:
        first = site.of_every_layout()
        pages = [*first, *(path for path in pages if path not in first)][: given.pages]
    return axe_audit.audit(site, pages, _say, given.jobs, given.kept)


def _markup(site: WholeSite, given: argparse.Namespace) -> list[Finding]:
    return markup_audit.audit(site, markup_audit.files_of(site))


def _weight(site: WholeSite, given: argparse.Namespace) -> list[Finding]:
    with chromium() as browser:
        return weight_audit.audit(site, browser, _say)


def _stillness(site: WholeSite, given: argparse.Namespace) -> list[Finding]:
    with chromium() as browser:
        return stillness_audit.audit(site, browser, site.of_every_layout(), _say)


def _lighthouse(site: WholeSite, given: argparse.Namespace) -> list[Finding]:
    return lighthouse_audit.audit(site, _say)


Audit = Callable[[WholeSite, argparse.Namespace], list[Finding]]
AUDITS: dict[str, tuple[str, Audit]] = {
    "markup": ("HTML, CSS and SVG after their standards (vnu)", _markup),
    "weight": ("What a first view weighs", _weight),
    "stillness": ("No jump, no outside request, no console message", _stillness),
    "lighthouse": ("Lighthouse", _lighthouse),
    "axe": ("Accessibility of every page (axe)", _axe),
}
"""In the order in which they run: the quick ones first."""


def main(words: list[str]) -> int:
    """Build a site, run its audits, and say what they found; 1 if they found anything."""
    parser = argparse.ArgumentParser(prog="tools/audit", description=__doc__)
    parser.add_argument(
        "--only",
        type=_some,
        default=list(AUDITS),
        metavar="NAMES",
        help=f"some of {','.join(AUDITS)}",
    )
    parser.add_argument(
        "--pages",
        type=int,
        default=0,
        metavar="N",
        help="look at N pages with axe, those of every layout first (default: all)",
    )
    parser.add_argument(
        "--kept",
        type=Path,
        metavar="FILE",
        help="keep here which pages axe found clean, and pass over those that have not changed",
    )
    parser.add_argument("--site", type=Path, default=ROOT, metavar="DIR", help="the record")
    parser.add_argument("--jobs", type=int, default=cores(), metavar="N", help="browsers at once")
    given = parser.parse_args(words)
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        site = build(given.site, Path(folder) / "site", _say)
        for name in given.only:
            title, audit = AUDITS[name]
            begun = time.monotonic()
            found = sorted(set(audit(site, given)))
            faults += len(found)
            said = f"{len(found)} found" if found else "nothing found"
            print(f"{title}: {said} ({time.monotonic() - begun:.0f} s)", flush=True)
            if found:
                print(shown(found), flush=True)
    return 1 if faults else 0


def _some(words: str) -> list[str]:
    names = words.split(",")
    if strange := [name for name in names if name not in AUDITS]:
        raise argparse.ArgumentTypeError(f"{', '.join(strange)}: it takes {','.join(AUDITS)}")
    return [name for name in AUDITS if name in names]


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
