"""Agent and customer are swapped in a whole import or source, and a source is settled for what comes in later."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from debrief.interactions.conversations.deadlines import ACCOUNT, POSTPONED
from debrief.interactions.conversations.model import Interaction, Speaker
from debrief.interactions.conversations.postponed_store import PostponedStore
from debrief.interactions.conversations.roles import RolesFrom
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.formats.metadata import FoundIn
from debrief.interactions.intake.model import BulkImport, IntakeStatus
from debrief.interactions.intake.source_service import SourceService
from debrief.interactions.intake.source_store import SourceStore
from debrief.interactions.intake.sources import SettledSources, SourceSaid
from debrief.interactions.intake.transcription import transcription_of
from debrief.interactions.speakers import many_service
from debrief.interactions.speakers.deadlines import CORRECTION_GOES_ON, CORRECTION_STALLED
from debrief.interactions.speakers.many_service import LOST, NO_LONGER, ManyCorrections, source_id
from debrief.interactions.speakers.model import Correction, CorrectionStatus, SpeakersSaid, Which
from debrief.interactions.speakers.store import CorrectionStore
from debrief.kernel.errors import Conflict, RuleBroken, Stale, Throttled
from debrief.kernel.schedules.store import is_scheduled, unschedule
from debrief.kernel.storage.transactions import Transaction
from debrief.people.rows_store import settings_row
from tests.unit.interactions.test_intake import BUCKET, NOW, Desk, desk, wav
from tests.unit.interactions.test_intake_kinds import AGENT, CUSTOMER, KNOWN, settle, words
from tests.unit.interactions.test_speakers import AMBIGUOUS, Corrected, corrected

__all__ = ["corrected", "desk"]
pytestmark = pytest.mark.feature("S2.1")


class Many:
    """Corrections of whole imports and sources at a desk."""

    def __init__(self, corrected: Corrected) -> None:
        office = corrected.desk
        self.corrected, self.office = corrected, office
        self.service = ManyCorrections(
            CorrectionStore(),
            office.store,
            office.interactions,
            corrected.service,
            lambda: office.bucket,
            self.may,
            self.settled,
            office.clock,
            office.ids,
        )
        bulk = BulkImport(
            id="im_1", bucket=BUCKET, key="b.jsonl", etag="e", size=1, received_at=NOW, started_at=NOW, lines=0
        )
        with Transaction(office.clock, office.ids) as tx:
            office.store.put_import(tx, bulk)
        self.loaded: dict[int, Interaction] = {}
        self.barred: set[str] = set()

    def may(self, user_id: str) -> bool:
        return user_id not in self.barred

    def settled(self, key: str) -> int | None:
        source = SourceStore().all().of(key)
        return source.agent_channel if source else self.office.people.settings().agent_channel

    @property
    def bulk(self) -> BulkImport:
        found = self.office.store.bulk_import("im_1")
        assert found is not None
        return found

    def line(self, number: int, said: tuple[tuple[str, str], ...] = AMBIGUOUS, **known: str) -> Interaction:
        """A line of the import that has become a conversation."""
        loaded = self.corrected.load(f"n{number}", said, **known)
        item = self.office.store.item(loaded.source.intake_id)
        assert item is not None
        with Transaction(self.office.clock, self.office.ids) as tx:
            # Counted as a new line; what it came from doesn't matter here.
            self.office.store.put(tx, item.model_copy(update={"import_id": "im_1", "line": number}), None)
            self.office.store.put_import(tx, self.bulk.model_copy(update={"lines": (self.bulk.lines or 0) + 1}))
        self.loaded[number] = loaded
        return loaded

    def who(self, number: int) -> list[str]:
        return self.corrected.who(self.corrected.now(self.loaded[number].id))

    def done(self, about: str = "im_1") -> Correction:
        """Go on until the end."""
        while self.service.go_on(about) is not None:
            pass
        return self.latest(about)

    def latest(self, about: str = "im_1") -> Correction:
        found = self.service.latest(about)
        assert found is not None
        return found


@pytest.fixture
def many(corrected: Corrected) -> Many:
    return Many(corrected)


def test_what_was_guessed_is_swapped_and_the_rest_left_alone(many: Many) -> None:
    many.line(1)
    many.line(2, agent_channel="0")
    many.line(3)
    said = many.corrected.correct(many.line(4))
    begun = many.service.begin_import(many.bulk, Which.GUESSED, by="us_eve")
    assert begun.is_running
    assert is_scheduled(InteractionRow, CORRECTION_GOES_ON, "im_1")
    done = many.done()
    assert (done.is_running, done.looked_at, done.swapped, done.left) == (False, 4, 2, 0)
    assert [many.who(number)[0] for number in (1, 2, 3)] == ["customer", "agent", "customer"]
    assert many.corrected.now(said.id).transcript_digest == said.transcript_digest
    roles = many.corrected.now(many.loaded[1].id).roles
    assert roles is not None
    assert [(change.by, change.job) for change in roles.changes] == [("us_eve", done.id)]
    # Nothing is guessed any more.
    many.service.begin_import(many.bulk, Which.GUESSED, by="us_eve")
    assert many.done().swapped == 0


def test_asked_for_all_it_swaps_also_what_was_told_but_not_what_a_person_said(many: Many) -> None:
    many.line(1)
    many.line(2, agent_channel="0")
    many.corrected.correct(many.line(3))
    many.service.begin_import(many.bulk, Which.ALL, by="us_eve")
    assert many.done().swapped == 2
    assert [many.who(number)[0] for number in (1, 2, 3)] == ["customer", "customer", "customer"]


def test_it_is_taken_back_where_nobody_has_said_otherwise_since(many: Many) -> None:
    many.line(1)
    many.line(2)
    before = {number: many.loaded[number].transcript_digest for number in (1, 2)}
    many.service.begin_import(many.bulk, Which.GUESSED, by="us_eve")
    first = many.done()
    second = many.corrected.now(many.loaded[2].id)
    many.corrected.correct(second, SpeakersSaid(voices={"agent": Speaker.COLLEAGUE}))
    back = many.service.begin_import(many.bulk, Which.SWAPPED, by="us_sam")
    assert back.undoes == first.id
    assert many.done().swapped == 1
    assert many.corrected.now(many.loaded[1].id).transcript_digest == before[1]
    assert many.who(2)[0] == "colleague"
    with pytest.raises(Conflict, match="no correction"):
        many.service.begin_import(many.bulk, Which.SWAPPED, by="us_sam")


def test_a_page_that_broke_off_is_gone_through_again_and_swaps_nothing_twice(
    many: Many, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 4):
        many.line(number)
    many.service.begin_import(many.bulk, Which.GUESSED, by="us_eve")
    correct: Callable[..., Interaction] = many.corrected.service.correct
    seen: list[str] = []

    def breaks_off(interaction: Interaction, *rest: Any, **named: Any) -> Interaction:
        seen.append(interaction.id)
        if len(seen) == 2:
            raise Throttled("The table is busy")
        return correct(interaction, *rest, **named)

    with monkeypatch.context() as patched:
        patched.setattr(many.corrected.service, "correct", breaks_off)
        with pytest.raises(Throttled):
            many.service.go_on("im_1")
    assert many.latest().looked_at == 0
    done = many.done()
    assert (done.looked_at, done.swapped) == (3, 3)
    assert [many.who(number)[0] for number in (1, 2, 3)] == ["customer"] * 3
    assert many.service.go_on("im_1") is None


def test_it_goes_on_page_by_page_and_comes_again(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_service, "PAGE", 2)
    monkeypatch.setattr(many_service, "MOST_PAGES", 1)
    for number in range(1, 6):
        many.line(number)
    many.service.begin_import(many.bulk, Which.GUESSED, by="us_eve")
    progress = []
    while many.service.go_on("im_1") is not None:
        progress.append(many.latest().looked_at)
    assert progress == [2, 4, 5]
    assert all(many.who(number)[0] == "customer" for number in range(1, 6))


def test_what_cannot_be_swapped_is_left_and_counted(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, own = many.line(1), many.line(2), many.line(3)
    with Transaction(many.office.clock, many.office.ids) as tx:
        many.office.interactions.put(tx, own.model_copy(update={"agent_id": "us_eve"}))
    both_unknown = SpeakersSaid(voices={"agent": Speaker.UNKNOWN, "customer": Speaker.UNKNOWN})
    unknown = many.corrected.correct(first, both_unknown)
    assert unknown.roles is not None
    guessed = unknown.roles.model_copy(update={"guessed": True})
    with Transaction(many.office.clock, many.office.ids) as tx:
        many.office.interactions.put(tx, unknown.model_copy(update={"roles": guessed}))
    many.service.begin_import(many.bulk, Which.GUESSED, by="us_eve")
    correct: Callable[..., Interaction] = many.corrected.service.correct

    def fails(interaction: Interaction, *rest: Any, **named: Any) -> Interaction:
        if interaction.id == second.id:
            raise ZeroDivisionError
        return correct(interaction, *rest, **named)

    monkeypatch.setattr(many.corrected.service, "correct", fails)
    done = many.done()
    assert (done.looked_at, done.swapped, done.left) == (3, 0, 3)


def test_one_at_a_time_and_only_when_the_import_is_through(many: Many) -> None:
    many.line(1)
    running = many.bulk.model_copy(update={"lines": 7})
    with pytest.raises(Conflict, match="still being read"):
        many.service.begin_import(running, Which.GUESSED, by="us_eve")
    assert many.service.latest("im_1") is None
    many.service.begin_import(many.bulk, Which.GUESSED, by="us_eve")
    with pytest.raises(Conflict, match="already"):
        many.service.begin_import(many.bulk, Which.ALL, by="us_sam")
    assert many.done().by == "us_eve"


def test_of_two_runners_on_one_page_one_counts(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    many.line(1)
    many.service.begin_import(many.bulk, Which.GUESSED, by="us_eve")
    page = many.service._page

    def meanwhile(correction: Correction) -> Any:
        found = page(correction)
        monkeypatch.setattr(many.service, "_page", page)
        many.done()
        return found

    monkeypatch.setattr(many.service, "_page", meanwhile)
    assert many.service.go_on("im_1") is None
    assert (many.latest().looked_at, many.who(1)[0]) == (1, "customer")


@pytest.mark.parametrize("which", [Which.GUESSED, Which.ALL])
def test_what_was_taken_back_is_as_it_was_and_may_be_swapped_again(many: Many, which: Which) -> None:
    before = many.line(1)
    for swapped in (True, True):
        many.service.begin_import(many.bulk, which, by="us_eve")
        assert many.done().swapped == swapped
        assert many.who(1)[0] == "customer"
        many.service.begin_import(many.bulk, Which.SWAPPED, by="us_sam")
        assert many.done().swapped == swapped
        after = many.corrected.now(before.id)
        assert after.roles is not None
        assert before.roles is not None
        assert (after.roles.basis, after.roles.guessed) == (before.roles.basis, before.roles.guessed)
        assert (after.transcript_digest, after.remarks) == (before.transcript_digest, before.remarks)
        assert [change.by for change in after.roles.changes][-2:] == ["us_eve", "us_sam"]


def test_what_is_settled_may_be_swapped_without_what_documents_tell(many: Many) -> None:
    settle(many.office, agent_channel=0)
    many.line(1)
    many.line(2, agent_channel="0")
    many.corrected.correct(many.line(3))
    many.service.begin_import(many.bulk, Which.SETTLED, by="us_eve")
    assert many.done().swapped == 1
    assert [many.who(number)[0] for number in (1, 2, 3)] == ["customer", "agent", "customer"]


def test_what_is_swapped_with_many_waits_its_turn_for_the_model(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2, 3):
        many.line(number)
    begun: list[str] = []
    monkeypatch.setattr(many.office.workflows, "start_catching_up", lambda *given: begun.append(given[0].id))
    many.service.begin_import(many.bulk, Which.GUESSED, by="us_eve")
    assert many.done().swapped == 3
    assert begun == []
    postponed = PostponedStore(many.office.interactions)
    now = many.office.clock.now()
    waiting = postponed.waiting("analysis", now, most=9)
    assert ({each.interaction_id for each in waiting}, {each.tries for each in waiting}) == (
        {each.id for each in many.loaded.values()},
        {0},
    )
    assert is_scheduled(InteractionRow, POSTPONED, ACCOUNT)
    assert all(each.lacks("analysis") for each in map(many.corrected.now, (each.id for each in many.loaded.values())))


class Killed(BaseException):
    """The runner died."""


def test_one_that_stops_every_runner_keeps_none_of_the_others(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 6):
        many.line(number)
    deadly = {many.loaded[2].id, many.loaded[4].id}
    correct: Callable[..., Interaction] = many.corrected.service.correct
    met: list[str] = []

    def die(interaction: Interaction, *rest: Any, **named: Any) -> Interaction:
        met.append(interaction.id)
        if interaction.id in deadly:
            raise Killed
        return correct(interaction, *rest, **named)

    monkeypatch.setattr(many.corrected.service, "correct", die)
    many.service.begin_import(many.bulk, Which.GUESSED, by="us_eve")
    for _ in range(4):
        with pytest.raises(Killed):
            many.service.go_on("im_1")
    done = many.done()
    assert (done.stands, done.looked_at, done.swapped, done.left) == (CorrectionStatus.FINISHED, 5, 3, 2)
    assert {each: met.count(each) for each in deadly} == dict.fromkeys(deadly, 2)


def test_one_that_goes_on_no_more_has_failed_and_may_be_asked_for_again(many: Many) -> None:
    many.line(1)
    assert many.service.look_after("im_1") is None
    many.service.begin_import(many.bulk, Which.GUESSED, by="us_eve")
    assert is_scheduled(InteractionRow, CORRECTION_STALLED, "im_1")
    assert many.service.look_after("im_1") is not None, "it goes on"
    with Transaction(many.office.clock, many.office.ids) as tx:
        # As the runner of due work does with what has failed too often: it is found no more.
        unschedule(tx, InteractionRow, CORRECTION_GOES_ON, "im_1")
    assert many.service.look_after("im_1") is None
    failed = many.latest()
    assert (failed.stands, failed.failure) == (CorrectionStatus.FAILED, LOST)
    many.service.begin_import(many.bulk, Which.GUESSED, by="us_eve")
    assert many.done().swapped == 1
    assert many.service.look_after("im_1") is None


def breaks_off(many: Many, monkeypatch: pytest.MonkeyPatch, which: Which, *, by: str, after: int) -> Correction:
    """Begin a correction that is given up after some pages of one conversation each."""
    monkeypatch.setattr(many_service, "PAGE", 1)
    monkeypatch.setattr(many_service, "MOST_PAGES", 1)
    many.service.begin_import(many.bulk, which, by=by)
    for _ in range(after):
        many.service.go_on("im_1")
    with Transaction(many.office.clock, many.office.ids) as tx:
        unschedule(tx, InteractionRow, CORRECTION_GOES_ON, "im_1")
    assert many.service.look_after("im_1") is None
    return many.latest()


def test_a_taking_back_that_broke_off_goes_on_when_it_is_asked_for_again(
    many: Many, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 3):
        many.line(number)
    many.service.begin_import(many.bulk, Which.GUESSED, by="us_eve")
    assert many.done().swapped == 3
    failed = breaks_off(many, monkeypatch, Which.SWAPPED, by="us_eve", after=1)
    assert (failed.stands, failed.swapped) == (CorrectionStatus.FAILED, 1)
    again = many.service.begin_import(many.bulk, Which.SWAPPED, by="us_sam")
    assert (again.id, again.undoes, again.by) == (failed.id, failed.undoes, "us_sam")
    done = many.done()
    assert (done.stands, done.looked_at, done.swapped) == (CorrectionStatus.FINISHED, 3, 3)
    assert [many.who(number)[0] for number in (1, 2, 3)] == ["agent"] * 3
    assert done.standing == ()


def test_a_swap_that_broke_off_and_was_asked_for_again_is_taken_back_as_one(
    many: Many, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 3):
        many.line(number)
    failed = breaks_off(many, monkeypatch, Which.GUESSED, by="us_eve", after=1)
    assert many.service.begin_import(many.bulk, Which.GUESSED, by="us_eve").id == failed.id
    assert many.done().swapped == 3
    many.service.begin_import(many.bulk, Which.SWAPPED, by="us_eve")
    assert many.done().swapped == 3
    assert [many.who(number)[0] for number in (1, 2, 3)] == ["agent"] * 3


def test_what_still_stands_is_taken_back_also_after_a_correction_of_another_kind(
    many: Many, monkeypatch: pytest.MonkeyPatch
) -> None:
    many.line(1)
    many.line(2, agent_channel="0")
    many.line(3)
    first = breaks_off(many, monkeypatch, Which.GUESSED, by="us_eve", after=1)
    many.service.begin_import(many.bulk, Which.ALL, by="us_eve")
    second = many.done()
    assert (second.swapped, second.standing) == (2, (first.id, second.id))
    many.service.begin_import(many.bulk, Which.SETTLED, by="us_eve")
    assert many.done().standing == (first.id, second.id), "it has swapped nothing"
    for undone, who in ((second, ["customer", "agent", "agent"]), (first, ["agent"] * 3)):
        assert many.service.begin_import(many.bulk, Which.SWAPPED, by="us_eve").undoes == undone.id
        many.done()
        assert [many.who(number)[0] for number in (1, 2, 3)] == who
    with pytest.raises(Conflict, match="no correction"):
        many.service.begin_import(many.bulk, Which.SWAPPED, by="us_eve")


def test_whoever_may_no_longer_corrects_nothing_more(many: Many) -> None:
    many.line(1)
    many.service.begin_import(many.bulk, Which.GUESSED, by="us_eve")
    many.barred.add("us_eve")
    done = many.done()
    assert (done.stands, done.failure, done.swapped) == (CorrectionStatus.FAILED, NO_LONGER, 0)
    assert many.who(1)[0] == "agent"


def test_one_that_changes_in_the_same_moment_is_read_again(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    many.line(1)
    correct: Callable[..., Interaction] = many.corrected.service.correct
    stale = [Stale("Somebody else was at it")]

    def lose(*given: Any, **named: Any) -> Interaction:
        if stale:
            raise stale.pop()
        return correct(*given, **named)

    monkeypatch.setattr(many.corrected.service, "correct", lose)
    many.service.begin_import(many.bulk, Which.GUESSED, by="us_eve")
    done = many.done()
    assert (done.swapped, done.left) == (1, 0)


# Sources -------------------------------------------------------------------------------------------------------------


def test_a_source_is_swapped_by_its_folder(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_service, "PAGE", 2)
    ids = {}
    for place in ("calls/north/a", "calls/north/deep/b", "calls/south/c"):
        name = place.rpartition("/")[2]
        key = f"{place}_GUID_{name}_.json"
        many.office.drop(key, json.dumps(words(*AMBIGUOUS, channels=True)).encode(), KNOWN)
        item = many.office.item(key)
        assert item.status is IntakeStatus.PROCESSING
        ids[name] = many.office.normaliser.run(item.id, item.attempt, None)
        many.office.settle(item)
    # A sidecar beside it is another object of the same conversation.
    many.office.bucket.put("calls/north/a_GUID_a_.metadata.json", b"{}", "application/json")
    many.office.bucket.put("calls/north/lines.jsonl", b"{}", "application/json")
    begun = many.service.begin_source("calls/north/", Which.GUESSED, by="us_eve")
    assert begun.about == source_id("calls/north/")
    done = many.done(begun.about)
    assert (done.looked_at, done.swapped) == (2, 2)
    who = {name: many.corrected.who(many.corrected.now(id))[0] for name, id in ids.items()}
    assert who == {"a": "customer", "b": "customer", "c": "agent"}


def test_a_source_of_several_pages_that_broke_off_is_swapped_once_and_taken_back_whole(
    many: Many, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies with one conversation written and its page not; asked for twice, it is swapped once."""
    monkeypatch.setattr(many_service, "PAGE", 2)
    ids = []
    for number in range(5):
        key = f"calls/{number}_GUID_{number}_.json"
        many.office.drop(key, json.dumps(words(*AMBIGUOUS, channels=True)).encode(), KNOWN)
        item = many.office.item(key)
        ids.append(many.office.normaliser.run(item.id, item.attempt, None))
        many.office.settle(item)
    about = many.service.begin_source("calls/", Which.GUESSED, by="us_eve").about
    correct: Callable[..., Interaction] = many.corrected.service.correct
    dealt_with: list[str] = []

    def dies(interaction: Interaction, *rest: Any, **named: Any) -> Interaction:
        if len(dealt_with) == 3:
            raise SystemExit("killed")
        dealt_with.append(interaction.id)
        return correct(interaction, *rest, **named)

    def who() -> list[str]:
        return [many.corrected.who(many.corrected.now(each))[0] for each in ids]

    with monkeypatch.context() as patched:
        patched.setattr(many.corrected.service, "correct", dies)
        with pytest.raises(SystemExit):
            many.service.go_on(about)
    broken = many.latest(about)
    assert (broken.is_running, broken.swapped, broken.looked_at) == (True, 2, 2)
    assert sorted(who()) == ["agent"] * 2 + ["customer"] * 3, "one was swapped whose page isn't written down"
    done = many.done(about)
    assert (done.stands, done.looked_at, done.swapped, done.left) == (CorrectionStatus.FINISHED, 5, 5, 0)
    assert who() == ["customer"] * 5
    assert all(many.corrected.now(each).analysis is None for each in ids), "what rests on who is who is made anew"
    many.service.begin_source("calls/", Which.ALL, by="us_eve")
    again = many.done(about)
    assert (again.looked_at, again.swapped) == (5, 0)
    many.service.begin_source("calls/", Which.SWAPPED, by="us_eve")
    assert many.done(about).swapped == 5
    assert who() == ["agent"] * 5


