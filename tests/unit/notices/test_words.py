"""Notices as people read them, in the console and in e-mails."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.kernel.ids import begin_of, derived_id_at
from debrief.notices.criteria import criterion
from debrief.notices.kinds import KINDS, path, people_in, sentence
from debrief.notices.mails import mail_of
from debrief.notices.model import Notice, NoticeKind

AT = datetime(2026, 12, 3, 13, 0, tzinfo=UTC)
NAMES = {"us_1": "Mara Weiss", "us_2": "Jonas Brandt", "us_3": "Ada Kern"}
ZONE = "Europe/Berlin"
LISTED = (
    {"evaluation_1": "ev_1", "agent_1_id": "us_2", "started_1_at": "2026-12-01T09:00:00.000Z"},
    {"evaluation_2": "ev_2", "agent_2_id": "us_3", "started_2_at": "2026-12-02T09:00:00.000Z"},
)


def notice(kind: str, actor: str | None = "us_1", **parameters: str) -> Notice:
    return Notice(id="nt_1", kind=kind, about="mt_1", actor_id=actor, parameters=parameters, at=AT)


@pytest.mark.feature("S2.5")
@pytest.mark.parametrize(
    ("told", "text"),
    [
        (
            notice("meeting_scheduled", other_id="us_1", scheduled_at="2026-12-03T13:00:00.000Z"),
            "Mara Weiss scheduled a 1-to-1 with you: Thursday 3 December 2026, 14:00",
        ),
        (
            notice("meeting_scheduled", actor="us_3", other_id="us_1", scheduled_at="2026-07-03T22:30:00.000Z"),
            "Ada Kern scheduled your 1-to-1 with Mara Weiss: Saturday 4 July 2026, 00:30",
        ),
        (
            notice(
                "meeting_moved",
                other_id="us_1",
                was_at="2026-12-03T13:00:00.000Z",
                scheduled_at="2026-12-04T08:00:00.000Z",
            ),
            "Mara Weiss moved your 1-to-1 from Thursday 3 December 2026, 14:00 to Friday 4 December 2026, 09:00",
        ),
        (
            notice("meeting_cancelled", actor="us_9", other_id="us_2", scheduled_at="2026-12-03T13:00:00.000Z"),
            "Somebody cancelled your 1-to-1 with Jonas Brandt of Thursday 3 December 2026, 14:00",
        ),
        (
            notice("summary_shared", first_day="2026-11-01", last_day="2026-11-28"),
            "Mara Weiss shared a performance report with you: 1 November 2026 to 28 November 2026",
        ),
        (
            notice("flag_compliance", actor=None, why="policy", agent_id="us_2", started_at="2026-12-01T09:00:00.000Z"),
            "The conversation of Jonas Brandt on Tuesday 1 December 2026, 10:00 is flagged: "
            "a policy seems to be violated",
        ),
        (
            notice("flag_pattern", actor=None, why="pattern", agent_id="us_2", running="3"),
            "The same criterion was low in 3 calls of Jonas Brandt running",
        ),
        (
            notice("flag_handed_over", why="keyword", agent_id="us_2", started_at="2026-12-01T09:00:00.000Z"),
            "Mara Weiss handed a flag over to you: the conversation of Jonas Brandt on Tuesday 1 December 2026, 10:00: "
            "an alert keyword was said",
        ),
        (
            notice("flag_back", actor=None, agent_id="us_2", started_at="2026-12-01T09:00:00.000Z"),
            "A flag that was snoozed waits again: the conversation of Jonas Brandt on Tuesday 1 December 2026, 10:00",
        ),
        (
            notice("ai_question_changed", state="earned"),
            "The AI has earned a question: checks agree with it often enough for it to score alone",
        ),
        (
            notice("ai_question_changed", state="lost"),
            "The AI has lost a question: checks agree with it too rarely for it to score alone",
        ),
        (
            notice("pairing_asked"),
            "Mara Weiss asks whether you would show a colleague something that you do well",
        ),
        (
            notice("pairing_answered", state="agreed"),
            "Mara Weiss would like to help a colleague, as you asked them",
        ),
        (
            notice("pairing_answered", state="declined"),
            "Mara Weiss would rather not meet in the pairing that you made",
        ),
        (
            notice("pairing_answered", state="lapsed", because="unanswered"),
            "A pairing that you made is over: your colleague didn't answer in time",
        ),
        (
            notice("pairing_agreed", colleague_id="us_2"),
            "Jonas Brandt will show you how they do something; Mara Weiss arranged it",
        ),
        (
            notice(
                "coaching_log_written",
                actor=None,
                agent_id="us_2",
                started_at="2026-12-01T09:00:00.000Z",
                recurring="yes",
            ),
            "A coaching log was written of the conversation of Jonas Brandt on Tuesday 1 December 2026, 10:00: "
            "what was lowest is low again and again",
        ),
        (
            notice("coaching_log_released", started_at="2026-12-01T09:00:00.000Z"),
            "Mara Weiss would like you to read a coaching log of your conversation on Tuesday 1 December 2026, 10:00",
        ),
        (
            notice("coaching_log_acknowledged", started_at="2026-12-01T09:00:00.000Z"),
            "Mara Weiss has read the coaching log of their conversation on Tuesday 1 December 2026, 10:00",
        ),
        (
            notice("proposal_made", started_at="2026-12-01T09:00:00.000Z"),
            "Mara Weiss proposes a conversation of theirs as a best response: Tuesday 1 December 2026, 10:00",
        ),
        (
            notice("proposal_decided", started_at="2026-12-01T09:00:00.000Z", state="declined"),
            "Mara Weiss declined the conversation that you proposed: Tuesday 1 December 2026, 10:00",
        ),
        (
            notice("practice_to_approve", actor=None, agent_id="us_2"),
            "A practice scenario for Jonas Brandt waits for you",
        ),
        (notice("practice_for_you"), "Mara Weiss gave you something to practise, as often as you like"),
        (
            notice("practice_to_score", actor=None, agent_id="us_2"),
            "A practice attempt of Jonas Brandt waits for a person to score it",
        ),
        (notice("practice_passed", actor=None, agent_id="us_2"), "Jonas Brandt passed a practice"),
        (
            notice("plan_started", ends_on="2026-12-24"),
            "Mara Weiss committed to a coaching plan until 24 December 2026 and would like your help with it",
        ),
        (
            notice("plan_ended", actor=None, agent_id="us_2", status="achieved", whose="led"),
            "Jonas Brandt's coaching plan is over: its target was reached",
        ),
        (
            notice("meeting_cancelled", actor=None, other_id="us_2", scheduled_at="2026-11-24T14:00:00.000Z"),
            "Your 1-to-1 with Jonas Brandt of Tuesday 24 November 2026, 15:00 was cancelled",
        ),
        (
            notice("plan_ended", actor=None, agent_id="us_2", status="undecided", whose="own"),
            "Your coaching plan is over: too few conversations tell whether its target was reached",
        ),
        (
            notice("plan_ended", actor=None, agent_id="us_2", status="missed", whose="own"),
            "Your coaching plan is over: its target was not reached",
        ),
        (
            notice("evaluations_drawn", None, number="1", due_at="2026-12-05T22:00:00.000Z", **LISTED[0]),
            "A goal gave you an evaluation to do: the conversation of Jonas Brandt on Tuesday 1 December 2026, 10:00, "
            "due 5 December 2026",
        ),
        (
            notice("evaluations_drawn", None, number="2", due_at="2026-12-05T22:00:00.000Z", **LISTED[0] | LISTED[1]),
            "A goal gave you 2 evaluations to do: conversations of Jonas Brandt and Ada Kern, due 5 December 2026",
        ),
        (
            notice("evaluations_drawn", None, number="12", due_at="2026-12-05T22:00:00.000Z", **LISTED[0]),
            "A goal gave you 12 evaluations to do: conversations of Jonas Brandt and others, due 5 December 2026",
        ),
        (
            notice("evaluations_drawn", None, number="2", due_at="2026-12-05T22:00:00.000Z"),
            "A goal gave you 2 evaluations to do, due 5 December 2026",
        ),
        (
            notice("calibration_assigned", due_at="2026-12-07T22:59:00.000Z"),
            "Mara Weiss asked you to assess a conversation in a calibration, by the end of Monday 7 December 2026",
        ),
        (
            notice("calibration_due", None, due_at="2026-12-07T23:00:00.000Z"),
            "A calibration waits for your answers: it is due by the end of Monday 7 December 2026",
        ),
        (
            notice("calibration_due", None, due_at="2026-12-07T15:00:00.000Z"),
            "A calibration waits for your answers: it is due by Monday 7 December 2026, 16:00",
        ),
        (notice("of_another_version"), "There is news that this version can't tell"),
        (
            notice("summary_shared", actor=None, first_day="never"),
            "Somebody shared a performance report with you: a day unknown to a day unknown",
        ),
        (
            notice("meeting_scheduled", other_id="us_1", scheduled_at="soon"),
            "Mara Weiss scheduled a 1-to-1 with you: a time unknown",
        ),
    ],
)
def test_a_notice_is_a_sentence(told: Notice, text: str) -> None:
    assert sentence(told, NAMES, ZONE) == text


def test_every_kind_has_words_and_a_place() -> None:
    assert set(KINDS) == {each.value for each in NoticeKind}
    for kind, known in KINDS.items():
        assert sentence(notice(kind), {}, ZONE)
        assert (path(notice(kind)) or "").endswith(known.root if known.alone else "/mt_1")
        assert KINDS[kind].label
        assert KINDS[kind].opens
    assert path(notice("of_another_version")) is None


def test_all_whom_a_sentence_names_are_looked_up() -> None:
    told = notice("meeting_scheduled", actor="us_3", other_id="us_1", scheduled_at="2026-12-03T13:00:00.000Z")
    assert people_in(told) == {"us_1", "us_3"}
    assert people_in(notice("summary_shared", actor=None)) == set()


# E-mails -----------------------------------------------------------------------------------------------------------


def mail(told: Notice, recipient: str = "Jonas Brandt", **names: str) -> tuple[str, str, str]:
    made = mail_of(
        told, {**NAMES, **names}, recipient=recipient, time_zone=ZONE, console_url="https://debrief.example.com"
    )
    return made.subject, made.text, made.html


@pytest.mark.feature("S2.5")
def test_an_e_mail_says_what_happened_and_where_to_read_on() -> None:
    told = notice("meeting_scheduled", other_id="us_1", scheduled_at="2026-12-03T13:00:00.000Z")
    subject, text, html = mail(told)
    assert subject == "Mara Weiss scheduled a 1-to-1 with you: Thursday 3 December 2026, 14:00"
    assert text == (
        "Hello Jonas Brandt,\n\n"
        "Mara Weiss scheduled a 1-to-1 with you: Thursday 3 December 2026, 14:00.\n\n"
        "Open the 1-to-1: https://debrief.example.com/meetings/mt_1\n\n"
        "Times are those of Europe/Berlin.\n\n"
        "-- \n"
        "You get this e-mail because somebody works with you in Debrief. "
        "Choose what you hear of: https://debrief.example.com/preferences\n\n"
    )
    assert '<a href="https://debrief.example.com/meetings/mt_1"' in html
    assert "<script" not in html


@pytest.mark.feature("S2.5", "N6")
def test_names_end_no_header_and_begin_no_markup() -> None:
    told = notice("meeting_scheduled", other_id="us_1", scheduled_at="2026-12-03T13:00:00.000Z")
    bad = 'Mara"><img src=x onerror=alert(1)>\r\nBcc: x@example.com\u202e'
    subject, text, html = mail(told, recipient="<b>Jo</b>\n\nHello", us_1=bad)
    assert "\n" not in subject
    assert "\r" not in subject
    assert "\u202e" not in subject
    assert "<img" not in html
    assert "<b>" not in html
    assert "\r" not in text


def test_an_e_mail_of_a_kind_of_another_version_leads_to_the_console() -> None:
    _, text, _ = mail(notice("of_another_version"))
    assert "Open Debrief: https://debrief.example.com/\n" in text


# Ids ---------------------------------------------------------------------------------------------------------------


@given(st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1)), st.integers(1, 10**9), st.text(), st.text())
def test_ids_of_later_milliseconds_sort_later(at: datetime, later_ms: int, one: str, other: str) -> None:
    from datetime import timedelta

    first = at.replace(tzinfo=UTC)
    second = first + timedelta(milliseconds=later_ms)
    assert derived_id_at("nt", first, one) < begin_of("nt", second) < derived_id_at("nt", second, other)
    assert len(derived_id_at("nt", first, one)) == 29
    assert derived_id_at("nt", first, one) == derived_id_at("nt", first, one)
    assert (derived_id_at("nt", first, one) == derived_id_at("nt", first, other)) is (one == other)


@pytest.mark.feature("S4.7", "S4.10", "S2.5")
def test_an_e_mail_about_what_is_to_evaluate_says_with_what_and_links_each_conversation() -> None:
    told = notice(
        "evaluations_drawn",
        None,
        number="3",
        scorecard="sc_1",
        due_at="2026-12-05T22:00:00.000Z",
        **LISTED[0] | LISTED[1],
    )
    made = mail_of(
        told,
        {**NAMES, "us_3": "<b>Kern</b>"},
        recipient="Jonas Brandt",
        time_zone=ZONE,
        console_url="https://debrief.example.com",
        scorecard="Voice & more\nthan that",
    )
    assert "\n\nScorecard: Voice & more than that\n\n" in made.text
    assert (
        "The conversation of Jonas Brandt on Tuesday 1 December 2026, 10:00: https://debrief.example.com/evaluations/ev_1\n"
        "The conversation of <b>Kern</b> on Wednesday 2 December 2026, 10:00: "
        "https://debrief.example.com/evaluations/ev_2\n"
        "And 1 more\n\n"
    ) in made.text
    assert "Scorecard: Voice &amp; more than that" in made.html
    assert '<a href="https://debrief.example.com/evaluations/ev_2"' in made.html
    assert "<b>" not in made.html
    assert people_in(told) == {"us_2", "us_3"}


@pytest.mark.feature("S4.7")
def test_an_e_mail_without_a_known_scorecard_says_none() -> None:
    assert "Scorecard" not in mail(notice("evaluation_assigned", scorecard="sc_1", agent_id="us_2"))[1]


# What it is about ----------------------------------------------------------------------------------------------------

ABOUT_CRITERIA = [
    notice("flag_pattern", actor=None, why="pattern", agent_id="us_2", running="3"),
    notice("flag_compliance", actor=None, why="pattern", agent_id="us_2", started_at="2026-12-01T09:00:00.000Z"),
    notice("flag_compliance", actor=None, why="compliance", agent_id="us_2", started_at="2026-12-01T09:00:00.000Z"),
    notice("flag_handed_over", why="pattern", agent_id="us_2", started_at="2026-12-01T09:00:00.000Z"),
    notice("flag_back", actor=None, why="pattern", agent_id="us_2", started_at="2026-12-01T09:00:00.000Z"),
    notice("ai_question_changed", state="lost"),
    notice("ai_question_changed", state="earned"),
    notice("practice_to_approve", actor=None, agent_id="us_2"),
    notice("practice_for_you"),
    notice("practice_to_score", actor=None, agent_id="us_2"),
    notice("practice_passed", actor=None, agent_id="us_2"),
    notice("pairing_asked"),
    notice("pairing_answered", state="agreed"),
    notice("pairing_answered", state="declined"),
    notice("pairing_answered", state="lapsed", because="unanswered"),
    notice("pairing_agreed", colleague_id="us_2"),
    notice("coaching_assigned", follow_up="2026-12-24"),
    notice("coaching_completed", follow_up="2026-12-24"),
]
"""Of each kind that is about a criterion of a scorecard."""

ABOUT_EVALUATIONS = [
    notice("evaluation_completed", last_day="2026-12-24"),
    notice("evaluation_changed", last_day="2026-12-24"),
    notice("evaluation_unanswered", actor=None, last_day="2026-12-24", required="yes"),
    notice("dispute_raised", agent_id="us_2"),
    notice("dispute_undecided", actor=None, agent_id="us_2"),
    notice("dispute_decided", agent_id="us_2", outcome="re_evaluated"),
    notice("comment_tagged", agent_id="us_2"),
    notice("calibration_assigned"),
    notice("calibration_due", actor=None, due_at="2026-12-24T09:00:00.000Z"),
    notice("calibration_closed"),
]
"""Of each kind that is about a conversation or its evaluation, and told none of it before."""


def also(told: Notice, **parameters: str) -> Notice:
    return told.model_copy(update={"parameters": {**told.parameters, **parameters}})


@pytest.mark.feature("S2.3", "S2.5")
@pytest.mark.parametrize("told", ABOUT_CRITERIA, ids=lambda each: each.kind)
def test_two_notices_of_two_criteria_have_two_subjects(told: Notice) -> None:
    ids = ["q_1", "q 2/ä~+%", "q_3"]
    named = {f"sc_1 {criterion('sc_1', id)['criterion']}": f"Criterion {id}" for id in ids}
    subjects = [
        mail_of(
            also(told, **criterion("sc_1", id)),
            {**NAMES, **named},
            recipient="Mara",
            time_zone=ZONE,
            console_url="https://d.example",
        ).subject
        for id in ids
    ]
    assert len(set(subjects)) == len(ids)
    assert all(f"“Criterion {id}”" in subject for id, subject in zip(ids, subjects, strict=True))
    assert "“" not in sentence(also(told, **criterion("sc_1", "q_1")), NAMES, ZONE), "nobody looked it up"


@pytest.mark.feature("S4.8", "S2.5")
@pytest.mark.parametrize("told", ABOUT_EVALUATIONS, ids=lambda each: each.kind)
def test_two_notices_of_two_conversations_have_two_subjects(told: Notice) -> None:
    days = ["2026-12-01T09:00:00.000Z", "2026-12-02T09:00:00.000Z"]
    said = [sentence(also(told, started_at=each), NAMES, ZONE) for each in days]
    assert said[0] != said[1]
    assert "Tuesday 1 December 2026, 10:00" in said[0]
    assert "unknown" not in sentence(told, NAMES, ZONE), "one from before it told so reads on"


@pytest.mark.feature("S2.3")
def test_a_flag_says_with_which_scorecard_and_how_many_criteria_more() -> None:
    names = {**NAMES, "sc_1": "Voice", "sc_1 q_1": "Verifies identity"}
    low = notice("flag_quality", actor=None, why="low_score", agent_id="us_2", scorecard="sc_1", started_at="x")
    assert sentence(low, names, ZONE).endswith("is flagged: it scored low on “Voice”")
    missed = notice("flag_compliance", why="compliance", criteria="3", **criterion("sc_1", "q_1"))
    assert sentence(missed, names, ZONE).endswith("the compliance criterion “Verifies identity” was missed, and 2 more")
    assert sentence(also(missed, criteria="1"), names, ZONE).endswith("“Verifies identity” was missed")
    assert sentence(notice("evaluation_completed", scorecard="sc_1"), names, ZONE).endswith(" with “Voice”")


@given(st.text(max_size=30), st.text(max_size=300))
def test_whatever_an_imported_criterion_is_called_a_notice_can_carry_it_or_goes_without(
    card: str, question: str
) -> None:
    told = notice("flag_pattern", **criterion(card, question))
    assert set(told.parameters) <= {"scorecard", "criterion"}
