"""Layouts come out as Jinja itself would set them, whatever they call with whatever."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, pass_context, pass_eval_context
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from markupsafe import Markup

from casebook.render.jinja import make_environment
from casebook.render.lean import LeanContext, LeanMacro, LeanTemplate
from casebook.shipped import shipped_folder

MACROS = """
{% macro one(a, b="<b>", c=none) %}[{{ a }}|{{ b }}|{{ c }}]{% endmacro %}
{% macro late(a, b=a) %}{{ a }}{{ b }}{% endmacro %}
{% macro open(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}
{% macro round(a) %}({{ caller() if a else "-" }}){% endmacro %}
{% macro told(a, caller=none) %}({{ caller(a) if caller else a }}){% endmacro %}
"""


class _Lean(Environment):
    context_class = LeanContext
    template_class = LeanTemplate


class _Words:
    def __init__(self, words: str) -> None:
        self.words = words

    def __call__(self, more: str = "") -> str:
        return self.words + more

    def __str__(self) -> str:
        return self.words

    def say(self, *, more: str = "&") -> str:
        return self.words + more


class _Html(_Words):
    def __html__(self) -> str:
        return f"<i>{self.words}</i>"


@pass_context
def in_context(context: Context, name: str) -> str:
    return f"{name}={context.get(name)}"


@pass_eval_context
def escaping(eval_context: EvalContext) -> str:
    return f"<{eval_context.autoescape}>"


VALUES = {
    "text": "a <b> & 'c' \"d\"",
    "plain": "nothing special – at all",
    "markup": Markup("<em>x</em>"),
    "number": 3,
    "nothing": None,
    "many": ["<", Markup("<br>"), 2],
    "words": _Words("w&w"),
    "html": _Html("h"),
    "in_context": in_context,
    "escaping": escaping,
    "length": len,
    "small": lambda words, times=1: f"<{words}>" * times,
}


def said(environment: type[Environment], layout: str) -> str:
    """What comes of a layout, or by what error none does."""
    made = environment(
        loader=DictLoader({"m": MACROS, "page": layout, "part": "{{ text }}{{ number }}"}),
        autoescape=True,
        undefined=StrictUndefined,
    )
    try:
        return made.get_template("page").render(VALUES)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize(
    "layout",
    [
        "{{ text }}{{ plain }}{{ markup }}{{ number }}{{ nothing }}{{ many }}{{ words }}{{ html }}",
        "{{ text ~ markup }}{{ text|upper }}{{ text|e }}{{ markup|e }}{{ text|safe }}",
        "{% import 'm' as m %}{{ m.one(text) }}{{ m.one(1, 2, 3) }}{{ m.one(c=text, a=markup) }}",
        "{% import 'm' as m %}{{ m.one(text, c=html) }}{{ m.late(text) }}{{ m.late(1, b=2) }}",
        "{% import 'm' as m %}{{ m.one() }}",
        "{% import 'm' as m %}{{ m.one(1, 2, 3, 4) }}",
        "{% import 'm' as m %}{{ m.one(1, a=2) }}",
        "{% import 'm' as m %}{{ m.one(1, d=2) }}",
        "{% import 'm' as m %}{{ m.open(1, 2, 3, d=text) }}{{ m.open(text) }}",
        "{% import 'm' as m %}{% call m.round(1) %}{{ text }}{% endcall %}{{ m.round(0) }}",
        "{% import 'm' as m %}{{ m.round(1) }}",
        "{% import 'm' as m %}{% call(x) m.told(text) %}<u>{{ x }}</u>{% endcall %}{{ m.told(1) }}",
        "{% import 'm' as m %}{{ m.told(text, caller=small) }}{{ m.gone(1) }}",
        "{% from 'm' import one with context %}{% for x in many %}{{ one(x, loop.index) }}"
        "{% endfor %}",
        "{% macro own(a) %}{{ a }}{{ number }}{% endmacro %}{{ own(text) }}{{ own(own(text)) }}",
        "{% autoescape false %}{% macro raw(a) %}{{ a }}{% endmacro %}{{ raw(text) }}{{ text }}"
        "{{ small(text) }}{{ escaping() }}{% endautoescape %}{{ raw(text) }}",
        "{% for x in many %}{{ in_context('x') }}{{ in_context('number') }}{% endfor %}",
        "{% set number = 9 %}{{ in_context('number') }}{{ escaping() }}{{ length(many) }}",
        "{{ words() }}{{ words('<') }}{{ words.say(more='<') }}{{ small('a', times=2) }}",
        "{{ words.say('<') }}",
        "{% for a in [[1, [2]], [3]] recursive %}{{ a if a is number else loop(a) }}{% endfor %}",
        "{% set kept %}{{ text }}<b>{% endset %}{{ kept }}{{ kept|length }}{% include 'part' %}",
        "{{ gone }}",
        "{{ text.gone }}",
        "{{ number() }}",
    ],
)
def test_it_comes_out_the_same(layout: str) -> None:
    assert said(_Lean, layout) == said(Environment, layout)


def test_a_layout_knows_all_that_its_environment_knows() -> None:
    environment = make_environment([shipped_folder("layouts")])
    for name in environment.list_templates():
        if name.endswith(".html") and not name.startswith("book/"):  # whose filters are its own
            known = environment.get_template(name).globals
            assert type(known) is dict
            # What is added once a layout is read, this one would never learn of.
            assert known == environment.globals


def test_the_shorter_ways_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(self: LeanMacro, *args: object, **kwargs: object) -> str:
        raise AssertionError("Jinja was asked")

    monkeypatch.setattr(LeanMacro.__mro__[1], "__call__", never)
    layout = "{% import 'm' as m %}{{ m.one(text) }}{{ m.one(1, c=2) }}{{ m.late(1, 2) }}"
    assert "[a &lt;b&gt;" in said(_Lean, layout)
    assert "Jinja was asked" in said(Environment, layout)
