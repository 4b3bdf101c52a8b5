"""Who of a conversation is the agent: users by what a document calls them, names last, and never against its words."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from debrief.interactions.conversations.model import Speaker
from debrief.interactions.conversations.roles import Roles, RolesFrom
from debrief.interactions.formats.customers import with_partys_reference
from debrief.interactions.formats.introductions import introduced
from debrief.interactions.formats.metadata import FoundIn, Metadata
from debrief.interactions.formats.parsed import ParsedConversation
from debrief.interactions.formats.roles import wording_is_against
from debrief.interactions.formats.values import is_numbered
from debrief.interactions.formats.voices import (
    BY_A_NAME,
    GIVEN_AS_CUSTOMER,
    NAMED_AS_ANOTHER,
    Cast,
    against_wording,
    known_as,
    names_in,
    names_of,
    spoken_names,
    with_agent,
    with_colleagues,
)
from debrief.interactions.intake.verification import AgentMatch
from debrief.kernel.auth import Reach
from debrief.people.model import User
from debrief.people.store import PeopleStore

_MOST_ASKED: Final = 12
"""Names that are looked up of one conversation for one purpose; who took part are a handful."""


class Agents(NamedTuple):
    """The agent of a conversation, as far as a user is known for it. against: of whom only a name told, and whose words
    clearly are the other one's, so that nobody is taken for the agent."""

    match: AgentMatch | None
    against: bool = False


