"""The sample organisation of these tests: a few people in two lines, and about 25 conversations.

It is made by the same generator as the sample of `make run`, and goes through the same doors; on the same day it is
always the same. What there is of it:

- Line one: the operations manager, below her the supervisor of Voice Support with three agents on the phone. Among
  them the star agent, whose data is enough for a summary: a completed 1-to-1 with four actions, one to come.
- Line two: the outsider, supervisor of Chat, with one agent who chats and one who writes e-mails.
- An evaluator, the account's administrator, a bot.
- One conversation of the star agent has a stereo recording with its transcript. Two items are held at the intake: one
  lacks its queue, one is of an agent whom nobody knows.
- Evaluations of all types: automatic (calls and chats), blended (calls and chats), manual (e-mails).
"""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from local.client import ApiClient
from local.cloud import ADMIN_EMAIL, Cloud
from local.loading.company import load_sample
from local.loading.following import wait_for_reports
from local.sample import audio, coaching, documents
from local.sample.build import DAYS, SMALL, generate, recorded_call
from local.sample.model import Conversation, DroppedObject, Person, PlannedMeeting, Sample
from local.sample.talk import Frame, compose
from local.sessions import Sessions
from local.waiting import Waiter

RECENT, EARLIER = 10, 4
"""Conversations of the star agent since the last 1-to-1, and before it."""

OF_OTHERS = 3
PATIENCE_S = 240.0


def tiny(today: date) -> Sample:
    """The organisation as it is on a day."""
    whole = generate(today, size=SMALL)
    chat = _supervisor(whole, "Chat")
    voice_agents = _agents(whole, "Voice Support")[:3]
    others = [*_agents(whole, "Chat")[:1], replace(_agents(whole, "E-mail")[0], manager_email=chat.email)]
    evaluator = next(each for each in whole.people if each.role == "Evaluator")
    supervisor = _supervisor(whole, "Voice Support")
    kept = [whole.person(supervisor.manager_email), evaluator, supervisor, *voice_agents, chat, *others]
    kept += [each for each in whole.people if each.kind == "bot"]
    conversations = _conversations(whole, today, [*voice_agents, *others])
    evaluated = _evaluated(conversations, whole.star)
    everything = {"voice": 1.0, "chat": 1.0, "email": 1.0}
    return replace(
        whole,
        people=tuple(kept),
        profiles=tuple(each for each in whole.profiles if each.agent.email in {one.email for one in kept}),
        conversations=conversations,
        evaluations=coaching.evaluations(whole.seed, evaluated, [evaluator], everything),
        meetings=_meetings(whole, [whole.star, voice_agents[1], others[1]]),
        feedback=tuple(each for each in coaching.feedback(whole.seed, conversations, [whole.star], whole.star, 0)),
        singles=_held(whole, voice_agents[1], today),
    )


def load(cloud: Cloud, today: date, say: Callable[[str], None]) -> dict[str, Any]:
    """Load the sample that ends today; who plays which role, and the call with a recording."""
    sample = load_sample(cloud, tiny(today), say)
    sessions, waiter = Sessions(cloud), Waiter()
    recorded = _drop_recording(cloud, sessions.admin, sample, waiter)
    star = sample.star
    colleague = next(each for each in sample.people if each.manager_email == star.manager_email and each != star)
    outsider = next(each for each in sample.people if each.role == "Supervisor" and each.team not in ("", star.team))
    emails = {
        "admin": ADMIN_EMAIL,
        "manager": sample.person(star.manager_email).manager_email,
        "supervisor": star.manager_email,
        "evaluator": next(each.email for each in sample.people if each.role == "Evaluator"),
        "agent": star.email,
        "colleague": colleague.email,
        "outsider": outsider.email,
    }
    directory = sessions.learn()
    _settle(sessions.of(emails["supervisor"]), directory[star.email]["id"], sample, waiter)
    people = {
        role: {"id": directory[email]["id"], "name": directory[email]["name"], "email": email}
        for role, email in emails.items()
    }
    return {"people": people, "recorded": recorded}


