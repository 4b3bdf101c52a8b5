"""The people of the sample organisation and what they are good at."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from local.sample.model import DOMAIN, Behaviour, ChannelName, Coaching, Person, Profile

FIRST_NAMES = (
    "Alma", "Anton", "Beate", "Bruno", "Carla", "Cedric", "Dalia", "Dario", "Edda", "Emil", "Fenna", "Felix", "Greta",
    "Hanno", "Ilse", "Ivo", "Jana", "Jonas", "Kaia", "Kian", "Lena", "Lorin", "Maren", "Milo", "Nadia", "Nils", "Olga",
    "Oskar", "Petra", "Piet", "Quinn", "Rafa", "Rosa", "Selma", "Simon", "Talia", "Theo", "Uma", "Vera", "Wanda",
)  # fmt: skip
LAST_NAMES = (
    "Abend", "Aldermoor", "Birkfeld", "Brookholt", "Castell", "Dornwald", "Eastleigh", "Fallowby", "Feldmark",
    "Garnholm", "Hartwell", "Hollin", "Inselmann", "Jarrow", "Kestrel", "Kornfeld", "Lindholt", "Marsch", "Mossley",
    "Nordhoff", "Oakhurst", "Pellworm", "Quarrie", "Ravensby", "Rohrbach", "Sandring", "Steinweg", "Talbrook",
    "Underhay", "Vossberg", "Waldron", "Wexholm", "Yarrowby", "Zellmark", "Ashgrove", "Bramfeld", "Corvin", "Dunmore",
    "Elmsfeld", "Fernhold",
)  # fmt: skip


@dataclass(frozen=True)
class TeamPlan:
    """A team: its channel and how many agents it has."""

    name: str
    channel: ChannelName
    agents: int


TEAMS = (
    TeamPlan("Voice Sales", "voice", 8),
    TeamPlan("Voice Support", "voice", 8),
    TeamPlan("Chat", "chat", 7),
    TeamPlan("E-mail and Back Office", "email", 7),
)
BOT_REFERENCE = "bot-01"

_COACHABLE = (
    Behaviour.EMPATHY,
    Behaviour.VERIFICATION,
    Behaviour.LISTENING,
    Behaviour.RECAP,
    Behaviour.CLOSING,
    Behaviour.OWNERSHIP,
)


def people(seed: int) -> tuple[Person, ...]:
    """An operations manager, 4 supervisors, 2 evaluators, 30 agents and a bot; managers come first.

    The administrator isn't among them: an account has its first one before anything can be loaded.
    """
    names = _Names(seed)
    name = next(names)
    operations = Person(name, _email(name), "Supervisor")
    found = [operations]
    for _ in range(2):
        name = next(names)
        found.append(Person(name, _email(name), "Evaluator", operations.email))
    number = 1001
    for team in TEAMS:
        name = next(names)
        supervisor = Person(name, _email(name), "Supervisor", operations.email, team.name)
        found.append(supervisor)
        for _ in range(team.agents):
            name = next(names)
            shift = ("Early shift",) if number % 2 else ("Late shift",)
            found.append(Person(name, _email(name), "Agent", supervisor.email, team.name, f"agent-{number}", shift))
            number += 1
    bot = Person("Quill Assistant", f"quill.assistant@{DOMAIN}", "", "", "", BOT_REFERENCE, (), "bot")
    return (*found, bot)


def profiles(seed: int, staff: tuple[Person, ...], first_day: date, days: int) -> tuple[Profile, ...]:
    """What each agent is good at. About half of them get better at what they are coached on."""
    channels = {team.name: team.channel for team in TEAMS}
    agents = [person for person in staff if person.role == "Agent"]
    return tuple(_profile(seed, agent, channels[agent.team], first_day, days) for agent in agents)


def _profile(seed: int, agent: Person, channel: ChannelName, first_day: date, days: int) -> Profile:
    rng = random.Random(f"{seed}:profile:{agent.reference}")
    level = rng.gauss(0.76, 0.08)
    skills = {behaviour: min(0.97, max(0.3, rng.gauss(level, 0.11))) for behaviour in Behaviour}
    # Compliance is drilled: what is missed there is missed less often.
    skills[Behaviour.NOTICE] = min(0.98, skills[Behaviour.NOTICE] + 0.14)
    skills[Behaviour.VERIFICATION] = min(0.98, skills[Behaviour.VERIFICATION] + 0.1)
    drift = {behaviour: rng.gauss(0.02, 0.06) for behaviour in Behaviour}
    weak = sorted(_COACHABLE, key=lambda behaviour: skills[behaviour])[:2]
    for behaviour in weak:
        skills[behaviour] = max(0.22, skills[behaviour] - 0.12)
    coaching = []
    for turn, behaviour in enumerate(weak):
        since = first_day + timedelta(days=int(days * (0.3 + 0.27 * turn)) + rng.randrange(5))
        lift = rng.uniform(0.26, 0.42) if rng.random() < 0.6 else rng.uniform(0.0, 0.07)
        coaching.append(Coaching(behaviour, since, lift))
    return Profile(agent, channel, skills, drift, rng.uniform(0.85, 1.2), tuple(coaching))


class _Names:
    """Names, each first and last name used once."""

    def __init__(self, seed: int) -> None:
        rng = random.Random(f"{seed}:names")
        first, last = list(FIRST_NAMES), list(LAST_NAMES)
        rng.shuffle(first)
        rng.shuffle(last)
        self._left = [f"{one} {other}" for one, other in zip(first, last, strict=True)]

    def __next__(self) -> str:
        return self._left.pop()


def _email(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@{DOMAIN}"
