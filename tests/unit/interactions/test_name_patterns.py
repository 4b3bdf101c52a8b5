"""File-name patterns: what they read, that they can't take long, and that the intake uses them (S2.1)."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.holds import HoldAct, HoldCode
from debrief.interactions.intake.agents_reader import AgentsReader
from debrief.interactions.intake.file_names import Part
from debrief.interactions.intake.known_names_store import KnownNameStore
from debrief.interactions.intake.model import IntakeItem, IntakeStatus
from debrief.interactions.intake.name_language import MOST_PIECES, compared, fault_of, parts_in, understood, values_in
from debrief.interactions.intake.name_patterns import NamePatternSaid, faults_of, first_that_fits
from debrief.interactions.intake.name_patterns_service import NamePatternService
from debrief.interactions.intake.name_patterns_store import NamePatternStore
from debrief.interactions.intake.names_reader import NamesReader
from debrief.interactions.intake.ready_made_patterns import READY_MADE
from debrief.interactions.intake.sources import SettledSources
from debrief.kernel.errors import RuleBroken, Stale
from debrief.people.store import PeopleStore
from tests.unit.interactions.test_audio import wav
from tests.unit.interactions.test_intake import Desk, desk

__all__ = ["desk"]
pytestmark = pytest.mark.feature("S2.1")

ZONE = "Europe/Berlin"
OUT = "out-{number}-{agent}-{date:YYYYMMDD-HHmmss}-{reference}"


def said(pattern: str, name: str = "One", **more: object) -> NamePatternSaid:
    return NamePatternSaid.model_validate({"name": name, "pattern": pattern, **more})


def read(pattern: str, name: str, **more: object) -> dict[str, str] | None:
    understood_ = understood(pattern)
    part = compared(name, understood_)
    parts = parts_in(part, understood_)
    return None if parts is None else values_in(part, parts)


@pytest.mark.parametrize(
    ("pattern", "name", "values"),
    [
        (OUT, "out-0301234567-214-20260513-140507-1778.214", {
            "customer_reference": "0301234567", "agent_reference": "214", "contact_reference": "1778.214"}),
        # A field takes as little as it can, and more where what follows wouldn't fit.
        ("{queue}-{agent:digits}", "north-east-12", {"queue": "north-east", "agent_reference": "12"}),
        ("{agent}_{queue}", "a_b_c", {"agent_reference": "a", "queue": "b_c"}),
        ("{agent:3}{reference}", "214XY", {"agent_reference": "214", "contact_reference": "XY"}),
        ("{direction:I=inbound,O=outbound}{agent}", "O214", {"direction": "outbound", "agent_reference": "214"}),
        ("{{{agent}}}", "{214}", {"agent_reference": "214"}),
        ("x/{agent}/{reference}", "deep/x/214/r1", {"agent_reference": "214", "contact_reference": "r1"}),
        ("[{agent}]_{any}", "[Müller, 101]_07", {"agent_reference": "Müller, 101"}),
    ],
)  # fmt: skip
def test_fields_are_read(pattern: str, name: str, values: dict[str, str]) -> None:
    assert read(pattern, name) == values


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        (OUT, "in-0301234567-214-20260513-140507-1778.214"),
        (OUT, "out-0301234567-214-20261313-140507-1778.214"),
        ("{agent:digits}-{any}", "21a-x"),
        ("{direction:I=inbound}{agent}", "O214"),
        ("{agent}-{reference}", "-x"),
        ("{agent}-{reference}", "a-"),
        ("x/{agent}", "214"),
        ("{agent}-{reference}", "a" * 511 + "-b"),
    ],
)
def test_what_does_not_fit_is_not_read(pattern: str, name: str) -> None:
    assert read(pattern, name) is None


@pytest.mark.parametrize(
    ("date", "name", "moment"),
    [
        ("YYYYMMDD-HHmmss", "20260513-140507", datetime(2026, 5, 13, 12, 5, 7, tzinfo=UTC)),
        ("DD.MM.YY HH:mm", "13.05.26 14:05", datetime(2026, 5, 13, 12, 5, tzinfo=UTC)),
        ("MMM D YYYY h:mmA", "May 3 2026 2:05PM", datetime(2026, 5, 3, 12, 5, tzinfo=UTC)),
        ("YYYY-MM-DDTHH:mm:ssZ", "2026-05-13T14:05:07+05:30", datetime(2026, 5, 13, 8, 35, 7, tzinfo=UTC)),
        ("YYYYMMDDHHmmssS", "20260513140507250", datetime(2026, 5, 13, 12, 5, 7, 250_000, tzinfo=UTC)),
        ("YYYY-MM-DD", "2026-05-13", datetime(2026, 5, 12, 22, tzinfo=UTC)),
        ("X", "1778673907", datetime(2026, 5, 13, 12, 5, 7, tzinfo=UTC)),
        ("x", "1778673907250", datetime(2026, 5, 13, 12, 5, 7, 250_000, tzinfo=UTC)),
        # What occurs twice when the clocks go back is its first occurrence.
        ("YYYYMMDDHHmm", "202610250230", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_dates_are_read_in_their_zone(date: str, name: str, moment: datetime) -> None:
    found = first_that_fits((said(f"{{date:{date}}}_{{agent}}"),), f"{name}_x.wav", ZONE)
    assert found is not None
    assert found.metadata.started_at == moment


def test_a_pattern_has_a_zone_of_its_own() -> None:
    found = first_that_fits((said("{date:YYYYMMDDHHmm}", time_zone="UTC"),), "202605131405.wav", ZONE)
    assert found is not None
    assert found.metadata.started_at == datetime(2026, 5, 13, 14, 5, tzinfo=UTC)


def test_a_day_that_there_is_not_is_unread() -> None:
    found = first_that_fits((said("{agent}_{date:YYYYMMDDHHmm}"),), "214_202602301405.wav", ZONE)
    assert found is not None
    assert found.metadata.started_at is None
    assert "2026-02-30" in found.metadata.unread["started_at"]


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("calls", "reads nothing"),
        ("{agent", 'without its "}"'),
        ("agent}", 'without its "{"'),
        ("{colour}", "none of agent"),
        ("{agent}{queue}", "doesn't tell where {agent} ends"),
        ("{agent:digits}{queue:3}", "doesn't tell where {agent} ends"),
        ("{agent}-{agent}", "reads agent twice"),
        ("{date}", "doesn't say how it is written"),
        ("{date:YYYYMM}", "without its day"),
        ("{date:MMDD}", "without its year"),
        ("{date:YYYYMMDDhh}", "half of the day"),
        ("{date:YYYYMMDD}-{date:YYYY}", "twice"),
        ("{date:YYYYMMDD at HH}", "no part of a date"),
        ("{direction:I=sideways}", "no direction"),
        ("{direction:I=inbound,I=outbound}", "says twice"),
        ("{agent:0}", "after the colon"),
        ("{agent}" + "-{any}" * MOST_PIECES, "more than"),
        ("{agent}" + "-" * 300, "longer than"),
        ("{agent}\n", "can't be shown"),
    ],
)
def test_what_can_not_be_used_is_refused_with_why(pattern: str, fault: str) -> None:
    assert fault in (fault_of(pattern) or "")


def test_every_fault_stands_at_its_place() -> None:
    faults = faults_of(
        (
            said("{agent}", name=" "),
            said("{agent}.wav", folder="calls", time_zone="Mars/Base"),
            said("{agent}", name="two", values={"agent_reference": "x"}),
            said("{agent}", values={"direction": "up", "language": "no language", "queue": " "}),
        )
    )
    assert [each.pointer for each in faults] == [
        "/patterns/0/name",
        "/patterns/1/folder",
        "/patterns/1/pattern",
        "/patterns/1/time_zone",
        "/patterns/2/values/agent_reference",
        "/patterns/3/name",
        "/patterns/3/values/direction",
        "/patterns/3/values/language",
        "/patterns/3/values/queue",
    ]
    assert [each.pointer for each in faults_of(tuple(said("{agent}", name=str(n)) for n in range(51)))] == ["/patterns"]


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("-".join(["{any}"] * 19) + "-{agent}!", "a-" * 255),
        ("{any}a{agent}a{queue}a{reference}a{number}!", "a" * 512),
        ("{any:digits}1{agent:digits}1{queue:digits}1{reference:digits}x", "1" * 512),
    ],
)
def test_no_pattern_takes_long(pattern: str, name: str) -> None:
    begun = time.process_time()
    assert read(pattern, name) is None
    assert time.process_time() - begun < 1


FIELD = st.text(alphabet="abcXYZ019.+", min_size=1, max_size=12)


@given(number=FIELD, agent=FIELD, reference=FIELD, at=st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1)))
def test_what_a_system_writes_by_the_pattern_is_read_again(
    number: str, agent: str, reference: str, at: datetime
) -> None:
    name = f"out-{number}-{agent}-{at:%Y%m%d-%H%M%S}-{reference}"
    assert read(OUT, name) == {
        "customer_reference": number,
        "agent_reference": agent,
        "contact_reference": reference,
    }


@given(pattern=st.text(alphabet="{}:=,/-_ab agentdYMH12", max_size=40), name=st.text(alphabet="ab-_/12", max_size=60))
def test_whatever_somebody_writes_is_refused_or_read(pattern: str, name: str) -> None:
    if fault_of(pattern) is None:
        read(pattern, name)


@pytest.mark.parametrize("made", READY_MADE, ids=lambda made: made.pattern.name)
def test_ready_made_patterns_fit_their_examples(made: object) -> None:
    from debrief.interactions.intake.ready_made_patterns import ReadyMade

    assert isinstance(made, ReadyMade)
    assert faults_of((made.pattern,)) == []
    found = first_that_fits((made.pattern,), f"calls/{made.example}", ZONE)
    assert found is not None
    known, lacks = found.metadata, set(made.without)
    assert known.contact_reference is not None
    assert (known.agent_reference is None) == ("agent" in lacks)
    assert (known.queue is None) == ("queue" in lacks)
    assert (known.started_at is None) == ("date" in lacks)
    if known.started_at is not None:
        assert (known.started_at.year, known.started_at.month, known.started_at.day) == (2026, 5, 13)


# Settled, tried and used -----------------------------------------------------------------------------------------


def service(desk: Desk) -> NamePatternService:
    names = NamesReader(KnownNameStore())
    return NamePatternService(NamePatternStore(), AgentsReader(PeopleStore()), names, desk.clock, desk.ids)


def test_the_first_that_fits_its_folder_counts(desk: Desk) -> None:
    patterns = (
        said("{agent}-{reference}", "North", folder="calls/north/"),
        said("{reference}-{agent}", "All"),
    )
    assert [
        found and (found.pattern.name, found.metadata.agent_reference)
        for key in ("calls/north/a-b.wav", "calls/south/a-b.wav", "calls/north/ab.wav", "calls/a-b.jsonl")
        for found in [first_that_fits(patterns, key, ZONE)]
    ] == [("North", "a"), ("All", "b"), None, None]


def test_patterns_keep_who_settled_them_and_are_written_once_at_a_time(desk: Desk) -> None:
    desk_service = service(desk)
    before = desk_service.settle(desk_service.all(), [said(OUT)], by="us_ada")
    again = desk_service.settle(before, [said("{agent}", "Two"), said(OUT)], by="us_eve")
    assert [(each.name, each.by) for each in again.patterns] == [("Two", "us_eve"), ("One", "us_ada")]
    with pytest.raises(Stale):
        desk_service.settle(before, [], by="us_eve")
    with pytest.raises(RuleBroken) as refused:
        desk_service.settle(again, [said("{agent}{queue}")], by="us_eve")
    assert [error.pointer for error in refused.value.errors] == ["/patterns/0/pattern"]


def test_what_comes_in_is_read_by_the_settled_patterns(desk: Desk) -> None:
    desk.drop("pbx/out-0301234567-AG-1-20260213-140507-1778.1.wav", wav(16_000))
    held = desk.item("pbx/out-0301234567-AG-1-20260213-140507-1778.1.wav")
    assert held.status is IntakeStatus.HELD
    desk_service = service(desk)
    values = {"queue": "Sales", "direction": "outbound"}
    desk_service.settle(desk_service.all(), [said(OUT, folder="pbx/", values=values)], by="us_ada")
    released = desk.intake.release(held)
    assert released.status is IntakeStatus.PROCESSING
    known = released.metadata
    assert (known.agent_reference, known.customer_reference, known.queue) == ("AG-1", "0301234567", "Sales")
    assert (known.contact_reference, str(known.direction)) == ("1778.1", "outbound")
    assert set(known.found_in.values()) >= {"file_name"}


def test_what_a_pattern_does_not_read_is_read_as_usual(desk: Desk) -> None:
    desk_service = service(desk)
    desk_service.settle(desk_service.all(), [said("{agent}__{any}")], by="us_ada")
    desk.drop("calls/AG-1__QUEUE_Sales_DT_20260213T1405.wav", wav(16_000))
    item = desk.item("calls/AG-1__QUEUE_Sales_DT_20260213T1405.wav")
    assert (item.status, item.metadata.agent_reference, item.metadata.queue) == (
        IntakeStatus.PROCESSING,
        "AG-1",
        "Sales",
    )


def test_a_trial_says_what_would_become_of_names(desk: Desk) -> None:
    names = [
        "pbx/out-0301234567-AG-1-20260213-140507-1778.1.wav",
        "pbx/out-0301234567-nobody-20990513-140507-1778.1.wav",
        "pbx/x.wav",
        "pbx/a.wav.filepart",
        "pbx/a.pdf",
        "pbx/a.metadata.json",
    ]
    tried = service(desk).trial(names, [said(OUT)], SettledSources(), PeopleStore().settings())
    assert [(each.part, each.pattern) for each in tried] == [
        (Part.RECORDING, "One"),
        (Part.RECORDING, "One"),
        (Part.RECORDING, None),
        (Part.UNFINISHED, None),
        (Part.UNSUPPORTED, None),
        (Part.SIDECAR, None),
    ]
    assert [each.reasons for each in tried[3:]] == [()] * 3
    first, second, third, *_ = tried
    assert {each.field: each.value for each in first.values if each.by_pattern} == {
        "agent_reference": "AG-1",
        "contact_reference": "1778.1",
        "customer_reference": "0301234567",
        "started_at": "2026-02-13T14:05:07.000Z",
    }
    assert [each.code for each in first.reasons] == [HoldCode.QUEUE_MISSING]
    assert [each.code for each in second.reasons] == [
        HoldCode.AGENT_UNKNOWN,
        HoldCode.DATE_IN_FUTURE,
        HoldCode.QUEUE_MISSING,
    ]
    assert [each.code for each in third.reasons] == [
        HoldCode.AGENT_MISSING,
        HoldCode.DATE_MISSING,
        HoldCode.QUEUE_MISSING,
    ]


# Uploads that go on ----------------------------------------------------------------------------------------------

KNOWN = {"agent-id": "AG-1", "queue": "Sales", "call-date": "2026-02-13T14:05:07Z", "contact-id": "C-1"}


def test_an_upload_that_is_renamed_when_it_is_done_is_one_conversation(desk: Desk) -> None:
    desk.drop("sftp/pbx/a.wav.filepart", wav(16_000), KNOWN)
    desk.drop("sftp/pbx/lines.jsonl.part", b"{}")
    assert desk.workflows.started == {}
    # In S3 to rename is to copy and to delete.
    desk.bucket.delete("sftp/pbx/a.wav.filepart")
    desk.bucket.delete("sftp/pbx/lines.jsonl.part")
    desk.drop("sftp/pbx/a.wav", wav(16_000), KNOWN)
    assert desk.item("sftp/pbx/a.wav").status is IntakeStatus.PROCESSING
    assert len(desk.workflows.started) == 1
    later(desk)
    assert held(desk) == []


def test_what_was_left_behind_is_held_after_a_day(desk: Desk) -> None:
    desk.drop("sftp/pbx/a.wav.filepart", wav(16_000), KNOWN)
    # It is heard of twice, and goes on: the last one counts.
    desk.clock.advance(timedelta(hours=20))
    desk.drop("sftp/pbx/a.wav.filepart", wav(17_000), KNOWN)
    desk.clock.advance(timedelta(hours=20))
    desk.run_schedules()
    assert held(desk) == []
    later(desk)
    (item,) = held(desk)
    assert item.unsupported is not None
    assert (item.unit_key, item.unsupported.size) == ("sftp/pbx/a.wav.filepart", len(wav(17_000)))
    (reason,) = item.reasons
    assert "hasn't been renamed for a day" in reason.sentence
    assert reason.act is HoldAct.DROP_AGAIN
    # It stays what it is when it is looked at again, and can be put aside.
    assert desk.intake.release(item).reasons == item.reasons
    assert desk.workflows.started == {}


def later(desk: Desk) -> None:
    desk.clock.advance(timedelta(hours=25))
    desk.run_schedules()


def held(desk: Desk) -> list[IntakeItem]:
    page, _ = desk.store.with_status(IntakeStatus.HELD, limit=10)
    return page
