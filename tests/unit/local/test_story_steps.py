"""The parts of loading and telling that need no cloud."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from local.loading.following import side_by_side
from local.sample.build import SMALL, generate, recorded_call
from local.sample.documents import file_stem
from local.sample.parts import first_part, rest
from local.story.memory import Memory, Told
from local.story.telling import FOLDER, dropped_at

TODAY = date(2026, 6, 30)


def test_the_parts_are_the_whole_and_nothing_is_in_both() -> None:
    sample = generate(TODAY, size=SMALL)
    first, others = first_part(sample), rest(sample)
    for kind in ("conversations", "evaluations", "meetings", "feedback", "singles"):
        whole, one, two = (getattr(each, kind) for each in (sample, first, others))
        assert len(one) + len(two) == len(whole)
        assert all(each in one or each in two for each in whole)
    assert {each.agent for each in first.conversations} == {sample.star}
    assert len(first.conversations) > 60
    assert sample.star not in {each.agent for each in others.conversations}
    assert first.people == others.people == sample.people


def test_the_recording_of_an_earlier_telling_is_found_by_its_name() -> None:
    sample = generate(TODAY, size=SMALL)
    at = datetime(2026, 6, 30, 9, 15, 4, tzinfo=UTC)
    stem = f"{FOLDER}{file_stem(recorded_call(sample, at))}"
    assert dropped_at([f"{stem}.json", f"{stem}.metadata.json", f"{stem}.wav"]) == at
    assert dropped_at([f"{stem}.json"]) is None
    assert dropped_at([]) is None


def test_what_was_told_is_remembered_until_it_is_forgotten(tmp_path: Path) -> None:
    memory, sample = Memory(tmp_path), generate(TODAY)
    assert memory.recall() is None
    memory.complete()
    assert memory.recall() is None, "nothing is complete that was never told"
    assert memory.keep(sample, "sm_1") == Told("2026-06-30", "sm_1")
    told = memory.recall()
    assert told is not None
    assert told.sample == sample
    memory.complete()
    assert memory.recall() == Told("2026-06-30", "sm_1", complete=True)
    memory.forget()
    memory.forget()
    assert memory.recall() is None


@pytest.mark.parametrize("kept", ["", "[]", '{"day": "2026-06-30"}', '{"unheard": 1}', "broken off"])
def test_a_memory_that_cannot_be_read_is_none(tmp_path: Path, kept: str) -> None:
    (tmp_path / "story.json").write_text(kept)
    assert Memory(tmp_path).recall() is None


def test_jobs_are_done_side_by_side_and_the_first_fault_is_heard() -> None:
    barrier = threading.Barrier(4, timeout=60)

    def meet() -> None:
        barrier.wait()

    side_by_side([meet] * 4)
    done: list[int] = []

    def fail() -> None:
        raise ValueError("one")

    with pytest.raises(ValueError, match="one"):
        side_by_side([lambda: done.append(1), fail, lambda: done.append(2)], threads=1)
    assert done == [1], "after a fault nothing is begun any more"
    side_by_side([])


def test_what_breaks_off_a_job_ends_the_waiting_for_it() -> None:
    """As `exit` in a thread: nobody may wait for ever."""

    def leave() -> None:
        raise SystemExit(3)

    with pytest.raises(SystemExit):
        side_by_side([leave, leave])
