"""What of a conversation's words is flagged: alert keywords, policy violations, that somebody hung up (S2.3), and that
somebody seems to instruct the AI which reads it (N6)."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from debrief.interactions.analysis.indicators import Indicator, hits_of
from debrief.interactions.conversations.conditions import utterances
from debrief.interactions.conversations.model import Channel, Interaction, Speaker, Turn
from debrief.kernel.conditions.phrases import WordIndex, search
from debrief.kernel.text import words_of
from debrief.quality.flags.model import MOST_PLACES, Flagged, FlagGrounds, FlagKind, FlagPlace
from debrief.quality.flags.raising import QUEUES, Raised

_LONGEST_WORDS: Final = 500
_LAST_TURNS: Final = 6
"""Among so many last turns a goodbye is looked for."""

_ENDS_WITHIN_MS: Final = 10_000
"""Somebody who hangs up ends the call: where it goes on for longer after the last words, it is something else, such as
music that somebody waits in."""

_LEAST_TURNS: Final = 4


class Listened(NamedTuple):
    """What the account listens for. keywords: phrases as `Said` writes them. policies: names of indicators that are
    policy violations. indicators: the account's phrase rules. hang_ups: whether they are looked for.
    """

    keywords: Sequence[str] = ()
    policies: Sequence[str] = ()
    indicators: Sequence[Indicator] = ()
    hang_ups: bool = True

    def needs_words(self, channel: Channel) -> bool:
        """Whether anything is looked for in what was said on that channel."""
        return bool(self.keywords or self.policies or (self.hang_ups and channel is Channel.VOICE))


def about_conversation(interaction: Interaction) -> Flagged:
    """What a flag that rests on a conversation's words is about."""
    return Flagged(
        agent_id=interaction.agent_id,
        team_id=interaction.team_id,
        interaction_id=interaction.id,
        contact_reference=interaction.contact_reference,
        channel=interaction.channel,
        inquiry=interaction.inquiry,
        interaction_started_at=interaction.started_at,
    )


def quoted_from(told: Mapping[FlagKind, Raised], shown: Sequence[Turn]) -> dict[FlagKind, Raised]:
    """The same with the words of these turns at each place, which have masks over personal data (decision 0107)."""
    texts = {turn.index: turn.text[:_LONGEST_WORDS] for turn in shown}

    def masked(each: Raised) -> Raised:
        places = tuple(
            place.model_copy(update={"text": texts.get(place.turn_index, "")}) for place in each.grounds.places
        )
        return each._replace(grounds=each.grounds.model_copy(update={"places": places}))

    return {kind: masked(each) for kind, each in told.items()}


def of_conversation(interaction: Interaction, turns: Sequence[Turn], listened: Listened) -> dict[FlagKind, Raised]:
    """What is flagged of a conversation; nothing of one that was erased. turns: as they were said."""
    if interaction.erased_at is not None:
        return {}
    told: dict[FlagKind, FlagGrounds | None] = {
        "keyword": keywords_in(turns, listened.keywords),
        "policy": policies_in(interaction, turns, listened),
        "hang_up": hang_up(interaction, turns) if listened.hang_ups else None,
        "addresses_ai": instructions_to_ai(interaction, turns),
    }
    return {kind: Raised(QUEUES[kind], grounds) for kind, grounds in told.items() if grounds is not None}


def keywords_in(turns: Sequence[Turn], keywords: Sequence[str]) -> FlagGrounds | None:
    """The keywords that anybody says, each with the first place; None where none is said."""
    said, index = utterances(turns), WordIndex()
    places = []
    for keyword in dict.fromkeys(keywords):
        found = search(said, [keyword], index=index).found
        if found is not None:
            text = _text_of(turns, found.turn)
            places.append(FlagPlace(turn_index=found.turn, start_ms=found.start_ms, text=text, what=keyword[:200]))
    return _grounds(places)


def policies_in(interaction: Interaction, turns: Sequence[Turn], listened: Listened) -> FlagGrounds | None:
    """The indicators that hold and are policy violations, with where what they look for was said.

    Also those that only a vendor's file names; these have no place.
    """
    wanted = dict.fromkeys(listened.policies)
    if not wanted:
        return None
    rules = [each for each in listened.indicators if each.name in wanted]
    hits = {hit.name: hit for hit in hits_of(rules, turns)}
    names = [name for name in wanted if name in hits or name in interaction.indicators]
    # What a rule of ours says now counts, not what it said when the conversation was analysed.
    ours = {each.name for each in rules}
    names = [name for name in names if name not in ours or name in hits]
    places = [
        FlagPlace(
            turn_index=hit.turn_index, start_ms=hit.start_ms, text=_text_of(turns, hit.turn_index), what=name[:200]
        )
        for name in names
        if (hit := hits.get(name)) is not None and hit.turn_index is not None
    ]
    return FlagGrounds(places=tuple(places[:MOST_PLACES]), named=tuple(name[:200] for name in names)) if names else None


