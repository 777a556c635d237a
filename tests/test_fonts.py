"""The vendored faces: there, licensed, light, complete, and drawn by what sets site and book."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import logging
import re
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "static/css/fonts.css"
BOOK = ROOT / "layouts/book/fonts.css"
SHEETS = (SITE, BOOK)

EVERYDAY = (
    "".join(map(chr, range(0x20, 0x7F))) + "“”‘’–—…•·¶§†‡←→↑↓↗×−≥≤½№€£°©\u00a0\u00ad\u2011\u202f"
)
MARKED = "ḥṣṭẓḍāīūʿʾṛṇḤṢṬẒḌĀĪŪéèçñüöłšž¼¾«»\u0323\u0324\u0331"
RECORD_NUMBERS = "".join(map(chr, range(0x20, 0x7F))) + "¶§–—“”‘’…"
ALPHABET = "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیےئؤۂۓآأإةيكى"
URDU = ALPHABET + "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩،؛؟۔٪()«» \u200c\u200d\u064b\u064e\u0650\u064f\u0651\u0670"
NAMES = ("نثار بلوچ", "الطاف حسین", "متحدہ قومی موومنٹ", "کراچی", "لیاری", "پاکستان پیپلز پارٹی")

FIGURES = {"onum", "pnum"}
JOINS = {"init", "medi", "fina", "rlig", "ccmp", "mark"}
FEATURES = {
    "Casebook Serif": FIGURES | {"lnum", "tnum", "kern", "liga"},
    "Casebook Serif Display": FIGURES | {"lnum", "tnum", "kern", "liga"},
    "Casebook Sans": FIGURES | {"kern", "liga"},  # its plain figures are lining and of one width
    "Casebook Mono": set[str](),
    "Casebook Naskh": JOINS | {"locl"},
    "Casebook Nastaliq": JOINS | {"isol", "curs"},
}
BUDGET = {
    "casebook-serif": 24_000,
    "casebook-sans": 22_000,
    "casebook-serif-italic": 16_000,
    "casebook-mono": 8_000,
    "casebook-naskh": 26_000,
    "casebook-nastaliq": 120_000,
}
PRESENTED = (1, 2, 3, 4, 6, 16, 17, 18, 20, 21, 22, 25)


class Rule(NamedTuple):
    """One `@font-face` rule with its descriptors."""

    sheet: Path
    says: dict[str, str]

    @property
    def family(self) -> str:
        return self.says["font-family"].strip('"')

    @property
    def file(self) -> Path:
        url = re.fullmatch(r'url\("([^":]+)"\) format\("\w+"\)', self.says["src"])
        assert url, self.says["src"]
        return (self.sheet.parent / url[1]).resolve()


def rules(sheet: Path) -> list[Rule]:
    bodies = re.findall(r"@font-face \{(.*?)\}", sheet.read_text(), re.S)
    return [Rule(sheet, dict(re.findall(r"([\w-]+): (.*?);", body, re.S))) for body in bodies]


FACES = [rule for sheet in SHEETS for rule in rules(sheet) if "url(" in rule.says["src"]]
FALLBACKS = [rule for rule in rules(SITE) if "url(" not in rule.says["src"]]
each_face = pytest.mark.parametrize("face", FACES, ids=lambda face: face.file.name)


@cache
def font(path: Path) -> TTFont:
    return TTFont(io.BytesIO(path.read_bytes()))


def held(path: Path) -> set[int]:
    return set(font(path).getBestCmap())


def parse_range(text: str) -> set[int]:
    codes: set[int] = set()
    for part in text.split(", "):
        first, _, last = part.removeprefix("U+").partition("-")
        codes |= set(range(int(first, 16), int(last or first, 16) + 1))
    return codes


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.parent.name)
def test_a_sheet_declares_every_file_and_nothing_else(sheet: Path) -> None:
    declared = [face.file for face in FACES if face.sheet == sheet]
    folder = declared[0].parent
    there = {path.resolve() for path in folder.iterdir() if path.suffix != ".txt"}
    assert set(declared) == there
    assert len(declared) == len(set(declared))
    assert "//" not in sheet.read_text()


@each_face
def test_the_licence_lies_beside_the_file(face: Rule) -> None:
    name = face.family.lower().replace(" ", "-") + ".OFL.txt"
    licence = (face.file.parent / name).read_text()
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    copyright_line = font(face.file)["name"].getDebugName(0)
    owner = "Adobe" if "Adobe" in copyright_line else "The Noto Project Authors"
    assert owner in copyright_line
    assert owner in licence.splitlines()[0]
    assert "Open Font License" in font(face.file)["name"].getDebugName(13)


@each_face
def test_a_face_does_not_take_a_reserved_name(face: Rule) -> None:
    names = [font(face.file)["name"].getDebugName(number) or "" for number in PRESENTED]
    assert not [name for name in names if re.search("source|noto|adobe|google", name, re.I)]
    assert face.family in (names[0], names[PRESENTED.index(16)])


@each_face
def test_a_face_keeps_what_its_family_is_set_with(face: Rule) -> None:
    tables = [font(face.file)[tag].table for tag in ("GSUB", "GPOS") if tag in font(face.file)]
    kept = {record.FeatureTag for table in tables for record in table.FeatureList.FeatureRecord}
    wanted = FEATURES[face.family]
    if face.file.stem.endswith("-more"):
        wanted = {"kern", "mark", "ccmp"}  # it has no figures
    assert wanted <= kept
    assert not kept & {"smcp", "c2sc", "salt", "aalt", "dlig", "ss01"}


@each_face
def test_weight_and_slope_are_those_declared(face: Rule) -> None:
    inside = font(face.file)
    said = [int(weight) for weight in face.says["font-weight"].split()]
    if len(said) == 2:
        (axis,) = inside["fvar"].axes
        assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", *said)
    else:
        assert "fvar" not in inside
        assert inside["OS/2"].usWeightClass == said[0]
    assert bool(inside["OS/2"].fsSelection & 1) == (face.says["font-style"] == "italic")


@each_face
def test_a_face_holds_its_characters(face: Rule) -> None:
    if "naskh" in face.file.stem or "nastaliq" in face.file.stem:
        wanted = URDU
    elif face.family == "Casebook Mono":
        wanted = RECORD_NUMBERS
    elif face.sheet == BOOK:
        wanted = EVERYDAY + MARKED
    else:
        wanted = MARKED if face.file.stem.endswith("-more") else EVERYDAY
    assert not {letter for letter in wanted if ord(letter) not in held(face.file)}


def test_on_the_site_a_face_is_fetched_for_just_the_characters_it_holds() -> None:
    for face in FACES:
        if face.sheet == SITE:
            assert parse_range(face.says["unicode-range"]) == held(face.file), face.file.name
            assert face.says["font-display"] == "swap"


def test_the_common_and_the_rare_file_share_no_character() -> None:
    rare = [face.file for face in FACES if face.file.stem.endswith("-more")]
    assert len(rare) == 5
    for path in rare:
        common = path.with_name(path.name.replace("-more", ""))
        assert not held(path) & held(common)


def test_the_first_view_stays_light() -> None:
    sizes = {face.file.stem: face.file.stat().st_size for face in FACES if face.sheet == SITE}
    assert {stem: sizes[stem] for stem, most in BUDGET.items() if sizes[stem] > most} == {}
    assert sizes["casebook-serif"] + sizes["casebook-sans"] <= 46_000


def test_the_files_are_those_the_script_made() -> None:
    manifest = json.loads((ROOT / "tools/fonts/manifest.json").read_text())["files"]
    made = {name: entry["sha256"] for name, entry in manifest.items()}
    found = {
        face.file.relative_to(ROOT).as_posix(): hashlib.sha256(face.file.read_bytes()).hexdigest()
        for face in FACES
    }
    assert found == made


@pytest.mark.parametrize("rule", FALLBACKS, ids=lambda rule: rule.family)
def test_a_fallback_is_as_high_as_our_face_and_leaves_urdu_alone(rule: Rule) -> None:
    ours = font(ROOT / "static/fonts" / f"casebook-{rule.family.split()[1].lower()}.woff2")
    share = {
        name: float(rule.says[name].rstrip("%")) / 100
        for name in ("size-adjust", "ascent-override", "descent-override")
    }
    assert 0.85 < share["size-adjust"] < 1.15
    for metric, name in (("ascent", "ascent-override"), ("descent", "descent-override")):
        expected = abs(getattr(ours["hhea"], metric)) / ours["head"].unitsPerEm
        assert share[name] * share["size-adjust"] == pytest.approx(expected, abs=0.001)
    assert rule.says["src"].startswith('local("')
    reach = parse_range(rule.says["unicode-range"])
    assert {ord(letter) for letter in EVERYDAY} <= reach
    assert not {ord(letter) for letter in ALPHABET} & reach


def test_a_line_with_an_urdu_name_is_no_taller_than_its_neighbours() -> None:
    for folder, ending in (("static/fonts", "woff2"), ("layouts/book/fonts", "ttf")):
        serif = font(ROOT / folder / f"casebook-serif.{ending}")["hhea"]
        naskh = font(ROOT / folder / f"casebook-naskh.{ending}")["hhea"]
        assert (naskh.ascent, naskh.descent) == (serif.ascent, serif.descent)


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("characters", ROOT / "tools/fonts/characters.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CHARACTERS = script()


@given(st.sets(st.integers(0, 0x10FFFF), min_size=1, max_size=40))
def test_a_unicode_range_says_just_the_codes_given(codes: set[int]) -> None:
    assert parse_range(CHARACTERS.unicode_range(codes)) == codes


@pytest.mark.pdf
def test_the_book_is_set_in_our_faces_without_a_warning(
    caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    import pikepdf
    from weasyprint import HTML

    cells = "".join(f'<p lang="ur" dir="rtl" class="naskh">{name}</p>' for name in NAMES)
    page = tmp_path / "page.html"
    page.write_text(
        f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Specimen</title>
        <link rel="stylesheet" href="{BOOK.as_uri()}"><style>
        body {{ font-family: var(--serif); font-variant-numeric: oldstyle-nums }}
        h1 {{ font: 600 18pt var(--display) }} b {{ font-weight: 600 }}
        .sans {{ font-family: var(--sans) }} .mono {{ font-family: var(--mono) }}
        .naskh {{ font-family: var(--naskh) }}</style>
        <h1>Heading <i>Italic</i></h1><p>Text 2010 <i>italic</i> <b>bold <i>both</i></b></p>
        <p>{EVERYDAY.replace("&", "&amp;").replace("<", "&lt;")}{MARKED}</p>
        <p class="sans">Label <i>italic</i> <b>bold</b></p><p class="mono">E21</p>
        {cells}<p lang="ur" dir="rtl" class="naskh"><b>{ALPHABET}</b></p>"""
    )
    with caplog.at_level(logging.WARNING):
        made = HTML(page).write_pdf()
    assert [record.getMessage() for record in caplog.records] == []
    with pikepdf.open(io.BytesIO(made)) as pdf:
        fonts = {
            str(item.BaseFont).partition("+")[2]
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Subtype") == "/Type0"
        }
    assert fonts == {name for name in fonts if name.startswith("Casebook-")}
    assert len(fonts) == len([face for face in FACES if face.sheet == BOOK])
    # Imported by name because it has no type hints.
    document = importlib.import_module("pypdfium2").PdfDocument(made)
    text = "".join(leaf.get_textpage().get_text_range() for leaf in document)
    assert "Text 2010 italic" in text
    lines = [line.strip() for line in text.splitlines()]
    assert [name for name in NAMES if name not in lines] == []


@pytest.mark.browser
def test_a_browser_takes_every_face(tmp_path: Path, page: Page) -> None:
    sheet = tmp_path / "page.html"
    sheet.write_text(f'<!doctype html><link rel="stylesheet" href="{SITE.as_uri()}">')
    page.goto(sheet.as_uri())
    states = page.evaluate(
        """async () => {
          const faces = [...document.fonts].filter(f => !/ as /.test(f.family));
          await Promise.allSettled(faces.map(face => face.load()));
          return faces.map(face => face.family + " " + face.status);
        }"""
    )
    assert len(states) == len([face for face in FACES if face.sheet == SITE])
    assert [state for state in states if not state.endswith(" loaded")] == []