def _drop_recording(cloud: Cloud, admin: ApiClient, sample: Sample, waiter: Waiter) -> str:
    """Drop a stereo recording of the star agent with its transcript and its queue; its contact reference."""
    morning = datetime.combine(sample.last_day, time(9), UTC)
    calls = [recorded_call(sample, morning + timedelta(minutes=each)) for each in range(20)]
    call = min(calls, key=lambda each: each.duration_ms)
    s3, bucket, stem = cloud.boto("s3"), cloud.recordings_bucket, f"calls/{documents.file_stem(call)}"
    s3.put_object(Bucket=bucket, Key=f"{stem}.wav", Body=audio.stereo_wav(call))

    def held() -> str | None:
        items = admin.get("/intake", {"status": "held", "limit": 100})["items"]
        return next((each["id"] for each in items if each["unit_key"] == stem), None)

    # It waits for its queue, so that the transcript can't be taken without it.
    item = waiter.until("That the recording is held", held, seconds=PATIENCE_S)
    s3.put_object(Bucket=bucket, Key=f"{stem}.json", Body=json.dumps(documents.call_analytics(call)).encode())
    s3.put_object(Bucket=bucket, Key=f"{stem}.metadata.json", Body=json.dumps(documents.metadata(call)).encode())

    def loaded() -> bool | None:
        return True if admin.get(f"/intake/{item}")["status"] == "loaded" else None

    waiter.until("That the recording is loaded", loaded, seconds=PATIENCE_S)
    return call.reference


def _settle(client: ApiClient, agent_id: str, sample: Sample, waiter: Waiter) -> None:
    """Wait until the reports count all that there is of an agent."""
    since = {"agent_id": agent_id, "from": f"{sample.first_day}T00:00:00Z"}
    conversations = sum(1 for _ in client.pages("/interactions", since))
    evaluations = sum(1 for _ in client.pages("/evaluations", since))
    period = (sample.first_day, sample.last_day + timedelta(days=1))
    wait_for_reports(client, agent_id, period, conversations, evaluations, waiter)


def _supervisor(whole: Sample, team: str) -> Person:
    return next(each for each in whole.people if each.role == "Supervisor" and each.team == team)


def _agents(whole: Sample, team: str) -> list[Person]:
    return [each for each in whole.people if each.role == "Agent" and each.team.startswith(team)]


def _conversations(whole: Sample, today: date, agents: Sequence[Person]) -> tuple[Conversation, ...]:
    since = datetime.combine(today - timedelta(days=coaching.LAST_MEETING_DAYS_AGO - 1), time(), UTC)
    found: list[Conversation] = []
    for agent in agents:
        own = [each for each in whole.conversations if each.agent.reference == agent.reference]
        if agent == whole.star:
            found += [each for each in own if each.started_at >= since][-RECENT:]
            found += [each for each in own if each.started_at < since][-EARLIER:]
        else:
            found += own[-OF_OTHERS:]
    return tuple(sorted(found, key=lambda each: (each.started_at, each.reference)))


def _evaluated(conversations: Sequence[Conversation], star: Person) -> list[Conversation]:
    """Those that the evaluator has looked at: five of the star agent, the newest of each other one, all e-mails."""
    of_star = [each for each in conversations if each.agent == star][-5:]
    newest = {each.agent.email: each for each in conversations if each.agent != star}
    emails = [each for each in conversations if each.channel == "email"]
    chosen = {each.reference for each in (*of_star, *newest.values(), *emails)}
    return [each for each in conversations if each.reference in chosen]


def _meetings(whole: Sample, participants: Sequence[Person]) -> tuple[PlannedMeeting, ...]:
    """Of each participant the last one that was held, and the one to come. The star agent's was acknowledged."""
    found: list[PlannedMeeting] = []
    for person in participants:
        own = [each for each in whole.meetings if each.participant_email == person.email]
        past, ahead = [each for each in own if each.held][-1], next(each for each in own if not each.held)
        found += [
            replace(past, facilitator_email=person.manager_email, acknowledged=person == whole.star),
            replace(ahead, facilitator_email=person.manager_email),
        ]
    return tuple(sorted(found, key=lambda each: (each.scheduled_at, each.participant_email)))


def _held(whole: Sample, agent: Person, today: date) -> tuple[DroppedObject, ...]:
    profile = next(each for each in whole.profiles if each.agent == agent)
    yesterday = datetime.combine(today - timedelta(days=1), time(11), UTC)
    lacking, strange = (
        compose(profile, Frame(f"QH-HELD-{each}", yesterday, whole.first_day, DAYS), random.Random(each))
        for each in (1, 2)
    )
    no_queue = {name: value for name, value in documents.metadata(lacking).items() if name != "queue"}
    no_agent = {**documents.metadata(strange), "agent_reference": "agent-9999"}
    return (
        *_with_sidecar(lacking, no_queue, "queue_missing"),
        *_with_sidecar(strange, no_agent, "agent_unknown"),
    )


def _with_sidecar(call: Conversation, known: dict[str, Any], held_for: str) -> list[DroppedObject]:
    stem = f"single/{call.reference}"
    return [
        DroppedObject(f"{stem}.metadata.json", json.dumps(known).encode(), held_for),
        DroppedObject(f"{stem}.json", json.dumps(documents.call_analytics(call)).encode(), held_for),
    ]
