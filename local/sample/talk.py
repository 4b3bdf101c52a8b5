"""Composes conversations out of the phrases: who says what, when, and what of it the agent shows."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from local.sample import phrases
from local.sample.model import Behaviour, ChannelName, Conversation, Line, Profile, Survey
from local.sample.organisation import FIRST_NAMES, LAST_NAMES
from local.sample.scenario import CITIES, DAYS, ITEMS, Scenario
from local.sample.scenarios import SCENARIOS

MOOD_NAMES = ("calm", "worried", "annoyed", "angry")
_SPOKEN_WORDS_A_SECOND = 2.6
Speaker = Literal["agent", "customer"]


@dataclass(frozen=True)
class Frame:
    """Within what a conversation happens. first_day, days: of the whole sample, which skills change over."""

    reference: str
    started_at: datetime
    first_day: date
    days: int


@dataclass
class _Talk:
    """A conversation while it is being composed. hold_after: the line after which the customer is on hold."""

    rng: random.Random
    profile: Profile
    scenario: Scenario
    mood: str
    values: dict[str, str]
    shows: dict[Behaviour, bool]
    lines: list[tuple[Speaker, str]]
    wanted: set[Behaviour]
    hold_ms: int = 0
    hold_after: int = -1

    @property
    def channel(self) -> ChannelName:
        return self.profile.channel

    def one_of(self, texts: tuple[str, ...]) -> str:
        return self.rng.choice(texts).format(**self.values)

    def says(self, speaker: Speaker, texts: tuple[str, ...]) -> None:
        self.add(speaker, self.one_of(texts))

    def add(self, speaker: Speaker, text: str) -> None:
        """Add to the turn of whoever is speaking, or begin a new one."""
        text = text[:1].upper() + text[1:]
        if self.lines and self.lines[-1][0] == speaker:
            self.lines[-1] = (speaker, f"{self.lines[-1][1]} {text}")
        else:
            self.lines.append((speaker, text))

    def shown(self, behaviour: Behaviour) -> bool:
        """Whether the agent shows it here; from now on it counts as something that was called for."""
        self.wanted.add(behaviour)
        return self.shows[behaviour]


def compose(profile: Profile, frame: Frame, rng: random.Random) -> Conversation:
    """One conversation of an agent; everything in it follows from `rng`."""
    weights = [scenario.weight[profile.channel] for scenario in SCENARIOS]
    scenario = rng.choices(SCENARIOS, weights)[0]
    mood = rng.choices(MOOD_NAMES, scenario.moods)[0]
    day = frame.started_at.date()
    shows = {each: rng.random() < profile.chance(each, day, frame.first_day, frame.days) for each in Behaviour}
    talk = _Talk(rng, profile, scenario, mood, _values(rng, profile, frame.started_at), shows, [], set())
    repeated = rng.random() < 0.05 + 0.12 * (1 - profile.skills[Behaviour.KNOWLEDGE])
    knowledge = profile.chance(Behaviour.KNOWLEDGE, day, frame.first_day, frame.days)
    resolved = rng.random() < min(0.97, 0.42 + 0.6 * knowledge - scenario.difficulty)
    if profile.channel == "email":
        _write(talk, repeated, resolved)
        lines = _sent(talk)
        worked = round(rng.uniform(150, 520) * 1000 * profile.pace)
        duration = worked
    else:
        _speak(talk, repeated, resolved)
        lines = _spoken(talk) if profile.channel == "voice" else _typed(talk)
        duration = lines[-1].end_ms + (rng.randrange(300, 1800) if profile.channel == "voice" else 0)
    after_ms = round(rng.uniform(15, 85) * 1000 * profile.pace) if profile.channel != "email" else 60_000
    return Conversation(
        reference=frame.reference,
        agent=profile.agent,
        customer=f"C-{rng.randrange(20_000, 29_999)}",
        channel=profile.channel,
        queue=scenario.queues[profile.channel],
        direction="outbound" if scenario.name == "Upgrade" and rng.random() < 0.25 else "inbound",
        inquiry=scenario.name,
        topics=scenario.topics,
        started_at=frame.started_at,
        lines=tuple(lines),
        shown=frozenset(each for each in talk.wanted if shows[each]),
        wanted=frozenset(talk.wanted),
        resolved=resolved,
        hold_ms=talk.hold_ms,
        after_call_work_ms=after_ms,
        disposition="Resolved" if resolved else rng.choice(("Follow-up", "Escalated")),
        duration_ms=duration,
        survey=_survey(talk, resolved) if rng.random() < 0.27 else None,
        crm_links={scenario.crm: f"{scenario.crm.upper()}-{rng.randrange(1000, 9999)}"} if rng.random() < 0.3 else {},
    )


def _values(rng: random.Random, profile: Profile, at: datetime) -> dict[str, str]:
    order = f"QH{rng.randrange(100_000, 999_999)}"
    return {
        "agent": profile.agent.first_name,
        "customer": rng.choice(FIRST_NAMES),
        "surname": rng.choice(LAST_NAMES),
        "daypart": "morning" if at.hour < 12 else "afternoon" if at.hour < 17 else "evening",
        "order": order,
        "item": rng.choice(ITEMS),
        "city": rng.choice(CITIES),
        "day": rng.choice(DAYS),
        "few": rng.choice(("two", "three", "four", "five")),
        "amount": f"{rng.randrange(12, 480)}.{rng.choice(('00', '50', '90', '95'))} crowns",
        "digits": f"{rng.randrange(1000, 9999)}",
        # Filled in later, with words that have values of their own.
        "gist": "{gist}",
        "recap": "{recap}",
        "postcode": f"Q{rng.randrange(10, 99)} {rng.randrange(1, 9)}{rng.choice('ABDEFGH')}{rng.choice('JLNPQRS')}",
    }


def _speak(talk: _Talk, repeated: bool, resolved: bool) -> None:
    """A call or a chat, from the opening to the closing."""
    _open(talk, repeated)
    _verify(talk)
    _sympathise(talk)
    _ask(talk)
    _listen(talk)
    _handle(talk)
    _end(talk, resolved)


def _open(talk: _Talk, repeated: bool) -> None:
    good, bad = phrases.GREETING[talk.channel]
    greeting = talk.one_of(good if talk.shown(Behaviour.GREETING) else bad)
    if talk.channel == "voice" and talk.shown(Behaviour.NOTICE):
        greeting = f"{greeting} {talk.one_of(phrases.NOTICE)}"
    talk.add("agent", greeting)
    again = talk.one_of(phrases.REPEATS) if repeated else ""
    mood = talk.one_of(phrases.MOODS[talk.mood])
    filler = talk.one_of(phrases.FILLERS) if talk.channel == "voice" and not (mood or again) else ""
    problem = talk.one_of(talk.scenario.problems)
    talk.add("customer", f"{filler}{mood}{again}{problem}")


def _verify(talk: _Talk) -> None:
    if talk.shown(Behaviour.VERIFICATION):
        talk.says("agent", phrases.VERIFICATION[talk.channel])
        talk.says("customer", phrases.VERIFIED)
        if talk.scenario.crm != "deal" and talk.rng.random() < 0.5:
            talk.says(
                "agent", ("Thank you, {customer}. And the order number?", "Thank you. Do you have the order number?")
            )
            talk.says("customer", phrases.ORDER_NUMBER)
    elif talk.scenario.crm == "deal":
        talk.says("agent", ("Do you have an account with us?", "Are you a customer already?"))
        talk.says("customer", ("Yes, I do.", "Yes, for years."))
    else:
        talk.says("agent", phrases.NOT_VERIFIED)
        talk.says("customer", phrases.ORDER_NUMBER)


def _sympathise(talk: _Talk) -> None:
    shown = talk.shown(Behaviour.EMPATHY)
    words = talk.one_of(phrases.EMPATHY[talk.mood] if shown else phrases.NO_EMPATHY)
    found = talk.one_of(phrases.FOUND) if talk.rng.random() < 0.6 else ""
    talk.add("agent", f"{words} {found}".strip())


def _ask(talk: _Talk) -> None:
    asked = talk.rng.sample(talk.scenario.questions, talk.rng.choice((0, 1, 1, 2, 2)))
    for question, answers in asked:
        talk.says("agent", (question,))
        talk.says("customer", answers)


def _listen(talk: _Talk) -> None:
    if talk.shown(Behaviour.LISTENING):
        gist = talk.one_of(talk.scenario.gist)
        talk.add("agent", talk.one_of(phrases.LISTENING).replace("{gist}", gist))
        talk.says("customer", phrases.CONFIRMED)
    elif talk.rng.random() < 0.35:
        talk.says(
            "customer", ("As I said, it's about the {item}.", "I was trying to say that I'm waiting since {day}.")
        )
        talk.says("agent", phrases.INTERRUPTED)


def _handle(talk: _Talk) -> None:
    if talk.rng.random() < 0.2:
        small, answer = talk.rng.choice(phrases.SMALL_TALK)
        talk.says("agent", (small,))
        talk.says("customer", (answer,))
    if talk.channel == "voice" and talk.rng.random() < 0.28:
        talk.says("agent", phrases.HOLD_GOOD)
        talk.says("customer", phrases.HOLD_ANSWER)
        talk.hold_ms = round(talk.rng.uniform(25, 110) * 1000 * talk.profile.pace)
        talk.hold_after = len(talk.lines) - 1
        talk.says("agent", phrases.HOLD_BACK)
    talk.says("agent", talk.scenario.handling)
    if not talk.shown(Behaviour.TONE) and talk.rng.random() < 0.6:
        talk.says("agent", phrases.TONE_BAD)
        talk.says("customer", ("Excuse me?", "There's no need to be like that.", "Okay."))
    elif talk.rng.random() < 0.4:
        talk.says(
            "customer", ("Okay, and what does that mean for me?", "I see. And now?", "Right, and what happens next?")
        )


def _end(talk: _Talk, resolved: bool) -> None:
    owned = talk.shown(Behaviour.OWNERSHIP)
    owning = talk.one_of(phrases.OWNERSHIP if owned else phrases.NO_OWNERSHIP)
    talk.wanted.add(Behaviour.KNOWLEDGE)
    talk.shows[Behaviour.KNOWLEDGE] = resolved
    if resolved:
        answer, recap = talk.rng.choice(talk.scenario.solved)
        say_owning = owned or talk.rng.random() < 0.3
        talk.add("agent", f"{owning} {answer.format(**talk.values)}" if say_owning else answer.format(**talk.values))
        talk.says("customer", phrases.AGREED)
    else:
        recap = "we look into it and you hear from us"
        talk.add("agent", f"{talk.one_of(talk.scenario.unsolved)} {owning}")
        talk.says(
            "customer", ("And how long is that going to take?", "That doesn't help me.", "Hm. I had hoped for more.")
        )
    if talk.shown(Behaviour.RECAP):
        talk.add("agent", talk.one_of(phrases.RECAP).replace("{recap}", recap.format(**talk.values)))
        talk.says("customer", phrases.AGREED)
    good, bad = phrases.CLOSING[talk.channel]
    pleased = resolved and talk.shows[Behaviour.EMPATHY]
    if talk.shown(Behaviour.CLOSING):
        talk.says("agent", good)
        talk.says("customer", phrases.FINAL[resolved, pleased or (not resolved and talk.shows[Behaviour.EMPATHY])])
        talk.says("agent", phrases.GOODBYE)
    else:
        talk.says("customer", phrases.FINAL[resolved, pleased or (not resolved and talk.shows[Behaviour.EMPATHY])])
        talk.says("agent", bad)


def _write(talk: _Talk, repeated: bool, resolved: bool) -> None:
    """An e-mail and its answer, sometimes with a question in between."""
    again = talk.one_of(phrases.REPEATS) if repeated else ""
    signed = "Kind regards,\n{customer} {surname}, {postcode}".format(**talk.values)
    problem = f"{talk.one_of(phrases.MOODS[talk.mood])}{again}{talk.one_of(talk.scenario.problems)}"
    talk.add("customer", f"Hello,\n{problem} My order number is {talk.values['order']}.\n{signed}")
    talk.wanted |= {Behaviour.VERIFICATION, Behaviour.KNOWLEDGE}
    if talk.rng.random() < 0.45:
        question, answers = talk.rng.choice(talk.scenario.questions)
        good, bad = phrases.GREETING["email"]
        opening = talk.one_of(good if talk.shown(Behaviour.GREETING) else bad)
        talk.add("agent", f"{opening}\n{question.format(**talk.values)}\n{_signed(talk)}")
        talk.add("customer", f"Hello,\n{talk.one_of(answers)}\n{talk.values['customer']}")
    talk.add("agent", _answer(talk, resolved))
    if talk.rng.random() < 0.4:
        thanks = talk.one_of(phrases.FINAL[resolved, resolved and talk.shows[Behaviour.EMPATHY]])
        talk.add("customer", f"{thanks}\n{talk.values['customer']}")


def _answer(talk: _Talk, resolved: bool) -> str:
    good, bad = phrases.GREETING["email"]
    parts = [talk.one_of(good if talk.shown(Behaviour.GREETING) else bad)]
    parts.append(talk.one_of(phrases.EMPATHY[talk.mood]) if talk.shown(Behaviour.EMPATHY) else "")
    if talk.shown(Behaviour.LISTENING):
        parts.append(f"You wrote that {talk.one_of(talk.scenario.gist)}.")
    if talk.shows[Behaviour.VERIFICATION]:
        parts.append(talk.one_of(phrases.VERIFICATION["email"]))
    parts.append(talk.one_of(talk.scenario.handling))
    answer, recap = talk.rng.choice(talk.scenario.solved)
    talk.shows[Behaviour.KNOWLEDGE] = resolved
    parts.append(answer.format(**talk.values) if resolved else talk.one_of(talk.scenario.unsolved))
    parts.append(talk.one_of(phrases.OWNERSHIP if talk.shown(Behaviour.OWNERSHIP) else phrases.NO_OWNERSHIP))
    if not talk.shown(Behaviour.TONE):
        parts.append(talk.one_of(phrases.TONE_BAD))
    if talk.shown(Behaviour.RECAP) and resolved:
        parts.append(talk.one_of(phrases.RECAP[1:]).replace("{recap}", recap.format(**talk.values)))
    parts.append(_signed(talk))
    return "\n".join(part for part in parts if part)


def _signed(talk: _Talk) -> str:
    good, bad = phrases.CLOSING["email"]
    return talk.one_of(good if talk.shown(Behaviour.CLOSING) else bad)


def _spoken(talk: _Talk) -> list[Line]:
    at = talk.rng.randrange(400, 1500)
    lines = []
    for place, (speaker, text) in enumerate(talk.lines):
        lasts = round(len(text.split()) / _SPOKEN_WORDS_A_SECOND * 1000 * talk.rng.uniform(0.9, 1.15)) + 250
        lines.append(Line(speaker, text, at, at + lasts))
        pause = round(talk.rng.uniform(150, 1600))
        if speaker == "customer" and talk.rng.random() < 0.45:
            # The agent looks something up before answering.
            pause += round(talk.rng.uniform(3, 22) * 1000 * talk.profile.pace)
        if place == talk.hold_after:
            at += lasts + pause + talk.hold_ms
        else:
            # Now and then somebody begins before the other has finished.
            at += max(lasts + pause - (1200 if talk.rng.random() < 0.06 else 0), 1)
    return lines


def _typed(talk: _Talk) -> list[Line]:
    at = 0
    lines = []
    for speaker, text in talk.lines:
        lines.append(Line(speaker, text, at, at))
        per_word = 900 * talk.profile.pace if speaker == "agent" else 1100
        at += round(len(text.split()) * per_word * talk.rng.uniform(0.5, 1.0) + talk.rng.uniform(3000, 16_000))
    return lines


def _sent(talk: _Talk) -> list[Line]:
    at = 0
    lines = []
    for speaker, text in talk.lines:
        lines.append(Line(speaker, text, at, at))
        at += round(talk.rng.uniform(0.6, 9) * 3_600_000)
    return lines


def _survey(talk: _Talk, resolved: bool) -> Survey:
    mood = {"calm": 0.3, "worried": 0.1, "annoyed": -0.3, "angry": -0.7}[talk.mood]
    kind = 0.7 if talk.shows[Behaviour.EMPATHY] else -0.4
    felt = 2.4 + (1.6 if resolved else 0) + kind + mood + talk.rng.gauss(0, 0.5)
    satisfaction = min(5, max(1, round(felt)))
    recommend = min(10, max(0, round(felt * 2.1 - 0.4 + talk.rng.gauss(0, 0.8))))
    return Survey(resolved, satisfaction, recommend)
