"""Patterns, hang-ups and what becomes of a flag, by their rules alone (S2.3)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debrief.interactions.conversations.model import (
    Channel,
    Interaction,
    InteractionSource,
    SourceFormat,
    Speaker,
    Turn,
)
from debrief.quality.flags.course import no_more, raised, resolved, snoozed, still
from debrief.quality.flags.hearing import Listened, hang_up, of_conversation, policies_in
from debrief.quality.flags.model import CallScores, Flagged, FlagGrounds, KnownRun
from debrief.quality.flags.patterns import low_runs, place_of, reconciled, remembered, touched
from debrief.quality.flags.raising import Raised
from tests.sizes import soaked

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
A, C = Speaker.AGENT, Speaker.CUSTOMER


def call(number: int, percent: float | None) -> CallScores:
    at = AT + timedelta(hours=number)
    percents = {} if percent is None else {"q": percent}
    return CallScores(
        evaluation_id=f"ev_{number}", interaction_id=f"int_{number}", started_at=at, completed_at=at, percents=percents
    )


class Followed:
    """Patterns of one criterion as they are kept, call by call, whatever comes in whichever order."""

    def __init__(self) -> None:
        self.calls: dict[int, CallScores] = {}
        self.known: tuple[KnownRun, ...] = ()
        self.holding: set[str] = set()
        self.raised = 0

    def hear(self, number: int, percent: float | None) -> None:
        """A call was scored, or scored anew."""
        self.calls[number] = call(number, percent)
        place = place_of(self.calls[number])
        runs = low_runs(sorted(self.calls.values(), key=place_of), "q", 65, 3)
        runs, concerned = touched(runs, self.known, place)
        outcome, told = reconciled(runs, concerned), []
        for each in outcome.told:
            id = each.of.flag_id if each.of else f"fl_{each.first}"
            self.raised += each.of is None
            self.holding.add(id)
            told.append((id, each))
        for gone in (*outcome.gone, *outcome.joined):
            self.holding.discard(gone.flag_id)
        self.known = remembered(self.known, told)


HEARD = st.lists(st.tuples(st.integers(0, 9), st.sampled_from([0.0, 50.0, 100.0, None])), max_size=25)


@pytest.mark.feature("S2.3")
@settings(max_examples=soaked(60), deadline=None)
@given(HEARD)
def test_there_is_a_pattern_wherever_three_are_low_running_and_nowhere_else(
    heard: list[tuple[int, float | None]],
) -> None:
    world = Followed()
    for number, percent in heard:
        world.hear(number, percent)
        before = (world.known, set(world.holding), world.raised)
        world.hear(number, percent)
        assert (world.known, world.holding, world.raised) == before, "heard twice it is the same"
    runs = low_runs(sorted(world.calls.values(), key=place_of), "q", 65, 3)
    assert bool(world.holding) is bool(runs)
    assert len(world.holding) <= len(runs)
    told = [each for each in world.known if each.flag_id in world.holding]
    for run in runs:
        assert any(run[0].place <= each.last and each.first <= run[-1].place for each in world.known), "flagged"
    assert all(any(run[0].place <= each.last and each.first <= run[-1].place for run in runs) for each in told)


@pytest.mark.feature("S2.3")
def test_a_run_is_told_once_however_long_and_two_that_meet_are_one() -> None:
    world = Followed()
    for number in (1, 2, 3, 4, 6, 7, 8):
        world.hear(number, 0)
    world.hear(5, 100)
    assert (world.raised, len(world.holding)) == (1, 1), (
        "one call in its middle that passes splits it, and tells nobody"
    )
    for number in (11, 12, 13):
        world.hear(number, 0)
    assert (world.raised, len(world.holding)) == (1, 1), "they go on with those that are low"
    world.hear(10, 100)
    assert (world.raised, len(world.holding)) == (1, 1)


def conversation(*said: tuple[Speaker, str], duration_ms: int = 40_000, **more: Any) -> tuple[Interaction, list[Turn]]:
    turns = [
        Turn(index=at, speaker=who, text=text, start_ms=at * 5_000, end_ms=at * 5_000 + 4_000)
        for at, (who, text) in enumerate(said)
    ]
    interaction = Interaction(
        **{
            "id": "int_1",
            "contact_reference": "C-1",
            "agent_id": "us_1",
            "started_at": AT,
            "duration_ms": duration_ms,
            "channel": Channel.VOICE,
            "queue": "parcels",
            "source": InteractionSource(intake_id="in_1", format=SourceFormat.VCON),
            "created_at": AT,
            **more,
        }
    )
    return interaction, turns


SAID = ((A, "Good morning"), (C, "Where is my parcel?"), (A, "I don't know"), (C, "That is no answer, is it"))


@pytest.mark.feature("S2.3")
@pytest.mark.parametrize(
    ("said", "more", "flagged"),
    [
        (SAID, {"duration_ms": 20_000}, True),
        (SAID, {"duration_ms": 90_000}, False),
        ((*SAID, (A, "Thank you, goodbye")), {"duration_ms": 25_000}, False),
        ((*SAID, (A, "I'll transfer you now")), {"duration_ms": 25_000}, False),
        (SAID, {"duration_ms": 20_000, "language": "de"}, False),
        (SAID, {"duration_ms": 20_000, "channel": Channel.CHAT}, False),
        (SAID[:2], {"duration_ms": 10_000}, False),
        ((*SAID, (A, "Goodbye")), {"disposition": "Customer hung up"}, True),
        ((*SAID, (A, "Goodbye")), {"disposition": "Hang-up"}, True),
        ((*SAID, (A, "Goodbye")), {"disposition": "Resolved"}, False),
    ],
)
def test_a_hang_up_is_told_or_shows_in_how_the_call_ends(
    said: tuple[tuple[Speaker, str], ...], more: dict[str, Any], flagged: bool
) -> None:
    interaction, turns = conversation(*said, **more)
    assert (hang_up(interaction, turns) is not None) is flagged


@pytest.mark.feature("S2.3")
def test_a_policy_is_an_indicator_that_holds_also_a_vendors() -> None:
    from debrief.interactions.analysis.indicators import Indicator

    interaction, turns = conversation(
        (A, "I guarantee a profit"), (C, "Good"), indicators=("Vendor says so", "Old rule")
    )
    rules = (
        Indicator(id="i1", name="Guarantees", any_of=("guarantee*",)),
        Indicator(id="i2", name="Old rule", any_of=("x",)),
    )
    found = policies_in(
        interaction, turns, Listened(policies=("Guarantees", "Vendor says so", "Old rule"), indicators=rules)
    )
    assert found is not None
    assert found.named == ("Guarantees", "Vendor says so"), "what our rule says now counts"
    assert [(each.turn_index, each.what) for each in found.places] == [(0, "Guarantees")]
    erased = interaction.model_copy(update={"erased_at": AT})
    assert of_conversation(erased, turns, Listened(keywords=("guarantee",))) == {}


@pytest.mark.feature("S2.3")
def test_a_snoozed_flag_wakes_at_eight_there_when_the_clocks_change_too() -> None:
    about = Flagged(
        agent_id="us_1",
        interaction_id="int_1",
        contact_reference="C-1",
        channel=Channel.VOICE,
        interaction_started_at=AT,
    )
    what = Raised("quality", FlagGrounds(percent=50, threshold=65))
    flag = raised("fl_1", "low_score", what, about, "us_2", AT)
    until = snoozed(flag, date(2026, 3, 29), "us_2", AT, "Europe/Berlin").snoozed_until
    assert until == datetime(2026, 3, 29, 6, tzinfo=UTC)
    assert still(flag, what, about, "us_2", AT) == flag, "nothing new is no step"
    gone = no_more(flag, "rescored", AT)
    assert (gone.state, no_more(gone, "rescored", AT)) == ("withdrawn", gone)
    back = still(gone, what, about, "us_3", AT)
    assert (back.state, back.assignee_id, [each.kind for each in back.history]) == (
        "open",
        "us_3",
        ["raised", "withdrawn", "raised_again"],
    )
    done = resolved(flag, "coached", "", "us_2", AT)
    assert still(done, what, about, "us_2", AT) == done, "what is resolved stays so"
