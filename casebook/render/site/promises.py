"""What the record promises, and what the build does to keep it: the page of its rules.

Only what is enforced is said to be: each promise names the rules that do it, and the tests look
for every one of them among the rules there are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from casebook.render.desk import Desk


@dataclass(frozen=True, slots=True)
class Promise:
    """One rule of an honest record, in plain words."""

    id: str
    title: str
    words: str
    enforced: str
    """What the build does about it, and nothing more than it does."""
    left: str = ""
    """What no build can see, and editors must."""
    by: tuple[str, ...] = ()
    """The rules that stop a build for it, or warn."""


PROMISES = (
    Promise(
        "own-words",
        "Own words",
        "The record is written by its editors. What is quoted is a phrase, in quotation marks, "
        "with its source and place.",
        "it stops at a quotation of more than 25 words, at a quotation mark without its partner, "
        "and at a citation without a place or of a place that the source does not have.",
        "that a paraphrase keeps who said it, and says no more than the source.",
        ("long-quotation", "unpaired-quotation", "no-place", "unknown-place", "source-not-held"),
    ),
    Promise(
        "proof",
        "Quotations are proved",
        "The sources’ texts are not the record’s to publish. An editor who holds one compares "
        "every quotation with it, word for word at its place, and leaves a seal for each.",
        "it stops at a quotation without its seal: one changed by a word, shortened, moved to "
        "another place or source, or never compared; at one that says no source; and where more "
        "of a source is quoted than was settled.",
        "to hold the right text, and to seal nothing without it: a seal can be checked, but "
        "whoever knows how it is made could make a false one.",
        (
            "awaiting-proof",
            "quotation-without-source",
            "too-much-quoted",
            "units-differ",
            "proof-copied",
            "proof-of-nothing",
        ),
    ),
    Promise(
        "allegations",
        "No allegation in the record’s own voice",
        "Whatever is held against somebody is given with who says it, where, and the reply, or "
        "that none is printed.",
        "it stops at a claim about somebody that does not say who answered, and at an allegation "
        "whose words do not say whose it is. One piece of layout shows a claim, with its replies "
        "and how direct they are; every link to a claim carries them in short.",
        "that a title, or a sentence elsewhere, does not make the allegation its own.",
        ("no-reply", "answers-itself", "unsaid-speaker"),
    ),
    Promise(
        "witnesses",
        "Independence, not the number of citations",
        "Witnesses are counted along the lines by which accounts came, and are called "
        "independent only for a reason that is given.",
        "it counts them itself, and stops where accounts that go back to one are said to be "
        "independent.",
        "to find out what a source draws on, and who told whom.",
        ("one-origin", "circle"),
    ),
    Promise(
        "figures",
        "Figures are never added up",
        "A number is a claim: it stands with what it counts, over which span and where, who "
        "counted, and who printed it.",
        "it stops at a figure without its counter or its number, and where figures of different "
        "measure, unit, place or span would share an axis. It works out no total, average or "
        "trend.",
        "to say why two figures differ.",
        ("no-value", "range-backwards", "unlike-figures", "missing-field"),
    ),
    Promise(
        "dates",
        "Dates say what they are",
        "A date that is uncertain, approximate, inferred or disputed looks so, wherever it is "
        "shown.",
        "it stops where an event, an account, a claim or a figure is dated after its source; "
        "where events run against their order or outside the event that they are part of; where "
        "somebody acts after death; where an office ends before it begins; and where a date is "
        "said to be inferred without the clue.",
        "to mark as inferred what no source states.",
        (
            "no-date",
            "date-after-source",
            "order-against-dates",
            "order-circle",
            "outside-its-whole",
            "after-death",
            "dead-or-alive",
            "office-dates",
            "empty-basis",
        ),
    ),
    Promise(
        "silence",
        "What nobody says is not filled in",
        "Facts from outside the sources only date, identify, place, explain, spell a name, or "
        "say who is alive. Months that no source covers look different from calm ones.",
        "it stops at a fact from outside, a spelling, an office or a meaning that does not say "
        "where it can be read; it marks each, and keeps dark the months that no source reports.",
        "that such a fact is used for nothing else.",
        ("no-origin",),
    ),
    Promise(
        "sources",
        "What side a source takes is said",
        "A source is described as a witness: its stance, what its copy lacks, and how much may be "
        "quoted.",
        "it stops at a source that the editors hold and do not describe, and warns where the "
        "account of a source leaves a place of it out.",
        "to describe it fairly.",
        ("missing-field", "unit-left-out", "second-excerpt"),
    ),
    Promise(
        "data",
        "What is written is data, never run",
        "The text of the record is escaped and bounded, whatever it holds.",
        "it stops at HTML, at invisible characters, at anything a YAML file could change "
        "silently, and at a link that leads nowhere.",
        "",
        ("raw-html", "odd-character", "yaml-tag", "yaml-alias", "broken-link", "unknown-reference"),
    ),
    Promise(
        "private",
        "Private people are not named",
        "Victims, children and passers-by appear by their part in events. Names that are withheld "
        "are kept as salted hashes alone.",
        "it looks for them in every text, file name and page, however they are written, and "
        "stops before anything is laid out.",
        "to know whose name to withhold; and this guards against slips, not against somebody "
        "who holds the newspaper.",
        ("withheld-name", "damaged-entry"),
    ),
    Promise(
        "corrections",
        "Corrections show",
        "An event, a claim or a figure has a number that is given once and never again. A record "
        "that is renamed leads on from its old address; one that is withdrawn says why.",
        "it stops where an address or a number that was once given has vanished, or was given "
        "twice.",
        "to answer whoever writes, and to say what was changed.",
        ("address-lost", "bad-number", "number-twice", "number-lost", "id-reused"),
    ),
)
"""In the order of the page."""


def promises_view(desk: Desk) -> tuple[Promise, ...]:
    """The promises in the language of the record."""
    say = desk.interface.say
    return tuple(
        replace(
            one,
            title=say(one.title),
            words=say(one.words),
            enforced=say(one.enforced),
            left=say(one.left),
        )
        for one in PROMISES
    )
