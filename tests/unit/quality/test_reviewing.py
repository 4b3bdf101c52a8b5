"""Until when an agent may answer, as properties: windows, rounds, and who may decide."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debrief.kernel.auth import Caller, Permission, Reach
from debrief.kernel.calendar import day_of, start_of_day
from debrief.people.model import SettingsValues
from debrief.quality.disputes.deciding import Candidate, is_fit, wanted_deciders
from debrief.quality.evaluations.history import whole
from debrief.quality.evaluations.model import Answer, Evaluation
from debrief.quality.evaluations.reviewing import (
    acknowledged,
    asked_anew,
    disputed,
    is_overdue,
    may_decide,
    next_look,
    why_undisputable,
)
from tests.sizes import soaked
from tests.unit.quality.builders import completed, scorecard, yes_no

VERSION = scorecard(yes_no("a"))
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/Santiago", "Pacific/Apia", "Asia/Kolkata"])
TIMES = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(microsecond=0, tzinfo=UTC))


def evaluation(**changes: object) -> Evaluation:
    return completed(VERSION, [Answer(question_id="a", option_id="no")], **changes)


@st.composite
def accounts(draw: st.DrawFn) -> SettingsValues:
    window = draw(st.integers(1, 90))
    return SettingsValues(
        time_zone=draw(ZONES),
        require_acknowledgement=draw(st.booleans()),
        acknowledgement_window_days=window,
        acknowledgement_reminder_days=draw(st.integers(0, min(30, window - 1))),
        dispute_rounds=draw(st.integers(1, 10)),
    )


@pytest.mark.feature("S4.8")
@settings(max_examples=soaked(60), deadline=None)
@given(accounts(), TIMES)
def test_a_window_has_so_many_whole_days_and_the_reminder_lies_within(account: SettingsValues, now: datetime) -> None:
    asked = asked_anew(evaluation(), account, now)
    review = asked.review
    assert review is not None
    zone = account.time_zone
    last = day_of(now, zone) + timedelta(days=account.acknowledgement_window_days)
    assert review.answer_by == start_of_day(last + timedelta(days=1), zone)
    assert review.answer_by - now > timedelta(days=account.acknowledgement_window_days - 1)
    if review.remind_at is not None:
        assert now < review.remind_at < review.answer_by
    looks: list[datetime] = []
    at = now
    while (found := next_look(asked, at)) is not None and len(looks) < 5 and found > at:
        looks.append(found)
        at = found
    assert looks == sorted(set(looks))
    assert len(looks) == (review.remind_at is not None) + review.required
    assert is_overdue(asked, review.answer_by) == review.required
    assert not is_overdue(asked, review.answer_by - timedelta(milliseconds=1))


@pytest.mark.feature("S4.8")
@settings(max_examples=soaked(40), deadline=None)
@given(accounts(), TIMES, st.integers(0, 12))
def test_no_evaluation_is_disputed_more_often_than_the_account_allows(
    account: SettingsValues, now: datetime, tries: int
) -> None:
    current = asked_anew(evaluation(), account, now)
    raised = 0
    for each in range(tries):
        if why_undisputable(current, now) is None:
            raised += 1
            current = disputed(current, f"dp_{each}", None)
            assert why_undisputable(current, now) is not None, "one at a time"
            current = asked_anew(current, account, now)
    assert raised == min(tries, account.dispute_rounds)
    assert why_undisputable(acknowledged(current, now), now) == "it is acknowledged"


@pytest.mark.feature("S4.8")
@settings(max_examples=soaked(60), deadline=None)
@given(st.sampled_from(["us_1", "us_2"]), st.booleans(), st.booleans(), st.sampled_from([None, "us_1", "us_2"]))
def test_nobody_decides_about_their_own_work(who: str, may: bool, sees: bool, decider: str | None) -> None:
    permissions = frozenset({Permission.DISPUTES_DECIDE} if may else ())
    caller = Caller(user_id=who, name="Sample", permissions=permissions, reach=Reach.EVERYONE)
    fit = is_fit(Candidate(caller, sees), agent_id="us_1", raised_by="us_1")
    assert fit == (who != "us_1" and may and sees)
    now = datetime(2026, 3, 2, tzinfo=UTC)
    open_ = disputed(asked_anew(evaluation(), SettingsValues(), now), "dp_1", decider)
    assert may_decide(caller, open_) == (who != "us_1" and may and decider in {None, who})
    gone = open_.model_copy(update={"superseded_at": now})
    assert not may_decide(caller, gone)


@pytest.mark.feature("S4.8")
def test_who_is_wanted_follows_from_the_settings() -> None:
    def wanted(by: str, evaluator: str | None) -> tuple[str, ...]:
        account = SettingsValues.model_validate({"disputes_decided_by": by, "dispute_reviewer_id": "us_r"})
        return wanted_deciders(account, evaluator)

    assert wanted("evaluator", "us_e") == ("us_e", "us_r")
    assert wanted("evaluator", None) == ("us_r",)
    assert wanted("reviewer", "us_e") == ("us_r",)
    assert wanted("queue", "us_e") == ()


def test_what_was_completed_before_there_were_steps_has_a_beginning_all_the_same() -> None:
    (begun,) = whole(evaluation(evaluator_id="us_e"), [])
    assert (begun.kind, begun.by, begun.percent) == ("completed", "us_e", 0)
    (by_ai,) = whole(evaluation(type="automatic"), [])
    assert by_ai.by is None