def test_another_channel_of_the_account_counts_from_now_on_and_the_rest_is_swapped_by_its_source(many: Many) -> None:
    """Nothing that is in already changes by itself: people may have answered about it."""
    ids = {}

    def dropped(name: str, **known: str) -> list[str]:
        key = f"calls/{name}_GUID_{name}_.json"
        many.office.drop(key, json.dumps(words(*AMBIGUOUS, channels=True)).encode(), {**KNOWN, **known})
        item = many.office.item(key)
        ids[name] = many.office.normaliser.run(item.id, item.attempt, None)
        many.office.settle(item)
        return who(name)

    def who(name: str) -> list[str]:
        return many.corrected.who(many.corrected.now(ids[name]))

    settle(many.office, agent_channel=0)
    assert dropped("a")[0] == "agent"
    assert dropped("said", agent_channel="0")[0] == "agent"
    stored = many.office.people.settings()
    with Transaction(many.office.clock, many.office.ids) as tx:
        tx.put(settings_row(stored.model_copy(update={"agent_channel": 1})))
    assert dropped("b")[0] == "customer"
    assert who("a")[0] == "agent", "what is in stays as it was taken in"
    about = many.service.begin_source("calls/", Which.SETTLED_OTHERWISE, by="us_eve").about
    assert many.done(about).swapped == 1
    assert {name: who(name)[0] for name in ids} == {"a": "customer", "said": "agent", "b": "customer"}
    many.service.begin_source("calls/", Which.SETTLED_OTHERWISE, by="us_eve")
    assert many.done(about).swapped == 0
    settled(many.office, ("calls/", 0))
    assert dropped("c")[0] == "agent"
    many.service.begin_source("calls/", Which.SETTLED_OTHERWISE, by="us_eve")
    assert many.done(about).swapped == 1, "of a folder counts what is settled for it"
    assert {name: who(name)[0] for name in ids} == {"a": "customer", "said": "agent", "b": "agent", "c": "agent"}


