"""The words of the interface: each language has all of them, and no layout says any but those."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import yaml
from tiny import SITE, judge, rules, write

from casebook.interface import RULES, Interface, placeholders
from casebook.load.words import SHIPPED
from casebook.problem import Problem
from casebook.render.jinja import make_environment
from tools.words import LAYOUTS, bare_words, language, of_layout, of_module, phrases

LANGUAGES = sorted(path.stem for path in SHIPPED.glob("*.yaml"))
PROSE = LAYOUTS / "words"
"""Long prose that has a layout of its own in each language."""
UNTRANSLATED = {"problems.html", "preview.html"}
"""Problems are told to contributors in English."""


@cache
def wanted() -> dict[str, str]:
    """All that the interface says; to find it takes seconds."""
    return phrases()


def test_there_is_a_language_besides_english() -> None:
    assert "ur" in LANGUAGES
    assert len(wanted()) > 400


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_language_has_every_phrase_and_no_other(name: str) -> None:
    known = set(language(name).phrases)
    assert known - set(wanted()) == set(), "nothing says these any more"
    assert set(wanted()) - known == set(), f"run python -m tools.words {name}"


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_language_fills_what_it_is_given(name: str) -> None:
    spoken = language(name)
    for one, several in wanted().items():
        names = placeholders(one) | placeholders(several) | ({"n", "num"} if several else set())
        values = dict.fromkeys(names, "‹›")
        said = spoken.phrases[one]
        for form in [said] if isinstance(said, str) else said.values():
            assert "%" not in form % values, one
        if not several:
            assert isinstance(said, str), f"{one}: no number is said, and it has forms"
            assert placeholders(said) == placeholders(one)
            continue
        for number in range(120):
            assert spoken.count(one, several, number, **dict.fromkeys(names - {"n", "num"}, "‹›"))


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_language_has_no_phrase_twice(name: str) -> None:
    # YAML would take the last of two; our reader refuses, and says so when the file is read.
    text = (SHIPPED / f"{name}.yaml").read_text(encoding="utf-8")
    assert set(yaml.safe_load(text)["phrases"]) >= set(language(name).phrases)


@pytest.mark.parametrize("prose", ["reading", "accessibility"])
@pytest.mark.parametrize("name", LANGUAGES)
def test_long_prose_has_the_same_parts_in_each_language(name: str, prose: str) -> None:
    def parts(file: str) -> list[str]:
        words = (PROSE / file).read_text(encoding="utf-8")
        return re.findall(r'id="[^"]+"|<(?:p|li|ul)\b|{% (?:if|else|endif)', words)

    assert len(parts(f"{prose}.html")) > 10
    assert parts(f"{prose}.{name}.html") == parts(f"{prose}.html")


def test_a_script_is_given_every_form() -> None:
    tongue = Interface("xx", {"One": {"one": "1", "few": "%(num)s f", "many": "%(num)s m"}})
    assert tongue.forms("One", "%(num)s of them") == tongue.phrases["One"]
    assert Interface("xx", {"One": "%(num)s"}).forms("One", "several") == {"other": "%(num)s"}
    assert Interface().forms("One", "several") == {"one": "One", "other": "several"}
    said = '{% for form, words in forms("One", "%(num)s of them", number="{n}") %}'
    said += "{{ form }}={{ words }};{% endfor %}"
    made = make_environment([], tongue).from_string(said).render()
    assert made == "one=1;few={n} f;many={n} m;"


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted(LAYOUTS.rglob("*.html"))
        if path.parent != PROSE and path.name not in UNTRANSLATED
    ],
    ids=lambda path: path.relative_to(LAYOUTS).as_posix(),
)
def test_a_layout_says_nothing_by_itself(path: Path) -> None:
    assert list(bare_words(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "layout",
    [
        "<p>Bare words</p>",
        "<p>bare</p>",
        '<p aria-label="Read out">{{ x }}</p>',
        '<td data-label="{{ x }} counted">{{ x }}</td>',
        '{{ "One thing" if x else "Other" }}',
        '{{ m.list("Some title", x) }}',
        '{{ _("Said %(x)s", x="and not said") }}',
        "<p>{{ x }} by {{ y }} and z</p>",
        "{% if x %}no date{% endif %}",
        "{% block main %}Words{% endblock %}",
    ],
)
def test_what_a_layout_says_by_itself_is_found(layout: str) -> None:
    assert list(bare_words(layout))


def test_what_is_said_or_seen_by_nobody_is_passed_over() -> None:
    layout = """{% block body_class %}event with-margin{% endblock %}{# A remark #}
    <p class="some class" id="x">{{ _("Said words") }} · {{ x|join(", ") }}&nbsp;</p>
    {{ x|selectattr("dark")|list }}{% set y = "long" if x else "" %}
    <style>p { color: red }</style>"""
    assert list(bare_words(layout)) == []


def test_phrases_are_found_wherever_they_are_said(tmp_path: Path) -> None:
    layout = tmp_path / "x.html"
    layout.write_text(
        '{{ _("One") }}{{ ngettext("%(n)s a", "%(n)s b", 2) }}{% trans %}Three{% endtrans %}'
        "{{ _(x) }}"
        '{{ forms("One of", "Some of", number="{n}") }}',
        encoding="utf-8",
    )
    assert dict(of_layout(layout)) == {
        "One": "",
        "%(n)s a": "%(n)s b",
        "Three": "",
        "One of": "Some of",
    }
    module = tmp_path / "x.py"
    module.write_text(
        'say("One")\nx.say("Two %(a)s", a=1)\nT = phrase("Three")\nc.count("1", "2", n)\nsay(x)\n',
        encoding="utf-8",
    )
    assert dict(of_module(module)) == {"One": "", "Two %(a)s": "", "Three": "", "1": "2"}


def test_a_phrase_holds_no_html() -> None:
    assert [one for one in wanted() if "<" in one or "&" in one] == []


# A record's own file.


def read(root: Path, words: str, tongue: str = "ur") -> tuple[Interface, list[Problem]]:
    site = SITE.replace("language: en", f"language: {tongue}")
    write(root, {"site.yaml": site, f"words/{tongue}.yaml": words})
    edition, problems = judge(root)
    return edition.interface, [one for one in problems if one.rule != "unread-file"]


def test_a_record_may_change_a_phrase_and_add_its_own(tmp_path: Path) -> None:
    interface, problems = read(tmp_path, "phrases:\n  Events: وقوعے\n  harbour fire: آگ\n")
    assert problems == []
    assert interface.say("Events") == "وقوعے"
    assert interface.say("harbour fire") == "آگ"
    assert interface.say("People") == "افراد"


def test_a_record_may_bring_a_language_of_its_own(tmp_path: Path) -> None:
    words = 'plurals: east-slavic\nphrases:\n  Events: События\n  "%(n)s event":\n'
    words += '    {one: "%(n)s событие", few: "%(n)s события", many: "%(n)s событий"}\n'
    interface, problems = read(tmp_path, words, "ru")
    assert problems == []
    assert interface.say("Events") == "События"
    counted = [interface.count("%(n)s event", "%(n)s events", n) for n in (21, 22, 25)]
    assert counted == ["21 событие", "22 события", "25 событий"]
    assert interface.direction == "ltr"


def test_a_language_without_words_is_told_of(tmp_path: Path) -> None:
    write(tmp_path, {"site.yaml": SITE.replace("language: en", "language: tlh")})
    edition, problems = judge(tmp_path)
    assert rules(problems) == ["no-words"]
    assert problems[0].where.line == 3
    assert edition.interface.say("Events") == "Events"


@pytest.mark.parametrize("tongue", ["en", "en-GB", "EN"])
def test_english_needs_no_file(tmp_path: Path, tongue: str) -> None:
    write(tmp_path, {"site.yaml": SITE.replace("language: en", f"language: {tongue}")})
    assert "no-words" not in rules(judge(tmp_path)[1])


def test_a_country_speaks_the_language_of_the_land(tmp_path: Path) -> None:
    write(tmp_path, {"site.yaml": SITE.replace("language: en", "language: ur-PK")})
    edition, problems = judge(tmp_path)
    assert problems == []
    assert edition.interface.say("Events") == "واقعات"
    assert edition.interface.direction == "rtl"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("sayings: {}\n", "no section `sayings`"),
        ("plurals: sometimes\n", "none of the rules"),
        ("digits: '01234'\n", "ten characters"),
        ("numbers: none\n", "a list of words"),
        ("quotes: ['“']\n", "should be 2 words"),
        ("dates: {months: [a, b]}\n", "should be 12 words"),
        ("dates: {about: '{day} or so'}\n", "other places than it is given"),
        ("dates: {about: '{date.year}'}\n", "other places than it is given"),
        ("dates: {fortnight: x}\n", "no part of a date"),
        ("comma: [a]\n", "one text"),
        ("phrases: all of them\n", "phrases by their English"),
        ('phrases:\n  "Told by %(who)s.": نامعلوم\n', "other placeholders"),
        ('phrases:\n  "Events": "%(who)s"\n', "other placeholders"),
        ('phrases:\n  "Events": "100 % sure"\n', "begins no placeholder"),
        ('phrases:\n  "The [timeline] has every event.": سب\n', "not marked"),
        ('phrases:\n  "%(n)s event": {one: a}\n', "no form `other`"),
        ('phrases:\n  "%(n)s event": {one: a, few: b, other: c}\n', "is no form here"),
        ('phrases:\n  "%(n)s event": {one: a, other: "%(x)s"}\n', "other placeholders"),
        ("phrases:\n  Events: [a, b]\n", "should have one phrase"),
        ("- a\n- b\n", "should hold sections"),
    ],
)
def test_what_is_wrong_in_a_record_s_words_is_a_problem(
    tmp_path: Path, words: str, said: str
) -> None:
    interface, problems = read(tmp_path, words)
    assert rules(problems) == ["bad-words"], problems
    assert said in problems[0].message + problems[0].hint
    assert problems[0].where.file == "words/ur.yaml"
    # What was wrong is left out, and the rest stands.
    assert interface.say("Events") == "واقعات"
    assert len(interface.dates.months) == 12


def test_every_plural_rule_gives_a_form_it_has() -> None:
    for rule in RULES.values():
        assert {rule.form(number) for number in range(200)} <= set(rule.forms)
        assert set(rule.forms) == {rule.form(number) for number in range(200)} | (
            {"other"} & set(rule.forms)
        )


@pytest.mark.parametrize(
    ("rule", "forms"),
    [
        ("one-other", {0: "other", 1: "one", 2: "other", 21: "other"}),
        ("none-or-one", {0: "one", 1: "one", 2: "other"}),
        ("no-forms", {0: "other", 1: "other"}),
        ("one-two-other", {1: "one", 2: "two", 3: "other"}),
        ("one-few-other", {1: "one", 2: "few", 4: "few", 5: "other", 22: "other"}),
        ("polish", {1: "one", 2: "few", 5: "many", 12: "many", 21: "many", 22: "few"}),
        ("east-slavic", {1: "one", 2: "few", 5: "many", 11: "many", 12: "many", 21: "one"}),
        ("arabic", {0: "zero", 1: "one", 2: "two", 3: "few", 11: "many", 100: "other", 103: "few"}),
    ],
)
def test_plural_rules_are_those_of_cldr(rule: str, forms: dict[int, str]) -> None:
    assert {number: RULES[rule].form(number) for number in forms} == forms
