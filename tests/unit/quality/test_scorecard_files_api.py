"""Scorecards as files over the API: handed out, checked, taken in as new ones and as changes; tried and compared."""

import base64
import csv
import io
import json
from typing import Any

import pytest

from tests.unit.helpers import Answer
from tests.unit.quality.test_scorecards_api import pointers
from tests.unit.quality.world import World, content, table_items, yes_no


@pytest.fixture
def world(aws: None) -> World:
    return World()


def csv_of(world: World, card: str, **query: str) -> str:
    answer = world.call("eve", "GET", f"/scorecards/{card}/csv", query=query)
    assert answer.status == 200, answer.body
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert isinstance(answer.body, str)
    return answer.body


def took(answer: Answer) -> Any:
    assert answer.status in (200, 201), answer.body
    return answer.body


HARD = yes_no("q", text='=HYPERLINK("x"), “quoted”\nand 👋', good="a;b\tc", weight=1.5)


@pytest.mark.feature("S4.5")
def test_what_is_exported_is_imported_as_new_and_exported_alike(world: World) -> None:
    card = world.published(content(HARD))
    file = csv_of(world, card)
    made = world.call("ada", "POST", "/scorecards/imports", {"csv": file})
    assert made.status == 201
    new = took(made)["scorecard"]
    assert made.headers["location"] == f"/scorecards/{new['id']}"
    assert (new["status"], new["name"], took(made)["left_out"]) == ("draft", "Voice", [])
    drafted = world.call("ada", "GET", f"/scorecards/{new['id']}/csv")
    assert drafted.body == file
    encoded = base64.b64encode(file.encode()).decode()
    assert took(world.call("ada", "POST", "/scorecards/imports", {"file": encoded}))["name"] == "Voice"


