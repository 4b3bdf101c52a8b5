"""The parties of a vCon: who is agent, customer or colleague, and what each is called."""

from collections.abc import Collection, Sequence
from typing import Final

from debrief.interactions.conversations.model import Direction, Speaker
from debrief.interactions.conversations.speakers import swapped
from debrief.interactions.formats.roles import beside_callers
from debrief.interactions.formats.values import DIALLING, Json, is_dialling, record, speaker_of, text
from debrief.interactions.formats.voices import known_as, names_of
from debrief.kernel.model import Entity

AGENT_NAMES: Final = ("agent_id", "id", "mailto", "uuid", "tel", "sip", "name")
"""By what an agent of `parties` is called, the most telling first."""

CUSTOMER_NAMES: Final = ("customer_id", "id", "uuid", "tel", "sip", "mailto")
"""By what a customer is called; their name isn't a reference."""

_ALIASES: Final = ("name", "mailto", "tel", "sip", "uuid", "id", "agent_id", "customer_id", "did")


class Party(Entity):
    """One party. label: what turns call it; other: everything it is called."""

    speaker: Speaker
    label: str
    other: tuple[str, ...]
    named: bool


def parties_of(
    parties: Sequence[Json],
    direction: Direction | None,
    dialog: Sequence[Json] = (),
    agents_names: Collection[str] = (),
    colleagues_names: Collection[str] = (),
) -> tuple[Party, ...]:
    """The parties in their order. dialog: whose transfers tell that somebody without a role is another agent.

    A role that is given is believed. "caller" and "callee" say who dialled: only on outbound calls is the caller the
    agent, and whoever has one of `agents_names` is the agent whoever dialled; others of `colleagues_names` are their
    colleagues. Of two parties, the one without a role is whoever is missing; beside several agents, the one without a
    role is the customer. Of several agents the first is the agent and the others are colleagues, unless they are the
    same person.
    """
    outright = _given_outright(parties)
    speakers = [beside_callers(role_given(party), outright) or _role_of(party, direction) for party in parties]
    if told := _known_agent(parties, agents_names):
        speakers = [
            Speaker.AGENT if place in told else Speaker.UNKNOWN if who is Speaker.AGENT else who
            for place, who in enumerate(speakers)
        ]
        for place in _known_agent(parties, colleagues_names) - told:
            speakers[place] = Speaker.COLLEAGUE
    if len(speakers) == 2 and speakers.count(Speaker.UNKNOWN) == 1:
        other = {Speaker.CUSTOMER: Speaker.AGENT, Speaker.AGENT: Speaker.CUSTOMER}
        known = next(one for one in speakers if one is not Speaker.UNKNOWN)
        speakers = [other.get(known, one) if one is Speaker.UNKNOWN else one for one in speakers]
    for place in _transferred_to(dialog, speakers):
        speakers[place] = Speaker.COLLEAGUE
    if Speaker.AGENT in speakers and Speaker.CUSTOMER not in speakers and speakers.count(Speaker.UNKNOWN) == 1:
        speakers[speakers.index(Speaker.UNKNOWN)] = Speaker.CUSTOMER
    found: list[Party] = []
    agents: set[str] = set()
    labels: set[str] = set()
    for place, (party, speaker) in enumerate(zip(parties, speakers, strict=True)):
        names = tuple(dict.fromkeys(name for key in _ALIASES if (name := text(party.get(key)))))
        if speaker is Speaker.AGENT:
            mine = {known_as(name) for name in names}
            if agents and not (mine & agents):
                speaker = Speaker.COLLEAGUE
            agents |= mine or {f"party {place}"}
        label = names[0] if names and names[0] not in labels else f"party {place + 1}"
        labels.add(label)
        found.append(Party(speaker=speaker, label=label, other=names, named=bool(names)))
    return tuple(found)


