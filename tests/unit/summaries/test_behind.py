"""What is behind a number of a report: what was analysed, what was only counted, and the period before (N1)."""

from datetime import date, timedelta
from typing import Any

import pytest

from debrief.interactions.conversations.words import Channel
from debrief.summaries.drafting.sources import sources_of as analysed
from debrief.summaries.facts.behind import sources_of
from debrief.summaries.facts.facts import facts_of
from debrief.summaries.facts.material import ConversationDigest, DayScores, EvaluationDigest, LineCount, Material
from debrief.summaries.facts.model import Fact
from debrief.summaries.model import PeriodKind, SummaryFrame
from debrief.summaries.periods import PeriodRequest, resolve
from tests.unit.coaching.world import NOW

PERIOD = resolve(PeriodRequest(kind=PeriodKind.LAST_WEEK), now=NOW, time_zone="UTC")


def evaluation(number: int, **fields: Any) -> EvaluationDigest:
    own = {
        "id": f"ev_{number}", "revision": 1, "interaction_id": f"int_{number}", "contact_reference": f"C-{number}",
        "channel": Channel.VOICE, "scorecard_id": "sc_1", "scorecard_name": "Voice", "scorecard_version": 1,
        "percent": 50.0 + number, "passed": False, "started_at": NOW - timedelta(hours=number),
        "met": ("listen",) if number % 2 else (), "missed": () if number % 2 else ("listen",),
    }  # fmt: skip
    return EvaluationDigest.model_validate({**own, **fields})


def count(passed: int, applicable: int, version: int = 1, question: str = "listen") -> LineCount:
    return LineCount(
        scorecard_id="sc_1", scorecard_name="Voice", scorecard_version=version, question_id=question,
        text=question, passed=passed, applicable=applicable,
    )  # fmt: skip


def material(**fields: Any) -> Material:
    return Material.model_validate(
        {
            "summary_id": "sm_1",
            "agent_id": "us_agent",
            "frame": SummaryFrame(agent_name="Sample agent", minimum_sample=5, agent_sentiment=False),
            "period": PERIOD,
            "scorecard_type": "all",
            "read_on": date(2026, 3, 10),
            "evaluations": tuple(evaluation(each) for each in range(1, 9)),
            "sources": analysed({}, "all", conversations=3, coaching=0, previous_meeting=0),
            **fields,
        }
    )


def of_kind(of: Material, kind: str) -> Fact:
    return next(each for each in facts_of(of) if each.kind == kind and (kind != "change" or each.question_id))


@pytest.mark.feature("N1", "N3")
def test_a_line_item_s_change_tells_of_both_its_sides() -> None:
    # In all versions of its scorecard, and of no other question.
    before = (count(2, 10), count(1, 3, version=2), count(9, 9, question="other"))
    of = material(counts=(count(4, 8),), counts_before=before)
    change = sources_of(of_kind(of, "change"), of)
    assert (change.met, change.missed, change.unanalysed, change.earlier) == (4, 4, 0, 13)
    item = sources_of(of_kind(of, "line_item"), of)
    assert (item.met, item.missed, item.unanalysed, item.earlier) == (4, 4, 0, 0)


@pytest.mark.feature("N1", "S0.10")
def test_what_was_counted_and_not_analysed_is_told() -> None:
    days = (DayScores(day=PERIOD.first_day, scorecard_id="sc_1", scored=350, score_hundredths=350 * 8000),)
    of = material(counts=(count(200, 250), count(60, 100, version=2)), counts_before=(count(5, 20),), day_scores=days)
    for kind, earlier in (("line_item", 0), ("change", 20)):
        fact = of_kind(of, kind)
        found = sources_of(fact, of)
        assert (found.met + found.missed, found.unanalysed, found.earlier) == (8, 342, earlier), kind
    average = sources_of(of_kind(of, "average"), of)
    assert (len(average.items), average.unanalysed) == (8, 342)
    # What is of those alone that were analysed lacks none.
    counted = next(each for each in facts_of(of) if each.name == "evaluations analysed")
    assert sources_of(counted, of).unanalysed == 0


