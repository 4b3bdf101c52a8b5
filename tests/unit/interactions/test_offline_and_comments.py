"""Conversations entered by hand, and comments at places of conversations, over the API."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest

from api.interactions_api.handler import lambda_handler
from debrief.interactions import wiring
from debrief.interactions.comments.model import MOST_COMMENTS
from debrief.interactions.comments.store import CommentStore
from debrief.interactions.conversations.events import DELETED, RECORDED
from debrief.interactions.conversations.model import Transcript
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.conversations.store import InteractionStore
from debrief.interactions.deadlines import OBJECTS_REMOVED
from debrief.interactions.intake.store import IntakeStore
from debrief.interactions.privacy_service import InteractionsPersonalData
from debrief.kernel.clock import SystemClock, iso
from debrief.kernel.errors import Stale
from debrief.kernel.privacy import Subject
from debrief.kernel.schedules.model import Due
from debrief.kernel.storage.outbox import Event
from debrief.kernel.storage.tables import query_all
from debrief.notices.events import NOTICE_REQUESTED, NOTICE_WITHDRAWN
from debrief.people.store import PeopleStore
from tests.unit.helpers import LAMBDA_CONTEXT, Answer, answer_of, api_event
from tests.unit.quality.world import START, World, content, yes_no

NOTES = "The agent rang back as promised.\n\nThey explained the fee, and  sent the form."


@pytest.fixture
def world(aws: None) -> World:
    return World()


def call(who: str, method: str, path: str, body: Any = None, if_match: str | None = None) -> Answer:
    headers = {"If-Match": if_match} if if_match else {}
    return answer_of(lambda_handler(api_event(method, path, f"us_{who}", body, headers=headers), LAMBDA_CONTEXT))


def offline(by: str = "sam", **more: Any) -> Answer:
    body = {"agent_id": "us_kim", "started_at": iso(START), "about": "A visit", "notes": NOTES, **more}
    return call(by, "POST", "/interactions", body)


def events(type: str) -> list[Event]:
    rows = query_all(InteractionRow, "OUTBOX", index="GSI1")
    found = [Event.model_validate_json(row.body or "") for row in rows]
    return sorted((each for each in found if each.type == type), key=lambda each: each.id)


@pytest.mark.feature("S4.16", "I1")
def test_entered_by_hand_it_is_scored_like_others(world: World) -> None:
    made = offline(duration_ms=600_000, customer_reference="CU-7")
    assert made.status == 201, made.body
    id = made.body["id"]
    assert (made.body["channel"], made.body["inquiry"], made.body["contact_reference"]) == ("offline", ["A visit"], id)
    assert made.body["actions"] == ["evaluate", "edit", "delete"]
    assert [each.subject for each in events(RECORDED)] == [id]
    said = call("kim", "GET", f"/interactions/{id}/transcript").body
    assert [(turn["speaker"], turn["text"]) for turn in said["turns"]] == [
        ("unknown", "The agent rang back as promised."),
        ("unknown", "They explained the fee, and sent the form."),
    ]
    assert [each["id"] for each in call("sam", "GET", "/interactions").body["items"]] == [id]
    card = world.published(content(yes_no("a")))
    draft = world.call("sam", "POST", "/evaluations", {"interaction_id": id, "scorecard_id": card})
    assert draft.status == 201, draft.body
    answer = {"question_id": "a", "option_id": "yes", "quote": {"turn_index": 0, "text": "rang back as promised"}}
    path = f"/evaluations/{draft.body['id']}"
    saved = world.call("sam", "PATCH", f"{path}/answers", {"answers": [answer]}, if_match=draft.etag)
    assert saved.status == 200, saved.body
    assert world.call("sam", "POST", f"{path}/completion").body["channel"] == "offline"
    gone = call("sam", "DELETE", f"/interactions/{id}", if_match=made.etag)
    assert (gone.status, "has evaluations" in gone.body["detail"]) == (409, True)
    assert call("sam", "POST", f"/interactions/{id}/speakers", {"swap": True}, if_match=made.etag).status == 409


@pytest.mark.feature("S4.16")
def test_it_is_changed_and_deleted_by_those_permitted(world: World) -> None:
    made = offline(contact_reference="VISIT-1", customer_reference="CU-7")
    path = f"/interactions/{made.body['id']}"
    for who, status in (("kim", 403), ("pat", 404), ("joe", 403)):
        assert call(who, "PATCH", path, {"about": "x"}, made.etag).status == status
        assert call(who, "DELETE", path, if_match=made.etag).status == status
    changed = call("sam", "PATCH", path, {"about": "A second visit", "notes": "Other.", "queue": "North"}, made.etag)
    assert (changed.body["inquiry"], changed.body["queue"]) == (["A second visit"], "North")
    assert call("sam", "PATCH", path, {"about": "x"}, made.etag).status == 412
    assert [turn["text"] for turn in call("sam", "GET", f"{path}/transcript").body["turns"]] == ["Other."]
    cleared = call("eve", "PATCH", path, {"notes": "", "customer_reference": None}, changed.etag)
    assert cleared.status == 200, "who manages the intake may as well"
    assert (cleared.body["transcript"], cleared.body["customer_reference"]) == (None, None)
    assert call("sam", "GET", f"{path}/transcript").status == 404
    kept = call("sam", "PATCH", path, {"about": "x", "queue": None}, cleared.etag)
    assert (kept.body["contact_reference"], kept.body["queue"]) == ("VISIT-1", "North")
    by_id = call("sam", "PATCH", path, {"contact_reference": None}, kept.etag)
    assert by_id.body["contact_reference"] == made.body["id"], "without one it is found by its id, as at first"
    assert call("sam", "DELETE", path, if_match=by_id.etag).status == 204
    assert call("sam", "GET", path).status == 404
    assert [each.subject for each in events(DELETED)] == [made.body["id"]]
    assert world.interactions.alike("visit1", most=10)[0] == []


@pytest.mark.feature("S4.16")
def test_of_two_who_change_notes_at_once_the_one_who_is_told_no_leaves_the_others_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = offline()
    path = f"/interactions/{made.body['id']}"
    put, others = InteractionStore.put_transcript, [True]

    def meanwhile(store: InteractionStore, key: str, transcript: Transcript) -> None:
        # Sam has read it, and then eve changes it before sam's notes are written.
        if others:
            others.clear()
            assert call("eve", "PATCH", path, {"notes": "What eve wrote."}, made.etag).status == 200
        put(store, key, transcript)

    monkeypatch.setattr(InteractionStore, "put_transcript", meanwhile)
    assert call("sam", "PATCH", path, {"notes": "What sam wrote."}, made.etag).status == 412
    kept = call("eve", "GET", f"{path}/transcript").body
    assert [turn["text"] for turn in kept["turns"]] == ["What eve wrote."]


@pytest.mark.feature("S4.16", "N8")
def test_what_was_said_is_removed_again_where_the_conversation_could_not_be_entered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket, removal = boto3.client("s3"), wiring.removal()

    def kept() -> set[str]:
        return {each["Key"] for each in bucket.list_objects_v2(Bucket="test-content").get("Contents", [])}

    def to_remove() -> list[Due]:
        found = boto3.client("dynamodb").scan(TableName="test-interactions")["Items"]
        due = [Due.model_validate_json(each["body"]["S"]) for each in found if each["SK"]["S"] == "DUE"]
        return [each for each in due if each.kind == OBJECTS_REMOVED]

    before = kept()
    made = offline()
    assert (made.status, to_remove()) == (201, []), "something leads to it"
    put = InteractionStore.put

    def refused(*_: Any, **__: Any) -> None:
        raise Stale("Another one was faster")

    monkeypatch.setattr(InteractionStore, "put", refused)
    assert offline().status == 412
    monkeypatch.setattr(InteractionStore, "put", put)
    assert len(kept() - before) == 2
    (due,) = to_remove()
    assert due.at > SystemClock().now() + timedelta(minutes=10), "not while a request may still need it"
    removal.sweep(due)
    (left,) = kept() - before
    assert made.body["id"] in left
    path = f"/interactions/{made.body['id']}"
    assert call("eve", "PATCH", path, {"notes": "Other words."}, made.etag).status == 200
    assert call("eve", "PATCH", path, {"notes": "Late words."}, made.etag).status == 412
    said = call("kim", "GET", f"{path}/transcript").body
    assert [turn["text"] for turn in said["turns"]] == ["Other words."]
    for each in to_remove():
        removal.sweep(each)
    said = call("kim", "GET", f"{path}/transcript").body
    assert [turn["text"] for turn in said["turns"]] == ["Other words."], "what leads somewhere stays"


@pytest.mark.feature("S4.16", "S4.17")
def test_with_a_deleted_conversation_goes_all_that_was_said_of_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("debrief.interactions.comments.store.MOST_FORGOTTEN", 2)
    made = offline()
    path = f"/interactions/{made.body['id']}"
    for number in range(5):
        tagged = ["us_eve"] if number == 3 else ["us_kim"] if number == 0 else []
        assert call("sam", "POST", f"{path}/comments", {"text": f"{number}", "tagged_ids": tagged}).status == 201
    assert call("sam", "DELETE", path, if_match=made.etag).status == 204
    assert CommentStore().comments(made.body["id"]) == []
    assert [each.data["recipient_ids"] for each in events(NOTICE_WITHDRAWN)] == [["us_kim"], ["us_eve"]]
    found = boto3.client("dynamodb").scan(TableName="test-interactions")["Items"]
    due = [json.loads(each["body"]["S"]) for each in found if each["SK"]["S"] == "DUE"]
    folders = [each["data"].get("folder_0") for each in due if each["subject"].startswith(made.body["id"])]
    assert folders == [f"test-content/transcripts/{made.body['id']}/"]


@pytest.mark.feature("S4.16")
def test_what_cant_be_entered_says_why_by_field(world: World) -> None:
    ahead = iso(world.clock.now() + timedelta(days=400))
    for more, status, pointer in (
        ({"agent_id": "us_zoe"}, 422, "/agent_id"),
        ({"agent_id": "us_none"}, 422, "/agent_id"),
        ({"started_at": ahead}, 422, "/started_at"),
        ({"started_at": "1990-01-01T00:00:00Z"}, 422, "/started_at"),
        ({"about": "  "}, 400, "/about"),
        ({"duration_ms": -1}, 400, "/duration_ms"),
        ({"notes": "x" * 50_001}, 400, "/notes"),
    ):
        answer = offline(**more)
        assert (answer.status, [each["pointer"] for each in answer.body["errors"]]) == (status, [pointer]), more
    assert offline(by="kim").status == 403
    assert offline(agent_id="us_sam").status == 403, "nobody enters their own"
    recorded = world.add_interaction(1)
    assert call("sam", "PATCH", f"/interactions/{recorded.id}", {"about": "x"}, '"1"').status == 409
    assert call("sam", "DELETE", f"/interactions/{recorded.id}", if_match='"1"').status == 409


@pytest.mark.feature("S4.17")
def test_comments_at_a_place_are_seen_by_those_they_are_for(world: World) -> None:
    path = f"/interactions/{world.add_interaction(1).id}/comments"
    first = call("sam", "POST", path, {"text": "Well put", "turn_index": 2, "at_ms": 10_000, "tagged_ids": ["us_kim"]})
    assert first.status == 201, first.body
    assert (first.body["author_name"], first.body["tagged"]) == (
        "Sam Sample",
        [{"user_id": "us_kim", "name": "Kim Sample"}],
    )
    hidden = {"text": "Between us", "visibility": "private", "tagged_ids": ["us_eve"]}
    private = call("sam", "POST", path, hidden)
    assert private.status == 201
    told = [(each.subject, each.data["recipient_ids"]) for each in events(NOTICE_REQUESTED)]
    assert told == [("int_1", ["us_kim"]), ("int_1", ["us_eve"])]

    def seen(who: str) -> list[str]:
        return [each["text"] for each in call(who, "GET", path).body["items"]]

    assert (seen("sam"), seen("eve")) == (["Well put", "Between us"],) * 2
    assert (seen("kim"), seen("ada"), seen("ida")) == (["Well put"],) * 3
    assert [call(who, "GET", path).status for who in ("joe", "pat")] == [404, 404]
    # Whoever was tagged answers; colleagues of hers who see nothing of it can't.
    assert call("kim", "GET", path).body["actions"] == ["comment"]
    assert call("kim", "POST", path, {"text": "Thank you"}).status == 201
    other = f"/interactions/{world.add_interaction(2).id}/comments"
    assert call("kim", "POST", other, {"text": "Mine"}).status == 403
    assert call("kim", "GET", other).body == {"items": [], "actions": []}
    # Who may not see a private one can't change or delete it either, and isn't told that it is there.
    mine = f"{path}/{private.body['id']}"
    assert [call(who, "DELETE", mine, if_match=private.etag).status for who in ("ada", "kim", "eve")] == [404, 404, 403]


@pytest.mark.feature("S4.17")
def test_comments_are_changed_by_their_author(world: World) -> None:
    path = f"/interactions/{world.add_interaction(1).id}/comments"
    made = call("sam", "POST", path, {"text": "One", "tagged_ids": ["us_kim"]})
    one = f"{path}/{made.body['id']}"
    assert call("eve", "PATCH", one, {"text": "Two"}, made.etag).status == 403
    assert call("sam", "PATCH", one, {}, made.etag).status == 400
    changed = call("sam", "PATCH", one, {"text": "Two", "tagged_ids": ["us_kim", "us_eve"]}, made.etag)
    assert (changed.body["text"], made.body["edited_at"]) == ("Two", None)
    assert changed.body["edited_at"] is not None
    assert [each.data["recipient_ids"] for each in events(NOTICE_REQUESTED)] == [["us_kim"], ["us_eve"]]
    assert call("sam", "PATCH", one, {"text": "Three"}, made.etag).status == 412
    assert call("eve", "DELETE", one, if_match=changed.etag).status == 403
    assert call("ada", "DELETE", one, if_match=changed.etag).status == 204, "an administrator removes a public one"
    assert [each.data["recipient_ids"] for each in events(NOTICE_WITHDRAWN)] == [["us_eve", "us_kim"]]
    assert call("sam", "GET", path).body["items"] == []


@pytest.mark.feature("S4.17")
def test_what_another_comment_still_tells_somebody_isnt_taken_back(world: World) -> None:
    path = f"/interactions/{world.add_interaction(1).id}/comments"
    one = call("sam", "POST", path, {"text": "One", "tagged_ids": ["us_kim", "us_eve"]})
    call("eve", "POST", path, {"text": "Two", "tagged_ids": ["us_kim"]})
    none = call("sam", "PATCH", f"{path}/{one.body['id']}", {"tagged_ids": []}, one.etag)
    assert none.status == 200
    withdrawn = [each.data["recipient_ids"] for each in events(NOTICE_WITHDRAWN)]
    assert withdrawn == [["us_eve"]], "whom it tags no more, and nobody else does"
    again = call("sam", "PATCH", f"{path}/{one.body['id']}", {"tagged_ids": ["us_kim", "us_ida"]}, none.etag)
    assert call("sam", "DELETE", f"{path}/{one.body['id']}", if_match=again.etag).status == 204
    withdrawn = [each.data["recipient_ids"] for each in events(NOTICE_WITHDRAWN)]
    assert withdrawn == [["us_eve"], ["us_ida"]], "the second comment is still there for kim"


@pytest.mark.feature("S4.17")
def test_what_cant_be_said_says_why_by_field(world: World) -> None:
    path = f"/interactions/{world.add_interaction(1).id}/comments"
    for more, status, pointer in (
        ({"turn_index": 99}, 422, "/turn_index"),
        ({"at_ms": 60_001}, 422, "/at_ms"),
        ({"tagged_ids": ["us_kim", "us_joe"]}, 422, "/tagged_ids/1"),
        ({"tagged_ids": ["us_nobody"]}, 422, "/tagged_ids/0"),
        ({"text": " "}, 400, "/text"),
        ({"tagged_ids": [f"us_{each}" for each in range(11)]}, 400, "/tagged_ids"),
    ):
        answer = call("sam", "POST", path, {"text": "x", **more})
        assert (answer.status, [each["pointer"] for each in answer.body["errors"]]) == (status, [pointer]), more
    assert events(NOTICE_REQUESTED) == []


@pytest.mark.feature("S4.17")
def test_a_conversation_takes_so_many(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("debrief.interactions.comments.service.MOST_COMMENTS", 1)
    path = f"/interactions/{world.add_interaction(1).id}/comments"
    assert call("sam", "POST", path, {"text": "x"}).status == 201
    assert call("sam", "POST", path, {"text": "y"}).status == 409
    assert MOST_COMMENTS == 200


@pytest.mark.feature("S4.17", "N8")
def test_comments_go_with_what_they_are_about_and_with_who_wrote_them(world: World) -> None:
    for number in (1, 2):
        path = f"/interactions/{world.add_interaction(number).id}/comments"
        assert call("sam", "POST", path, {"text": f"On {number}"}).status == 201
    data = InteractionsPersonalData(
        world.interactions, IntakeStore(), PeopleStore(), "test-content", world.clock, world.ids
    )
    by_sam = data.export(Subject(kind="person", id="us_sam"))
    while by_sam.next and not by_sam.records:
        by_sam = data.export(Subject(kind="person", id="us_sam"), by_sam.next)
    assert [each.data["text"] for each in by_sam.records] == ["On 1", "On 2"]
    position = None
    while True:
        done = data.erase(Subject(kind="contact", id="C-1"), position)
        if done.next is None:
            break
        position = done.next
    assert [each.text for each in CommentStore().comments("int_1")] == []
    assert [each.text for each in CommentStore().comments("int_2")] == ["On 2"]
