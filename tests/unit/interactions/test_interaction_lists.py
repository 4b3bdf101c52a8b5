"""Lists of interactions: complete, in order, each once, and only what the caller may see."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from debrief.interactions.conversations import service as lists
from debrief.interactions.conversations.analysis import Analysis, Instructing, Origin, Reading
from debrief.interactions.conversations.model import (
    Channel,
    Interaction,
    InteractionSource,
    Recording,
    ScreenRecording,
    SourceFormat,
    Speaker,
    Transcript,
    TranscriptReference,
    Turn,
)
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.conversations.service import InteractionFilter, InteractionService
from debrief.interactions.conversations.store import InteractionStore
from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.errors import NotFound
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.untrusted.kinds import InstructionKind
from tests.doubles import FixedClock, SequentialIds, metered

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
CLOCK, IDS = FixedClock(NOW), SequentialIds()


class Sight:
    """Who sees whom, as the test says."""

    def __init__(self, people: frozenset[str] | None) -> None:
        self.people = people

    def sees(self, caller: Caller, user_id: str | None) -> bool:
        return user_id is not None and (self.people is None or user_id in self.people)

    def shown(self, caller: Caller, thing: Any, of: Callable[[Any], str]) -> Any:
        return thing if self.sees(caller, of(thing) if thing else None) else None

    def seen_ids(self, caller: Caller, user_ids: frozenset[str]) -> frozenset[str]:
        return frozenset(each for each in user_ids if self.sees(caller, each))

    def visible_people(self, caller: Caller) -> frozenset[str] | None:
        return None if self.people is None or len(self.people) > 100 else self.people

    def sight(self, caller: Caller, line: frozenset[str] | None) -> "Sight":
        assert line is None or line == self.people
        return self

    def of(self, user_ids: Iterable[str]) -> frozenset[str]:
        return frozenset(each for each in user_ids if self.sees(CALLER, each))


CALLER = Caller(user_id="us_sup", name="S", permissions=frozenset(), reach=Reach.LINE)


def record(store: InteractionStore, number: int, agent: str, started_at: datetime, **more: object) -> None:
    interaction = Interaction(
        id=f"int_{number:04d}",
        contact_reference=f"C-{number}",
        agent_id=agent,
        started_at=started_at,
        duration_ms=1,
        channel=Channel.CHAT if number % 2 else Channel.VOICE,
        queue="q",
        source=InteractionSource(intake_id="in_1", format=SourceFormat.VCON),
        created_at=NOW,
    )
    with Transaction(CLOCK, IDS) as transaction:
        store.put(transaction, interaction.model_copy(update=more))


@pytest.fixture
def store(aws: None) -> InteractionStore:
    made = InteractionStore(ObjectStore("test-content"))
    for number in range(60):
        # Some in the year before, several at the same instant.
        record(made, number, f"us_{number % 5}", NOW - timedelta(days=number // 2 * 3))
    return made


def service(store: InteractionStore, people: frozenset[str] | None) -> InteractionService:
    return InteractionService(store, Sight(people), ObjectStore, CLOCK, agent_sentiment=lambda: False)  # type: ignore[arg-type]


def everything(of: InteractionService, wanted: InteractionFilter, limit: int) -> list[str]:
    found: list[str] = []
    before = None
    for _ in range(100):
        page = of.find(CALLER, wanted, limit=limit, before=before)
        found += [interaction.id for interaction in page.items]
        assert len(page.items) <= limit
        before = page.last
        if before is None:
            return found
    raise AssertionError("paging doesn't end")


def expected(people: frozenset[str] | None, keep: object = None) -> list[str]:
    numbers = [n for n in range(60) if people is None or f"us_{n % 5}" in people]
    return [f"int_{n:04d}" for n in sorted(numbers, key=lambda n: (NOW - timedelta(days=n // 2 * 3), n), reverse=True)]


@pytest.mark.feature("I1", "P4")
@pytest.mark.parametrize("limit", [1, 7, 25])
@pytest.mark.parametrize(
    "people",
    [
        None,
        frozenset({"us_1"}),
        frozenset({"us_1", "us_2", "us_9"}),
        frozenset(f"us_{n}" for n in range(60)),
        frozenset(f"us_{n}" for n in range(1, 200)),
    ],
)
def test_pages_give_each_visible_interaction_once_newest_first(
    store: InteractionStore, people: frozenset[str] | None, limit: int
) -> None:
    assert everything(service(store, people), InteractionFilter(), limit) == expected(people)


@pytest.mark.feature("I1")
def test_filters_narrow_the_list(store: InteractionStore) -> None:
    start, end = NOW - timedelta(days=30), NOW - timedelta(days=9)
    wanted = InteractionFilter(channel=(Channel.CHAT,), start=start, end=end)
    for people in (None, frozenset({"us_0", "us_1", "us_2", "us_3", "us_4"})):
        found = everything(service(store, people), wanted, 4)
        numbers = [n for n in range(60) if n % 2 and start <= NOW - timedelta(days=n // 2 * 3) < end]
        assert found == [each for each in expected(None) if int(each[-4:]) in numbers]


def seems_to_instruct() -> Analysis:
    place = Instructing(turn=0, kinds=(InstructionKind.OVERRIDE,))
    return Analysis(instructs=(Reading(value=place, origin=Origin.COMPUTED),))


@pytest.mark.feature("I1", "N6")
@pytest.mark.parametrize("people", [None, frozenset({"us_1", "us_3"}), frozenset(f"us_{n}" for n in range(1, 200))])
@pytest.mark.parametrize("agent", [None, "us_3"])
def test_the_few_that_seem_to_instruct_are_found_without_reading_all(
    store: InteractionStore, people: frozenset[str] | None, agent: str | None
) -> None:
    for number in (3, 8, 33):
        record(store, 900 + number, f"us_{number % 5}", NOW - timedelta(days=9 * number), analysis=seems_to_instruct())
    # One that doesn't any more, since it was analysed anew.
    before = store.interaction("int_0908")
    assert before is not None
    with Transaction(CLOCK, IDS) as transaction:
        store.put(transaction, before.model_copy(update={"analysis": Analysis()}))
    with metered() as usage:
        found = everything(service(store, people), InteractionFilter(instructs=True, agent_id=agent), 1)
    assert found == ["int_0903", "int_0933"]
    assert usage.read_units < 60
    assert "int_0903" not in everything(service(store, people), InteractionFilter(instructs=False), 25)


@pytest.mark.feature("I1", "N6")
def test_the_list_of_those_that_instruct_goes_on_past_one_that_has_moved(store: InteractionStore) -> None:
    for number in (3, 8, 33):
        record(store, 900 + number, "us_1", NOW - timedelta(days=9 * number), analysis=seems_to_instruct())
    before = store.interaction("int_0908")
    assert before is not None
    with Transaction(CLOCK, IDS) as transaction:
        # It instructs no more and began long before: its row stays where it was.
        moved = {"analysis": Analysis(), "started_at": NOW - timedelta(days=400)}
        store.put(transaction, before.model_copy(update=moved))
    wanted = InteractionFilter(instructs=True, start=NOW - timedelta(days=300))
    assert everything(service(store, None), wanted, 5) == ["int_0903", "int_0933"]


@pytest.mark.feature("P4")
def test_an_agent_out_of_sight_is_as_if_there_were_none(store: InteractionStore) -> None:
    blind = service(store, frozenset({"us_1"}))
    with pytest.raises(NotFound):
        blind.find(CALLER, InteractionFilter(agent_id="us_2"), limit=5, before=None)
    with pytest.raises(NotFound):
        blind.get(CALLER, "int_0002")
    assert blind.find(CALLER, InteractionFilter(contact_reference="C-2"), limit=5, before=None).items == []


def test_a_page_costs_the_same_however_much_there_is(store: InteractionStore) -> None:
    def cost() -> float:
        with metered() as usage:
            service(store, frozenset({"us_1"})).find(CALLER, InteractionFilter(), limit=5, before=None)
        return usage.read_units

    before = cost()
    for number in range(100, 200):
        record(store, number, "us_1", NOW - timedelta(days=400 + number))
    assert cost() == before


def test_who_talked_a_lot_of_late_is_read_on_alone(store: InteractionStore) -> None:
    for number in range(100, 160):
        record(store, number, "us_1", NOW + timedelta(minutes=number))
    with metered() as usage:
        page = service(store, frozenset({"us_1", "us_2", "us_3"})).find(
            CALLER, InteractionFilter(), limit=25, before=None
        )
    assert {each.agent_id for each in page.items} == {"us_1"}
    assert usage.round_trips == 3 + 1


@pytest.mark.feature("I1")
@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ({"disposition": ("sale", "lost")}, [1, 2]),
        ({"language": ("de",)}, [2]),
        ({"topic": ("delivery",)}, [2]),
        ({"indicator": ("greeting", "hold")}, [1]),
        ({"disposition": ("sale",), "language": ("de",)}, []),
    ],
)
def test_a_list_is_narrowed_by_what_is_known_of_conversations(
    aws: None, narrowed: dict[str, Any], found: list[int]
) -> None:
    made = InteractionStore(ObjectStore("test-content"))
    record(made, 1, "us_1", NOW - timedelta(days=1), disposition="sale", language="en", indicators=("greeting",))
    record(made, 2, "us_1", NOW - timedelta(days=2), disposition="lost", language="de", topics=("delivery", "price"))
    record(made, 3, "us_1", NOW - timedelta(days=3))
    for people in (frozenset({"us_1"}), None):
        page = service(made, people).find(CALLER, InteractionFilter(**narrowed), limit=5, before=None)
        assert [int(each.id[-4:]) for each in page.items] == found


SOUND = Recording(bucket="test-recordings", key="calls/a.WAV", media_type="audio/wav")
SCREEN = ScreenRecording(bucket="test-recordings", key="calls/a.screen.mp4", media_type="text/html")


def asked_for(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


@pytest.mark.feature("P2", "S4.14")
def test_whoever_may_read_may_listen_and_only_some_may_keep(store: InteractionStore) -> None:
    record(store, 70, "us_1", NOW, recording=SOUND, screen_recordings=(SCREEN,))
    keeper = CALLER.model_copy(update={"permissions": frozenset({Permission.RECORDINGS_DOWNLOAD})})
    sight = service(store, frozenset({"us_1"}))
    heard = sight.media(CALLER, "int_0070", screens=True)
    assert heard.addresses.download is None
    played = asked_for(heard.addresses.play)
    assert (played["response-content-disposition"], played["response-content-type"]) == ("inline", "audio/wav")
    kept = sight.media(keeper, "int_0070", screens=True)
    assert kept.addresses.download is not None
    saved = asked_for(kept.addresses.download)
    assert saved["response-content-disposition"] == 'attachment; filename="int_0070.wav"'
    [(screen, addresses)] = kept.screens
    assert screen == SCREEN
    assert asked_for(addresses.play)["response-content-type"] == "application/octet-stream", "nothing that runs"
    assert sight.media(keeper, "int_0070", screens=False).screens == []
    with pytest.raises(NotFound):
        service(store, frozenset()).media(keeper, "int_0070", screens=True)
    with pytest.raises(NotFound, match="recording"):
        sight.media(keeper, "int_0001", screens=True)


@pytest.mark.feature("P4", "I1")
def test_large_rows_hide_nothing_of_the_rest_of_the_year(aws: None) -> None:
    """A megabyte of DynamoDB's ends before a page does; that is not the end of the year."""
    made = InteractionStore(ObjectStore("test-content"))
    for number in range(30):
        started = NOW - timedelta(days=number if number < 25 else 365 + number)
        record(made, number, "us_1", started, disposition="x" * 60_000)
    everybody = service(made, None)
    assert everything(everybody, InteractionFilter(), 100) == [f"int_{number:04d}" for number in range(30)]
    first = everybody.find(CALLER, InteractionFilter(), limit=100, before=None)
    assert len(first.items) == 30