def instructions_to_ai(interaction: Interaction, turns: Sequence[Turn]) -> FlagGrounds | None:
    """Where the conversation seems to instruct the AI, as its analysis found: fields are named, turns placed."""
    if interaction.analysis is None or not interaction.instructs:
        return None
    found = [reading.value for reading in interaction.analysis.instructs]
    places = [
        FlagPlace(
            turn_index=each.turn,
            start_ms=next((turn.start_ms for turn in turns if turn.index == each.turn), None),
            text=_text_of(turns, each.turn),
            what=", ".join(each.kinds)[:200],
        )
        for each in found[:MOST_PLACES]
        if each.turn is not None
    ]
    return FlagGrounds(places=tuple(places), named=tuple(dict.fromkeys(each.field for each in found if each.field)))


def hang_up(interaction: Interaction, turns: Sequence[Turn]) -> FlagGrounds | None:
    """That somebody hung up, as far as that can be told; None where nothing tells it.

    It is told by the disposition or a vendor's value for how the call ended; else by the words: a call, in English,
    that ends with the last words, without a goodbye, thanks or a transfer among its last six turns.
    """
    if interaction.channel is not Channel.VOICE:
        return None
    for told in _told(interaction):
        if _hung_up().search(told):
            last = turns[-1] if turns else None
            places = (_place(last, "told"),) if last else ()
            return FlagGrounds(places=places, named=(told[:200],))
    people = [each for each in turns if each.speaker in (Speaker.AGENT, Speaker.CUSTOMER) and words_of(each.text)]
    if len(people) < _LEAST_TURNS or len({each.speaker for each in people}) < 2 or not _is_english(interaction):
        return None
    last = people[-1]
    end = last.end_ms if last.end_ms is not None else last.start_ms
    if end is None or interaction.duration_ms - end > _ENDS_WITHIN_MS:
        return None
    if any(_closing().search(each.text) for each in people[-_LAST_TURNS:]):
        return None
    return FlagGrounds(places=(_place(last, "no goodbye"),), named=("no goodbye",))


def _told(interaction: Interaction) -> list[str]:
    """What says how the call ended: its disposition, and vendors' values that are named for that."""
    told = [interaction.disposition] if interaction.disposition else []
    values: Mapping[str, object] = {}
    if interaction.analysis is not None:
        values = {name: reading.value for name, reading in interaction.analysis.vendor_values.items()}
    return [*told, *(str(value) for name, value in values.items() if _named_so().search(name))]


def _is_english(interaction: Interaction) -> bool:
    return interaction.language is None or interaction.language.casefold().startswith("en")


def _place(turn: Turn, what: str) -> FlagPlace:
    return FlagPlace(turn_index=turn.index, start_ms=turn.start_ms, text=turn.text[:_LONGEST_WORDS], what=what)


def _text_of(turns: Sequence[Turn], index: int) -> str:
    return next((each.text for each in turns if each.index == index), "")[:_LONGEST_WORDS]


def _grounds(places: Sequence[FlagPlace]) -> FlagGrounds | None:
    if not places:
        return None
    return FlagGrounds(places=tuple(places[:MOST_PLACES]), named=tuple(each.what for each in places))


@cache
def _hung_up() -> re.Pattern[str]:
    return re.compile(
        r"\bh[ua]ng(?:s|ing)?[ _-]?up\b|\bhangup\b|"
        r"\b(?:agent|customer|caller)[ _-]?(?:disconnect(?:ed)?|terminat(?:ed|e))\b|"
        r"\bdisconnected by (?:the )?(?:agent|customer|caller)\b",
        re.IGNORECASE,
    )


@cache
def _named_so() -> re.Pattern[str]:
    return re.compile(r"disconnect_?reason|hang_?up|ended_?by|termination_?reason", re.IGNORECASE)


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(
        r"\bbye\b|\bgoodbye\b|\bgood (?:bye|night|day|evening)\b|\bthank(?:s| you)\b|\bcheers\b|\btake care\b|"
        r"\bhave an? \w+(?: \w+)? (?:day|one|evening|afternoon|weekend|week|night|morning)\b|\byou too\b|\bso long\b|"
        r"\b(?:talk|speak|see you) (?:to you )?(?:soon|later|then|tomorrow)\b|\banything else\b|\ball the best\b|"
        r"\b(?:transfer|connect|put)(?:ring|ing)? (?:you|me|him|her|them|the call)\b|\bhold the line\b|"
        r"\bcall(?:ing)? (?:you )?back\b",
        re.IGNORECASE,
    )
