"""What a team's average tells somebody who may not see each of its people: never the figures of a few (P4)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debrief.insights.projection.conversation_totals import ConversationTotals
from debrief.insights.projection.model import Counters, Days
from debrief.insights.projection.rollups import additions, changes, contributors
from debrief.insights.projection.shares import conversation_share, evaluation_share
from debrief.insights.reports.anonymity import ANONYMOUS_FROM, Anonymity, Crowd, whole_weeks
from debrief.interactions.conversations.model import Channel
from debrief.kernel.calendar import week_of
from debrief.people.model import User, UserKind, UserStatus
from debrief.people.rows_store import team_row, user_row
from debrief.quality.evaluations.model import Evaluation
from tests.doubles import metered
from tests.unit.insights.test_reports import ask, busy
from tests.unit.insights.world import QUESTIONS, World, conversation, evaluation, on_day

__all__ = ["busy"]
TEAM = ("us_a", "us_b", "us_c", "us_x", "us_y", "us_z", "us_bot", "us_gone")
ACTIVE = frozenset(TEAM[:6])
WEEKS = [date(2026, 3, 2) + timedelta(weeks=n) for n in range(3)]


@pytest.mark.feature("P4")
@pytest.mark.parametrize(
    ("first", "last", "today", "weeks"),
    [
        ("2026-03-02", "2026-03-08", "2026-03-31", ("2026-03-02", "2026-03-08")),
        ("2026-03-01", "2026-03-31", "2026-03-31", ("2026-03-02", "2026-03-29")),
        ("2026-03-02", "2026-03-07", "2026-03-31", None),
        ("2026-03-03", "2026-03-14", "2026-03-31", None),
        ("2026-03-02", "2026-03-08", "2026-03-08", None),
        ("2026-03-02", "2026-03-08", "2026-03-09", ("2026-03-02", "2026-03-08")),
        ("2026-03-02", "2026-12-31", "2026-03-18", ("2026-03-02", "2026-03-15")),
        ("9999-12-30", "9999-12-31", "2026-03-18", None),
        ("0001-01-01", "0001-01-01", "2026-03-18", None),
    ],
)
def test_the_whole_weeks_of_a_period_that_have_ended(
    first: str, last: str, today: str, weeks: tuple[str, str] | None
) -> None:
    found = whole_weeks(Days(date.fromisoformat(first), date.fromisoformat(last)), date.fromisoformat(today))
    assert found == (Days(*map(date.fromisoformat, weeks)) if weeks else None)


@pytest.mark.feature("P4")
@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 4), max_size=8),
    st.sets(st.sampled_from("abcdefgh")),
    st.sets(st.sampled_from("abcdefgh")),
    st.data(),
)
def test_a_figure_that_is_not_known_everywhere_is_taken_at_its_worst(
    by: dict[str, int], active: set[str], seen: set[str], data: st.DataObject
) -> None:
    """Whoever's evaluations lack the figure: those behind it are still enough."""
    things = [agent for agent, count in by.items() for _ in range(count)]
    without = data.draw(st.lists(st.sampled_from(range(len(things))), unique=True)) if things else []
    crowd = Crowd(frozenset(active), frozenset(active - seen))
    if crowd.hides(by, len(without)):
        behind = {agent for number, agent in enumerate(things) if number not in without}
        assert len(behind & active) >= ANONYMOUS_FROM
        assert len(behind & active - seen) >= ANONYMOUS_FROM - 1


def test_a_team_s_rows_tell_who_is_behind_them(world: World) -> None:
    version = world.versions["sc_1", 1]
    share = evaluation_share(version, evaluation(version, "ev_1", "yn-", agent_id="us_a"), "UTC")
    assert share is not None
    rows = additions(share) | additions(conversation_share(conversation("int_1", agent_id="us_b"), "UTC"))
    told = {key.pk: contributors(counters) for key, counters in rows.items() if contributors(counters)}
    assert told == {"TEAM#tm_big#TOTALS": {"us_a": 1}, "TEAM#tm_big#CONVERSATIONS": {"us_b": 1}}
    # What was counted before agents were is counted anew when it is looked at again.
    before = share.model_copy(update={"counts_agent": False})
    assert [contributors(counters) for counters in changes(before, share).values()] == [{"us_a": 1}]


