"""The rules of coaching logs: what is new or recurring, which criterion is the lowest, what a log's history says."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debrief.coaching.logs.comparing import LEAST_CALLS, RECURRING_FROM, calls_before, compared, lowest, worths
from debrief.coaching.logs.course import Due, acknowledged, followed, new_log, noted, released, withdrawn
from debrief.coaching.logs.model import MOST_NOTED_BYTES, MOST_NOTES, MOST_STEPS, MOST_WORDS, CoachingLog, LookedAt
from debrief.coaching.logs.quoting import Said, shown_of
from debrief.interactions.conversations.model import Speaker, Turn
from debrief.kernel.errors import Conflict
from debrief.kernel.storage.tables import MOST_ROW_BYTES
from debrief.quality.evaluations.model import Answer, Evaluation, VerifiedQuote
from debrief.quality.evaluations.scoring import question_scores
from debrief.quality.flags.model import CallScores
from tests.sizes import soaked
from tests.unit.quality.builders import completed, scorecard, yes_no

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
A, B, C = (yes_no(each) for each in "abc")


def evaluation(**changes: object) -> Evaluation:
    answers = [Answer(question_id=id, option_id=option) for id, option in (("a", "no"), ("b", "yes"), ("c", "no"))]
    return completed(scorecard(A, B, C), answers, **changes)


def call(number: int, **percents: float) -> CallScores:
    at = NOW - timedelta(days=number)
    return CallScores(
        evaluation_id=f"ev_{number}", interaction_id=f"int_{number}", started_at=at, completed_at=at, percents=percents
    )


@pytest.mark.feature("S2.4", "N12")
@given(st.lists(st.none() | st.floats(0, 100), max_size=12), st.floats(0, 100), st.floats(0, 100))
@settings(max_examples=soaked(40))
def test_what_is_low_is_counted_over_the_calls_in_which_it_applied(
    past: list[float | None], now: float, threshold: float
) -> None:
    before = [call(n, **({} if each is None else {"a": each})) for n, each in enumerate(past, start=1)]
    found = compared({"a": now}, before, threshold).get("a")
    applied = [each for each in past if each is not None]
    if now >= threshold:
        assert found is None
        return
    assert found is not None
    low = sum(each < threshold for each in applied)
    assert (found.calls, found.low) == (len(applied), low)
    assert (found.standing == "recurring") == (low >= RECURRING_FROM)
    assert (found.standing == "too_few") == (low < RECURRING_FROM and len(applied) < LEAST_CALLS)


@pytest.mark.feature("S2.4")
def test_the_lowest_is_a_compliance_matter_first_then_what_lost_more() -> None:
    assert lowest(scorecard(A, B, C), evaluation()) == "a", "of equal ones the first"
    heavy = scorecard(A, B, yes_no("c", weight=3))
    assert lowest(heavy, completed(heavy, list(evaluation().answers))) == "c"
    strict = scorecard(A.model_copy(update={"weight": 9}), B, yes_no("c", compliance=True))
    assert lowest(strict, completed(strict, list(evaluation().answers))) == "c"
    right = [Answer(question_id=id, option_id="yes") for id in "abc"]
    assert lowest(scorecard(A, B, C), completed(scorecard(A, B, C), right)) is None


@pytest.mark.feature("S2.4")
def test_what_criteria_are_worth_adds_up_to_the_score() -> None:
    version = scorecard(A, yes_no("b", weight=2), C)
    made = completed(version, list(evaluation().answers))
    scores = question_scores(version, made.answers)
    worth = worths(made, scores)
    assert sum(worth.values()) == pytest.approx(100)
    assert made.score is not None
    brought = sum(worth[each.question_id] * each.earned / each.possible for each in scores)
    assert brought == pytest.approx(made.score.percent)


@pytest.mark.feature("S2.4")
def test_a_call_counts_once_and_only_calls_before() -> None:
    this = evaluation()
    at = this.interaction_started_at
    earlier = call(7).model_copy(update={"started_at": at - timedelta(hours=1)})
    again = earlier.model_copy(update={"evaluation_id": "ev_x", "completed_at": at, "percents": {"a": 5.0}})
    later = call(2).model_copy(update={"started_at": at + timedelta(hours=1)})
    own = call(3).model_copy(update={"interaction_id": this.interaction_id, "started_at": at - timedelta(hours=2)})
    assert calls_before([earlier, again, later, own], this) == [again]


def log(**changes: object) -> CoachingLog:
    stands = LookedAt(percent=50, question_id="a", low=("a",))
    return new_log("cl_1", Due(evaluation(), (), stands), NOW).model_copy(update=changes)


@pytest.mark.feature("S2.4")
def test_nothing_new_makes_no_step_and_each_change_one() -> None:
    made = log()
    same = Due(evaluation(), (), made.looked_at)
    assert followed(made, same, NOW) is made
    changed = followed(made, same._replace(looked_at=LookedAt(percent=60, question_id="a")), NOW)
    assert [(each.kind, each.was_percent, each.percent) for each in changed.history[1:]] == [("changed", 50, 60)]
    other = followed(changed, Due(evaluation(id="ev_other"), (), changed.looked_at), NOW)
    assert other.history[-1].kind == "other_evaluation"
    gone = withdrawn(other, "superseded", NOW)
    assert withdrawn(gone, "superseded", NOW) == gone
    back = followed(gone, Due(evaluation(id="ev_other"), (), changed.looked_at), NOW)
    assert (back.state, back.history[-1].kind) == ("written", "written_again")


@pytest.mark.feature("S2.4")
def test_what_was_withdrawn_is_neither_released_nor_acknowledged() -> None:
    gone = withdrawn(log(), "not_flagged", NOW)
    with pytest.raises(Conflict, match="withdrawn"):
        released(gone, "us_1", "", NOW)
    with pytest.raises(Conflict, match="withdrawn"):
        acknowledged(gone, "", NOW)
    assert withdrawn(released(log(), "us_1", "", NOW), "not_flagged", NOW).state == "withdrawn"


@pytest.mark.feature("S2.4")
def test_histories_and_notes_are_bounded() -> None:
    full = log()
    for number in range(MOST_NOTES):
        full = noted(full, "us_1", f"Note {number}", NOW)
    with pytest.raises(Conflict, match="at most"):
        noted(full, "us_1", "One more", NOW)
    for number in range(MOST_STEPS):
        due = Due(evaluation(), (), LookedAt(percent=float(number % 7), question_id=f"q{number}"))
        full = followed(full, due, NOW)
    assert (len(full.history), full.history[0].kind) == (MOST_STEPS, "written")


@pytest.mark.feature("S2.4", "N1")
def test_words_are_shown_where_they_stand_and_nowhere_else() -> None:
    turns = [
        Turn(index=at, speaker=Speaker.AGENT, text=text, start_ms=at * 1000)
        for at, text in enumerate(("I will look.", "One moment please.", "I will look."))
    ]
    said = Said(turns, turns)

    def quoted(turn: int, ms: int, text: str = "I will look.") -> VerifiedQuote:
        return VerifiedQuote(text=text, turn_index=turn, start_ms=ms, speaker=Speaker.AGENT)

    def shown(*quotes: VerifiedQuote | None) -> tuple[int | None, bool, str | None]:
        quote, opportunity = (*quotes, None, None)[:2]
        found = shown_of(Answer(question_id="a", option_id="no", quote=quote, opportunity=opportunity), said)
        return found.quote.turn_index if found.quote else None, found.opportunity, found.why

    assert shown(quoted(2, 2000)) == (2, False, None), "the second time that it was said"
    assert shown(quoted(1, 1000)) == (None, False, "not_found")
    assert shown(quoted(2, 1999)) == (None, False, "not_found")
    assert shown(quoted(1, 1000), quoted(0, 0)) == (0, True, None)
    assert shown(None, quoted(0, 0)) == (0, True, None)
    assert shown() == (None, False, "none_given")
    assert shown_of(Answer(question_id="a", quote=quoted(0, 0)), None).why == "no_words"


@pytest.mark.feature("S2.4")
def test_notes_stay_within_one_item_whatever_they_are_written_in() -> None:
    log = CoachingLog(
        id="cl_1",
        agent_id="us_1",
        interaction_id="int_1",
        started_at=NOW,
        evaluation_id="ev_1",
        scorecard_id="sc_1",
        scorecard_version=1,
        written_at=NOW,
    )
    long = "\N{THUMBS UP SIGN}" * MOST_WORDS
    fitting = MOST_NOTED_BYTES // len(long.encode())
    assert fitting < MOST_NOTES
    for _ in range(fitting):
        log = noted(log, "us_2", long, NOW)
    with pytest.raises(Conflict, match="too long"):
        noted(log, "us_2", long, NOW)
    assert len(log.model_dump_json().encode()) < MOST_ROW_BYTES / 2, "it may still be released, followed, withdrawn"
    assert noted(log, "us_2", "Well done", NOW).notes[-1].text == "Well done"
