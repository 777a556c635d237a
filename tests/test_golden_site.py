"""What pages of the invented harbour say, against what they are meant to say.

`pytest tests/test_golden_site.py --refresh` writes the files anew: read the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from built_sites import HARBOUR, built
from outline import outline

EXPECTED = HARBOUR / "expected"
PAGES = (
    "index.html",
    "timeline.html",
    "404.html",
    "method.html",
    "data/index.html",
    "events/crane-falls.html",
    "events/dockers-walk-out.html",
    "events/meeting-at-the-salt-house.html",
    "people/ada-thorne.html",
    "parties/harbour-company.html",
    "communities/eastern-crews.html",
    "places/merrow-quay.html",
    "places/salt-house.html",
    "places/wick-street.html",
    "sources/gazette.html",
    "sources/handbill.html",
    "figures/index.html",
    "figures/men-out-by-the-union.html",
    "comparisons/young-and-old.html",
    "claims/index.html",
    "claims/vane-denies.html",
    "glossary/tally.html",
)


def file_of(path: str) -> Path:
    return EXPECTED / f"{path.removesuffix('.html').replace('/', '--')}.txt"


@pytest.mark.parametrize("path", PAGES)
def test_page(path: str, request: pytest.FixtureRequest) -> None:
    found = outline(built("harbour").pages[path])
    file = file_of(path)
    if request.config.getoption("--refresh"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")


def test_no_file_is_left_over() -> None:
    assert {path.name for path in EXPECTED.iterdir()} == {file_of(path).name for path in PAGES}
