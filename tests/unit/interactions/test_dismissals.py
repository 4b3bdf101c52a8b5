"""What came to nothing, whatever became of it since, stands in the way of nothing that comes after it."""

from collections.abc import Callable

import pytest

from debrief.interactions.holds import HoldCode
from debrief.interactions.intake.model import Dismissal, Failure, IntakeItem, IntakeStatus
from tests.unit.interactions.test_intake import Desk, desk, vcon

__all__ = ["desk"]
pytestmark = pytest.mark.feature("S2.1")

FIRST, SECOND = "chats/a.vcon.json", "copies/a.vcon.json"
FAILURE = Failure(code="ModelRefused", sentence="No.")


def dismiss(desk: Desk, key: str) -> None:
    desk.intake.dismiss(desk.item(key), Dismissal(reason="A test", by="us_admin", at=desk.clock.now()))


def hold_again(desk: Desk, key: str) -> None:
    """Release what failed, once its file can't be read any more."""
    desk.bucket.put(key, b"no document", "application/json")
    assert desk.intake.release(desk.item(key)).status is IntakeStatus.HELD


def load(desk: Desk, item: IntakeItem) -> None:
    desk.normaliser.run(item.id, item.attempt, None)
    desk.settle(item)


@pytest.mark.parametrize("then", [dismiss, hold_again])
@pytest.mark.parametrize("queue", ["billing", "returns"], ids=["the same", "mended"])
def test_what_failed_and_was_put_aside_blocks_neither_the_same_nor_a_mended_document(
    desk: Desk, then: Callable[[Desk, str], None], queue: str
) -> None:
    desk.drop(FIRST, vcon())
    desk.settle(desk.item(FIRST), FAILURE)
    then(desk, FIRST)
    desk.drop(SECOND, vcon(queue=queue))
    second = desk.item(SECOND)
    assert (second.status, second.already_loaded) == (IntakeStatus.PROCESSING, False)
    load(desk, second)
    made = desk.interactions.interaction(second.interaction_id or "")
    assert made is not None
    assert made.source.intake_id == second.id


def test_what_was_held_and_dismissed_after_that_blocks_nothing_either(desk: Desk) -> None:
    desk.drop(FIRST, vcon())
    desk.settle(desk.item(FIRST), FAILURE)
    hold_again(desk, FIRST)
    dismiss(desk, FIRST)
    desk.drop(SECOND, vcon())
    assert desk.item(SECOND).status is IntakeStatus.PROCESSING


def test_what_is_dismissed_after_it_was_loaded_once_is_still_loaded(desk: Desk) -> None:
    desk.drop(FIRST, vcon())
    load(desk, desk.item(FIRST))
    desk.drop(FIRST, b"no document")
    assert desk.item(FIRST).status is IntakeStatus.HELD
    dismiss(desk, FIRST)
    desk.drop(SECOND, vcon())
    assert (desk.item(SECOND).status, desk.item(SECOND).already_loaded) == (IntakeStatus.LOADED, True)
    desk.drop("other/a.vcon.json", vcon(queue="returns"))
    assert [each.code for each in desk.item("other/a.vcon.json").reasons] == [HoldCode.DUPLICATE]


def test_what_was_dismissed_finds_the_other_one_loaded_when_it_is_taken_back(desk: Desk) -> None:
    desk.drop(FIRST, vcon())
    desk.settle(desk.item(FIRST), FAILURE)
    dismiss(desk, FIRST)
    desk.drop(SECOND, vcon())
    load(desk, desk.item(SECOND))
    assert desk.intake.release(desk.item(FIRST)).already_loaded


@pytest.mark.parametrize("answer", ["Let me look at it.", "Give me a moment."], ids=["the same again", "a third one"])
def test_what_was_to_be_replaced_stays_when_that_failed_until_a_person_says_otherwise(desk: Desk, answer: str) -> None:
    desk.drop(FIRST, vcon("Good morning."))
    load(desk, desk.item(FIRST))
    desk.drop(SECOND, vcon())
    replacing = desk.intake.release(desk.item(SECOND), replace=True)
    desk.settle(replacing, FAILURE)
    desk.drop("third/a.vcon.json", vcon(answer))
    third = desk.item("third/a.vcon.json")
    assert (third.status, third.already_loaded) == (IntakeStatus.HELD, False)
    assert [each.code for each in third.reasons] == [HoldCode.DUPLICATE]
    kept = desk.interactions.interaction(desk.item(FIRST).interaction_id or "")
    assert kept is not None
    assert kept.source.intake_id == desk.item(FIRST).id
    load(desk, desk.intake.release(third, replace=True))
    taken = desk.interactions.interaction(kept.id)
    assert taken is not None
    assert taken.source.intake_id == third.id
