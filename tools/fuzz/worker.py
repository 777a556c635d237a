"""One target under Atheris: `python tools/fuzz/worker.py TARGET FOUND CORPUS SECONDS`.

A finding is written to the folder FOUND and fuzzing goes on; the same one is not told again.
libFuzzer ends the process only for what Python cannot catch, a hang in C or too much memory.
"""

from __future__ import annotations

import hashlib
import resource
import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

with atheris.instrument_imports(include=["casebook", "markdown_it", "mdit_py_plugins", "csv"]):
    import casebook.cli
    import casebook.commands.diff
    import casebook.commands.import_csv
    import casebook.commands.report
    import casebook.commands.site
    import casebook.editions.compare
    import casebook.editions.frozen
    import casebook.editions.published
    import casebook.editions.report
    import casebook.imports.html_text
    import casebook.imports.popolo
    import casebook.imports.timelinejs
    import casebook.proof.copy
    import casebook.proof.match
    import casebook.render.book.sheet
    import casebook.render.outputs
    import casebook.withheld.places  # noqa: F401

from tools.fuzz.oracle import MEMORY, SECONDS, most_memory, tried
from tools.fuzz.targets import TARGETS


def main() -> None:
    """Fuzz until the time is up."""
    name, found, corpus, seconds = sys.argv[1:5]
    target = TARGETS[name]
    folder, seeds = Path(found), Path(corpus)
    seeds.mkdir(parents=True, exist_ok=True)
    for seed in target.seeds():
        data = seed[: target.longest]
        (seeds / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    words = folder / "words.txt"
    escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in target.words)
    words.write_text("".join(f'"{word}"\n' for word in escaped), encoding="ascii")
    known: set[str] = set()

    def once(data: bytes) -> None:
        finding = tried(target.run, data)
        if finding is not None and finding.signature not in known:
            known.add(finding.signature)
            digest = hashlib.sha256(finding.signature.encode()).hexdigest()[:10]
            (folder / f"{digest}.input").write_bytes(data)
            (folder / f"{digest}.txt").write_text(
                f"{finding.signature}\n\n{finding.told}", encoding="utf-8", errors="replace"
            )

    # Traces, and what is kept of thousands of inputs, are the fuzzer's own.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    options = [
        sys.argv[0],
        str(seeds),
        f"-max_total_time={seconds}",
        # On the clock, and only for a hang that Python cannot end: others may have the processor.
        f"-timeout={30 * SECONDS}",
        f"-rss_limit_mb={most_memory() + MEMORY}",
        f"-max_len={target.longest}",
        *([f"-dict={words}"] if target.words else []),
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
        "-detect_leaks=0",
        "-verbosity=1",
    ]
    atheris.Setup(options, once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