class AgentsReader:
    """Looks up who took part among the users. Every look-up is bounded, however many voices a document has."""

    def __init__(self, people: PeopleStore) -> None:
        self._people = people

    def given(self, metadata: Metadata) -> AgentMatch | None:
        """Who the agent is: by the reference, or by what else the same document calls them."""
        reference = metadata.agent_reference
        if not reference:
            return None
        names = (reference, *metadata.agent_also)[:_MOST_ASKED]
        user = next((each for each in map(self._people.user_known_as, names) if each), None)
        if user is not None:
            return AgentMatch(reference=reference, user_ids=(user.id,))
        for name in names:
            if found := self._named(name):
                # Whoever handles conversations is meant before who only is called so.
                meant = [user for user in found if self._handles(user)] or found
                ids = tuple(sorted(user.id for user in meant))
                return AgentMatch(reference=reference, user_ids=ids, by_name=True)
        return AgentMatch(reference=reference, user_ids=())

    def among(self, conversation: ParsedConversation) -> Agents:
        """The one user who answers to what a voice or a party is called; nobody where there is none, or more than one.

        Who is given as the customer or the system isn't the agent, user or not; neither are bots, and those who don't
        handle conversations, because somebody is called as they are. A name alone, against which the wording is, is a
        namesake's.
        """
        others = (
            set()
            if conversation.roles.guessed
            else {turn.voice for turn in conversation.turns if turn.speaker in (Speaker.CUSTOMER, Speaker.SYSTEM)}
        )
        heard = dict.fromkeys(turn.voice for turn in conversation.turns if turn.voice and turn.voice not in others)
        called = {voice: None for voice in heard if not is_numbered(voice)}
        also = (names for voice, names in conversation.voices.items() if voice not in others)
        called |= dict.fromkeys(name for names in also for name in names)
        found: dict[str, AgentMatch] = {}
        for name in list(called)[:_MOST_ASKED]:
            match = self._voice(name)
            if match is not None and (match.user_ids[0] not in found or found[match.user_ids[0]].by_name):
                found[match.user_ids[0]] = match
        # Who is known by what is theirs alone is meant before who only is called so.
        sure = [match for match in found.values() if not match.by_name]
        if len(found) != 1 and len(sure) != 1:
            return Agents(None)
        match = next(iter(sure or found.values()))
        if match.by_name or len(found) > 1:
            tried = self.with_agent(conversation, match.user_ids[0], match.reference)
            if tried.roles.basis is RolesFrom.NAME and wording_is_against(tried.turns):
                return Agents(None, against=True)
        return Agents(match)

    def with_agent(
        self, conversation: ParsedConversation, agent_id: str, reference: str | None, *, given: bool = False
    ) -> ParsedConversation:
        """The conversation with the voice that has the agent's name as the agent; see `voices.with_agent`.

        reference: by which they were found. given: it is said that they are the agent, and not only that somebody is
        called so, which is a guess where nothing but a name tells it. Where the document is against it, that is told.
        """
        user = self._people.find_user(agent_id)
        names = _names_of(user, reference)
        if user is None or not names:
            return conversation
        metadata, _ = with_customer(conversation.metadata, frozenset(map(known_as, filter(str.strip, names))))
        conversation = conversation.model_copy(update={"metadata": metadata})
        against = self._contradicted(conversation, names, agent_id)
        guessed = conversation.roles.guessed
        if any(turn.voice for turn in conversation.turns):
            conversation = self._cast(conversation, user, names)
        conversation = with_partys_reference(self.introduced(conversation, user.id), names)
        by_name = guessed and conversation.roles.basis is RolesFrom.NAME
        if against and (by_name or not self._contradicted(conversation, names, agent_id)):
            # It was a guess, or the first of several agents, who spoke as the agent before their own voice did.
            against = tuple(remark for remark in against if remark != NAMED_AS_ANOTHER)
        if conversation.roles.basis is RolesFrom.NAME:
            roles, remarks = conversation.roles, tuple[str, ...]()
            if not given and reference is not None and _is_only_a_name(user, reference):
                roles, remarks = Roles(basis=RolesFrom.NAME, guessed=True), (BY_A_NAME,)
            elif not roles.guessed:
                remarks = against_wording(conversation.turns, roles)
            conversation = conversation.model_copy(
                update={"roles": roles, "warnings": (*conversation.warnings, *remarks)}
            )
        return conversation.model_copy(update={"warnings": tuple(dict.fromkeys((*conversation.warnings, *against)))})

    def introduced(self, conversation: ParsedConversation, agent_id: str | None) -> ParsedConversation:
        """The conversation with whoever introduces themselves as the agent as the agent, where that was a guess."""
        user = self._people.find_user(agent_id) if agent_id else None
        told = conversation if user is None else introduced(conversation, user.name)
        if told is conversation:
            return told
        # Whose sentiment was left out as the agent's may be another one's now.
        return told.permitted(agent_sentiment=self._people.settings().agent_sentiment)

    def _cast(self, conversation: ParsedConversation, user: User, names: tuple[str, ...]) -> ParsedConversation:
        before = Cast(conversation.turns, conversation.roles, conversation.warnings)
        told = with_agent(before, names, conversation.voices)
        asked: list[str] = []

        def is_user(voice: str) -> bool:
            return self._is_another(voice, conversation, user.id, asked)

        told = with_colleagues(told, is_user)
        return conversation.model_copy(update={"turns": told.turns, "roles": told.roles, "warnings": told.warnings})

    def _contradicted(self, conversation: ParsedConversation, names: Iterable[str], agent_id: str) -> tuple[str, ...]:
        """What a document says against who the agent is said to be."""
        wanted = {known_as(name) for name in names if name.strip()}
        if conversation.roles.guessed:
            given: set[str] = set()
        else:
            given = {turn.voice for turn in conversation.turns if turn.voice and turn.speaker is Speaker.CUSTOMER}
        customers = {each for name in (*given, *conversation.customers) for each in names_in(name)}
        voices = {turn.voice for turn in conversation.turns if turn.voice and turn.speaker is Speaker.AGENT}
        called = {voice: (voice, *conversation.voices.get(voice, ())) for voice in sorted(voices)}
        if not called and conversation.agents:
            called = {"": conversation.agents}
        mine = [voice for voice, each in called.items() if wanted & {one for name in each for one in names_in(name)}]
        if mine:
            return ()
        if wanted & customers:
            return (GIVEN_AS_CUSTOMER,)
        asked = [name for each in called.values() for name in each][:_MOST_ASKED]
        found = (self._voice(one) for name in asked for one in _said_as(name))
        return (NAMED_AS_ANOTHER,) if any(each and each.user_ids[0] != agent_id for each in found) else ()

    def others_among(self, conversation: ParsedConversation, agent_id: str) -> tuple[str, ...]:
        """What the parties of a vCon are called who are users, and not the agent."""
        names = dict.fromkeys(name for each in conversation.voices.values() for name in each)
        found = {name: self._voice(name) for name in list(names)[:_MOST_ASKED]}
        return tuple(name for name, match in found.items() if match and match.user_ids[0] != agent_id)

    def names_of(self, agent_id: str | None) -> frozenset[str]:
        """What an agent is called anywhere, as names are compared; nothing where they aren't known."""
        user = self._people.find_user(agent_id) if agent_id else None
        return frozenset(known_as(name) for name in _names_of(user, None) if name.strip())

    def _is_another(self, voice: str, conversation: ParsedConversation, agent_id: str, asked: list[str]) -> bool:
        """Whether a voice is called as one user is who isn't the agent. asked: the names that were looked up so far."""
        for name in dict.fromkeys((voice, *conversation.voices.get(voice, ()))):
            if is_numbered(name) or len(asked) >= _MOST_ASKED:
                continue
            asked.append(name)
            match = self._voice(name)
            if match is not None and match.user_ids[0] != agent_id:
                return True
        return False

    def _voice(self, name: str) -> AgentMatch | None:
        """The one user whom a voice's address or name means; of a name, of those who handle conversations."""
        user = self._people.user_known_as(name)
        if user is not None:
            return AgentMatch(reference=name, user_ids=(user.id,))
        found = [user for user in self._named(name) if self._handles(user)]
        return AgentMatch(reference=name, user_ids=(found[0].id,), by_name=True) if len(found) == 1 else None

    def _named(self, called: str) -> list[User]:
        """The users who have that name: one, or several who can't be told apart by it."""
        found = {user.id: user for name in spoken_names(called) for user in self._people.users_named(name)}
        return list(found.values())

    def _handles(self, user: User) -> bool:
        """Whether conversations are handled by this user: other systems know them, or their role is about own work."""
        if user.is_bot:
            return False
        if user.agent_references or not user.role_ids:
            return True
        roles = (self._people.role(each) for each in sorted(user.role_ids))
        return any(role.reach is Reach.OWN for role in roles if role is not None)


