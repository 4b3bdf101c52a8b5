"""Puts the sample organisation together."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from local.sample import coaching, documents
from local.sample.model import Behaviour, Coaching, Conversation, DroppedObject, Json, Person, Profile, Sample
from local.sample.organisation import BOT_REFERENCE, people, profiles
from local.sample.scenarios import SCENARIOS
from local.sample.scorecards import scorecards
from local.sample.talk import Frame, compose

SEED: Final = 20_261
DAYS: Final = 122
"""Four months."""


@dataclass(frozen=True)
class Size:
    """How much there is. conversations, meetings, feedback: of each agent; the first is about.

    share: of the conversations, evaluated by people, by channel.
    """

    conversations: int
    share: dict[str, float]
    meetings: int
    feedback: int


FULL: Final = Size(45, {"voice": 0.12, "chat": 0.04, "email": 0.36}, meetings=3, feedback=2)
SMALL: Final = Size(8, {"voice": 0.1, "chat": 0.04, "email": 0.5}, meetings=1, feedback=0)
"""Enough for benchmarks and tests."""

STAR_CONVERSATIONS: Final = 75
"""Of the agent whose report is shown, whatever the size, so that the report has something to say."""

INDICATOR_RULES: Final[tuple[Json, ...]] = (
    {"id": "in_manager", "name": "Manager asked for", "speaker": "customer",
     "any_of": ["speak to your manager", "speak to a manager", "talk to a supervisor"]},
    {"id": "in_cancel", "name": "Thinks of cancelling", "speaker": "customer",
     "any_of": ["cancel*", "cheaper somewhere else"]},
    {"id": "in_repeat", "name": "Has asked before", "speaker": "customer",
     "any_of": ["already called", "second time", "contacted you before"]},
    {"id": "in_sorry", "name": "Agent apologises", "speaker": "agent", "any_of": ["sorry", "apologise"]},
    {"id": "in_noclosing", "name": "No closing question", "speaker": "agent", "absence": True,
     "any_of": ["anything else I can"]},
)  # fmt: skip


def generate(today: date, *, seed: int = SEED, size: Size = FULL) -> Sample:
    """The organisation with its four months up to yesterday. The same arguments give the same, to the byte."""
    first_day = today - timedelta(days=DAYS)
    staff = people(seed)
    skilled = profiles(seed, staff, first_day, DAYS)
    star = _star(skilled, today)
    skilled = tuple(star if profile.agent == star.agent else profile for profile in skilled)
    conversations = _conversations(seed, skilled, star.agent, first_day, size)
    evaluators = [person for person in staff if person.role == "Evaluator"]
    agents = [profile.agent for profile in skilled]
    return Sample(
        seed=seed,
        first_day=first_day,
        last_day=today - timedelta(days=1),
        people=staff,
        profiles=skilled,
        star=star.agent,
        settings={
            "inquiries": [scenario.name for scenario in SCENARIOS],
            "minimum_sample": 5,
            "alert_keywords": ["speak to your manager"],
        },
        indicator_rules=INDICATOR_RULES,
        scorecards=scorecards(),
        conversations=conversations,
        evaluations=coaching.evaluations(seed, conversations, evaluators, size.share),
        meetings=coaching.meetings(seed, skilled, today, star.agent, size.meetings),
        feedback=coaching.feedback(seed, conversations, agents, star.agent, size.feedback),
        singles=_singles(seed, skilled, first_day),
    )


def _star(skilled: tuple[Profile, ...], today: date) -> Profile:
    """An agent on the phone who is worth a report: coached with success on one thing, still developing another."""
    profile = next(each for each in skilled if each.agent.team == "Voice Support")
    since = today - timedelta(days=coaching.LAST_MEETING_DAYS_AGO + 2)
    skills = {
        **dict.fromkeys(Behaviour, 0.88),
        Behaviour.NOTICE: 0.97,
        Behaviour.VERIFICATION: 0.94,
        Behaviour.KNOWLEDGE: 0.8,
        Behaviour.CLOSING: 0.72,
        coaching.STAR_IMPROVES: 0.3,
        coaching.STAR_DEVELOPS: 0.42,
    }
    agreed = (Coaching(coaching.STAR_DEVELOPS, since, 0.0), Coaching(coaching.STAR_IMPROVES, since, 0.62))
    return replace(profile, skills=skills, drift=dict.fromkeys(Behaviour, 0.0), coaching=agreed)


def _conversations(
    seed: int, skilled: tuple[Profile, ...], star: Person, first_day: date, size: Size
) -> tuple[Conversation, ...]:
    found: list[Conversation] = []
    for profile in skilled:
        rng = random.Random(f"{seed}:conversations:{profile.agent.reference}")
        wanted = size.conversations if profile.agent != star else max(size.conversations, STAR_CONVERSATIONS)
        number = max(1, round(wanted * rng.uniform(0.9, 1.1)))
        letter = profile.channel[0].upper()
        # Since their last 1-to-1 the star agent has worked more, so that the time since then can be compared.
        recent = 0.18 if profile.agent == star else 0.0
        for place, at in enumerate(sorted(_moment(first_day, rng, recent) for _ in range(number))):
            reference = f"QH-{letter}-{profile.agent.reference.removeprefix('agent-')}-{place + 1:03d}"
            found.append(compose(profile, Frame(reference, at, first_day, DAYS), rng))
    return tuple(sorted(found, key=lambda each: (each.started_at, each.reference)))


def _moment(first_day: date, rng: random.Random, recent: float = 0.0) -> datetime:
    """A moment within the four months. recent: the share that lies after the last 1-to-1s, beyond what is due there."""
    while True:
        earliest = DAYS - coaching.LAST_MEETING_DAYS_AGO if rng.random() < recent else 0
        day = first_day + timedelta(days=rng.randrange(earliest, DAYS))
        # At weekends few people work.
        if day.weekday() < 5 or rng.random() < 0.15:
            break
    hour = rng.choices(range(8, 19), (3, 6, 8, 7, 4, 4, 6, 7, 6, 4, 2))[0]
    return datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), UTC)


def _singles(seed: int, skilled: tuple[Profile, ...], first_day: date) -> tuple[DroppedObject, ...]:
    """Single files in every form that is taken; one lacks its queue and one is of an agent whom nobody knows."""
    rng = random.Random(f"{seed}:singles")
    voice = [profile for profile in skilled if profile.channel == "voice"]
    chat = [profile for profile in skilled if profile.channel == "chat"]
    objects: list[DroppedObject] = []

    def made(profile: Profile, name: str) -> Conversation:
        return compose(profile, Frame(f"QH-S-{name}", _moment(first_day, rng), first_day, DAYS), rng)

    for number, profile in enumerate(voice[1:4], start=1):
        call = made(profile, f"CA-{number}")
        objects += _with_sidecar(f"single/{call.reference}", documents.call_analytics(call), documents.metadata(call))
    lens = made(chat[0], "CL-1")
    objects += _with_sidecar(f"single/{lens.reference}", documents.contact_lens_chat(lens), documents.metadata(lens))
    alone = made(voice[4], "VC-1")
    objects.append(DroppedObject(f"single/{alone.reference}.vcon.json", _json(documents.vcon(alone))))
    named = made(voice[5], "VT-1")
    stamp = named.started_at.strftime("%Y-%m-%dT%H-%M-%SZ")
    name = f"call_GUID_{named.reference}_AGENT_{named.agent.reference}_QUEUE_{named.queue}_DT_{stamp}"
    objects.append(DroppedObject(f"single/{name}.vtt", documents.web_vtt(named).encode()))
    lacking = made(voice[6], "HELD-1")
    known = {key: value for key, value in documents.metadata(lacking).items() if key != "queue"}
    objects += _with_sidecar(f"single/{lacking.reference}", documents.call_analytics(lacking), known, "queue_missing")
    strange = made(voice[7], "HELD-2")
    known = {**documents.metadata(strange), "agent_reference": "agent-9999"}
    objects += _with_sidecar(f"single/{strange.reference}", documents.call_analytics(strange), known, "agent_unknown")
    bot = made(chat[1], "BOT-1")
    talk = documents.vcon(bot)
    talk["attachments"][0]["body"]["agent_reference"] = BOT_REFERENCE
    objects.append(DroppedObject(f"single/{bot.reference}.vcon.json", _json(talk)))
    return tuple(objects)


def _with_sidecar(stem: str, document: Json, known: Json, held_for: str = "") -> list[DroppedObject]:
    return [
        DroppedObject(f"{stem}.metadata.json", _json(known), held_for),
        DroppedObject(f"{stem}.json", _json(document), held_for),
    ]


def _json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def recorded_call(sample: Sample, at: datetime) -> Conversation:
    """A call of the star agent at `at`, which a demonstration drops with its recording. Not in the sample itself."""
    profile = next(each for each in sample.profiles if each.agent == sample.star)
    stamp = at.strftime("%Y%m%dT%H%M%SZ")
    rng = random.Random(f"{sample.seed}:recorded:{stamp}")
    frame = Frame(f"QH-DEMO-{stamp}", at, sample.first_day, DAYS)
    return compose(profile, frame, rng)
