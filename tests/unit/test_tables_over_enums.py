"""Every table over an enum has a row for each of its members: one that is missing fails only where it is met."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

import pytest

import debrief

pytestmark = pytest.mark.feature("S2.1")

PARTIAL = {
    # Only some members have something of their own.
    "debrief.interactions.conversations.speakers._OTHER",
    "debrief.interactions.formats.other_systems.READERS",
    "debrief.interactions.intake.receiving_service._FIELD_OF_PART",
    "debrief.interactions.intake.service.MOST_BYTES",
    "debrief.kernel.masking.cues._CUES",
    "debrief.notices.channels.addresses._HOSTS",
    "debrief.notices.channels.dispatch_service.CHOSEN_BY",
    "debrief.notices.channels.model.CHOSEN_BY",
    "debrief.notices.channels.sending_service.CHOSEN_BY",
    "debrief.notices.channels.service._ID_FIELDS",
    "debrief.notices.service.CHOSEN_BY",
    "debrief.quality.scorecard_files.csv_in._ID",
    "debrief.quality.scorecard_files.csv_in._INSIDE",
    "debrief.quality.scorecard_files.csv_in._PARENT",
    "debrief.quality.scorecard_files.csv_in._TEXTS",
    "debrief.summaries.drafting.foreign._SAID",
    "debrief.summaries.periods._LENGTH_DAYS",
}


def tables() -> Iterator[tuple[str, Mapping[Any, Any], type[Enum]]]:
    """Every mapping of a module whose keys are members of one enum."""
    for module in pkgutil.walk_packages(debrief.__path__, "debrief."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if not isinstance(value, Mapping) or not value or name.startswith("__"):
                continue
            kinds = {type(key) for key in value}
            kind = kinds.pop()
            if not kinds and issubclass(kind, Enum):
                yield f"{module.name}.{name}", value, kind


def test_tables_over_enums_are_whole() -> None:
    found = {name: (value, kind) for name, value, kind in tables()}
    assert "debrief.interactions.formats.metadata._WHERE" in found
    lacking = {
        name: sorted(member.name for member in kind if member not in value)
        for name, (value, kind) in found.items()
        if name not in PARTIAL
    }
    assert {name: members for name, members in lacking.items() if members} == {}
    assert found.keys() >= PARTIAL
