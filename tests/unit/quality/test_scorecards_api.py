"""Scorecards over the API: drafted, published, changed, archived."""

import json

import pytest

from debrief.interactions.formats.metadata_texts import LONGEST_TEXT
from debrief.kernel.conditions.model import LONGEST_VALUE, MOST_VALUES
from debrief.kernel.storage.tables import find
from debrief.quality.scorecards.events import SCORECARD_PUBLISHED
from debrief.quality.table_store import MOST_BYTES, QualityRow
from tests.unit.helpers import Answer
from tests.unit.quality.world import World, content, items, yes_no


@pytest.fixture
def world(aws: None) -> World:
    return World()


def pointers(answer: Answer) -> list[str]:
    return [error["pointer"] for error in answer.body["errors"]]


@pytest.mark.feature("S4.1")
def test_a_draft_may_be_incomplete_and_tells_what_keeps_it_from_being_published(world: World) -> None:
    made = world.call("ada", "POST", "/scorecards", {"name": " Voice ", "content": {"sections": []}})
    assert made.status == 201
    assert made.headers["location"] == f"/scorecards/{made.body['id']}"
    assert made.body["name"] == "Voice"
    assert made.body["open_points"] == [{"pointer": "/sections", "message": "a scorecard needs at least one question"}]
    refused = world.call("ada", "POST", f"/scorecards/{made.body['id']}/publication")
    assert refused.status == 422
    assert pointers(refused) == ["/sections"]
    assert world.events() == []


def test_empty_ids_are_filled_in_and_kept(world: World) -> None:
    made = world.call("ada", "POST", "/scorecards", {"name": "Voice", "content": content(yes_no(""))})
    question = made.body["version"]["sections"][0]["questions"][0]
    assert question["id"].startswith("qn_")
    assert [option["id"] for option in question["options"]] == ["yes", "no"]


def test_a_name_of_blanks_is_refused(world: World) -> None:
    refused = world.call("ada", "POST", "/scorecards", {"name": "  "})
    assert (refused.status, pointers(refused)) == (422, ["/name"])


@pytest.mark.feature("S4.1")
def test_a_list_tells_what_each_scorecard_is_for(world: World) -> None:
    narrow = content(yes_no("q")) | {"applies_to": {"channels": ["chat"], "queues": ["orders"]}}
    card = world.published(narrow)
    for_all = world.published(content(yes_no("q")), "Zebra")
    listed = world.call("eve", "GET", "/scorecards").body["items"]
    assert [(each["id"], each["applies_to"]) for each in listed] == [
        (card, {"channels": ["chat"], "queues": ["orders"]}),
        (for_all, {"channels": [], "queues": []}),
    ]
    read = world.call("ada", "GET", f"/scorecards/{card}")
    changed = world.call("ada", "PATCH", f"/scorecards/{card}", {"content": content(yes_no("q"))}, if_match=read.etag)
    assert changed.body["applies_to"] == {"channels": [], "queues": []}


@pytest.mark.feature("S4.2")
def test_weights_that_do_not_total_100_keep_a_published_scorecard_as_it_is(world: World) -> None:
    card = world.published(content(yes_no("q")))
    read = world.call("ada", "GET", f"/scorecards/{card}")
    wrong = content(yes_no("q"))
    wrong["sections"][0]["weight"] = 90
    refused = world.call("ada", "PATCH", f"/scorecards/{card}", {"content": wrong}, if_match=read.etag)
    assert (refused.status, pointers(refused)) == (422, ["/content/sections"])
    assert world.call("ada", "GET", f"/scorecards/{card}").body == read.body


@pytest.mark.feature("S4.6")
def test_a_cosmetic_change_stays_in_its_version_and_any_other_makes_a_new_one(world: World) -> None:
    card = world.published(content(yes_no("q")))
    first = world.call("ada", "GET", f"/scorecards/{card}")
    assert first.body["version"]["published_at"]
    change = {"content": content(yes_no("q", text="Asked better?"))}
    cosmetic = world.call("ada", "PATCH", f"/scorecards/{card}", change, if_match=first.etag)
    assert cosmetic.body["current_version"] == 1
    assert cosmetic.body["version"]["sections"][0]["questions"][0]["text"] == "Asked better?"
    assert cosmetic.body["version"]["published_at"] == first.body["version"]["published_at"]
    change = {"content": content(yes_no("q", weight=2))}
    weighty = world.call("ada", "PATCH", f"/scorecards/{card}", change, if_match=cosmetic.etag)
    assert weighty.body["current_version"] == 2
    numbers = items(world.call("eve", "GET", f"/scorecards/{card}/versions"), lambda version: version["number"])
    assert numbers == [2, 1]
    old = world.call("eve", "GET", f"/scorecards/{card}/versions/1")
    assert old.body["sections"][0]["questions"][0]["weight"] == 1
    published = [event.data["version"] for event in world.events(SCORECARD_PUBLISHED)]
    assert published == [1, 2]


