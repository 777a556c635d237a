"""Where nothing is published: places that are not ours to replace."""

from __future__ import annotations

from pathlib import Path

import pytest
from publishing import NEW, OLD, names, outputs, stays, tree

from casebook.publish import MARKER, PublishError, check_destination, publish


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A destination where the old edition stands, alone in its parent."""
    destination = tmp_path / "site" / "output"
    publish(outputs(OLD), destination)
    return destination


def refused(destination: Path, words: str, site: Path | None = None) -> None:
    for ask in (
        lambda: check_destination(destination, site),
        lambda: publish(outputs(NEW), destination, site=site),
    ):
        with pytest.raises(PublishError) as caught:
            ask()
        assert words in caught.value.message
        assert caught.value.hint
        assert not caught.value.message.endswith(".")


def test_refuses_a_file(tmp_path: Path) -> None:
    (tmp_path / "output").write_bytes(b"mine")
    refused(tmp_path / "output", "not a folder but a file")
    assert (tmp_path / "output").read_bytes() == b"mine"


@pytest.mark.parametrize("target", ["real", "nowhere", "output"])
def test_refuses_a_symlink(tmp_path: Path, target: str) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "output").symlink_to(target)
    refused(tmp_path / "output", f"is a link to `{target}`")
    assert names(tmp_path) == ["output", "real"]
    assert names(tmp_path / "real") == []


def test_refuses_the_site_and_what_contains_it(tmp_path: Path) -> None:
    site = tmp_path / "above" / "site"
    publish(outputs(OLD), site)  # even if all these seem to be ours
    (tmp_path / MARKER).write_bytes((site / MARKER).read_bytes())
    (site.parent / MARKER).write_bytes((site / MARKER).read_bytes())
    (tmp_path / "alias").symlink_to(site)
    for destination in (site, site.parent, tmp_path):
        refused(destination, "is or contains the site directory", site)
        refused(destination, "is or contains the site directory", tmp_path / "alias")
    assert tree(site) == OLD


def test_refuses_the_current_folder_when_it_is_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused(Path(), "is or contains the site directory", Path())
    refused(Path(".."), "is or contains the site directory", Path())


def test_refuses_home_and_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "homes" / "me"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    refused(home, "is or contains your home directory")
    refused(home.parent, "is or contains your home directory")
    refused(Path("/"), "is the root of the disk")
    publish(outputs(OLD), home / "output")
    stays(home / "output")


@pytest.mark.parametrize("marker", ["nothing", "folder", "words", "link"])
def test_refuses_a_folder_that_casebook_did_not_make(
    tmp_path: Path, out: Path, marker: str
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_bytes(b"years of work")
    if marker == "folder":
        (mine / MARKER).mkdir()
    elif marker == "words":
        (mine / MARKER).write_bytes(b"settings of another tool")
    elif marker == "link":
        (mine / MARKER).symlink_to(out / MARKER)
    refused(mine, "holds files that Casebook did not make")
    assert (mine / "thesis.txt").read_bytes() == b"years of work"


def test_refuses_an_output_that_became_a_repository(out: Path) -> None:
    (out / ".git").mkdir()
    refused(out, "git repository")
    assert (out / "index.html").read_bytes() == b"old"


def test_refuses_below_a_file_and_in_a_circle_of_links(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    refused(tmp_path / "file" / "output", "is a file where a folder is needed")
    (tmp_path / "loop").symlink_to("loop")
    refused(tmp_path / "loop" / "output", "does not lead to a folder")
    assert names(tmp_path) == ["file", "loop"]


def test_refuses_what_was_replaced_meanwhile(out: Path) -> None:
    def meddle(done: int, total: int) -> None:
        if done == 1:
            out.rename(out.with_name("moved"))
            out.mkdir()

    with pytest.raises(PublishError, match="something else replaced `output`"):
        publish(outputs(NEW), out, progress=meddle)
    assert tree(out.with_name("moved")) == OLD
    assert names(out.parent) == ["moved", "output"]