def _said_as(name: str) -> tuple[str, ...]:
    """A voice's name, and what stands in it beside the word of a role: `Agent Bert Oak`."""
    first, _, rest = name.partition(" ")
    return (
        (name, rest.strip(" :-")) if rest and first.casefold() in ("agent", "advisor", "rep", "operator") else (name,)
    )


def _names_of(user: User | None, reference: str | None) -> tuple[str, ...]:
    return () if user is None else (reference or "", user.name, user.email or "", *user.agent_references)


def _is_only_a_name(user: User, reference: str) -> bool:
    """Whether somebody was found by their name, and by nothing that is theirs alone."""
    return known_as(reference) not in {known_as(each) for each in (user.email or "", *user.agent_references)}


_CALLED_SIDE: Final = frozenset({"callee", "called", "called_number", "callee_number", "dialled_number", "to"})
"""Fields of foreign names that tell who was called."""

AGENTS_OWN: Final = "What it gives as the customer's reference is the agent's own; it was left out."


def with_customer(metadata: Metadata, names: frozenset[str]) -> tuple[Metadata, tuple[str, ...]]:
    """The metadata without the agent's own number or address as the customer's, and what is said of that.

    Who dialled isn't always the customer: where the agent did, the customer is whoever was called. names: of the agent,
    as names are compared.
    """
    customer, other = metadata.customer_reference, metadata.other_side
    if other and names_of(other) & names:
        # Who the agent is doesn't hang on who is who in the transcript; that number is never the customer's.
        metadata = metadata.model_copy(update={"other_side": None})
    if customer is None or metadata.found_in.get("customer_reference") is FoundIn.PERSON:
        return metadata, ()
    if not names_of(customer) & names:
        return metadata, ()
    other = metadata.other_side or next(
        (value for name, value in metadata.further.items() if name.casefold() in _CALLED_SIDE and value.strip()),
        None,
    )
    other = other if other and not names_of(other) & names else None
    found_in = {field: place for field, place in metadata.found_in.items() if other or field != "customer_reference"}
    changes = {"customer_reference": other, "other_side": None, "found_in": found_in}
    return metadata.model_copy(update=changes), () if other else (AGENTS_OWN,)