class Team:
    """A team of six active people, a bot and one who has gone, of whom nobody but us_a is the caller's to see."""

    def __init__(self, world: World) -> None:
        self.world = world
        for user_id in TEAM:
            kind = UserKind.BOT if user_id == "us_bot" else UserKind.HUMAN
            status = UserStatus.INACTIVE if user_id == "us_gone" else UserStatus.ACTIVE
            before = world.people.find_user(user_id)
            user = User(
                id=user_id,
                name=user_id,
                email=f"{user_id}@example.com",
                kind=kind,
                status=status,
                role_ids=frozenset({"agent"}),
                manager_id="us_other",
                team_id="tm_big",
                revision=before.revision if before else 0,
            )
            user_row(user).save()


@pytest.fixture
def team(world: World, monkeypatch: pytest.MonkeyPatch) -> Team:
    from api.insights_api import handler

    monkeypatch.setattr(handler.reports, "_clock", world.clock)
    monkeypatch.setattr(handler.insights, "_scorecards", world.scorecards)
    world.settle(minimum_sample=1)
    return Team(world)


MADE = st.lists(
    st.tuples(
        st.sampled_from(TEAM),
        st.sampled_from(range(21)),
        st.sampled_from(["manual", "automatic"]),
        st.lists(st.sampled_from("yyyn-"), min_size=3, max_size=3).map("".join),
    ),
    min_size=12,
    max_size=60,
)
RANGES = [(first, last) for first in range(3) for last in range(first, 3)]
FILTERS: tuple[tuple[str, ...], ...] = (("manual",), ("automatic",), ("manual", "automatic"))


@pytest.mark.feature("P4")
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=MADE)
def test_no_two_answers_subtract_to_a_few_people(team: Team, made: list[tuple[str, int, str, str]]) -> None:
    world = team.world
    world.start_over()
    version = world.versions["sc_1", 1]
    all_ = [
        evaluation(version, f"ev_{n}", answers, agent_id=agent, type=type, interaction_started_at=on_day(2 + day))
        for n, (agent, day, type, answers) in enumerate(made)
    ]
    world.load(all_, [])
    answers = {(weeks, types): _answer(weeks, types) for weeks in RANGES for types in FILTERS}
    for question in QUESTIONS:
        shown = {
            (week, types[0])
            for week in range(3)
            for types in FILTERS[:2]
            if answers[(week, week), types].get(question, 0)
        }
        for part in shown:
            _check_crowd(_behind(all_, question, [part]))
        for one, other in ((a, b) for a in answers for b in answers if _parts(b) < _parts(a)):
            left = answers[one].get(question, 0) - answers[other].get(question, 0)
            parts = (_parts(one) - _parts(other)) & shown
            behind = _behind(all_, question, parts)
            assert left == len(behind)
            if left:
                _check_crowd(behind)


def _answer(weeks: tuple[int, int], types: Sequence[str]) -> dict[str, int]:
    """How many answers the report tells of each question."""
    first, last = WEEKS[weeks[0]], WEEKS[weeks[1]] + timedelta(days=6)
    query = {"from_": str(first), "to": str(last), "team_id": "tm_big", "type": list(types)}
    answer = ask("us_a", "line-items", **query)
    if answer.status == 403:
        return {}
    assert answer.body["frame"]["anonymous"]
    return {item["question_id"]: item["applicable"] for item in answer.body["items"]}


def _parts(asked: tuple[tuple[int, int], tuple[str, ...]]) -> set[tuple[int, str]]:
    (first, last), types = asked
    return {(week, type) for week in range(first, last + 1) for type in types}


def _behind(all_: Iterable[Evaluation], question: str, parts: Iterable[tuple[int, str]]) -> list[str]:
    """Whose answers to the question are in those parts, as often as they are."""
    wanted = {(WEEKS[week], type) for week, type in parts}
    return [
        each.agent_id
        for each in all_
        if (week_of(each.interaction_started_at.date())[0], each.type) in wanted
        and any(answer.question_id == question and not answer.not_applicable for answer in each.answers)
    ]


def _check_crowd(behind: Sequence[str]) -> None:
    assert len(ACTIVE & set(behind)) >= ANONYMOUS_FROM
    assert len(ACTIVE & set(behind) - {"us_a"}) >= ANONYMOUS_FROM - 1


