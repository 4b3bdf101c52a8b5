"""What a person sends to commit to a plan, and to tick an action of it."""

from typing import Annotated

from pydantic import Field

from debrief.coaching.plans.metrics import Metric, Percent
from debrief.coaching.plans.model import MOST_ACTIONS, MOST_ASSISTANCE, InquiryName, NewWords
from debrief.interactions.conversations.words import Channel
from debrief.kernel.clock import Day
from debrief.kernel.model import Entity


class PlanDraft(Entity):
    """A plan as the agent commits to it. Start and target are reckoned when they do.

    percent: how much better than the start. ends_on: by when, that day included.
    """

    channel: Channel
    inquiry: InquiryName
    metric: Metric
    percent: Percent
    ends_on: Day
    planned_actions: Annotated[tuple[NewWords, ...], Field(min_length=1, max_length=MOST_ACTIONS)]
    assistance: Annotated[tuple[NewWords, ...], Field(min_length=1, max_length=MOST_ASSISTANCE)]


class Tick(Entity):
    """Whether an action is done."""

    done: bool
