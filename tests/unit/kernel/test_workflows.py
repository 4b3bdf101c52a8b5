"""What is noted of runs that couldn't be started."""

import logging

import pytest

from debrief.kernel.errors import Conflict, DebriefError, Stale, Throttled, Unavailable
from debrief.kernel.workflows import MOST_TRIES, note_unstarted

FIRST = "Step Functions can't be reached"


class Thing:
    """A thing at a revision, which others change while a note is written, so many times."""

    def __init__(self, changes: int, *, gone_after: int = 99, failing: DebriefError | None = None) -> None:
        self.changes, self.gone_after, self.failing = changes, gone_after, failing
        self.revision, self.noted = 1, 0

    def note(self, revision: int) -> int:
        if self.failing is not None:
            raise self.failing
        if self.changes > 0:
            self.changes -= 1
            self.revision += 1
        if revision != self.revision:
            raise Stale("Changed")
        self.noted = revision + 1
        return self.noted

    def again(self) -> int | None:
        return self.revision if self.revision < self.gone_after else None


def noted(thing: Thing) -> tuple[int | None, Unavailable]:
    error = Unavailable(FIRST)
    return note_unstarted(error, 1, note=thing.note, again=thing.again), error


def fail_to_start(thing: Thing) -> None:
    try:
        raise Unavailable(FIRST) from ConnectionError("lost")
    except Unavailable as error:
        note_unstarted(error, 1, note=thing.note, again=thing.again)
        raise


@pytest.mark.parametrize("changes", range(MOST_TRIES))
def test_it_is_noted_in_the_thing_as_it_is_by_then(changes: int) -> None:
    thing = Thing(changes)
    assert noted(thing)[0] == thing.noted == changes + 2


def test_nothing_is_noted_in_what_waits_no_longer() -> None:
    thing = Thing(99, gone_after=3)
    assert (noted(thing)[0], thing.noted) == (None, 0)


@pytest.mark.parametrize(
    ("thing", "kind"),
    [
        (Thing(99), Stale),
        (Thing(0, failing=Throttled("Busy")), Throttled),
        (Thing(0, failing=Conflict("No")), Conflict),
    ],
)
def test_what_cannot_be_noted_is_told_as_what_it_is(
    thing: Thing, kind: type[DebriefError], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(Unavailable, match=FIRST) as raised:
        fail_to_start(thing)
    assert type(raised.value.__context__) is kind
    assert type(raised.value.__cause__) is ConnectionError
    (line,) = [vars(each) for each in caplog.records]
    assert (line["fault"], line["unstarted"]) == (kind.__name__, "Unavailable")
