"""Every context hands out and erases what it knows of somebody (N8)."""

import importlib
import inspect
import pkgutil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import debrief
from debrief.coaching.privacy_service import CoachingPersonalData
from debrief.insights.privacy_service import InsightsPersonalData
from debrief.interactions.privacy_service import InteractionsPersonalData
from debrief.kernel.privacy import PersonalData, Start, Subject, page_of_stages
from debrief.notices.privacy_service import NoticesPersonalData
from debrief.people.privacy_service import PeoplePersonalData
from debrief.quality.privacy_service import QualityPersonalData
from debrief.summaries.privacy_service import SummariesPersonalData

PORTS: tuple[type[PersonalData], ...] = (
    SummariesPersonalData,
    CoachingPersonalData,
    InsightsPersonalData,
    QualityPersonalData,
    InteractionsPersonalData,
    NoticesPersonalData,
    PeoplePersonalData,
)
"""From the top floor down. That each of them is one, the type checker sees."""

KEEPING_NOTHING = {"home", "kernel"}
"""What has no table of its own."""

CONTEXTS = sorted(each.name for each in pkgutil.iter_modules(debrief.__path__) if each.name not in KEEPING_NOTHING)


@pytest.mark.feature("N8")
@pytest.mark.parametrize("context", CONTEXTS)
def test_every_context_has_its_implementation(context: str) -> None:
    module = importlib.import_module(f"debrief.{context}.privacy_service")
    own = [each for _, each in inspect.getmembers(module, inspect.isclass) if each.__module__ == module.__name__]
    (found,) = [each for each in own if hasattr(each, "export") and hasattr(each, "erase")]
    assert found in PORTS
    for name in ("export", "erase"):
        assert inspect.signature(getattr(found, name)) == inspect.signature(getattr(PersonalData, name))


@pytest.mark.feature("N8")
def test_each_kind_of_subject_is_known() -> None:
    for kind in ("person", "customer", "contact"):
        assert Subject.model_validate({"kind": kind, "id": "x"}).kind == kind
    for wrong in ({"kind": "team", "id": "x"}, {"kind": "person", "id": ""}):
        with pytest.raises(ValueError):
            Subject.model_validate(wrong)


@pytest.mark.feature("N8")
def test_lists_are_worked_through_page_by_page_one_after_the_other() -> None:
    lists = {"one": [1, 2, 3], "none": [], "filtered": [0, 0, 0, 4], "last": [5]}

    def stage(many: list[int]) -> Any:
        def page(start: Start) -> tuple[list[int], Start]:
            first = start["at"] if start else 0
            found = [each for each in many[first : first + 2] if each]
            return found, {"at": first + 2} if first + 2 < len(many) else None

        return page

    stages = {name: stage(many) for name, many in lists.items()}
    pages, position = [], None
    while True:
        found, position = page_of_stages(stages, position)
        pages.append(found)
        if position is None:
            break
    assert pages == [[1, 2], [3], [], [4], [5]]
    assert page_of_stages({}, None) == ([], None)


@pytest.mark.feature("N8")
@given(st.lists(st.lists(st.integers(0, 9), max_size=7), max_size=5), st.integers(1, 4))
def test_nothing_is_left_out_and_nothing_comes_twice(lists: list[list[int]], size: int) -> None:
    def stage(many: list[int]) -> Any:
        def page(start: Start) -> tuple[list[int], Start]:
            first = start["at"] if start else 0
            after = first + size
            return [each for each in many[first:after] if each], {"at": after} if after < len(many) else None

        return page

    stages = {str(number): stage(many) for number, many in enumerate(lists)}
    found, position = page_of_stages(stages, None)
    while position is not None:
        more, position = page_of_stages(stages, position)
        found = found + more
    assert found == [each for many in lists for each in many if each]
