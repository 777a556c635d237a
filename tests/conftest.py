"""What several test modules share."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Iterator

# Playwright drives the system's Chromium and must not look for one of its own.
os.environ.setdefault("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")

import kept
import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright
from scheduling import ByWhatIsBuilt, longest_first
from xdist.remote import Producer

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# A property holds on a busy machine too: how long an example takes is for bench/ to say.
settings.register_profile("casebook", deadline=None)
settings.load_profile("casebook")


def pytest_configure(config: pytest.Config) -> None:
    """The first process of a run makes what all of them share; each goes easy on the processor."""
    # What one process has compiled, no other need compile again, of the many that a run begins.
    # Some shells forbid it, and then each of them reads all modules of the tests anew.
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # The garbage collector took a quarter of the time of tests that make many small things, such
    # as the tokens of a text. A build sees to this by itself.
    gc.set_threshold(50_000, 20, 100)
    if not hasattr(config, "workerinput"):
        kept.make()
        config.add_cleanup(kept.remove)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest first; it counts where `--no-loadscope-reorder` is given."""
    longest_first(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByWhatIsBuilt | None:
    """Modules that read the same pages stay together, where modules are what is shared out."""
    return ByWhatIsBuilt(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_finish() -> None:
    """What was collected, some seven thousand tests and all their modules, stays to the end."""
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--refresh` writes what golden tests compare with anew, to be read before it is kept."""
    parser.addoption("--refresh", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium. A test that needs it fails where there is none; it never skips."""
    if CHROMIUM is None:
        pytest.fail("these tests drive Chromium, and there is none: install `chromium`")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page with nothing remembered from another test."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
