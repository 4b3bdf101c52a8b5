"""Goals over the API, their draws, and what those who were drawn may read."""

import json
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.quality_api import wiring
from debrief.kernel.errors import Stale
from debrief.kernel.schedules.store import is_scheduled
from debrief.kernel.storage.transactions import Transaction
from debrief.notices.events import NOTICE_REQUESTED
from debrief.notices.kinds import sentence
from debrief.notices.listed import listed_in
from debrief.notices.model import Notice, NoticeKind
from debrief.people.access import Access
from debrief.people.model import Change, Group, Team
from debrief.people.organisation.store import write_users
from debrief.people.rows_store import group_row, settings_row, team_row
from debrief.people.store import PeopleStore
from debrief.quality.evaluations.assigning_service import Assigning
from debrief.quality.evaluations.eligible_reader import Eligible
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.goals import drawing_service, giving_service
from debrief.quality.goals.deadlines import GOAL_DUE
from debrief.quality.goals.draw_files import DrawFile, as_csv, from_csv
from debrief.quality.goals.drawing_service import GoalDrawing
from debrief.quality.goals.giving_service import GoalGiving
from debrief.quality.goals.model import Draw
from debrief.quality.goals.service import GoalService
from debrief.quality.goals.store import GoalStore
from debrief.quality.table_store import QualityRow
from tests.doubles import metered
from tests.unit.helpers import Answer
from tests.unit.quality.earning import SURE, card_of, hand_in, of
from tests.unit.quality.world import START, World, content, items, yes_no
from tools.redraw import main, redrawn

ORDERS = {"kind": "in", "field": "queue", "values": ["orders"]}


class GoalWorld(World):
    """With goals that draw by the world's clock, from seeds that it counts."""

    def __init__(self) -> None:
        super().__init__()
        people = PeopleStore()
        self.seeds = 0
        self.drawing = GoalDrawing(
            GoalStore(),
            self.store,
            self.scorecards,
            self.interactions,
            people,
            Access(people),
            self.clock,
            self.ids,
            self._seed,
        )
        wiring.goals._made = GoalService(
            GoalStore(), self.drawing, self.scorecards, Access(people), self.clock, self.ids
        )
        self.card = self.published(content(yes_no("a")))

    def _seed(self) -> str:
        self.seeds += 1
        return f"seed {self.seeds}"

    def goal(self, by: str = "sam", **more: Any) -> Answer:
        body = {
            "name": "Weekly",
            "scorecard_id": self.card,
            "evaluator_ids": ["us_eve", "us_ida"],
            "count": 2,
            "first_on": "2026-03-02",
            "agent_ids": ["us_kim", "us_joe"],
        }
        return self.call(by, "POST", "/goals", body | more)

    def drawn(self, goal: Answer) -> Any:
        """The goal's draw of now, made to its end."""
        assert goal.status == 201, goal.body
        for _ in range(10):
            if self.drawing.run(goal.body["id"]) != self.clock.now():
                break
        current = self.call("ada", "GET", f"/goals/{goal.body['id']}").body["current"]
        assert current is not None
        return current


@pytest.fixture
def world(aws: None) -> GoalWorld:
    return GoalWorld()


def talks(world: World, agent: str, *numbers: int) -> None:
    for number in numbers:
        world.add_interaction(number, agent=agent, said=None, at=START + timedelta(minutes=number))


@pytest.mark.feature("S4.10", "N14", "S4.7")
def test_a_goal_is_drawn_given_out_done_and_read_by_who_was_drawn(world: GoalWorld, tmp_path: Path) -> None:
    talks(world, "kim", *range(1, 7))
    talks(world, "joe", 11)
    world.completed("eve", world.interactions.interactions(["int_3"])[0], world.card, a="yes")
    goal = world.goal()
    assert is_scheduled(QualityRow, GOAL_DUE, goal.body["id"])
    draw = world.drawn(goal)
    assert (draw["state"], draw["wanted"], draw["drawn"]) == ("done", 4, 3)
    (short,) = draw["short"]
    assert (short["agent_name"], short["wanted"], short["offered"]) == ("Joe Sample", 2, 1)
    assert sorted(each["assigned"] for each in draw["progress"]) == [1, 2]
    given = [line for name in ("eve", "ida") for line in items(world.call(name, "GET", "/evaluations/assigned"), dict)]
    assert len(given) == 3
    assert "int_3" not in {each["interaction_id"] for each in given}, "somebody has evaluated it"
    told = [each for each in world.events(NOTICE_REQUESTED) if each.data["kind"] == NoticeKind.EVALUATIONS_DRAWN]
    assert sorted((each.data["recipient_ids"], each.data["parameters"]["number"]) for each in told) == sorted(
        ([each["evaluator_id"]], str(each["assigned"])) for each in draw["progress"]
    )
    by_id = {each["id"]: each for each in given}
    for each in told:
        of = Notice(
            id="nt_1",
            kind=each.data["kind"],
            about=each.subject,
            parameters=each.data["parameters"],
            at=world.clock.now(),
        )
        theirs = [by_id[one.evaluation_id] for one in listed_in(of)]
        assert len(theirs) == int(of.parameters["number"])
        assert {one["evaluator_id"] for one in theirs} == set(each.data["recipient_ids"])
        assert [(one.agent_id, one.started_at) for one in listed_in(of)] == [
            (one["agent_id"], one["interaction_started_at"]) for one in theirs
        ]
        assert of.parameters["scorecard"] == world.card
        names = {"us_kim": "Kim Sample", "us_joe": "Joe Sample"}
        assert "conversation" in sentence(of, names, "UTC")
        assert "Sample" in sentence(of, names, "UTC")
    line = given[0]
    by = line["evaluator_id"].removeprefix("us_")
    saved = world.call(
        by,
        "PATCH",
        f"/evaluations/{line['id']}/answers",
        {"answers": [{"question_id": "a", "option_id": "no"}]},
        if_match='"1"',
    )
    assert saved.status == 200, saved.body
    assert world.call(by, "POST", f"/evaluations/{line['id']}/completion").status == 200
    after = world.call("sam", "GET", f"/draws/{draw['id']}")
    assert after.status == 200
    assert sum(each["completed"] for each in after.body["progress"]) == 1

    # Who was drawn reads by what, from what and why these; the files that anybody who sees it may save say the same.
    own = items(world.call("kim", "GET", "/draws"), dict)[0]
    assert (own["seed"], own["recomputed"], len(own["drawn"])) == ("seed 1", True, 2)
    assert {each["id"] for each in own["excluded"]} <= {"int_3"}, "as far as it was looked up"
    assert set(own["frame"]) == {f"int_{number}" for number in range(1, 7)}
    assert "us_eve" not in json.dumps(own), "and not who evaluates"
    agent = line["agent_id"].removeprefix("us_")
    assert world.call(agent, "GET", f"/evaluations/{line['id']}/draw").status == 200
    assert world.call("zoe", "GET", "/draws", query={"agent_id": "us_kim"}).status == 404
    assert world.call("kim", "GET", f"/draws/{draw['id']}").status == 403
    pages = world.call("sam", "GET", f"/draws/{draw['id']}/agents")
    files = [tmp_path / "draw.json", tmp_path / "agents.json"]
    for file, answer in zip(files, (after, pages), strict=True):
        file.write_text(json.dumps(answer.body))
    assert main([str(each) for each in files]) == 0
    other = json.loads(json.dumps(pages.body))
    picked = next(each for each in other["items"] if each["picked"])["picked"]
    picked[0]["interaction_id"] = "int_forged"
    assert redrawn(after.body, other["items"])
    assert main([]) == 2
    assert main([str(tmp_path / "missing.json")]) == 2