def settled(desk: Desk, *said: tuple[str, int]) -> SettledSources:
    service = SourceService(SourceStore(), desk.clock, desk.ids)
    asked = [SourceSaid(folder=folder, agent_channel=channel) for folder, channel in said]
    return service.settle(service.all(), asked, by="us_ada")


def test_what_comes_from_a_settled_source_has_the_agent_there(desk: Desk) -> None:
    settled(desk, ("calls/", 0), ("calls/north/", 1))
    settle(desk, agent_channel=0)
    for folder, channel in (("calls/north", 1), ("calls/south", 0)):
        key = f"{folder}/a_GUID_{channel}_.json"
        # The wording is the other way round, which is told and changes nothing.
        said = (("ch_0", AGENT), ("ch_1", CUSTOMER)) if channel else (("ch_0", CUSTOMER), ("ch_1", AGENT))
        desk.drop(key, json.dumps(words(*said, channels=True)).encode(), KNOWN)
        item = desk.item(key)
        assert (item.metadata.agent_channel, item.metadata.found_in["agent_channel"]) == (channel, FoundIn.SOURCE)
        interaction = desk.interactions.interaction(desk.normaliser.run(item.id, item.attempt, None))
        assert interaction is not None
        assert interaction.roles is not None
        assert (interaction.roles.basis, interaction.roles.guessed) == (RolesFrom.SOURCE, False)
        assert any("settled for where it comes from" in remark for remark in interaction.remarks)
        transcript = desk.interactions.transcript(interaction)
        assert transcript is not None
        assert [str(turn.speaker) for turn in transcript.turns] == ["customer", "agent"][:: 1 if channel else -1]


