"""Conversations in sums by inquiry, of one agent: what effectiveness is read from (S1.2, S1.3).

A row is of one agent, day and channel, and holds a few counters for all conversations, those without an inquiry
included, under the empty name. Beside it lies a row with the same counters for each inquiry that the agent had then.
One with several inquiries counts in each of them and once in all. So a period is read in two rows for each of its days,
as a rule, however many conversations and inquiries there were.

An item of DynamoDB takes 400 KB: some 300 inquiries with names of 80 letters. Where the row of inquiries is full, of a
bot with free text for its reasons or of names that are whole paragraphs, a further conversation is counted in all
alone, and there as one whose inquiries aren't told (`UNNAMED`).

A further row is of one conversation: the same counters of it alone, at the place of its inquiry and instant. So the
newest of an inquiry are found by reading these and no more, and so are the last 24 hours of all.

Beside each sum stands in how many conversations the value was known, and the sum of squares that an interval of the
mean needs. Names are short since a row has so many of them.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple, Self
from urllib.parse import quote

from debrief.insights.effectiveness_score import Measured
from debrief.insights.projection.conversation_totals import hundredths
from debrief.insights.projection.model import Counters
from debrief.interactions.conversations.words import Channel
from debrief.kernel.clock import iso, parse_instant

if TYPE_CHECKING:
    from datetime import datetime

    from debrief.interactions.conversations.model import Interaction

ALL: Final = ""
"""In the place of an inquiry: all conversations."""

MOST_INQUIRIES: Final = 20
"""Of one conversation; what a vendor's file names beyond is counted in all alone. A change of all has to fit into one
transaction."""

UNNAMED: Final = "o"
"""How many of all conversations have inquiries that aren't counted apart. It stands beside the sums of all."""

_LONGEST: Final = 400
_IN: Final = "in"