def _known_agent(parties: Sequence[Json], names: Collection[str]) -> set[int]:
    """Which parties have one of the agent's names, where nothing but who dialled tells who they are."""
    if not names or not tells_only_dialling(parties):
        return set()
    return {place for place, party in enumerate(parties) if _called(party) & set(names)}


def _called(party: Json) -> set[str]:
    names = (text(party.get(key)) for key in _ALIASES)
    return {each for name in names if name for each in names_of(name)}


def direction_by_agent(parties: Sequence[Json], names: Collection[str]) -> Direction | None:
    """Which way it was dialled as the known agent stands among the parties; None where that doesn't tell it."""
    mine = _known_agent(parties, names)
    if not mine or len(mine) == len(parties):
        return None
    ours = {str(role_given(parties[place])).strip().casefold() for place in mine} & DIALLING
    theirs = {str(role_given(each)).strip().casefold() for place, each in enumerate(parties) if place not in mine}
    if len(ours) == 1:
        return Direction.OUTBOUND if "caller" in ours else Direction.INBOUND
    return Direction.INBOUND if "caller" in theirs else Direction.OUTBOUND if "callee" in theirs else None


def _transferred_to(dialog: Sequence[Json], speakers: Sequence[Speaker]) -> set[int]:
    """Parties without a role to whom an agent transferred the customer."""
    found: set[int] = set()
    for part in dialog:
        if part.get("type") != "transfer":
            continue
        target = part.get("transfer_target", part.get("transfer-target"))
        places = [one for one in (target if isinstance(target, list) else [target]) if isinstance(one, int)]
        by = part.get("transferor")
        if isinstance(by, int) and 0 <= by < len(speakers) and speakers[by] is Speaker.AGENT:
            found |= {one for one in places if 0 <= one < len(speakers) and speakers[one] is Speaker.UNKNOWN}
    return found


def role_given(party: Json) -> object:
    """The role that a party is given; None where it has none."""
    return party.get("role") or record(party, "meta").get("role")


def _given_outright(parties: Sequence[Json]) -> set[Speaker]:
    """Whom roles name that say more than who dialled."""
    return {speaker_of(role) for party in parties if not is_dialling(role := role_given(party))}


def tells_only_dialling(parties: Sequence[Json]) -> bool:
    """Whether who is the agent follows from nothing but who dialled."""
    dialled = any(is_dialling(role_given(party)) for party in parties)
    return dialled and not _given_outright(parties) & {Speaker.AGENT, Speaker.CUSTOMER}


def _role_of(party: Json, direction: Direction | None) -> Speaker:
    role = role_given(party)
    known = speaker_of(role)
    return swapped(known) if is_dialling(role) and direction is Direction.OUTBOUND else known


def called(parties: Sequence[Json], who: Sequence[Party], speaker: Speaker, names: tuple[str, ...]) -> str | None:
    """The reference of the first party with a role; None where there is none."""
    for party, each in zip(parties, who, strict=True):
        if each.speaker is speaker:
            return next((found for name in names if (found := text(party.get(name)))), None)
    return None


def references_of(parties: Sequence[Json], who: Sequence[Party]) -> dict[str, str | None]:
    """The reference that each party without a role would have as the customer, by its label; None where it has none."""
    return {
        each.label: next((found for name in CUSTOMER_NAMES if (found := text(party.get(name)))), None)
        for party, each in zip(parties, who, strict=True)
        if each.speaker is Speaker.UNKNOWN
    }


def several_agents(who: Sequence[Party]) -> bool:
    """Whether more than one agent took part."""
    return any(each.speaker is Speaker.COLLEAGUE for each in who)


def voice_of(party: Party, *, several: bool) -> str | None:
    """What a turn of the party is called beside its role: its name, where the role doesn't say all."""
    open_to_change = party.speaker is Speaker.UNKNOWN or (
        several and party.speaker in (Speaker.AGENT, Speaker.COLLEAGUE)
    )
    return party.label if open_to_change and party.named else None
