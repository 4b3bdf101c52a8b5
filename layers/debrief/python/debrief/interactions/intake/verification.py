"""What keeps something that came in from becoming an interaction, and why (S2.1)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from debrief.interactions.formats.metadata import FIELDS, Metadata
from debrief.interactions.holds import HoldCode, HoldReason
from debrief.kernel.model import Entity


class AgentMatch(Entity):
    """The users that answer to an agent reference: none is unknown, several are ambiguous. by_name: they are called so,
    and nothing that is theirs alone tells it."""

    reference: str
    user_ids: tuple[str, ...]
    by_name: bool = False


CLOCK_TOLERANCE = timedelta(hours=26)
"""How far a date may lie ahead: a wrong time zone explains up to 26 hours, more is a wrong date."""


def reasons_to_hold(
    metadata: Metadata, *, agent: AgentMatch | None, now: datetime, time_zone: str = "UTC"
) -> tuple[HoldReason, ...]:
    """Everything that is missing or wrong, at once, so that a person completes it in one go.

    time_zone: the account's, in which dates are said.
    agent: what the agent reference was resolved to; None while nobody has looked it up, which checks only that
    there is a reference. A bot is a user like any other and isn't held.
    """
    reasons = [
        *_too_large(metadata),
        *_agent(metadata, agent),
        *_date(metadata, now, time_zone),
    ]
    if not metadata.queue and "queue" not in metadata.too_large:
        reasons.append(
            _missing(HoldCode.QUEUE_MISSING, "queue", "It doesn't say which queue it came through", metadata)
        )
    if metadata.duration_ms is None:
        sentence = "It doesn't say how long it lasted, and no audio or transcript tells"
        reasons.append(_missing(HoldCode.DURATION_MISSING, "duration_ms", sentence, metadata))
    return tuple(reasons)


def _missing(code: HoldCode, field: str, sentence: str, metadata: Metadata) -> HoldReason:
    # A value that was there but couldn't be read is named, so that the sender can correct it at the source.
    unread = metadata.unread.get(field)
    return HoldReason(code=code, field=field, sentence=f"{sentence}; {unread}." if unread else f"{sentence}.")


def _too_large(metadata: Metadata) -> list[HoldReason]:
    """What is more than can be kept. A field can be completed; of the rest, the source has to send less."""
    return [
        HoldReason(
            code=HoldCode.TOO_LARGE,
            field=field if field in FIELDS else None,
            sentence=f"Its {field} can't be taken: {what}.",
        )
        for field, what in metadata.too_large.items()
    ]


def _agent(metadata: Metadata, agent: AgentMatch | None) -> list[HoldReason]:
    if not metadata.agent_reference and "agent_reference" in metadata.too_large:
        return []
    if not metadata.agent_reference:
        return [_missing(HoldCode.AGENT_MISSING, "agent_reference", "It doesn't say who the agent was", metadata)]
    if agent is None or len(agent.user_ids) == 1:
        return []
    if agent.user_ids:
        code, text = HoldCode.AGENT_AMBIGUOUS, f'More than one user answers to "{agent.reference}".'
    else:
        # Who comes nearest is looked for when somebody looks: it says nothing of this conversation, and isn't kept.
        code, text = HoldCode.AGENT_UNKNOWN, f'No user answers to "{agent.reference}".'
    return [HoldReason(code=code, field="agent_reference", given=agent.reference, sentence=text)]


def _date(metadata: Metadata, now: datetime, time_zone: str) -> list[HoldReason]:
    if metadata.started_at is None:
        return [_missing(HoldCode.DATE_MISSING, "started_at", "It doesn't say when it took place", metadata)]
    reasons = []
    if metadata.started_at > now + CLOCK_TOLERANCE:
        text = f"Its date, {_said(metadata.started_at, time_zone)}, lies in the future."
        reasons.append(HoldReason(code=HoldCode.DATE_IN_FUTURE, field="started_at", sentence=text))
    if metadata.ended_at is not None and metadata.ended_at < metadata.started_at:
        text = "It ends before it starts."
        reasons.append(HoldReason(code=HoldCode.END_BEFORE_START, field="ended_at", sentence=text))
    return reasons


def _said(at: datetime, time_zone: str) -> str:
    """An instant as people write it, where the account is: `1 January 2062 at 09:00`."""
    local = at.astimezone(ZoneInfo(time_zone))
    return f"{local.day} {local:%B} {local.year} at {local:%H:%M}"
