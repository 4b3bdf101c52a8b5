"""A person says who is who: of one conversation, of an import, of a source; scores and counts follow."""

import pytest

from tests.integration import documents
from tests.integration.driver import Debrief, Json, eventually

pytestmark = pytest.mark.feature("S2.1", "N19")
DAYS = "from=2026-02-01&to=2026-02-28"
GREETING = "Good afternoon this is the parcel desk"


def greeted(queue: str) -> Json:
    """A scorecard that asks the agent for words, by rule."""
    card = documents.automatic_scorecard(queue)
    question = card["sections"][0]["questions"][0]
    question |= {"text": "Did the agent greet?", "check": "exact_match", "phrases": {"any_of": ["good afternoon"]}}
    return card


def two_channels(first: str, second: str) -> Json:
    """A transcript of two channels of which nothing says which is the agent's."""

    def word(content: str, start: float) -> Json:
        heard = [{"content": content, "confidence": "0.9"}]
        times = {"start_time": str(start), "end_time": str(start + 0.4)}
        return {"type": "pronunciation", **times, "alternatives": heard}

    channels = [
        {
            "channel_label": f"ch_{channel}",
            "items": [word(each, channel * 6.0 + place / 2) for place, each in enumerate(text.split())],
        }
        for channel, text in enumerate((first, second))
    ]
    items = [each for channel in channels for each in channel["items"]]
    results = {"language_code": "en-US", "channel_labels": {"channels": channels}, "items": items}
    return {"jobName": "job", "status": "COMPLETED", "results": results}


def guessed(agent: Json, name: str, queue: str) -> Json:
    """A vCon of two people of whom only their wording tells who is the agent."""
    document = documents.chat(agent["agent_references"][0], name, queue=queue)
    document["parties"] = [{"name": "One"}, {"name": "Other"}]
    said = ("Hello, how can I help you?", f"{GREETING} as well.")
    for place, (part, text) in enumerate(zip(document["dialog"], said, strict=False)):
        part |= {"parties": [place], "originator": place, "body": text}
    document["dialog"] = document["dialog"][:2]
    return document


def known(agent: Json, name: str, queue: str) -> dict[str, str]:
    return {
        "agent_id": agent["agent_references"][0],
        "contact_reference": name,
        "queue": queue,
        "started_at": "2026-02-02T10:00:00Z",
    }


def made_anew(debrief: Debrief, interaction_id: str) -> Json:
    """The interaction once nothing of it is being made anew any more."""

    def look() -> Json | None:
        debrief.run_schedules()
        found: Json = debrief.get(f"/interactions/{interaction_id}")
        return found if found["analysis"] and not found["missing"] else None

    return eventually(look, f"{interaction_id} is made anew")


def who(debrief: Debrief, interaction_id: str) -> list[str]:
    return [turn["speaker"] for turn in debrief.get(f"/interactions/{interaction_id}/transcript")["turns"]]


def scores(debrief: Debrief, interaction_id: str) -> list[float]:
    found = debrief.get(f"/evaluations?interaction_id={interaction_id}")["items"]
    return [each["percent"] for each in found]


def counted(debrief: Debrief, agent: Json) -> list[tuple[int, int]]:
    """Of each line item of the agent's, how many answers pass, and of how many."""
    report = debrief.get(f"/reports/line-items?agent_id={agent['id']}&{DAYS}")
    return [(item["passed"], item["applicable"]) for item in report["items"]]


def recounted(debrief: Debrief, agent: Json) -> list[tuple[int, int]]:
    """The same, once everything of the agent's was counted anew."""
    place = None
    while True:
        done = debrief.cloud.invoke("roll_up", {"rebuild": {"agent_id": agent["id"], "place": place}})
        place = done["next"]
        if place is None:
            return counted(debrief, agent)