@pytest.mark.feature("P4")
@pytest.mark.parametrize(
    ("people", "status"),
    [
        (("us_a", "us_b", "us_c", "us_x"), 200),
        (("us_b", "us_c", "us_x", "us_y"), 200),
        (("us_a", "us_b", "us_c"), 403),
        (("us_a", "us_b", "us_bot", "us_gone"), 403),
        (("us_a", "us_a", "us_a", "us_a", "us_b", "us_b"), 403),
    ],
)
@pytest.mark.parametrize("report", ["line-items", "evaluations", "responses", "conversations"])
def test_only_active_people_with_figures_count(team: Team, report: str, people: Sequence[str], status: int) -> None:
    version = team.world.versions["sc_1", 1]
    team.world.load(
        [
            evaluation(version, f"ev_{n}", "yny", agent_id=agent, interaction_started_at=on_day(2))
            for n, agent in enumerate(people)
        ],
        [conversation(f"int_{n}", {"xnps": 9}, agent_id=agent, started_at=on_day(2)) for n, agent in enumerate(people)],
    )
    query: dict[str, Any] = {"team_id": "tm_big", "from_": "2026-03-02", "to": "2026-03-15"}
    query |= {"scorecard_id": "sc_1"} if report == "responses" else {}
    assert ask("us_a", report, **query).status == status
    # Those who may see everybody see it all the same, and without figures there is nothing to hide.
    assert ask("us_admin", report, **query).status == 200
    assert ask("us_a", report, **(query | {"from_": "2026-03-09"})).status == 200


@pytest.mark.feature("P4", "N3")
def test_counts_below_the_minimum_are_not_shown(team: Team) -> None:
    version = team.world.versions["sc_1", 1]
    team.world.settle(minimum_sample=5)
    made = [
        evaluation(
            version,
            f"ev_{n}",
            answers,
            agent_id=agent,
            type="automatic" if n < 4 else "manual",
            interaction_started_at=on_day(2),
        )
        for n, (agent, answers) in enumerate(
            [*((agent, "yyy") for agent in TEAM[:4]), *((agent, "yn-") for agent in TEAM[:5])]
        )
    ]
    team.world.load(made, [conversation(f"int_{n}", agent_id=agent, started_at=on_day(2)) for n, agent in
                           enumerate(TEAM[:4])])  # fmt: skip
    week = {"team_id": "tm_big", "from_": "2026-03-02", "to": "2026-03-08"}
    lines = ask("us_a", "line-items", **week).body
    assert [(item["question_id"], item["applicable"]) for item in lines["items"]] == [
        (QUESTIONS[1], 9),
        (QUESTIONS[0], 9),
    ]
    evaluations = ask("us_a", "evaluations", **week).body
    assert evaluations["by_type"] == {"manual": 5}
    assert [(line["type"], line["scored"]) for line in evaluations["items"]] == [("manual", 5)]
    responses = ask("us_a", "responses", scorecard_id="sc_1", **week).body
    assert [each["question_id"] for each in responses["questions"]] == [QUESTIONS[0], QUESTIONS[1]]
    totals = ask("us_a", "conversations", **week).body["totals"]
    assert totals == ConversationTotals().model_dump()


@pytest.mark.feature("P4")
def test_a_line_that_sees_all_but_one_gets_no_average_of_them(busy: Any) -> None:
    query = {"team_id": "tm_big", "from_": "2026-03-02", "to": "2026-03-29"}
    assert ask("us_lead", "conversations", **query).status == 403
    assert ask("us_a", "conversations", **query).status == 200


