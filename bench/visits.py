"""How many requests a reader's first page makes, and the second: asked of Chromium, told by nginx.

    .venv/bin/python bench/visits.py [--site DIR]

`--site` is a folder built with `build --release`; without it our own record is built so. Each
walk begins with a browser that has nothing, and ends with a page that is gone to from the first.
nginx serves them as docs/nginx.conf has it, and its own log is what is counted: names of typefaces
sent ahead, the icon and what a script asks for are in it, and what the browser kept is not.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from hosting import ROOT, documented, nginx, requests
from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FORMAT = "log_format asked '$body_bytes_sent $request_uri';\n"


def main() -> None:
    """Build what is visited, and count."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--site", type=Path, help="a release that is built already")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        site = given.site.resolve() if given.site else folder / "site"
        if given.site is None:
            build = [sys.executable, ROOT / "build.py", "build", "--release", "--output", site]
            subprocess.run([*build, "--only", "html,data"], check=True, stdout=subprocess.DEVNULL)
        event = next(one.path for one in requests(site) if one.name == "an event")
        log = folder / "asked.log"
        text, load = documented(site)
        text = FORMAT + text.replace(
            "server_tokens off;", f"server_tokens off; access_log {log} asked;"
        )
        print("| walk | first page | bytes | second page | bytes |\n|---|---:|---:|---:|---:|")
        with nginx(folder / "nginx", text, load) as server:
            for walk in (("index.html", event), ("index.html", "timeline.html"),
                         (event, "index.html"), ("timeline.html", event)):  # fmt: skip
                browser = playwright.chromium.launch_persistent_context(
                    tempfile.mkdtemp(dir=folder), executable_path=CHROMIUM, args=["--no-sandbox"]
                )
                page = browser.pages[0]
                counts = [visit(page, f"http://127.0.0.1:{server.port}/{one}", log) for one in walk]
                browser.close()
                cells = " | ".join(f"{count} | {size:,}" for count, size in counts)
                print(f"| {walk[0]}, {walk[1]} | {cells} |", flush=True)


def visit(page: Page, address: str, log: Path) -> tuple[int, int]:
    """Go to a page; how many requests came of it, and the bytes of their answers."""
    before = len(lines(log))
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(1000)  # nginx writes its log as an answer ends; an icon comes last
    new = lines(log)[before:]
    return len(new), sum(int(line.split()[0]) for line in new)


def lines(log: Path) -> list[str]:
    """What nginx wrote so far."""
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


if __name__ == "__main__":
    main()