@pytest.mark.feature("I1")
def test_all_of_a_contact_are_on_the_one_page_that_there_is(store: InteractionStore) -> None:
    for number in range(100, 119):
        record(store, number, "us_1", NOW, contact_reference="C-many", disposition="x" * 60_000)
    wanted = InteractionFilter(contact_reference="C-many")
    assert len(service(store, None).find(CALLER, wanted, limit=5, before=None).items) == 19


@pytest.mark.feature("I2")
def test_agent_sentiment_that_is_switched_off_is_not_shown_though_it_was_stored(aws: None) -> None:
    store = InteractionStore(ObjectStore("test-content"))

    def reading(value: float) -> Reading[float]:
        return Reading[float](value=value, origin=Origin.VENDOR, source="acme")

    analysis = Analysis(
        agent_sentiment=reading(-4.25),
        customer_sentiment=reading(2),
        vendor_values={
            name: Reading[bool | int | float | str](value=1, origin=Origin.VENDOR, source="acme")
            for name in ("acme.scores.AgentSentiment", "acme.agent.emotion", "acme.scores.customer_sentiment", "acme.x")
        },
    )
    turns = tuple(
        Turn(index=index, speaker=speaker, text="word", sentiment_label="NEGATIVE", sentiment_score=-4.25)
        for index, speaker in enumerate((Speaker.AGENT, Speaker.CUSTOMER))
    )
    transcript = Transcript(interaction_id="int_0001", turns=turns, source_format=SourceFormat.VCON)
    reference = TranscriptReference(
        key="transcripts/int_0001/1.json", source_format=SourceFormat.VCON, turns=2, words=2
    )
    store.put_transcript(reference.key, transcript)
    record(store, 1, "us_1", NOW, analysis=analysis, transcript=reference)

    def shown(*, on: bool) -> tuple[list[Analysis | None], list[float | None]]:
        reader = InteractionService(store, Sight(None), ObjectStore, CLOCK, agent_sentiment=lambda: on)  # type: ignore[arg-type]
        listed = reader.find(CALLER, InteractionFilter(), limit=5, before=None).items
        found = [reader.get(CALLER, "int_0001"), *listed]
        scores = [turn.sentiment_score for turn in reader.transcript(CALLER, "int_0001").turns]
        return [each.analysis for each in found], scores

    assert shown(on=True) == ([analysis, analysis], [-4.25, -4.25])
    analyses, scores = shown(on=False)
    assert scores == [None, -4.25]
    for each in analyses:
        assert each is not None
        assert (each.agent_sentiment, each.customer_sentiment) == (None, analysis.customer_sentiment)
        assert set(each.vendor_values) == {"acme.scores.customer_sentiment", "acme.x"}