@pytest.mark.feature("P4")
def test_who_was_in_the_team_then_counts_and_not_who_is_now(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of today's team is in the caller's line; some of its work was done by people who are not."""
    from api.insights_api import handler

    monkeypatch.setattr(handler.reports, "_clock", world.clock)
    agents = ("us_d", "us_x")
    made = [conversation(f"int_{agent}", agent_id=agent, team_id="tm_small", started_at=on_day(2)) for agent in agents]
    world.load([], made)
    query = {"team_id": "tm_small", "from_": "2026-03-01", "to": "2026-03-31"}
    assert ask("us_lead", "conversations", **query).status == 403
    assert ask("us_lead", "conversations", **(query | {"from_": "2026-03-09"})).body["frame"]["anonymous"] is False
    team = world.people.find_team("tm_small")
    assert team is not None
    team_row(team.model_copy(update={"supervisor_id": "us_lead"})).save()
    assert ask("us_lead", "conversations", **query).body["totals"]["count"] == 2


@pytest.mark.feature("P4")
def test_what_is_left_out_is_said(team: Team) -> None:
    shown = [conversation(f"int_{n}", agent_id=agent, started_at=on_day(2)) for n, agent in enumerate(TEAM[:5])]
    thin = [conversation(f"int_thin_{n}", agent_id="us_b", started_at=on_day(9)) for n in range(3)]
    team.world.load([], [*shown, *thin])
    body = ask("us_a", "conversations", team_id="tm_big", from_="2026-03-01", to="2026-03-31").body
    assert (body["totals"]["count"], body["frame"]["weeks_left_out"]) == (5, 1)
    assert (body["frame"]["first_day"], body["frame"]["last_day"]) == ("2026-03-02", "2026-03-29")


@pytest.mark.feature("P4")
def test_rows_that_do_not_tell_who_is_behind_them_are_not_shown() -> None:
    guard = Anonymity(Crowd(ACTIVE, ACTIVE))
    everybody: Counters = {f"by:{agent}": 2 for agent in sorted(ACTIVE)}
    day = date(2026, 3, 2)
    known = [(day, {"count": 12, "voice": 12, **everybody})]
    assert guard.conversations(known) == [(day, {"count": 12, "voice": 12})]
    assert guard.conversations([(day, {"count": 13, "voice": 13, **everybody})]) == [(day, {})]


@pytest.mark.feature("P4", "S4.9")
def test_what_an_anonymous_report_reads_is_bounded(team: Team) -> None:
    version = team.world.versions["sc_1", 1]

    def cost(times: int) -> int:
        team.world.load(
            [
                evaluation(version, f"ev_{n}", "yny", agent_id=agent, interaction_started_at=on_day(2 + n % 7))
                for agent in TEAM[:6]
                for n in range(times)
            ],
            [],
        )
        with metered() as usage:
            assert ask("us_a", "line-items", team_id="tm_big", from_="2026-03-02", to="2026-03-08").status == 200
        return usage.round_trips

    few = cost(2)
    assert few <= 12
    assert cost(20) == few


@pytest.mark.feature("P4", "N3")
def test_a_channel_with_few_conversations_is_not_told_by_its_count_nor_by_the_others(team: Team) -> None:
    team.world.settle(minimum_sample=5)
    channels = [Channel.VOICE] * 9 + [Channel.CHAT]
    team.world.load(
        [],
        [
            conversation(f"int_{n}", agent_id=TEAM[n % 6], started_at=on_day(2), channel=channel)
            for n, channel in enumerate(channels)
        ],
    )
    week = {"team_id": "tm_big", "from_": "2026-03-02", "to": "2026-03-08"}
    totals = ask("us_a", "conversations", **week).body["totals"]
    assert totals["count"] == 10
    assert {name: totals[name] for name in ("voice", "chat", "email", "offline")} == dict.fromkeys(
        ("voice", "chat", "email", "offline"), 0
    )
    assert ask("us_admin", "conversations", **week).body["totals"]["chat"] == 1


@pytest.mark.feature("P4", "N3")
@given(st.lists(st.integers(0, 30), min_size=4, max_size=4), st.integers(1, 10))
def test_whatever_is_not_told_of_channels_is_enough_together(counts: list[int], minimum: int) -> None:
    names = ("voice", "chat", "email", "offline")
    every = ConversationTotals(**dict(zip(names, counts, strict=True)), count=sum(counts))
    told = every.known_in(minimum)
    shown = {name: getattr(told, name) for name in names}
    assert all(count == 0 or count >= minimum for count in shown.values())
    assert all(count in (0, getattr(every, name)) for name, count in shown.items())
    missing = sum(counts) - sum(shown.values())
    assert missing == 0 or missing >= min(minimum, sum(counts))
    if all(count == 0 or count >= minimum for count in counts) and sum(counts) >= minimum:
        assert shown == dict(zip(names, counts, strict=True))
