"""Conversations by what was read out of them."""

import pytest

from debrief.interactions.conversations.analysis import Analysis, Origin, Reading
from debrief.interactions.conversations.readings import Outcome, came_to, outcomes_of
from debrief.interactions.conversations.service import InteractionFilter
from tests.unit.interactions.test_instructing import interaction


def read(value: float) -> Reading[float]:
    return Reading(value=value, origin=Origin.MODEL)


@pytest.mark.feature("I2", "S0.11")
def test_a_conversation_came_to_what_is_known_of_it_and_to_nothing_else() -> None:
    assert outcomes_of(None) == outcomes_of(Analysis()) == frozenset()
    bad = Analysis(
        predicted_resolution=Reading(value=0, origin=Origin.MODEL),
        repeat_contact=Reading(value=True, origin=Origin.VENDOR),
        customer_sentiment=read(-0.5),
        xnps=Reading(value=6, origin=Origin.CUSTOMER_SURVEY),
    )
    assert outcomes_of(bad) == {"not_resolved", "repeated", "customer_negative", "detractor"}
    good = Analysis(
        predicted_resolution=Reading(value=1, origin=Origin.MODEL),
        repeat_contact=Reading(value=False, origin=Origin.MODEL),
        customer_sentiment=read(0),
        xnps=Reading(value=9, origin=Origin.MODEL),
    )
    assert outcomes_of(good) == {"resolved", "not_repeated", "customer_neutral", "promoter"}
    assert came_to(None, ())
    wanted: tuple[Outcome, ...] = ("resolved",)
    assert not came_to(None, wanted)


@pytest.mark.feature("I1")
def test_a_list_is_narrowed_to_any_of_them() -> None:
    solved = interaction(analysis=Analysis(predicted_resolution=Reading(value=1, origin=Origin.MODEL)))
    unknown = interaction(analysis=None)
    for outcome, found in (
        (("resolved",), [solved]),
        (("not_resolved", "resolved"), [solved]),
        ((), [solved, unknown]),
    ):
        wanted = InteractionFilter.model_validate({"outcome": outcome})
        assert [each for each in (solved, unknown) if wanted.admits(each)] == found
