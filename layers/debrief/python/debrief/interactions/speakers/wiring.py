"""Puts together what says who is who, for the functions that a person or the clock starts."""

from functools import cache

from debrief.interactions.intake.source_store import SourceStore
from debrief.interactions.intake.store import IntakeStore
from debrief.interactions.intake.workflow_client import StepFunctions
from debrief.interactions.speakers.many_service import ManyCorrections
from debrief.interactions.speakers.model import may_correct_all
from debrief.interactions.speakers.service import SpeakerCorrection
from debrief.interactions.speakers.store import CorrectionStore
from debrief.interactions.wiring import clock, environment, ids, interactions
from debrief.kernel.auth import Permission
from debrief.kernel.errors import Unauthenticated
from debrief.kernel.storage.objects import ObjectStore
from debrief.people.access import Access
from debrief.people.store import PeopleStore


@cache
def correction() -> SpeakerCorrection:
    """The correction of one conversation."""
    people = PeopleStore()
    return SpeakerCorrection(
        interactions(),
        IntakeStore(),
        StepFunctions(environment().interaction_pipeline_state_machine_arn),
        clock,
        ids,
        agent_sentiment=lambda: people.settings().agent_sentiment,
    )


@cache
def corrections() -> ManyCorrections:
    """The correction of everything of an import or a source."""
    return ManyCorrections(
        CorrectionStore(),
        IntakeStore(),
        interactions(),
        correction(),
        lambda: ObjectStore(environment().recordings_bucket),
        _may_correct_all,
        _settled_now,
        clock,
        ids,
    )


def _settled_now(key: str) -> int | None:
    """On which channel the agent is by what is settled now for an object's place, else for the account."""
    source = SourceStore().all().of(key)
    return source.agent_channel if source is not None else PeopleStore().settings().agent_channel


def _may_correct_all(user_id: str) -> bool:
    """Whether a user may correct many conversations, at the moment."""
    try:
        caller = Access(PeopleStore()).caller(user_id)
    except Unauthenticated:
        return False
    return caller.may(Permission.INTAKE_MANAGE) and may_correct_all(caller)