def test_a_file_that_says_so_itself_is_believed_before_its_source(desk: Desk) -> None:
    settled(desk, ("calls/", 1))
    desk.drop("calls/a_GUID_1_.wav", wav(3, 2), KNOWN)
    desk.drop("calls/b_GUID_2_.wav", wav(3, 2), {**KNOWN, "agent_channel": "0"})
    first = [
        transcription_of(desk.item(key))["recording"]["channels"][0]["ChannelId"]
        for key in ("calls/a_GUID_1_.wav", "calls/b_GUID_2_.wav")
    ]
    assert first == [1, 0]


@pytest.mark.parametrize("folder", ["", "calls", "/calls/", "calls//north/", "calls\n/", "x" * 500 + "/"])
def test_what_is_no_folder_is_refused_by_name(desk: Desk, folder: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        settled(desk, ("fine/", 1), (folder, 1))
    assert [error.pointer for error in refused.value.errors] == ["/sources/1/folder"]


def test_sources_keep_who_settled_them_and_are_written_once_at_a_time(desk: Desk) -> None:
    before = settled(desk, ("calls/", 1))
    service = SourceService(SourceStore(), desk.clock, desk.ids)
    again = service.settle(
        before, [SourceSaid(folder="calls/", agent_channel=1), SourceSaid(folder="b/", agent_channel=0)], by="us_eve"
    )
    assert [each.by for each in again.sources] == ["us_ada", "us_eve"]
    with pytest.raises(Stale):
        service.settle(before, [], by="us_eve")
    with pytest.raises(RuleBroken, match="settled"):
        service.settle(again, [SourceSaid(folder="calls/", agent_channel=channel) for channel in (0, 1)], by="us_eve")


def test_an_unreadable_channel_in_a_settled_folder_is_told_of(desk: Desk) -> None:
    settled(desk, ("calls/", 1))
    said = json.dumps(words(*AMBIGUOUS, channels=True)).encode()
    desk.drop("calls/a_GUID_a_.json", said, {**KNOWN, "agent_channel": "left"})
    item = desk.item("calls/a_GUID_a_.json")
    assert (item.status, item.failure) == (IntakeStatus.PROCESSING, None)
    assert any("that of what is settled for its folder was taken" in warning for warning in item.warnings)
