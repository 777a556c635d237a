"""What lies in .github: workflows that may do no more than they need, forms, owners, hooks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_docs import ROOT, blocks

GITHUB = ROOT / ".github"
WORKFLOWS = sorted(path.name for path in (GITHUB / "workflows").iterdir())
FORMS = sorted(path.name for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml"))


def read(path: Path) -> dict[str, Any]:
    # Not `true` for `on`, and no other ideas of YAML's: every value stays what was typed.
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


def workflow(name: str) -> dict[str, Any]:
    return read(GITHUB / "workflows" / name)


def steps(flow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in flow["jobs"].values() for step in job["steps"]]


# Workflows


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_is_pinned_by_its_commit(name: str) -> None:
    text = (GITHUB / "workflows" / name).read_text(encoding="utf-8")
    uses = re.findall(r"^ *(?:- )?uses: (.+)$", text, re.MULTILINE)
    assert uses
    for line in uses:
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


def test_one_action_has_one_commit_everywhere() -> None:
    texts = [(GITHUB / "workflows" / name).read_text(encoding="utf-8") for name in WORKFLOWS]
    pins = {pin for text in texts for pin in re.findall(r"uses: (actions/[\w-]+)@(\w+)", text)}
    assert len({action for action, _ in pins}) == len(pins)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_write_nothing_but_where_it_must(name: str) -> None:
    flow = workflow(name)
    assert flow["permissions"] in ({}, {"contents": "read"}, "{}")
    may: dict[str, set[str]] = {
        "comment.yml": {"pull-requests"},
        "publish.yml": {"pages", "id-token"},
    }
    written = {
        right
        for job in flow["jobs"].values()
        for right, degree in job.get("permissions", {}).items()
        if degree == "write"
    }
    assert written == may.get(name, set())
    for job in flow["jobs"].values():
        assert int(job["timeout-minutes"]) <= 60
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == "false"


@pytest.mark.parametrize("name", WORKFLOWS)
def test_nothing_of_an_event_stands_in_a_command(name: str) -> None:
    """A branch may be called `$(curl ...)`: such names are given as variables."""
    for step in steps(workflow(name)):
        assert "${{" not in step.get("run", ""), step["name"]


def test_what_runs_a_proposal_knows_no_secret_and_may_only_read() -> None:
    text = (GITHUB / "workflows/proposal.yml").read_text(encoding="utf-8")
    flow = workflow("proposal.yml")
    assert set(flow["on"]) == {"pull_request"}
    assert flow["permissions"] == {"contents": "read"}
    assert not any("permissions" in job for job in flow["jobs"].values())
    assert "secrets" not in text and "github.token" not in text and "GITHUB_TOKEN" not in text


def test_a_proposal_is_checked_built_and_told_and_each_outcome_is_kept() -> None:
    commands = [step.get("run", "") for step in steps(workflow("proposal.yml"))]
    said = "\n".join(commands)
    assert 'make check ARGS="--format github"' in said
    assert 'make site ARGS="--draft"' in said
    assert "build.py diff HEAD^1 HEAD --format json" in said
    kept = [
        step["with"]["name"]
        for step in steps(workflow("proposal.yml"))
        if step.get("uses", "").startswith("actions/upload-artifact@")
    ]
    assert kept == ["site", "meaning"]


def test_what_comments_runs_nothing_of_the_proposal() -> None:
    flow = workflow("comment.yml")
    assert flow["on"]["workflow_run"]["workflows"] == [workflow("proposal.yml")["name"]]
    (checkout,) = [s for s in steps(flow) if "checkout" in s.get("uses", "")]
    assert checkout["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert "repository" not in checkout["with"]
    assert checkout["with"]["sparse-checkout"] == "tools/pull-request"
    (run,) = [step["run"] for step in steps(flow) if "run" in step]
    assert run == "tools/pull-request/post"
    assert (ROOT / run).stat().st_mode & 0o111
    given = set(re.findall(r"\$\{?([A-Z_]+)|env\.([A-Z_]+)", (ROOT / run).read_text()))
    named = {one or other for one, other in given}
    (env,) = [step["env"] for step in steps(flow) if "env" in step]
    assert named <= set(env), "the script asks for what it is not given"
    assert set(env) - {"GH_TOKEN"} == named


def test_what_is_published_is_a_release_of_the_main_branch() -> None:
    flow = workflow("publish.yml")
    assert flow["on"]["push"] == {"branches": ["main"]}
    assert set(flow["on"]) == {"push", "workflow_dispatch"}
    commands = [step["run"] for step in flow["jobs"]["build"]["steps"] if "run" in step]
    assert commands[-1].startswith('make site ARGS="--release')
    assert "permissions" not in flow["jobs"]["build"]
    assert [list(step) for step in flow["jobs"]["publish"]["steps"]] == [["name", "id", "uses"]]


# Forms


CONTACT = re.search(r"^contact: (\S+)$", (ROOT / "site.yaml").read_text(), re.M)


def test_there_is_a_form_for_each_thing_that_readers_write_for() -> None:
    assert FORMS == ["config.yml", "correction.yml", "removal.yml", "reply.yml", "source.yml"]
    assert read(GITHUB / "ISSUE_TEMPLATE/config.yml")["blank_issues_enabled"] == "false"


@pytest.mark.parametrize("name", [name for name in FORMS if name != "config.yml"])
def test_a_form_is_one_that_github_takes(name: str) -> None:
    form = read(GITHUB / "ISSUE_TEMPLATE" / name)
    assert form["name"] and form["description"] and len(form["description"]) < 200
    ids = [part["id"] for part in form["body"] if part["type"] != "markdown"]
    assert len(ids) == len(set(ids)) >= 2
    for part in form["body"]:
        given = part["attributes"]
        assert set(part) <= {"type", "id", "attributes", "validations"}
        match part["type"]:
            case "markdown":
                assert given["value"].strip()
            case "input" | "textarea":
                assert set(given) <= {"label", "description", "placeholder"} and given["label"]
                assert part["validations"] == {"required": "true"}
            case "dropdown":
                assert len(given["options"]) == len(set(given["options"])) >= 2
            case "checkboxes":
                assert all(set(one) == {"label", "required"} for one in given["options"])
            case other:
                pytest.fail(f"GitHub knows no part `{other}`")


def test_whoever_asks_for_a_removal_is_warned_before_anything_else() -> None:
    assert CONTACT is not None
    first, *asked = read(GITHUB / "ISSUE_TEMPLATE/removal.yml")["body"]
    assert first["type"] == "markdown"
    assert "**public**" in first["attributes"]["value"]
    assert f"**Write to {CONTACT[1]}.**" in first["attributes"]["value"]
    assert {part["id"] for part in asked} == {"page", "understood"}, "nobody is asked for a name"
    assert not any(part["type"] == "textarea" for part in asked)


@pytest.mark.parametrize("name", ["reply.yml", "removal.yml"])
def test_the_address_of_the_forms_is_that_of_the_record(name: str) -> None:
    assert CONTACT is not None
    text = (GITHUB / "ISSUE_TEMPLATE" / name).read_text(encoding="utf-8")
    assert set(re.findall(r"[\w.]+@[\w.]+\w", text)) == {CONTACT[1]}


# Owners and hooks


def test_what_must_not_change_unseen_has_an_owner() -> None:
    lines = (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    owned = [line.split() for line in lines if line and not line.startswith("#")]
    assert owned[0][0] == "*"
    for pattern, *owners in owned:
        assert owners and all(owner.startswith("@") for owner in owners)
        path = ROOT / pattern.strip("/")
        assert pattern == "*" or (path.is_dir() if pattern.endswith("/") else path.is_file())
    guarded = {pattern for pattern, *_ in owned}
    assert {"/content/proofs/", "/register.yaml", "/withheld.yaml", "/layouts/"} <= guarded
    # The last line that fits counts, so what is narrower stands below.
    places = [pattern for pattern, *_ in owned]
    assert places.index("/casebook/") < places.index("/casebook/withheld/")


def test_hooks_run_what_is_here_and_fetch_nothing() -> None:
    config = read(ROOT / ".pre-commit-config.yaml")
    (local,) = config["repos"]
    assert local["repo"] == "local"
    hooks = {hook["id"]: hook for hook in local["hooks"]}
    assert set(hooks) == {"check", "ruff", "ruff-format"}
    assert all(hook["language"] == "system" for hook in hooks.values())
    assert hooks["check"]["entry"] == ".venv/bin/python build.py check"
    asked = re.compile(hooks["check"]["files"])
    for file in ("timeline.yaml", "claims/cable.yaml", "content/pages/home.md", "register.yaml"):
        assert asked.search(file), file
    for file in ("casebook/cli.py", "docs/rules.md", "README.md", ".github/workflows/check.yml"):
        assert not asked.search(file), file


def test_contributors_are_told_of_all_this() -> None:
    words = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    flow = workflow("proposal.yml")
    (job,) = flow["jobs"].values()
    assert f"`{job['name']}`" in words
    kept = [s["with"] for s in steps(flow) if s.get("uses", "").startswith("actions/upload")]
    assert [one["retention-days"] for one in kept if one["name"] == "site"] == ["14"]
    assert "kept for two weeks" in words and "as `site`" in words
    assert blocks("CONTRIBUTING.md", "text"), "the messages are shown"
