"""Problems as GitHub shows them: annotations at their lines, and a summary of the run.

GitHub keeps ten errors and ten warnings of a step and drops the rest without a word. So what
weighs most comes first, and of each rule one before a second of any; the summary has them all.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from casebook.commands.report import rule_page, safe, summarise
from casebook.problem import Problem, Severity, in_order

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
KEPT = 10
"""How many annotations of one level GitHub keeps of a step."""
_LARGEST_SUMMARY = 900_000
"""In bytes. GitHub takes none that is larger than a mebibyte."""


def print_annotations(problems: Iterable[Problem], site: Path, env: Mapping[str, str]) -> None:
    """Annotate every problem, and write the summary where `env` says that there is one.

    `site` is the record's folder. `env` are the variables that GitHub gives a step.
    """
    ordered = weightiest_first(problems)
    folder = folder_in_repository(site, env.get("GITHUB_WORKSPACE", ""))
    for problem in ordered:
        print(as_annotation(problem, folder))
    file = env.get("GITHUB_STEP_SUMMARY", "")
    if not file or not ordered:
        return
    with Path(file).open("a", encoding="utf-8", newline="\n") as summary:
        summary.write(as_summary(ordered, folder, env))
    if max(Counter(problem.severity for problem in ordered).values()) > KEPT:
        print("GitHub shows ten annotations of a kind. All are in the summary of this run.")


def weightiest_first(problems: Iterable[Problem]) -> list[Problem]:
    """Errors before warnings and notes, and among them the first of each rule before its second.

    One slip in an id that is used everywhere shall not hide all other mistakes.
    """
    weights = list(Severity)
    seen: Counter[tuple[Severity, str]] = Counter()
    ranked = []
    for place, problem in enumerate(in_order(problems)):
        kind = problem.severity, problem.rule
        ranked.append((weights.index(problem.severity), seen[kind], place, problem))
        seen[kind] += 1
    return [problem for *_, problem in sorted(ranked, key=lambda item: item[:3])]


def folder_in_repository(site: Path, workspace: str) -> str:
    """The way from the repository to the record, as annotations need it.

    Without a workspace, or with a record outside it, the way that was given.
    """
    if workspace:
        inside = os.path.relpath(site.resolve(), Path(workspace).resolve())
        if not inside.startswith(os.pardir):
            return Path(inside).as_posix()
    return site.as_posix()


def as_annotation(problem: Problem, folder: str = "") -> str:
    """A workflow command that annotates the line: `::error file=...,line=...::message`.

    `folder` leads from the repository to the record.
    """
    where = problem.where
    place = f"file={_property(_path(where.file, folder))},line={where.line},col={where.column}"
    title = f"title={_property(problem.rule)}"
    words = problem.message + (f"\n{problem.hint}" if problem.hint else "")
    return f"::{_LEVELS[problem.severity]} {place},{title}::{_data(words)}"


def _path(file: str, folder: str) -> str:
    return posixpath.normpath(posixpath.join(folder, file))


def _data(words: str) -> str:
    # Line ends are told as such; nothing else that a log would obey is let through.
    words = re.sub(r"[^\r\n]+", lambda line: safe(line[0]), words)
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")


def as_summary(problems: Iterable[Problem], folder: str, env: Mapping[str, str]) -> str:
    """All problems as a table in Markdown, in the order given, with links to line and rule.

    What does not fit is counted in its last line.
    """
    ordered = list(problems)
    head = f"### {summarise(ordered)}\n\n| | where | what, and what to do | rule |\n|--|--|--|--|\n"
    written, size = [head], len(head)
    for number, problem in enumerate(ordered):
        row = _row(problem, folder, env)
        size += len(row.encode())
        if size > _LARGEST_SUMMARY:
            written.append(f"\n{len(ordered) - number} more are in the log of this step.\n")
            break
        written.append(row)
    return "".join(written)


def _row(problem: Problem, folder: str, env: Mapping[str, str]) -> str:
    where = problem.where
    path = _path(where.file, folder)
    # Without `plain`, GitHub shows a Markdown file set, where no line can be pointed at.
    place = _link(f"{path}:{where.line}", f"{quote(path)}?plain=1#L{where.line}", env)
    words = f"**{inert(problem.message)}**"
    if problem.hint:
        words += f"<br>{inert(problem.hint)}"
    rule = inert(problem.rule)
    page = rule_page(problem.rule)
    workspace = env.get("GITHUB_WORKSPACE", "")
    if page is not None and workspace and page.is_relative_to(Path(workspace).resolve()):
        inside = page.relative_to(Path(workspace).resolve()).as_posix()
        rule = _link(problem.rule, quote(inside), env)
    return f"| {problem.severity.value} | {place} | {words} | {rule} |\n"


def _link(words: str, path: str, env: Mapping[str, str]) -> str:
    """Words that lead to a file as it is in this run; the words alone outside GitHub."""
    at = [env.get(f"GITHUB_{name}", "") for name in ("SERVER_URL", "REPOSITORY", "SHA")]
    if not all(at):
        return inert(words)
    server, repository, commit = at
    return f"[{inert(words)}]({server}/{repository}/blob/{commit}/{path})"


_MEANT_BY_MARKDOWN = re.compile(r"[\\`*_{}\[\]()<>&#+!|~$@:]")


def inert(words: str) -> str:
    """Words as Markdown that says them and nothing else; what stood in backticks, as code.

    Contributors' words are in every message: they make no link, no picture and no row here.
    """
    parts = [_letters(part) for part in safe(words.replace("\n", " ")).split("`")]
    if len(parts) % 2 == 0:  # a backtick without a partner is a sign like others
        parts[-2:] = [f"{parts[-2]}&#96;{parts[-1]}"]
    return "".join(_each(parts))


def _each(parts: list[str]) -> Iterator[str]:
    for number, part in enumerate(parts):
        yield f"<code>{part}</code>" if number % 2 and part else part


def _letters(words: str) -> str:
    return _MEANT_BY_MARKDOWN.sub(lambda sign: f"&#{ord(sign[0])};", words)