def test_speakers_that_were_guessed_are_swapped_and_the_score_follows(debrief: Debrief) -> None:
    agent, queue, name = debrief.employee(), debrief.name("queue"), debrief.name("guessed")
    debrief.scorecard(greeted(queue))
    key, document = f"forms/{name}.json", two_channels("The parcel never came", GREETING)
    loaded = debrief.load(key, document, known(agent, name, queue))
    assert (loaded["roles"]["basis"], loaded["roles"]["guessed"]) == ("first_channel", True)
    assert (who(debrief, loaded["id"]), scores(debrief, loaded["id"])) == (["agent", "customer"], [0])
    path = f"/interactions/{loaded['id']}/speakers"
    assert [each["voice"] for each in debrief.get(path)["voices"]] == ["agent", "customer"]
    settled = debrief.get(f"/interactions/{loaded['id']}")
    tag = f'"{settled["revision"]}"'
    answer = debrief.call("POST", path, {"swap": True}, if_match=tag, idempotency_key=name)
    assert answer.status == 202, answer
    assert answer.headers["location"] == f"/interactions/{loaded['id']}"
    # The same click once more is the same click.
    assert debrief.call("POST", path, {"swap": True}, if_match=tag, idempotency_key=name).body == answer.body
    after = made_anew(debrief, loaded["id"])
    assert (after["roles"]["basis"], after["roles"]["guessed"]) == ("person", False)
    assert (who(debrief, loaded["id"]), scores(debrief, loaded["id"])) == (["customer", "agent"], [100])
    eventually(lambda: counted(debrief, agent) == [(1, 1)], "the reports count the new score alone")
    assert recounted(debrief, agent) == [(1, 1)]
    # Dropped once more, the same words keep what was said of them; and it is taken back by swapping again.
    again = debrief.drop(key, {**document, "jobName": "again"}, known(agent, name, queue))
    eventually(lambda: (debrief.item(again) or {})["attempt"] == 2, "it is taken in again")
    assert debrief.settled(again, "loaded")
    assert who(debrief, loaded["id"]) == ["customer", "agent"]
    tag = f'"{made_anew(debrief, loaded["id"])["revision"]}"'
    assert debrief.call("POST", path, {"swap": True}, if_match=tag).status == 202
    made_anew(debrief, loaded["id"])
    assert (who(debrief, loaded["id"]), scores(debrief, loaded["id"])) == (["agent", "customer"], [0])
    eventually(lambda: counted(debrief, agent) == [(0, 1)], "the earlier score holds again")


def corrected(debrief: Debrief, path: str) -> Json:
    """The correction once it is through."""

    def look() -> Json | None:
        debrief.run_schedules()
        found: Json = debrief.get(path)["correction"]
        return found if found["status"] == "finished" else None

    return eventually(look, f"{path} is through", 90)


def test_everything_that_was_guessed_of_an_import_is_swapped(debrief: Debrief) -> None:
    agent, queue = debrief.employee(), debrief.name("queue")
    debrief.scorecard(greeted(queue))
    names = [debrief.name("line") for _ in range(3)]
    lines = [guessed(agent, name, queue) for name in names[:2]]
    lines.append(documents.chat(agent["agent_references"][0], names[2], queue=queue))
    key = f"bulk/{debrief.name('guessed')}.jsonl"
    debrief.drop(key, documents.jsonl(*lines))
    bulk = debrief.import_of(key)
    assert bulk["counts"]["loaded"] == 3, bulk
    found = [debrief.get(f"/interactions?contact_reference={name}")["items"][0] for name in names]
    assert [each["roles"]["guessed"] for each in found] == [True, True, False]
    path = f"/imports/{bulk['id']}/speakers"
    assert debrief.post(path, {"which": "guessed"})["correction"]["status"] == "running"
    done = corrected(debrief, path)
    assert (done["looked_at"], done["swapped"], done["left"]) == (3, 2, 0)
    for each in found[:2]:
        made_anew(debrief, each["id"])
        assert (who(debrief, each["id"]), scores(debrief, each["id"])) == (["customer", "agent"], [100])
    # The third greets in other words.
    eventually(lambda: counted(debrief, agent) == [(2, 3)], "the reports count the new scores")
    assert recounted(debrief, agent) == [(2, 3)]


def test_a_source_is_settled_and_what_came_from_it_is_swapped(debrief: Debrief) -> None:
    agent, queue, folder = debrief.employee(), debrief.name("queue"), f"{debrief.name('source')}/"
    before, after = debrief.name("before"), debrief.name("after")
    said = two_channels("The parcel never came", GREETING)
    loaded = debrief.load(f"{folder}{before}.json", said, known(agent, before, queue))
    current = debrief.call("GET", "/intake/sources")
    kept = [{"folder": each["folder"], "agent_channel": each["agent_channel"]} for each in current.body["sources"]]
    body = {"sources": [*kept, {"folder": folder, "agent_channel": 1}]}
    assert debrief.call("PUT", "/intake/sources", body, if_match=current.headers["etag"]).status == 200
    new = debrief.load(f"{folder}{after}.json", said, known(agent, after, queue))
    assert (new["roles"]["basis"], new["roles"]["guessed"]) == ("source", False)
    assert who(debrief, new["id"]) == ["customer", "agent"]
    debrief.post("/intake/sources/speakers", {"folder": folder})
    done = corrected(debrief, f"/intake/sources/speakers?folder={folder}")
    assert (done["looked_at"], done["swapped"]) == (2, 1)
    made_anew(debrief, loaded["id"])
    assert who(debrief, loaded["id"]) == ["customer", "agent"]
