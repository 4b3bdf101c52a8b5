"""The routes of flags: two queues, and what is done with what waits in them."""

from collections.abc import Sequence
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from api.quality_api.flag_requests import FlagItem, FlagsOf, FlagStepItem
from api.quality_api.wiring import app, cursors, flags, people
from debrief.kernel.auth import Permission
from debrief.kernel.web.api import IfMatch, expected_revision, versioned
from debrief.kernel.web.paging import Page, page_limit
from debrief.quality.flags.course import actions
from debrief.quality.flags.model import Flag, FlagKind, FlagQueue, FlagState, Waiting
from debrief.quality.flags.service import FlagFilter, NewHandOver, NewResolution, NewSnooze, Whose

MANAGE = Permission.FLAGS_MANAGE


@app.on("GET", "/flags", allow=MANAGE)
def list_flags(
    queue: Annotated[FlagQueue, Query()] = "compliance",
    state: Annotated[FlagState, Query()] = "open",
    whose: Annotated[Whose, Query(description="Those that the caller has, or all that they see")] = "me",
    agent_id: Annotated[str | None, Query()] = None,
    kind: Annotated[list[FlagKind] | None, Query()] = None,
    limit: Annotated[int | None, Query()] = None,
    cursor: Annotated[str | None, Query()] = None,
) -> Page[FlagItem]:
    """Flags of one queue, newest first."""
    kinds = frozenset(kind or ())
    wanted = FlagFilter(queue=queue, state=state, whose=whose, agent_id=agent_id, kinds=kinds)
    binding = (app.caller.user_id, "flags", queue, state, whose, agent_id, *sorted(kinds))
    after = cursors.decode(cursor, *binding)
    found = flags().page(app.caller, wanted, limit=page_limit(limit), after=after)
    return Page(items=_items(found.items), next_cursor=cursors.encode(found.last, *binding))


@app.on("GET", "/flags/waiting", allow=MANAGE)
def count_flags() -> Waiting:
    """How many open flags the caller has, by queue."""
    return flags().waiting(app.caller)


@app.on("GET", "/flags/of-conversations/<interaction_id>", allow=MANAGE)
def list_flags_of_conversation(interaction_id: str) -> FlagsOf:
    """What of a conversation was flagged, and what came of it."""
    return FlagsOf(items=_items(flags().of_interaction(app.caller, interaction_id)))


@app.on("GET", "/flags/<flag_id>", allow=MANAGE)
def get_flag(flag_id: str) -> Response[FlagItem]:
    """A flag: why it was raised, where in the conversation, who has it, and what happened to it."""
    return _flag(flags().find(app.caller, flag_id))


@app.on("POST", "/flags/<flag_id>/snooze", allow=MANAGE)
def snooze_flag(flag_id: str, body: NewSnooze, if_match: IfMatch = None) -> Response[FlagItem]:
    """Leave a flag alone until the morning of a day."""
    return _flag(flags().snooze(app.caller, flag_id, expected_revision(if_match), body))


@app.on("POST", "/flags/<flag_id>/waking", allow=MANAGE)
def wake_flag(flag_id: str, if_match: IfMatch = None) -> Response[FlagItem]:
    """Let a snoozed flag wait again."""
    return _flag(flags().wake(app.caller, flag_id, expected_revision(if_match)))


@app.on("POST", "/flags/<flag_id>/hand-over", allow=MANAGE)
def hand_flag_over(flag_id: str, body: NewHandOver, if_match: IfMatch = None) -> Response[FlagItem]:
    """Give a flag to somebody else; they are told."""
    return _flag(flags().hand_over(app.caller, flag_id, expected_revision(if_match), body))


@app.on("POST", "/flags/<flag_id>/resolution", allow=MANAGE)
def resolve_flag(flag_id: str, body: NewResolution, if_match: IfMatch = None) -> Response[FlagItem]:
    """Say what came of a flag; that stays with the conversation."""
    return _flag(flags().resolve(app.caller, flag_id, expected_revision(if_match), body))


@app.on("POST", "/flags/<flag_id>/reopening", allow=MANAGE)
def reopen_flag(flag_id: str, if_match: IfMatch = None) -> Response[FlagItem]:
    """Let a resolved flag wait again."""
    return _flag(flags().reopen(app.caller, flag_id, expected_revision(if_match)))


def _items(found: Sequence[Flag]) -> list[FlagItem]:
    names = people.names(user_id for each in found for user_id in _named(each))

    def name(user_id: str | None) -> str | None:
        return names.get(user_id, "") if user_id else None

    return [
        FlagItem(
            **{field: value for field, value in dict(each).items() if field != "history"},
            history=tuple(
                FlagStepItem(**dict(step), by_name=name(step.by), to_name=name(step.to_id)) for step in each.history
            ),
            agent_name=names.get(each.about.agent_id, ""),
            assignee_name=name(each.assignee_id),
            resolved_by_name=name(each.resolution.by if each.resolution else None),
            actions=actions(app.caller, each),
        )
        for each in found
    ]


def _named(flag: Flag) -> set[str | None]:
    steps = {user_id for step in flag.history for user_id in (step.by, step.to_id)}
    return {flag.about.agent_id, flag.assignee_id, flag.resolution.by if flag.resolution else None, *steps}


def _flag(flag: Flag) -> Response[FlagItem]:
    (item,) = _items([flag])
    return versioned(item, flag.revision)