@pytest.mark.feature("I1", "P4")
def test_a_part_of_a_reference_finds_what_the_caller_may_see(aws: None) -> None:
    store = InteractionStore(ObjectStore("test-content"))
    record(store, 1, "us_1", NOW, contact_reference="2026/QH-V-1009")
    record(store, 2, "us_2", NOW - timedelta(days=1), contact_reference="QH-V-1010")
    record(store, 3, "us_1", NOW - timedelta(days=2), contact_reference="QH-V-2000")

    def found(q: str, people: frozenset[str] | None = None) -> list[str]:
        page = service(store, people).find(CALLER, InteractionFilter(q=q), limit=5, before=None)
        assert page.last is None
        return [each.contact_reference for each in page.items]

    assert found("qh-v-10") == ["2026/QH-V-1009", "QH-V-1010"]
    assert found("1009") == ["2026/QH-V-1009"]
    assert found("qh v", frozenset({"us_1"})) == ["2026/QH-V-1009", "QH-V-2000"]
    assert found("qh") == found("nothing") == found("") == []


def test_an_own_one_is_found_behind_many_of_others(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST_ALIKE", 12)
    store = InteractionStore(ObjectStore("test-content"))
    for number in range(10):
        record(store, number, "us_2", NOW, contact_reference=f"44710{number:02}")
    record(store, 10, "us_1", NOW, contact_reference="4471900")
    reader = service(store, frozenset({"us_1"}))
    for q in ("447", "4471"):
        page = reader.find(CALLER, InteractionFilter(q=q), limit=5, before=None)
        assert ([each.contact_reference for each in page.items], page.last) == (["4471900"], None)
    monkeypatch.setattr(lists, "MOST_ALIKE", 8)
    first = reader.find(CALLER, InteractionFilter(q="447"), limit=5, before=None)
    assert first.items == []
    assert first.last is not None, "not all were looked through"
    rest = reader.find(CALLER, InteractionFilter(q="447"), limit=5, before=first.last)
    assert ([each.contact_reference for each in rest.items], rest.last) == (["4471900"], None)


@pytest.mark.feature("P4")
@pytest.mark.parametrize("told", [True, False])
def test_of_many_with_the_part_the_newest_come_first_and_every_one_is_found(
    aws: None, monkeypatch: pytest.MonkeyPatch, told: bool
) -> None:
    """Without what rows tell, as they were before, each is found as well, in another order."""
    monkeypatch.setattr(lists, "_AT_ONCE", 4)
    monkeypatch.setattr(lists, "MOST_LOADED", 12)
    store = InteractionStore(ObjectStore("test-content"))
    for number in range(40):
        # The older, the earlier in the order of references.
        at = NOW - timedelta(days=40 - number)
        record(store, number, f"us_{number % 2 + 1}", at, contact_reference=f"44710{number:02}")
    if not told:
        for number in range(40):
            with Transaction(CLOCK, IDS) as transaction:
                row = InteractionRow(PK="PART#447", SK=f"44710{number:02}#INT#int_{number:04}", kind="reference")
                transaction.update(row, [InteractionRow.body.remove()])
    reader = service(store, frozenset({"us_1"}))
    walked: list[str] = []
    before: str | None = None
    for _ in range(20):
        page = reader.find(CALLER, InteractionFilter(q="4471"), limit=6, before=before)
        walked += [each.contact_reference for each in page.items]
        before = page.last
        if before is None:
            break
        assert told is False or len(page.items) in (6, 2)
    own = [f"44710{number:02}" for number in range(0, 40, 2)]
    assert before is None
    assert sorted(walked) == own
    if told:
        assert walked == own[::-1]


def test_a_short_reference_is_found_by_the_whole_of_it(aws: None) -> None:
    store = InteractionStore(ObjectStore("test-content"))
    record(store, 1, "us_1", NOW, contact_reference="A7")
    record(store, 2, "us_1", NOW, contact_reference="A71")
    page = service(store, None).find(CALLER, InteractionFilter(q=" A7 "), limit=5, before=None)
    assert [each.contact_reference for each in page.items] == ["A7"]


@pytest.mark.feature("I1", "N8")
def test_an_earlier_reference_and_an_erased_one_find_nothing(aws: None) -> None:
    store = InteractionStore(ObjectStore("test-content"))
    record(store, 1, "us_1", NOW, contact_reference="OLD-1009")
    for reference in ("NEW-1009", "int_0001"):
        earlier = store.interaction("int_0001")
        assert earlier is not None
        erased = {"erased_at": NOW} if reference == earlier.id else {}
        with Transaction(CLOCK, IDS) as transaction:
            changed = earlier.model_copy(update={"contact_reference": reference, **erased})
            store.put(transaction, changed, earlier=earlier)
        assert store.alike("old", most=9) == ([], None)
        found = [each.id for each in store.alike("new1009", most=9)[0]]
        assert found == ([] if erased else ["int_0001"])
        assert [each.id for each in store.still_alike("new1009", ["int_0001"])] == found
    parts = InteractionRow.batch_get([("PART#old", "old1009#INT#int_0001"), ("PART#new", "new1009#INT#int_0001")])
    assert list(parts) == []