@pytest.mark.feature("N1")
def test_a_source_is_called_as_in_lists() -> None:
    talk = ConversationDigest(
        id="int_1", revision=1, contact_reference="C-1", channel=Channel.VOICE, started_at=NOW, queue="Orders"
    )
    given = (
        (evaluation(1, inquiry=("Late delivery", "Refund")), "Late delivery and 1 more"),
        (evaluation(1), "Call, Orders"),
        (evaluation(2), "Call"),
        (evaluation(2, queue="Returns"), "Call, Returns"),
    )
    for one, heading in given:
        of = material(evaluations=(one,), conversations=(talk,))
        fact = next(each for each in facts_of(of) if each.name == "evaluations analysed")
        assert [each.heading for each in sources_of(fact, of).items] == [heading]
    talks = next(each for each in facts_of(of) if each.name == "conversations analysed")
    assert [each.heading for each in sources_of(talks, of).items] == ["Call, Orders"]


@pytest.mark.feature("N1", "S4.9")
def test_two_evaluations_of_one_conversation_are_told_apart() -> None:
    by_ai, by_person = "automatic", "manual"
    same = {"interaction_id": "int_1", "contact_reference": "C-1", "percent": 90.0, "started_at": NOW}
    of = material(evaluations=(evaluation(1, type=by_ai, **same), evaluation(3, type=by_person, **same)))
    fact = next(each for each in facts_of(of) if each.name == "evaluations analysed")
    assert {each.evaluation_id: each.type for each in sources_of(fact, of).items} == {"ev_1": by_ai, "ev_3": by_person}


@pytest.mark.feature("N1", "S0.11")
def test_a_metric_leads_to_what_each_of_its_conversations_came_to() -> None:
    talks = tuple(
        ConversationDigest(
            id=f"int_{n}", revision=1, contact_reference=f"C-{n}", channel=Channel.VOICE,
            started_at=NOW - timedelta(hours=n), resolved=bool(n % 2), repeated=n == 3, xnps=n + 3,
            customer_sentiment=n - 3.0, handle_ms=n * 60_000,
        )
        for n in range(1, 7)
    )  # fmt: skip
    of = material(evaluations=(), conversations=talks)

    def behind(name: str) -> list[tuple[str, str, str]]:
        fact = next(each for each in facts_of(of) if each.name == name)
        found = sources_of(fact, of)
        assert found.others == 0
        return [(each.contact_reference, each.group, each.reading) for each in found.items]

    unsolved, solved = "Not resolved", "Resolved"
    assert behind("Resolution Rate") == [
        *((f"C-{n}", unsolved, "") for n in (2, 4, 6)),
        *((f"C-{n}", solved, "") for n in (1, 3, 5)),
    ]
    assert behind("Repeat Rate")[:2] == [
        ("C-3", "Came back with the same matter", ""),
        ("C-1", "Not about an earlier matter", ""),
    ]
    assert [(reference, reading) for reference, _, reading in behind("Customer Sentiment")] == [
        ("C-1", "−2.0"), ("C-2", "−1.0"), ("C-3", "0.0"), ("C-4", "+1.0"), ("C-5", "+2.0"), ("C-6", "+3.0"),
    ]  # fmt: skip
    assert [group for _, group, _ in behind("xNPS")] == [
        *["Detractors (0 to 6)"] * 3, *["Passives (7 or 8)"] * 2, "Promoters (9 or 10)",
    ]  # fmt: skip
    assert behind("Average Handling Time")[0] == ("C-6", "", "6 min")
    counted = next(each for each in facts_of(of) if each.name == "conversations analysed")
    assert {each.group for each in sources_of(counted, of).items} == {""}