def test_versions_come_in_pages(world: World) -> None:
    card = world.published(content(yes_no("q")))
    for weight in (2, 3, 4):
        read = world.call("ada", "GET", f"/scorecards/{card}")
        change = {"content": content(yes_no("q", weight=weight))}
        world.call("ada", "PATCH", f"/scorecards/{card}", change, if_match=read.etag)
    path = f"/scorecards/{card}/versions"
    page = world.call("ada", "GET", path, query={"limit": "3"})
    assert items(page, lambda version: version["number"]) == [4, 3, 2]
    rest = world.call("ada", "GET", path, query={"limit": "3", "cursor": page.body["next_cursor"]})
    assert items(rest, lambda version: version["number"]) == [1]
    assert rest.body["next_cursor"] is None


def test_two_editors_do_not_overwrite_each_other(world: World) -> None:
    card = world.published(content(yes_no("q")))
    etag = world.call("ada", "GET", f"/scorecards/{card}").etag
    assert world.call("ada", "PATCH", f"/scorecards/{card}", {"name": "A"}, if_match=etag).status == 200
    assert world.call("sam", "PATCH", f"/scorecards/{card}", {"name": "B"}, if_match=etag).status == 412
    assert world.call("sam", "PATCH", f"/scorecards/{card}", {"name": "B"}).status == 428


def test_an_archived_scorecard_is_out_of_use_until_it_is_published_again(world: World) -> None:
    card = world.published(content(yes_no("q")))
    archived = world.call("ada", "POST", f"/scorecards/{card}/archiving")
    assert (archived.body["status"], archived.body["actions"]) == ("archived", ["publish"])
    assert world.call("ada", "POST", f"/scorecards/{card}/archiving").status == 409
    assert world.call("ada", "PATCH", f"/scorecards/{card}", {"name": "B"}, if_match=archived.etag).status == 409
    assert world.opened("eve", world.add_interaction(1), card).status == 409
    again = world.call("ada", "POST", f"/scorecards/{card}/publication")
    assert (again.body["status"], again.body["current_version"]) == ("published", 1)


def test_lists_are_by_name_and_show_drafts_to_managers_only(world: World) -> None:
    for name in ("beta", "Alpha", "Gamma"):
        world.published(content(yes_no("q")), name)
    world.call("ada", "POST", "/scorecards", {"name": "Draft"})
    names = items(world.call("eve", "GET", "/scorecards"), lambda item: item["name"])
    assert names == ["Alpha", "beta", "Gamma"]
    page = world.call("ada", "GET", "/scorecards", query={"limit": "3"})
    assert items(page, lambda item: item["name"]) == ["Alpha", "beta", "Draft"]
    rest = world.call("ada", "GET", "/scorecards", query={"limit": "3", "cursor": page.body["next_cursor"]})
    assert items(rest, lambda item: item["name"]) == ["Gamma"]
    drafts = world.call("ada", "GET", "/scorecards", query={"status": "draft"})
    assert items(drafts, lambda item: (item["name"], item["actions"])) == [("Draft", ["edit", "publish", "archive"])]
    draft_id = items(drafts)[0]
    assert world.call("eve", "GET", f"/scorecards/{draft_id}").status == 404
    stolen = world.call("eve", "GET", "/scorecards", query={"cursor": page.body["next_cursor"]})
    assert stolen.status == 400


@pytest.mark.feature("P2")
def test_who_may_do_what(world: World) -> None:
    card = world.published(content(yes_no("q")))
    assert world.call("kim", "GET", "/scorecards").status == 403
    assert world.call("eve", "POST", "/scorecards", {"name": "X"}).status == 403
    assert world.call("eve", "POST", f"/scorecards/{card}/archiving").status == 403
    assert world.call("eve", "GET", f"/scorecards/{card}").body["actions"] == ["evaluate"]
    assert world.call(None, "GET", "/scorecards").status == 401