@pytest.mark.feature("N14")
def test_a_draw_is_saved_as_a_file_from_which_it_is_computed_again(
    world: GoalWorld, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talks(world, "kim", *range(1, 7))
    talks(world, "joe", 11)
    world.completed("eve", world.interactions.interactions(["int_3"])[0], world.card, a="yes")
    draw = world.drawn(world.goal())
    at = f"/draws/{draw['id']}"
    whole = world.call("sam", "GET", f"{at}/file")
    assert whole.status == 200, whole.body
    file = DrawFile.model_validate(whole.body)
    assert (file.draw.seed, file.draw.agents, file.next_cursor) == ("seed 1", 2, None)
    assert {each.agent_id for each in file.agents} == {"us_kim", "us_joe"}
    assert from_csv(as_csv(file)) == file, "the CSV says the same"

    # In parts, one agent each, in both forms; all of them are needed.
    parts, csv, cursor = [], [], None
    while True:
        query = {"limit": "1"} | ({"cursor": cursor} if cursor else {})
        parts.append(world.call("sam", "GET", f"{at}/file", query=query).body)
        if (cursor := parts[-1]["next_cursor"]) is None:
            break
    cursor = None
    while True:
        query = {"limit": "1"} | ({"cursor": cursor} if cursor else {})
        answer = world.call("sam", "GET", f"{at}/csv", query=query)
        assert answer.headers["content-type"].startswith("text/csv")
        csv.append(answer.body)
        last = (answer.body.splitlines() or [""])[-1].split(",")
        if last[0] != "next":
            break
        cursor = last[2]

    def saved(name: str, text: str) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
        return str(tmp_path / name)

    assert main([saved("draw.json", json.dumps(whole.body))]) == 0
    assert main([saved(f"part-{number}.json", json.dumps(each)) for number, each in enumerate(parts)]) == 0
    assert main([saved("draw.csv", "\ufeff" + "".join(csv))]) == 0
    assert main([saved("first.csv", csv[0])]) == 1, "an agent is missing"
    assert "are in the files" in capsys.readouterr().out
    assert main([saved("forged.csv", "".join(csv).replace("seed 1", "seed 2"))]) == 1
    # While it is given out the file says so, and not that it doesn't agree.
    for state, told in (("giving", "isn't finished yet"), ("gathering", "isn't finished yet"), ("failed", "be drawn")):
        capsys.readouterr()
        body = json.loads(json.dumps(whole.body)) | {"draw": whole.body["draw"] | {"state": state}}
        assert main([saved(f"{state}.json", json.dumps(body))]) == 3
        assert told in capsys.readouterr().out
        assert main([saved(f"{state}.csv", "".join(csv).replace("state,done", f"state,{state}"))]) == 3
    before = json.loads(json.dumps(whole.body))
    del before["draw"]["state"]
    assert main([saved("before.json", json.dumps(before))]) == 0, "a file of before is of a finished draw"
    assert main([saved("broken.csv", "row,agent_id\nnonsense,x")]) == 2
    assert world.call("kim", "GET", f"{at}/file").status == 403


@pytest.mark.feature("S4.10")
def test_the_figures_of_a_draw_lead_to_the_evaluations_that_they_count(world: GoalWorld) -> None:
    talks(world, "kim", *range(1, 7))
    talks(world, "joe", 11)
    talks(world, "zoe", *range(21, 25))
    draw = world.drawn(world.goal("ada", agent_ids=["us_kim", "us_joe", "us_zoe"]))
    path = f"/draws/{draw['id']}/evaluations"

    def listed(who: str, **query: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        cursor: dict[str, str] = {}
        while True:
            page = world.call(who, "GET", path, query={"limit": "2"} | query | cursor)
            assert page.status == 200, page.body
            found += page.body["items"]
            if not page.body["next_cursor"]:
                return found
            cursor = {"cursor": page.body["next_cursor"]}

    assert [each["agent_id"] for each in listed("ada")] == ["us_joe", "us_kim", "us_kim", "us_zoe", "us_zoe"]
    first = listed("ada", evaluator_id="us_eve")[0]
    answers = {"answers": [{"question_id": "a", "option_id": "no"}]}
    world.call("eve", "PATCH", f"/evaluations/{first['id']}/answers", answers, if_match='"1"')
    assert world.call("eve", "POST", f"/evaluations/{first['id']}/completion").status == 200
    now = world.call("ada", "GET", f"/draws/{draw['id']}").body
    for each in now["progress"]:
        of = {"evaluator_id": each["evaluator_id"]}
        assert len(listed("ada", **of)) == each["assigned"]
        done = listed("ada", **of, done="true")
        assert len(done) == each["completed"]
        assert len(listed("ada", **of, done="false")) == each["assigned"] - each["completed"]
        assert all(one["done"] and one["completed_at"] for one in done)
    assert [each["id"] for each in listed("ada", done="true")] == [first["id"]]
    (short,) = now["short"]
    assert len(listed("ada", agent_id=short["agent_id"])) == short["offered"] == short["given"]
    # Of agents whom they don't see they read nothing, and of a draft nothing but that it is one.
    assert {each["agent_id"] for each in listed("sam")} == {"us_kim", "us_joe"}
    assert listed("sam", agent_id="us_zoe") == []
    assert not {"score", "answers", "percent"} & set(listed("sam", done="false")[0])
    # A draw of others isn't there; who was drawn isn't told who evaluates.
    assert world.call("kim", "GET", path).status == 403
    alone = world.drawn(world.goal("ada", name="Zoe's", agent_ids=["us_zoe"], evaluator_ids=["us_eve"]))
    assert world.call("sam", "GET", f"/draws/{alone['id']}/evaluations").status == 404
    assert world.call("ada", "GET", "/draws/dr_none/evaluations").status == 404


@pytest.mark.feature("S4.10")
def test_whoever_was_drawn_themselves_does_not_read_there_who_evaluates_them(world: GoalWorld) -> None:
    world.add_person("quinn", "supervisor", "ada")
    world.add_person("lee", "agent", "quinn")
    talks(world, "quinn", *range(1, 4))
    talks(world, "lee", *range(11, 14))
    draw = world.drawn(world.goal("ada", agent_ids=["us_quinn", "us_lee"]))
    path = f"/draws/{draw['id']}/evaluations"
    assert len(items(world.call("ada", "GET", path))) == 4
    assert {each["agent_id"] for each in items(world.call("quinn", "GET", path), dict)} == {"us_lee"}


@pytest.mark.feature("S4.10")
def test_each_period_is_drawn_once_whoever_asks_and_what_was_drawn_is_not_drawn_again(world: GoalWorld) -> None:
    talks(world, "kim", 1, 2, 3)
    goal = world.goal(agent_ids=["us_kim"], count=1, recurrence="daily")
    world.drawn(goal)
    again = world.drawing.run(goal.body["id"])
    assert again is not None
    assert again > world.clock.now()
    assert world.seeds == 1
    found = set()
    for _ in range(3):
        found |= {
            each
            for name in ("eve", "ida")
            for each in items(world.call(name, "GET", "/evaluations/assigned"), lambda e: e["interaction_id"])
        }
        world.clock.advance(timedelta(days=1))
        draw = world.drawn(goal)
    assert found == {"int_1", "int_2", "int_3"}
    assert (draw["drawn"], len(draw["short"])) == (0, 1), "all are given out: the agent is named"
    assert GoalStore().tally(goal.body["id"]) == {"us_kim": 3}


@pytest.mark.feature("S4.10", "N14")
def test_day_by_day_evaluators_are_given_alike_and_each_draw_is_computed_again(world: GoalWorld) -> None:
    talks(world, "kim", 1, 2, 3)
    goal = world.goal(agent_ids=["us_kim"], count=1, recurrence="daily")
    given, stood = Counter[str](), []
    for _ in range(3):
        draw = world.drawn(goal)
        given += Counter({each["evaluator_id"]: each["assigned"] for each in draw["progress"]})
        assert max(given.values()) - min(given[each] for each in ("us_eve", "us_ida")) <= 1
        answer = world.call("sam", "GET", f"/draws/{draw['id']}/file")
        file = DrawFile.model_validate(answer.body)
        assert from_csv(as_csv(file)) == file
        assert redrawn(answer.body["draw"], answer.body["agents"]) == []
        stood.append([each.number for each in file.draw.behind])
        assert world.call("sam", "GET", f"/draws/{draw['id']}").body["behind"] == answer.body["draw"]["behind"]
        world.clock.advance(timedelta(days=1))
    assert stood == [[], [1], []], "the draw keeps what it followed from"


@pytest.mark.feature("S4.10")
def test_a_goal_is_edited_while_active_paused_and_ended(world: GoalWorld) -> None:
    talks(world, "kim", *range(1, 9))
    goal = world.goal(agent_ids=["us_kim"], recurrence="daily", first_on="2026-03-03")
    world.drawn(goal)
    path = f"/goals/{goal.body['id']}"
    changed = world.call("sam", "PATCH", path, {"count": 3, "name": " Daily "}, if_match=goal.etag)
    assert (changed.status, changed.body["name"], changed.body["next_on"]) == (200, "Daily", "2026-03-04")
    world.clock.advance(timedelta(days=1))
    assert world.drawn(goal)["drawn"] == 3
    assert world.call("sam", "PATCH", path, {"count": 4}, if_match=goal.etag).status == 412
    paused = world.call("sam", "PATCH", path, {"active": False}, if_match=changed.etag)
    assert (paused.body["next_on"], is_scheduled(QualityRow, GOAL_DUE, goal.body["id"])) == (None, False)
    assert world.drawing.run(goal.body["id"]) is None
    over = world.call("sam", "PATCH", path, {"active": True, "last_on": "2026-03-04"}, if_match=paused.etag)
    assert (over.status, over.body["next_on"]) == (200, None)
    assert world.call("sam", "DELETE", path, if_match=over.etag).status == 204
    assert world.call("sam", "GET", path).status == 404
    assert world.call("kim", "GET", "/draws").body["items"][0]["goal_name"] == "Daily"


@pytest.mark.feature("S4.10")
def test_only_conversations_that_fit_and_agents_that_are_seen_take_part(world: GoalWorld) -> None:
    with Transaction(world.clock, world.ids) as tx:
        tx.create(team_row(Team(id="tm_1", name="Team")))
    talks(world, "kim", 1, 2)
    talks(world, "zoe", 3)
    both = world.goal("ada", agent_ids=["us_kim", "us_zoe"], condition=ORDERS, evaluator_ids=["us_sam"])
    draw = world.drawn(both)
    assert draw["drawn"] == 0
    assert {each["agent_name"]: (each["read"], each["nobody"]) for each in draw["short"]} == {
        "Kim Sample": (2, False),
        "Zoe Sample": (1, True),
    }, "who can't be evaluated by anybody is named, too"
    refused = world.goal("sam", agent_ids=["us_kim", "us_zoe"])
    assert (refused.status, refused.body["errors"][0]["pointer"]) == (422, "/agent_ids/1")
    old = world.goal("ada", agent_ids=["us_kim"], recent_days=1, recurrence="once", first_on="2026-03-06")
    assert world.drawing.run(old.body["id"]) is not None
    world.clock.advance(timedelta(days=4))
    assert world.drawn(old)["drawn"] == 0, "they are too old"
    assert world.call("pat", "GET", f"/goals/{old.body['id']}").status == 404
    assert world.call("eve", "GET", "/goals").status == 403


@pytest.mark.feature("S4.10", "N14")
def test_whoever_only_evaluates_for_a_goal_reads_of_nobody_else_and_changes_nothing(world: GoalWorld) -> None:
    talks(world, "zoe", 1)
    world.add_person("yan", "agent", "pat")
    goal = world.goal("pat", agent_ids=["us_zoe", "us_yan"], evaluator_ids=["us_sam", "us_eve"])
    draw = world.drawn(goal)
    assert {each["agent_name"] for each in draw["short"]} == {"Zoe Sample", "Yan Sample"}
    path = f"/goals/{goal.body['id']}"
    theirs = world.call("sam", "GET", path)
    assert (theirs.status, theirs.body["actions"], theirs.body["current"]["short"]) == (200, [], [])
    assert set(theirs.body["names"]) == {"us_sam", "us_eve"}
    for at in (f"{path}/draws", f"/draws/{draw['id']}", f"/draws/{draw['id']}/file"):
        answer = world.call("sam", "GET", at)
        assert answer.status == 200
        assert not {"Zoe Sample", "Yan Sample"} & set(json.dumps(answer.body).split('"'))
    assert world.call("sam", "PATCH", path, {"count": 1}, if_match=goal.etag).status == 403
    assert world.call("sam", "DELETE", path, if_match=goal.etag).status == 403
    assert world.call("pat", "GET", path).body["actions"] == ["edit", "delete"]
    assert world.call("ada", "PATCH", path, {"count": 1}, if_match=goal.etag).status == 200


@pytest.mark.feature("S4.10", "N14")
def test_where_an_evaluator_began_it_in_the_same_second_the_draw_leads_to_theirs(
    world: GoalWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    talks(world, "kim", 1)
    goal = world.goal(agent_ids=["us_kim"], count=1, evaluator_ids=["us_eve"])
    give = GoalGiving.give
    began: list[Answer] = []

    def meanwhile(giving: GoalGiving, draw: Draw, until: datetime) -> Draw:
        body = {"interaction_id": "int_1", "scorecard_id": world.card}
        began.append(world.call("eve", "POST", "/evaluations", body))
        return give(giving, draw, until)

    monkeypatch.setattr(GoalGiving, "give", meanwhile)
    draw = world.drawn(goal)
    (row,) = items(world.call("sam", "GET", f"/draws/{draw['id']}/agents"), dict)
    assert began[0].status == 201
    assert [each["evaluation_id"] for each in row["picked"]] == [began[0].body["id"]]


@pytest.mark.feature("S4.10")
def test_what_is_drawn_once_isnt_said_to_be_drawn_again(world: GoalWorld) -> None:
    talks(world, "kim", 1, 2)
    goal = world.goal(agent_ids=["us_kim"], count=1, recurrence="once")
    world.drawn(goal)
    path = f"/goals/{goal.body['id']}"
    moved = world.call("sam", "PATCH", path, {"first_on": "2026-03-20"}, if_match=goal.etag)
    assert (moved.status, moved.body["next_on"]) == (200, None)
    assert not is_scheduled(QualityRow, GOAL_DUE, goal.body["id"])


@pytest.mark.feature("N14")
def test_what_who_was_drawn_reads_is_true_to_the_day_and_to_each_reason(world: GoalWorld) -> None:
    settings = PeopleStore().settings()
    with Transaction(world.clock, world.ids) as tx:
        tx.put(settings_row(settings.model_copy(update={"time_zone": "Pacific/Auckland"})))
    talks(world, "kim", 1, 2, 3)
    (gone,) = world.interactions.interactions(["int_2"])
    with Transaction(world.clock, world.ids) as tx:
        world.interactions.put(tx, gone.model_copy(update={"erased_at": world.clock.now()}))
    # A quarter to midnight of the 3rd by UTC is the 4th there.
    world.clock.advance(timedelta(hours=14, minutes=45))
    world.drawn(world.goal(agent_ids=["us_kim"], recent_days=7))
    (own,) = items(world.call("kim", "GET", "/draws"), dict)
    assert own["since"].startswith("2026-02-24T23:45")
    assert own["why"][0] == "The newest 3 conversations since 25 February 2026 were looked at"
    assert own["why"][1] == (
        "0 were left out because the goal isn't for them, 0 because somebody had evaluated them or was about to, "
        "1 because their content was erased"
    )


@pytest.mark.feature("S4.10")
def test_a_draw_that_cannot_be_made_says_why_and_is_made_once_that_is_mended(world: GoalWorld) -> None:
    talks(world, "kim", 1)
    goal = world.goal(agent_ids=["us_kim"], count=1)
    world.call("ada", "POST", f"/scorecards/{world.card}/archiving")
    assert (world.drawn(goal)["state"], world.drawn(goal)["problem"]) == ("failed", "Its scorecard isn't published")
    other = world.published(content(yes_no("a")), "Other")
    path = f"/goals/{goal.body['id']}"
    assert world.call("sam", "PATCH", path, {"scorecard_id": other}, if_match=goal.etag).status == 200
    assert world.drawn(goal)["drawn"] == 1


@pytest.mark.feature("S4.10")
@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"scorecard_id": "sc_none"}, "/scorecard_id"),
        ({"evaluator_ids": []}, "/evaluator_ids"),
        ({"evaluator_ids": ["us_kim"]}, "/evaluator_ids/0"),
        ({"evaluator_ids": ["us_eve", "us_eve"]}, "/evaluator_ids"),
        ({"agent_ids": []}, "/agent_ids"),
        ({"agent_ids": ["us_none"]}, "/agent_ids/0"),
        ({"count": 11}, "/count"),
        ({"last_on": "2026-03-01"}, "/last_on"),
        ({"condition": {"kind": "absent", "field": "mood"}}, "/condition/field"),
    ],
)
def test_a_goal_that_cannot_be_so_names_the_place(world: GoalWorld, change: dict[str, Any], pointer: str) -> None:
    refused = world.goal(**change)
    assert refused.status == 422, refused.body
    assert pointer in [each["pointer"] for each in refused.body["errors"]]
    assert items(world.call("sam", "GET", "/goals")) == []


