"""Lighthouse, on a simulated middling phone, over the pages that readers come in by."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chromium import SWITCHES, path_of_chromium
from finding import Finding
from host import hosted
from whole_site import WholeSite

CLI = Path(__file__).parent / "node_modules/lighthouse/cli/index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LAYOUTS = ("home.html", "timeline.html", "event.html", "person.html", "source.html")
LEAST = 95
SKIPPED = "robots-txt"
"""It asks for robots.txt from within the page, which the policy of every page forbids."""
TRIES = 3
"""The score for speed falls when the machine has other work: the best of this many counts."""


class Unanswered(Exception):  # noqa: N818
    """Lighthouse ended without a report; the message is the end of what it said."""


def audit(site: WholeSite, progress: Callable[[str], None]) -> list[Finding]:
    """Every category of a page below what is asked for, with the audits that cost it points."""
    if not CLI.is_file():
        raise SystemExit("Lighthouse is missing: `make audit` installs it with npm.")
    found: list[Finding] = []
    with hosted(site) as address:
        for layout in LAYOUTS:
            if layout not in site.layouts.values():
                continue
            path = site.largest(layout)
            best: dict[str, int] = {}
            lost: dict[str, Finding] = {}
            for attempt in range(TRIES):
                try:
                    scores = measured(address + path)
                except Unanswered as silence:
                    # Now and then it says itself that it should be run again.
                    if attempt == TRIES - 1:
                        raise SystemExit(f"Lighthouse did not answer: {silence}") from silence
                    continue
                for category, (score, why) in scores.items():
                    if score > best.get(category, -1):
                        best[category] = score
                        lost[category] = Finding(f"lighthouse {category}", f"{score}: {why}", path)
                if min(best.values()) >= LEAST:
                    break
            said = ", ".join(f"{name} {score}" for name, score in best.items())
            progress(f"lighthouse: {path}: {said}")
            found += [one for name, one in lost.items() if best[name] < LEAST]
    return found


def measured(url: str) -> dict[str, tuple[int, str]]:
    """By category, the score from 0 to 100 and what took points away; Unanswered if it failed."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        flags = " ".join(["--headless=new", *SWITCHES, f"--user-data-dir={folder}/chromium"])
        command = ["node", str(CLI), url, "--quiet", "--output=json", f"--output-path={report}"]
        command += [f"--skip-audits={SKIPPED}"]
        command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={flags}"]
        quiet = {"CHROME_PATH": path_of_chromium(), "CI": "1", "NO_UPDATE_NOTIFIER": "1"}
        ran = subprocess.run(
            command, env={**os.environ, **quiet}, capture_output=True, text=True, check=False
        )
        if ran.returncode or not report.is_file():
            raise Unanswered((ran.stderr or ran.stdout)[-500:])
        result: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    found = {}
    for name in CATEGORIES:
        category = result["categories"][name]
        lost = [
            result["audits"][ref["id"]]["title"]
            for ref in category["auditRefs"]
            if ref["weight"]
            and (result["audits"][ref["id"]]["score"] or 0) < 1
            and result["audits"][ref["id"]]["score"] is not None
        ]
        found[name] = (round((category["score"] or 0) * 100), "; ".join(lost))
    return found