def test_a_scorecard_too_large_to_be_stored_is_refused_with_its_reason(world: World) -> None:
    questions = [yes_no(f"q{i}", description="d" * 4000) for i in range(MOST_BYTES // 4000 + 1)]
    body = {"name": "Large", "content": content(*questions[:100])}
    assert len(questions) <= 100
    refused = world.call("ada", "POST", "/scorecards", body)
    assert refused.status == 422
    assert "too large" in refused.body["detail"]


@pytest.mark.feature("S4.6")
def test_large_versions_come_in_short_pages_that_go_on(world: World) -> None:
    """What fits into one answer of DynamoDB is a page, so that the API's answer fits into Lambda's as well."""
    card = world.published(content(yes_no("q")))
    for number in range(6):
        read = world.call("ada", "GET", f"/scorecards/{card}")
        questions = [yes_no(f"q{each}", weight=number + 2, context="x" * 3_900) for each in range(80)]
        change = {"content": content(*questions)}
        assert world.call("ada", "PATCH", f"/scorecards/{card}", change, if_match=read.etag).status == 200
    numbers, cursor, sizes = [], None, []
    while True:
        query = {"limit": "100"} | ({"cursor": cursor} if cursor else {})
        page = world.call("eve", "GET", f"/scorecards/{card}/versions", query=query)
        numbers += items(page, lambda version: version["number"])
        sizes.append(len(page.body["items"]))
        cursor = page.body["next_cursor"]
        if cursor is None:
            break
    assert numbers == [7, 6, 5, 4, 3, 2, 1]
    assert max(sizes) < 5


# What was stored under other bounds ----------------------------------------------------------------------------------


WITHOUT_MEASURE = [[""], ["q" * (LONGEST_VALUE + 1)], [f"queue {number}" for number in range(MOST_VALUES + 1)]]


def stored_queues(card: str, queues: list[str]) -> None:
    """Give a stored scorecard and its version queues that can't be written any more."""
    for sort in ("SCORECARD", "VERSION#000001"):
        row = find(QualityRow, f"SC#{card}", sort)
        assert row is not None
        row.body = json.dumps(json.loads(row.body or "") | {"applies_to": {"channels": [], "queues": queues}})
        row.save()


@pytest.mark.feature("S4.1", "S4.6")
@pytest.mark.parametrize("queues", WITHOUT_MEASURE)
def test_a_scorecard_that_was_stored_before_is_read_whatever_it_holds(world: World, queues: list[str]) -> None:
    other = content(yes_no("q", answerer="ai", check="exact_match", phrases={"any_of": ["hello"]}))
    card = world.published(other | {"start_automatically": True}, "A card of old")
    good = world.published(other | {"start_automatically": True}, "B good one")
    stored_queues(card, queues)
    assert items(world.call("eve", "GET", "/scorecards")) == [card, good]
    read = world.call("ada", "GET", f"/scorecards/{card}")
    assert (read.status, read.body["version"]["applies_to"]["queues"]) == (200, queues)
    assert world.scorecards.scorecard_names([card]) == {card: "A card of old"}
    assert set(world.scorecards.scorecards_with([(card, 1), (good, 1)])[0]) == {card, good}
    world.add_interaction(1)
    assert good in [each.scorecard_id for each in world.automatic.evaluate("int_1").evaluations]
    # It may be archived, but what is written anew keeps the bounds.
    content_again = {"content": other | {"applies_to": {"queues": queues}}}
    refused = world.call("ada", "PATCH", f"/scorecards/{card}", content_again, if_match=read.etag)
    assert refused.status in {400, 422}
    assert any("queues" in pointer for pointer in pointers(refused))
    assert world.call("ada", "POST", f"/scorecards/{card}/archiving").status == 200
    again = world.call("ada", "POST", f"/scorecards/{card}/publication")
    assert again.status == 422
    assert all(pointer.startswith("/applies_to/queues") for pointer in pointers(again))


@pytest.mark.feature("S4.1")
def test_a_queue_may_be_as_long_as_what_is_known_of_a_conversation(world: World) -> None:
    queue = "q" * LONGEST_TEXT
    card = world.published(content(yes_no("q"), applies_to={"queues": [queue]}))
    assert world.call("ada", "GET", f"/scorecards/{card}").body["applies_to"]["queues"] == [queue]


@pytest.mark.feature("S4.7")
def test_a_scorecard_whose_row_cannot_be_read_keeps_no_other_from_starting(world: World) -> None:
    asked = content(yes_no("q", answerer="ai", check="exact_match", phrases={"any_of": ["hello"]}))
    broken = world.published(asked | {"start_automatically": True}, "A broken one")
    good = world.published(asked | {"start_automatically": True}, "B good one")
    row = find(QualityRow, f"SC#{broken}", "SCORECARD")
    assert row is not None
    row.body = '{"id": 1}'
    row.save()
    world.add_interaction(1)
    assert [each.scorecard_id for each in world.automatic.evaluate("int_1").evaluations] == [good]


@pytest.mark.feature("S4.6", "N5")
def test_what_somebody_read_is_published_and_not_what_others_have_made_of_it(world: World) -> None:
    made = world.call("ada", "POST", "/scorecards", {"name": "Voice", "content": content(yes_no("a"))})
    path = f"/scorecards/{made.body['id']}"
    file = world.call("ada", "GET", f"{path}/csv").body.replace("Question a?", "Another question?")
    imported = world.call("sam", "POST", f"{path}/imports", {"csv": file}, if_match=made.etag)
    assert imported.status == 200, imported.body
    assert world.call("ada", "POST", f"{path}/publication", if_match=made.etag).status == 412
    assert world.call("ada", "GET", path).body["status"] == "draft"
    now = world.call("ada", "GET", path)
    assert world.call("ada", "POST", f"{path}/publication", if_match=now.etag).body["status"] == "published"
    # And the import that was begun before it was published changes nothing.
    assert world.call("sam", "POST", f"{path}/imports", {"csv": file}, if_match=now.etag).status == 412