@pytest.mark.feature("S4.10")
def test_a_run_that_breaks_off_is_gone_on_with_and_gives_nothing_twice(
    world: GoalWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    talks(world, "kim", 1, 2, 3)
    talks(world, "joe", 4, 5, 6)
    goal = world.goal()
    counted = GoalStore.count
    monkeypatch.setattr(GoalStore, "count", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        world.drawn(goal)
    monkeypatch.setattr(GoalStore, "count", counted)
    draw = world.drawn(goal)
    assert (draw["drawn"], sum(each["assigned"] for each in draw["progress"])) == (4, 4)
    assert sum(GoalStore().tally(goal.body["id"]).values()) == 4


@pytest.mark.feature("S4.10", "N14")
def test_who_leads_some_of_a_goals_agents_reads_of_those_and_changes_nothing(world: GoalWorld) -> None:
    talks(world, "kim", 1)
    with Transaction(world.clock, world.ids) as tx:
        tx.put(group_row(Group(id="gr_new", name="New")))
    world.add_person("yan", "agent", "pat", "gr_new")
    team = Team(id="tm_sam", name="Sam's team", supervisor_id="us_sam")
    people = PeopleStore()
    kim = people.find_user("us_kim")
    assert kim is not None
    with Transaction(world.clock, world.ids) as tx:
        tx.put(team_row(team))
    with Transaction(world.clock, world.ids) as tx:
        write_users(tx, [Change(kim, kim.model_copy(update={"team_id": team.id}))])
    of_team = world.goal("ada", agent_ids=[], team_ids=[team.id], evaluator_ids=["us_eve"])
    draw = world.drawn(of_team)
    both = world.goal("ada", agent_ids=["us_joe", "us_zoe"], name="Both", evaluator_ids=["us_eve"])
    mixed = world.drawn(both)
    of_group = world.goal("ada", agent_ids=[], group_ids=["gr_new"], name="New", evaluator_ids=["us_eve"])
    of_others = world.goal("ada", agent_ids=["us_zoe"], name="Others", evaluator_ids=["us_eve"])

    def listed(who: str) -> set[str]:
        return {each["name"] for each in items(world.call(who, "GET", "/goals"), dict)}

    assert listed("sam") == {"Weekly", "Both"}
    assert listed("pat") == {"Both", "New", "Others"}
    assert listed("ada") == {"Weekly", "Both", "New", "Others"}
    path = f"/goals/{both.body['id']}"
    theirs = world.call("sam", "GET", path)
    assert (theirs.status, theirs.body["actions"]) == (200, [])
    assert set(theirs.body["names"]) == {"us_joe", "us_eve"}
    assert [each["agent_id"] for each in theirs.body["current"]["short"]] == ["us_joe"]
    for at in (f"{path}/draws", f"/draws/{mixed['id']}", f"/draws/{mixed['id']}/agents", f"/draws/{mixed['id']}/file"):
        answer = world.call("sam", "GET", at)
        assert (answer.status, "Zoe Sample" in json.dumps(answer.body)) == (200, False)
    rows = items(world.call("sam", "GET", f"/draws/{mixed['id']}/agents"), dict)
    assert [each["agent_id"] for each in rows] == ["us_joe"]
    assert world.call("sam", "GET", f"/draws/{draw['id']}").body["short"] != []
    assert world.call("sam", "PATCH", path, {"count": 1}, if_match=both.etag).status == 403
    assert world.call("sam", "DELETE", path, if_match=both.etag).status == 403
    for id in (of_group.body["id"], of_others.body["id"], "gl_none"):
        assert world.call("sam", "GET", f"/goals/{id}").status == 404
        assert world.call("sam", "PATCH", f"/goals/{id}", {"count": 1}, if_match='"1"').status == 404
    assert world.call("pat", "GET", f"/draws/{draw['id']}").status == 404
    assert world.call("joe", "GET", path).status in {403, 404}, "who is drawn reads their own draw, not the goal"


@pytest.mark.feature("S4.10")
def test_who_leads_a_team_and_takes_no_conversations_is_no_agent_of_its_goal(world: GoalWorld) -> None:
    """Whoever takes some beside leading is one, and so is whom the goal names."""
    team = Team(id="tm_all", name="All of them", supervisor_id="us_sam")
    world.add_person("lee", "supervisor", "pat")
    people = PeopleStore()
    members = people.find_users(["us_sam", "us_lee", "us_kim"])
    with Transaction(world.clock, world.ids) as tx:
        tx.put(team_row(team))
    with Transaction(world.clock, world.ids) as tx:
        write_users(tx, [Change(each, each.model_copy(update={"team_id": team.id})) for each in members])
    talks(world, "kim", 1)
    talks(world, "lee", 2)
    draw = world.drawn(world.goal("ada", agent_ids=[], team_ids=[team.id], evaluator_ids=["us_eve"]))
    assert [(each["agent_id"], each["why"]) for each in draw["left_out"]] == [("us_sam", "no_agent")]
    assert draw["agents"] == 2
    named = world.goal("ada", agent_ids=["us_sam"], team_ids=[team.id], evaluator_ids=["us_eve"], name="With Sam")
    draw = world.drawn(named)
    assert (draw["left_out"], draw["agents"]) == ([], 3)


@pytest.mark.feature("S4.10", "S4.12", "N14")
def test_what_is_in_a_calibration_is_drawn_for_nobody_and_its_agent_is_not_told(world: GoalWorld) -> None:
    talks(world, "kim", 1, 2)
    world.add_interaction(3, at=START + timedelta(minutes=3))
    other = world.published(content(yes_no("a")), "Another")
    for number, card in ((3, world.card), (2, other)):
        begun = world.call(
            "ada",
            "POST",
            "/calibrations",
            {
                "name": f"Together {number}",
                "interaction_id": f"int_{number}",
                "scorecard_id": card,
                "assessor_ids": ["us_eve", "us_sam"],
            },
        )
        assert begun.status == 201, begun.body
    # Ida assesses nothing: she isn't given it either.
    goal = world.goal("ada", agent_ids=["us_kim"], count=3, evaluator_ids=["us_ida"])
    draw = world.drawn(goal)
    (row,) = items(world.call("ada", "GET", f"/draws/{draw['id']}/agents"), dict)
    assert {each["id"]: each["why"] for each in row["excluded"]} == {"int_3": "calibration"}
    assert sorted(row["offered"]) == ["int_1", "int_2"], "a calibration with another scorecard keeps nothing"
    (own,) = items(world.call("kim", "GET", "/draws"), dict)
    assert [each["why"] for each in own["excluded"]] == ["evaluated"]
    assert "1 because somebody had evaluated them or was about to" in own["why"][1]
    assert own["recomputed"]
    file = world.call("ada", "GET", f"/draws/{draw['id']}/file").body
    assert redrawn(file["draw"], file["agents"]) == []


@pytest.mark.feature("S4.10", "N13", "N14")
def test_what_is_to_be_checked_blindly_is_drawn_for_nobody_until_that_is_over(world: GoalWorld) -> None:
    world.settle(ai_checker_ids=("us_eve",), **SURE)
    card_of(world, yes_no("c", answerer="ai"), name="By the AI")
    talks(world, "kim", 1)
    made = of(world, world.add_interaction(2, at=START + timedelta(minutes=2)), "yes")
    # Ida checks nothing: that she alone is given it would tell who does.
    goal = world.goal("ada", agent_ids=["us_kim"], recurrence="daily", count=2, evaluator_ids=["us_ida"])
    draw = world.drawn(goal)
    (row,) = items(world.call("ada", "GET", f"/draws/{draw['id']}/agents"), dict)
    assert ({each["id"]: each["why"] for each in row["excluded"]}, row["offered"]) == ({"int_2": "checked"}, ["int_1"])
    (own,) = items(world.call("kim", "GET", "/draws"), dict)
    assert ([each["why"] for each in own["excluded"]], own["recomputed"]) == (["evaluated"], True)
    assert hand_in(world, made, by="eve", c="yes").status == 200
    world.clock.advance(timedelta(days=1))
    (row,) = items(world.call("ada", "GET", f"/draws/{world.drawn(goal)['id']}/agents"), dict)
    assert row["offered"] == ["int_2"]


@pytest.mark.feature("S4.10", "N8")
def test_what_was_erased_since_it_was_offered_is_given_to_nobody_and_not_counted(
    world: GoalWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    talks(world, "kim", 1, 2)
    give = GoalGiving.give

    def erased_meanwhile(giving: GoalGiving, draw: Draw, until: datetime) -> Draw:
        (found,) = world.interactions.interactions(["int_1"])
        if found.erased_at is None:
            with Transaction(world.clock, world.ids) as tx:
                world.interactions.put(tx, found.model_copy(update={"erased_at": world.clock.now()}))
        return give(giving, draw, until)

    monkeypatch.setattr(GoalGiving, "give", erased_meanwhile)
    draw = world.drawn(world.goal("ada", agent_ids=["us_kim"], evaluator_ids=["us_ida"]))
    assert (draw["wanted"], draw["drawn"]) == (2, 1)
    (given,) = items(world.call("ida", "GET", "/evaluations/assigned"), dict)
    assert given["interaction_id"] == "int_2"
    assert [each["assigned"] for each in draw["progress"]] == [1]


@pytest.mark.feature("S4.10")
@pytest.mark.parametrize("recurrence", ["daily", "once"])
def test_a_draw_that_is_begun_before_midnight_is_brought_to_its_end_after_it(
    world: GoalWorld, monkeypatch: pytest.MonkeyPatch, recurrence: str
) -> None:
    monkeypatch.setattr(giving_service, "GIVEN_IN_A_RUN", 1)
    talks(world, "kim", 1, 2)
    talks(world, "joe", 3, 4)
    # Half a minute before the end of the day, which is the goal's last one as well.
    world.clock.advance(timedelta(hours=14, minutes=59, seconds=30))
    goal = world.goal("ada", recurrence=recurrence, count=1, first_on="2026-03-03", last_on="2026-03-03")
    assert world.drawing.run(goal.body["id"]) == world.clock.now()
    world.clock.advance(timedelta(minutes=1))
    for _ in range(5):
        world.drawing.run(goal.body["id"])
    (draw,) = items(world.call("ada", "GET", f"/goals/{goal.body['id']}/draws"), dict)
    assert (draw["state"], draw["drawn"], draw["first_on"]) == ("done", 2, "2026-03-03")
    given = [each for who in ("eve", "ida") for each in items(world.call(who, "GET", "/evaluations/assigned"))]
    assert len(given) == 2


def drawn_notices(world: World) -> list[Any]:
    return [each for each in world.events(NOTICE_REQUESTED) if each.data["kind"] == NoticeKind.EVALUATIONS_DRAWN]


@pytest.mark.feature("S4.10")
@pytest.mark.parametrize("ending", ["switched off", "deleted"])
def test_a_draw_whose_goal_ends_while_it_is_given_out_ends_too_and_its_evaluators_are_told(
    world: GoalWorld, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr(giving_service, "GIVEN_IN_A_RUN", 1)
    talks(world, "kim", 1, 2)
    talks(world, "joe", 3, 4)
    goal = world.goal("ada", count=1, evaluator_ids=["us_eve"])
    path = f"/goals/{goal.body['id']}"
    assert world.drawing.run(goal.body["id"]) == world.clock.now()
    assert drawn_notices(world) == [], "it isn't at its end"
    if ending == "deleted":
        assert world.call("ada", "DELETE", path, if_match=goal.etag).status == 204
    else:
        assert world.call("ada", "PATCH", path, {"active": False}, if_match=goal.etag).status == 200
    assert is_scheduled(QualityRow, GOAL_DUE, goal.body["id"]), "to be ended"
    assert world.drawing.run(goal.body["id"]) is None
    (told,) = drawn_notices(world)
    assert (told.data["recipient_ids"], told.data["parameters"]["number"]) == (["us_eve"], "1")
    (draw,), _ = GoalStore().draws_of_goal(goal.body["id"], limit=5, start=None)
    assert (draw.state, draw.drawn, draw.wanted) == ("done", 1, 2)
    assert draw.problem == f"It was {ending} while it was drawn"
    assert world.drawing.run(goal.body["id"]) is None
    assert len(drawn_notices(world)) == 1, "told once"
    if ending == "switched off":
        off = world.call("ada", "GET", path)
        assert off.body["current"]["problem"] == draw.problem
        assert world.call("ada", "PATCH", path, {"active": True}, if_match=off.etag).status == 200
        world.clock.advance(timedelta(days=7))
        monkeypatch.setattr(giving_service, "GIVEN_IN_A_RUN", 200)
        again = world.drawn(goal)
        assert again["id"] != draw.id, "a draw of its own, with days of its own"


@pytest.mark.feature("S4.10")
@pytest.mark.parametrize("breaks_off", [False, True])
def test_nothing_is_given_out_any_more_once_a_draw_has_ended_and_all_that_was_is_told(
    world: GoalWorld, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, breaks_off: bool
) -> None:
    """Its goal is deleted while a run gives it out, which goes on or breaks off between two of an agent."""
    talks(world, "kim", 1, 2)
    talks(world, "joe", 3, 4)
    goal = world.goal("ada", count=2, evaluator_ids=["us_eve"])
    path, put, puts = f"/goals/{goal.body['id']}", Assigning.put, list[str]()

    def meanwhile(assigning: Assigning, tx: Transaction, draft: Evaluation, **more: bool) -> None:
        puts.append(draft.id)
        if len(puts) == 2:
            if breaks_off:
                raise ZeroDivisionError
            assert world.call("ada", "DELETE", path, if_match=goal.etag).status == 204
            assert world.drawing.run(goal.body["id"]) is None
        put(assigning, tx, draft, **more)

    monkeypatch.setattr(Assigning, "put", meanwhile)
    with pytest.raises(ZeroDivisionError if breaks_off else Stale):
        world.drawing.run(goal.body["id"])
    if breaks_off:
        assert world.call("ada", "DELETE", path, if_match=goal.etag).status == 204
        assert world.drawing.run(goal.body["id"]) is None
    (given,) = items(world.call("eve", "GET", "/evaluations/assigned"), dict)
    (told,) = drawn_notices(world)
    assert told.data["parameters"]["number"] == "1"
    (draw,), _ = GoalStore().draws_of_goal(goal.body["id"], limit=5, start=None)
    assert (draw.state, draw.drawn, draw.wanted) == ("done", 1, 4)
    assert [each["id"] for each in items(world.call("ada", "GET", f"/draws/{draw.id}/evaluations"), dict)] == [
        given["id"]
    ]
    (tmp_path / "draw.json").write_text(json.dumps(world.call("ada", "GET", f"/draws/{draw.id}/file").body))
    assert main([str(tmp_path / "draw.json")]) == 0, "what it hadn't come to is no fault of the lot"


@pytest.mark.feature("S4.10")
def test_of_an_agent_with_too_few_what_was_given_is_told_where_a_draw_was_ended(
    world: GoalWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving_service, "GIVEN_IN_A_RUN", 1)
    talks(world, "kim", 1, 2)
    talks(world, "joe", 3, 4)
    goal = world.goal("ada", count=3, evaluator_ids=["us_eve"])
    path = f"/goals/{goal.body['id']}"
    world.drawing.run(goal.body["id"])
    world.call("ada", "PATCH", path, {"active": False}, if_match=goal.etag)
    world.drawing.run(goal.body["id"])
    current = world.call("ada", "GET", path).body["current"]
    assert current["drawn"] == 2
    told = sorted((each["wanted"], each["offered"], each["given"]) for each in current["short"])
    assert told == [(3, 2, 0), (3, 2, 2)]
    for each in current["short"]:
        query = {"agent_id": each["agent_id"]}
        listed = items(world.call("ada", "GET", f"/draws/{current['id']}/evaluations", query=query))
        assert len(listed) == each["given"]


@pytest.mark.feature("S4.10")
@pytest.mark.parametrize("ending", ["switched off", "deleted"])
def test_a_draw_that_was_begun_a_moment_ago_is_ended_with_its_goal(
    world: GoalWorld, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr(drawing_service, "GATHERED_IN_A_RUN", 1)
    talks(world, "kim", 1, 2)
    talks(world, "joe", 3, 4)
    goal = world.goal("ada", count=1)
    path = f"/goals/{goal.body['id']}"
    world.drawing.run(goal.body["id"])
    (draw,), _ = GoalStore().draws_of_goal(goal.body["id"], limit=5, start=None)
    assert draw.state == "gathering"
    with monkeypatch.context() as behind:
        # The index doesn't tell of it yet.
        behind.setattr(GoalStore, "draws_of_goal", lambda *_, **__: ([], None))
        if ending == "deleted":
            assert world.call("ada", "DELETE", path, if_match=goal.etag).status == 204
        else:
            assert world.call("ada", "PATCH", path, {"active": False}, if_match=goal.etag).status == 200
    assert is_scheduled(QualityRow, GOAL_DUE, goal.body["id"]), "to be ended"
    world.drawing.run(goal.body["id"])
    ended = GoalStore().draw(draw.id)
    assert ended is not None
    assert (ended.state, ended.problem) == ("failed", f"It was {ending} while it was drawn")


@pytest.mark.feature("S4.10")
def test_a_draw_whose_goal_is_switched_off_before_anything_was_given_is_made_anew(
    world: GoalWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing_service, "GATHERED_IN_A_RUN", 1)
    talks(world, "kim", 1, 2)
    talks(world, "joe", 3, 4)
    goal = world.goal("ada", count=1)
    path = f"/goals/{goal.body['id']}"
    world.drawing.run(goal.body["id"])
    off = world.call("ada", "PATCH", path, {"active": False}, if_match=goal.etag)
    assert world.drawing.run(goal.body["id"]) is None
    current = world.call("ada", "GET", path).body["current"]
    assert (current["state"], current["problem"]) == ("failed", "It was switched off while it was drawn")
    assert GoalStore().agents_of(current["id"]) == []
    assert world.call("ada", "PATCH", path, {"active": True}, if_match=off.etag).status == 200
    draw = world.drawn(goal)
    assert (draw["state"], draw["drawn"], draw["problem"]) == ("done", 2, None)


@pytest.mark.feature("S4.10")
def test_a_draw_gives_out_nothing_that_was_due_already(world: GoalWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(giving_service, "GIVEN_IN_A_RUN", 1)
    talks(world, "kim", 1, 2)
    talks(world, "joe", 3, 4)
    goal = world.goal("ada", count=1, due_days=1, recurrence="monthly", first_on="2026-03-01")
    world.drawing.run(goal.body["id"])
    world.clock.advance(timedelta(days=3))
    assert world.drawing.run(goal.body["id"]) != world.clock.now()
    current = world.call("ada", "GET", f"/goals/{goal.body['id']}").body["current"]
    assert (current["state"], current["drawn"]) == ("done", 1)
    assert current["problem"] == "The day on which it was due was over before it was drawn"
    assert len(drawn_notices(world)) == 1


@pytest.mark.feature("S4.10")
def test_a_run_stops_after_a_while_and_the_next_one_goes_on(world: GoalWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    talks(world, "kim", 1, 2)
    talks(world, "joe", 3, 4)
    goal, placed_of = world.goal("ada", count=1), world.interactions.placed_of

    def slow(*args: Any, **options: Any) -> Any:
        world.clock.advance(drawing_service.ENOUGH_OF_A_RUN)
        return placed_of(*args, **options)

    monkeypatch.setattr(world.interactions, "placed_of", slow)
    for at in (1, 0):
        assert world.drawing.run(goal.body["id"]) == world.clock.now()
        current = world.call("ada", "GET", f"/goals/{goal.body['id']}").body["current"]
        assert (current["state"], current["at_agent"]) == ("gathering" if at else "giving", at)
    assert world.drawn(goal)["drawn"] == 2


@pytest.mark.feature("S4.10", "S4.11")
def test_nobody_is_walked_up_twice_however_many_supervisors_evaluate(world: GoalWorld) -> None:
    for number in range(12):
        world.add_person(f"lead{number}", "supervisor", "pat")
        for agent in range(4):
            world.add_person(f"agent{number}x{agent}", "agent", f"lead{number}")
    leads = [f"us_lead{number}" for number in range(12)]
    agents = [f"us_agent{number}x{agent}" for number in range(12) for agent in range(4)]
    few, many = Eligible(Access(PeopleStore())), Eligible(Access(PeopleStore()))
    with metered() as of_two:
        few.look_at(leads[:2], agents)
    with metered() as of_all:
        many.look_at(leads, agents)
    # Two reads for each evaluator themselves; the line above the agents once for all.
    assert of_all.round_trips <= of_two.round_trips + 2 * 10 + 2
    with metered() as asked:
        found = {(lead, agent): many.why_not(lead, agent) for lead in leads for agent in agents}
    assert asked.round_trips == 0
    assert {pair for pair, why in found.items() if why is None} == {
        (f"us_lead{number}", f"us_agent{number}x{agent}") for number in range(12) for agent in range(4)
    }
    assert set(found.values()) == {None, "out_of_reach"}
