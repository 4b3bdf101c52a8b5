"""What the API shows of automations."""

from collections.abc import Mapping

from debrief.kernel.clock import Instant
from debrief.kernel.model import Entity
from debrief.quality.automations.model import Automation, Done, LookedAt, Taken


class AutomationWarning(Entity):
    """What a card may say, and comes to nothing. pointer: where it stands."""

    pointer: str
    message: str


class AutomationView(Automation):
    """A card with what the caller may do with it. warnings: of scorecards that can never be for what it takes."""

    actions: list[str]
    warnings: tuple[AutomationWarning, ...]


class DoneView(Done):
    """What became of an action, with names."""

    scorecard_name: str
    evaluator_name: str | None


class DecisionView(Entity):
    """Which automation took a conversation, and why those before it didn't.

    at: when that was decided; none where no automation was asked about it, and all else is empty then. names: of the
    people that are named in a draw, by id.
    """

    interaction_id: str
    at: Instant | None
    automation_id: str | None
    automation_name: str | None
    keep_automatic: bool
    looked_at: tuple[LookedAt, ...]
    more: int
    done: tuple[DoneView, ...]
    names: dict[str, str]


def undecided(interaction_id: str) -> DecisionView:
    """That no automation was asked about a conversation."""
    return DecisionView(
        interaction_id=interaction_id,
        at=None,
        automation_id=None,
        automation_name=None,
        keep_automatic=True,
        looked_at=(),
        more=0,
        done=(),
        names={},
    )


def people_of(taken: Taken) -> set[str]:
    """Ids of those who were given something or drawn from."""
    lots = [each.lot for each in taken.done if each.lot]
    drawn_from = {id for lot in lots for id in lot.frame}
    return drawn_from | {each.evaluator_id for each in taken.done if each.evaluator_id}


def decision_view(taken: Taken, names: Mapping[str, str], scorecards: Mapping[str, str]) -> DecisionView:
    """The decision with names."""
    done = tuple(
        DoneView(
            **dict(each),
            scorecard_name=scorecards.get(each.scorecard_id, each.scorecard_id),
            evaluator_name=names.get(each.evaluator_id, "") if each.evaluator_id else None,
        )
        for each in taken.done
    )
    fields = {name: getattr(taken, name) for name in DecisionView.model_fields if name not in {"done", "names"}}
    return DecisionView(**fields, done=done, names=dict(names))
