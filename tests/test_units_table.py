"""docs/units.md is in step with the record, and leaves no unit of any source out."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

from built_sites import built

from casebook.model.sources import Source
from casebook.model.units import parse_units


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("units_tool", "tools/docs/units.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["units_tool"] = module
    spec.loader.exec_module(module)
    return module


TOOL = _tool()


def test_the_table_is_that_of_the_record() -> None:
    assert TOOL.DOCUMENT.read_text(encoding="utf-8") == TOOL.document()


def test_every_unit_is_carried_or_has_a_reason_and_not_both() -> None:
    edition = built("own").edition
    carried, why = TOOL.carriers(edition), TOOL.reasons()
    units = {
        (entry.id, unit)
        for entry in edition.of("source")
        if isinstance(entry.record, Source) and entry.record.is_held
        for unit in parse_units(entry.record.units or "")
    }
    assert {at for at in units if at not in carried} == set(why)
    assert all(len(reason.split()) >= 4 for reason in why.values())


def test_every_unit_is_accounted_for_in_its_excerpt() -> None:
    edition = built("own").edition
    for entry in edition.of("source"):
        if isinstance(entry.record, Source) and entry.record.is_held:
            assert set(parse_units(entry.record.units or "")) == edition.accounted[entry.id]