@pytest.mark.feature("S4.5")
@pytest.mark.parametrize(
    "said", ["=1+1", "@SUM(A1)", "-2+3\n=1+1", "\t=1", "'=1", "“Grüße” 👩‍👩‍👧 ñ\r\n,;", "\u200f=1"]
)
def test_formulas_lines_and_emoji_go_out_as_texts_and_come_back_as_they_were(world: World, said: str) -> None:
    asked = yes_no("q", text=f"a{said}", description=said, good=said, poor=said, context=said)
    file = csv_of(world, world.published(content(asked)))
    cells = [cell for row in csv.reader(io.StringIO(file, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]
    made = took(world.call("ada", "POST", "/scorecards/imports", {"csv": file}))
    (question,) = made["scorecard"]["version"]["sections"][0]["questions"]
    assert {question[name] for name in ("description", "good", "poor", "context")} == {said}
    assert question["text"] == f"a{said}"
    assert world.call("ada", "GET", f"/scorecards/{made['scorecard']['id']}/csv").body == file


@pytest.mark.feature("S4.5", "S4.6")
def test_a_file_changes_a_published_scorecard_as_an_edit_would(world: World) -> None:
    card = world.published(content(HARD))
    read = world.call("ada", "GET", f"/scorecards/{card}")
    path = f"/scorecards/{card}/imports"
    file = csv_of(world, card)
    same = took(world.call("ada", "POST", path, {"csv": file}, query={"dry_run": "true"}))
    assert (same["changes"], same["makes_version"], same["scorecard"]) == ([], False, None)
    heavier = file.replace('"1.5"', '"2,5"')
    checked = took(world.call("ada", "POST", path, {"csv": heavier}, query={"dry_run": "true"}))
    assert [(each["field"], each["before"], each["after"]) for each in checked["changes"]] == [("weight", 1.5, 2.5)]
    assert checked["makes_version"]
    assert world.call("ada", "GET", f"/scorecards/{card}").body == read.body
    assert world.call("ada", "POST", path, {"csv": heavier}).status == 428
    done = world.call("ada", "POST", path, {"csv": heavier}, if_match=read.etag)
    assert took(done)["scorecard"]["current_version"] == 2
    assert (took(done)["changes"], took(done)["makes_version"]) == (checked["changes"], True)
    assert world.call("ada", "POST", path, {"csv": file}, if_match=read.etag).status == 412
    assert csv_of(world, card, version="1") == file
    assert '"2.5"' in csv_of(world, card)


@pytest.mark.feature("S4.5")
def test_a_broken_file_changes_nothing_and_names_every_mistake(world: World) -> None:
    card = world.published(content(HARD))
    read = world.call("ada", "GET", f"/scorecards/{card}")
    file = csv_of(world, card)
    before = table_items()
    broken = file.replace('"1.5"', '"much"').replace('"10"', '"-10"')
    for path, options in (("/scorecards/imports", {}), (f"/scorecards/{card}/imports", {"if_match": read.etag})):
        refused = world.call("ada", "POST", path, {"csv": broken}, **options)
        assert (refused.status, pointers(refused)) == (422, ["row 4, weight", "row 5, points"])
    unfit = file.replace('"100"', '"90"')
    refused = world.call("ada", "POST", f"/scorecards/{card}/imports", {"csv": unfit}, if_match=read.etag)
    assert (refused.status, pointers(refused)) == (422, ["row 2"])
    unnamed = file.replace('"Voice"', '" "')
    assert pointers(world.call("ada", "POST", "/scorecards/imports", {"csv": unnamed})) == ["row 2, text"]
    assert table_items() == before


def test_what_is_no_file_is_told(world: World) -> None:
    for body, pointer in (
        ({}, "/"),
        ({"csv": "a", "file": "b"}, "/"),
        ({"file": "ö"}, "/file"),
        ({"connect": []}, "/connect"),
    ):
        refused = world.call("ada", "POST", "/scorecards/imports", body)
        assert (refused.status, pointers(refused)[:1]) == (400, [pointer]), refused.body


@pytest.mark.feature("S4.5")
def test_the_template_is_drafted_as_it_is(world: World) -> None:
    file = world.call("ada", "GET", "/scorecards/template").body
    checked = took(world.call("ada", "POST", "/scorecards/imports", {"csv": file}, query={"dry_run": "true"}))
    assert (checked["name"], checked["open_points"], checked["scorecard"]) == ("Sample scorecard", [], None)
    made = took(world.call("ada", "POST", "/scorecards/imports", {"csv": file}))
    assert made["open_points"] == []
    assert world.call("ada", "POST", f"/scorecards/{made['scorecard']['id']}/publication").status == 200


@pytest.mark.feature("S4.5")
def test_a_connect_form_goes_out_and_comes_back(world: World) -> None:
    card = world.published(content(yes_no("q", compliance=True)))
    made = took(world.call("eve", "GET", f"/scorecards/{card}/connect-form"))
    assert made["form"]["ScoringStrategy"] == {"Mode": "SECTION_ONLY", "Status": "ENABLED"}
    assert {"where": "Question q?", "what": "that it is a matter of compliance"} in made["left_out"]
    back = took(world.call("ada", "POST", "/scorecards/imports", {"connect": made["form"]}))
    question = back["scorecard"]["version"]["sections"][0]["questions"][0]
    assert (question["id"], question["kind"], question["compliance"]) == ("q", "yes_no", False)
    more = json.loads(json.dumps(made["form"]))
    text = {"Question": {"Title": "Notes", "RefId": "n", "QuestionType": "TEXT"}}
    more["Items"][0]["Section"]["Items"].append(text)
    for dry in ("true", "false"):
        told = took(world.call("ada", "POST", "/scorecards/imports", {"connect": more}, query={"dry_run": dry}))
        assert [each["where"] for each in told["left_out"]] == ["Notes"], told["left_out"]
    again = took(world.call("ada", "GET", f"/scorecards/{told['scorecard']['id']}/connect-form"))
    assert again["form"]["Items"] == made["form"]["Items"], "what both can say is the same again"
    broken = json.loads(json.dumps(made["form"]))
    del broken["Items"][0]["Section"]["Title"]
    refused = world.call("ada", "POST", "/scorecards/imports", {"connect": broken})
    assert (refused.status, pointers(refused)) == (422, ["connect"])
    long = world.published(content(yes_no("q", text="x" * 400)), "Long")
    refused = world.call("eve", "GET", f"/scorecards/{long}/connect-form")
    assert (refused.status, pointers(refused)) == (422, ["/sections/0/questions/0/text"])


@pytest.mark.feature("S4.6")
def test_versions_are_compared_either_way(world: World) -> None:
    card = world.published(content(yes_no("q")))
    read = world.call("ada", "GET", f"/scorecards/{card}")
    change = {"content": content(yes_no("q", weight=2))}
    world.call("ada", "PATCH", f"/scorecards/{card}", change, if_match=read.etag)
    path = f"/scorecards/{card}/versions/2/changes"
    told = took(world.call("eve", "GET", path, query={"from": "1"}))
    assert (told["earlier"], told["later"], told["cosmetic"]) == (1, 2, False)
    (only,) = told["changes"]
    assert (only["question"], only["field"], only["before"], only["after"]) == ("Question q?", "weight", 1, 2)
    back = took(world.call("eve", "GET", f"/scorecards/{card}/versions/1/changes", query={"from": "2"}))
    assert back["changes"][0]["after"] == 1
    assert took(world.call("eve", "GET", path, query={"from": "2"}))["changes"] == []
    assert world.call("eve", "GET", path, query={"from": "3"}).status == 404
    assert world.call("eve", "GET", path).status == 400


@pytest.mark.feature("S4.1", "S4.6")
def test_content_is_checked_before_it_is_saved(world: World) -> None:
    asked = {"content": content(yes_no("q", require_comment=True, allow_comment=False))}
    told = took(world.call("ada", "POST", "/scorecards/checks", asked))
    assert [each["pointer"] for each in told["open_points"]] == ["/sections/0/questions/0/require_comment"]
    assert (told["changes"], told["makes_version"]) == ([], False)
    card = world.published(content(yes_no("q")))
    cosmetic = {"scorecard_id": card, "content": content(yes_no("q", text="Asked better?"))}
    told = took(world.call("ada", "POST", "/scorecards/checks", cosmetic))
    assert ([each["field"] for each in told["changes"]], told["makes_version"]) == (["text"], False)
    weighty = {"scorecard_id": card, "content": content(yes_no("q", weight=2))}
    assert took(world.call("ada", "POST", "/scorecards/checks", weighty))["makes_version"]
    assert world.call("ada", "POST", "/scorecards/checks", {**weighty, "scorecard_id": "sc_9"}).status == 404
    assert world.call("eve", "POST", "/scorecards/checks", weighty).status == 403


@pytest.mark.feature("S4.4")
def test_a_scorecard_is_tried_before_it_is_used(world: World) -> None:
    """10 of 10 and an open question of 10: half; the failing answer makes it 0."""
    failing = [
        {"id": "yes", "label": "Yes", "points": 10, "passes": True},
        {"id": "no", "label": "No", "auto_fail": "evaluation"},
    ]
    asked = content(yes_no("q"), yes_no("r", options=failing))
    first = {"question_id": "q", "option_id": "yes"}
    told = took(world.call("eve", "POST", "/scorecards/scores", {"content": asked, "answers": [first]}))
    assert (told["percent"], told["earned"], told["possible"]) == (50, 10, 20)
    both = [first, {"question_id": "r", "option_id": "no"}]
    told = took(world.call("eve", "POST", "/scorecards/scores", {"content": asked, "answers": both}))
    assert (told["percent"], told["auto_failed"]) == (0, True)
    unknown = {"content": asked, "answers": [{"question_id": "x"}]}
    assert world.call("eve", "POST", "/scorecards/scores", unknown).status == 422


@pytest.mark.feature("S4.1")
def test_an_answer_that_needs_a_comment_isnt_complete_without(world: World) -> None:
    card = world.published(content(yes_no("q", require_comment=True)))
    draft = world.opened("sam", world.add_interaction(1), card)
    path = f"/evaluations/{draft.body['id']}"
    answer = {"question_id": "q", "option_id": "no"}
    saved = world.call("sam", "PATCH", f"{path}/answers", {"answers": [answer]}, if_match=draft.etag)
    assert took(saved)["score"]["percent"] == 0
    refused = world.call("sam", "POST", f"{path}/completion")
    assert (refused.status, pointers(refused)) == (422, ["/answers/0/comment"])
    said = {"answers": [{**answer, "comment": "Nothing was said"}]}
    saved = world.call("sam", "PATCH", f"{path}/answers", said, if_match=saved.etag)
    assert world.call("sam", "POST", f"{path}/completion").status == 200