class InquirySums(NamedTuple):
    """Sums over conversations; number: of how many. A field `…_known` tells in how many of them the value was known.

    handle_ms: talk + hold + after-call work. score_millionths: Agent Effectiveness Scores, times a million.
    satisfaction_hundredths: 1–5, times 100. resolved: how many. …_squares: of the same, each squared.
    """

    number: int = 0
    handle_known: int = 0
    handle_ms: int = 0
    handle_squares: int = 0
    score_known: int = 0
    score_millionths: int = 0
    score_squares: int = 0
    satisfaction_known: int = 0
    satisfaction_hundredths: int = 0
    satisfaction_squares: int = 0
    resolution_known: int = 0
    resolved: int = 0

    def plus(self, other: Self) -> Self:
        """Both together."""
        return type(self)(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def minus(self, other: Self) -> Self:
        """What is left without the other, which is a part of this."""
        return type(self)(*(mine - theirs for mine, theirs in zip(self, other, strict=True)))


_SHORT: Final = dict(
    zip(InquirySums._fields, ("n", "h", "hm", "hq", "a", "am", "aq", "s", "sm", "sq", "r", "rm"), strict=True)
)
_LONG: Final = {short: name for name, short in _SHORT.items()}


class Handled(NamedTuple):
    """One conversation as its own row tells it. inquiries: None in the row of one of its inquiries."""

    interaction_id: str
    started_at: "datetime"
    channel: Channel
    sums: InquirySums
    inquiries: frozenset[str] | None


def measured(interaction: "Interaction") -> Measured:
    """What is known of a conversation."""
    analysis = interaction.counted_analysis
    satisfaction = analysis.predicted_satisfaction if analysis else None
    resolution = analysis.predicted_resolution if analysis else None
    return Measured(
        interaction.channel,
        interaction.handle_ms,
        hundredths(satisfaction.value) if satisfaction else None,
        resolution.value if resolution else None,
    )


def sums_of(one: Measured) -> InquirySums:
    """One conversation as sums."""
    handle, score, satisfaction, resolved = (
        one.handle_ms,
        one.score_millionths,
        one.satisfaction_hundredths,
        one.resolved,
    )
    return InquirySums(
        1,
        *((0, 0, 0) if handle is None else (1, handle, handle**2)),
        *((0, 0, 0) if score is None else (1, score, score**2)),
        *((0, 0, 0) if satisfaction is None else (1, satisfaction, satisfaction**2)),
        *((0, 0) if resolved is None else (1, resolved)),
    )


def inquiries_of(interaction: "Interaction") -> tuple[str, ...]:
    """What the conversation is counted under, beside all: its inquiries, each once."""
    named = dict.fromkeys(name for each in interaction.inquiry if (name := each.strip()))
    return tuple(named)[:MOST_INQUIRIES]


def counters_of(sums: InquirySums) -> Counters:
    """The counters of a row, by their short names; those of 0 aren't there."""
    return {_SHORT[name]: value for name, value in sums._asdict().items() if value}


def rows_of(
    interaction: "Interaction", day: date, *, named: bool = True
) -> Iterator[tuple[str, dict[tuple[str, ...], int]]]:
    """What a conversation adds to `INQUIRIES/<place>` and `HANDLED/<place>`; counters by the parts of their names.

    named: whether its inquiries are counted apart; there is no room for them otherwise.
    """
    counters, inquiries = counters_of(sums_of(measured(interaction))), inquiries_of(interaction)
    names = (ALL, *inquiries)
    channel = interaction.channel.value
    whole: dict[tuple[str, ...], int] = {(ALL, short): n for short, n in counters.items()}
    yield f"INQUIRIES/{day}#{channel}#all", whole if named or not inquiries else {**whole, (ALL, UNNAMED): 1}
    if named and inquiries:
        yield (
            f"INQUIRIES/{day}#{channel}#named",
            {(name, short): n for name in inquiries for short, n in counters.items()},
        )
    for name in names:
        place = handled_place(name, interaction.channel, interaction.started_at, interaction.id)
        yield f"HANDLED/{place}", {**whole, **{(_IN, each): 1 for each in inquiries}} if name == ALL else whole


def by_inquiry(counters: Iterable[tuple[tuple[str, ...], int]]) -> dict[str, InquirySums]:
    """The sums by inquiry, of the counters of any rows; names that this version doesn't know are passed over."""
    found: dict[str, dict[str, int]] = {}
    for parts, count in counters:
        if len(parts) == 2 and parts[1] in _LONG:
            own = found.setdefault(parts[0], {})
            own[_LONG[parts[1]]] = own.get(_LONG[parts[1]], 0) + count
    sums = {name: InquirySums(**own) for name, own in found.items()}
    # What was taken back leaves counters of 0.
    return {name: own for name, own in sums.items() if own.number}


def unnamed(counters: Mapping[tuple[str, ...], int]) -> int:
    """How many of a row's conversations have inquiries that aren't counted apart."""
    return counters.get((ALL, UNNAMED), 0)


def handled_of(place: str, counters: Mapping[tuple[str, ...], int]) -> Handled:
    """A conversation's own row, read."""
    inquiry, channel, started_at, interaction_id = place.split("#")
    named = frozenset(parts[1] for parts, count in counters.items() if parts[0] == _IN and count)
    return Handled(
        interaction_id,
        parse_instant(started_at),
        Channel(channel),
        by_inquiry(counters.items()).get(ALL, InquirySums()),
        named if inquiry == inquiry_key(ALL) else None,
    )


def inquiry_key(inquiry: str) -> str:
    """An inquiry as a part of a key: without what separates parts, and never too long for one."""
    # Half a character, which somebody may ask for, names nothing that could be there.
    key = quote(inquiry, safe=" ", errors="replace")
    if len(key) <= _LONGEST:
        return key
    digest = hashlib.sha256(inquiry.encode(errors="replace")).hexdigest()
    return f"{key[:_LONGEST]}~{digest[:16]}"


def handled_prefix(inquiry: str, channel: Channel) -> str:
    """How the places begin of an inquiry's conversations, or with `ALL` of everything, on a channel."""
    return f"{inquiry_key(inquiry)}#{channel.value}#"


def handled_place(inquiry: str, channel: Channel, started_at: "datetime", interaction_id: str) -> str:
    """The sort key of a conversation's own row: later ones sort after earlier ones."""
    return f"{handled_prefix(inquiry, channel)}{iso(started_at)}#{interaction_id}"
