"""Puts together what the routes of the interactions API share.

What a room needs is imported when it is first asked for: most requests read interactions, and what reads every format
waits until somebody deals with the intake.
"""

from typing import TYPE_CHECKING

from debrief.interactions.wiring import clock, environment, ids, interactions
from debrief.kernel.lazy import Lazy
from debrief.kernel.storage.objects import ObjectStore
from debrief.kernel.web.api import Api
from debrief.kernel.web.paging import Cursors
from debrief.kernel.web.secrets import cursor_secret
from debrief.people.access import Access
from debrief.people.store import PeopleStore

if TYPE_CHECKING:
    from debrief.interactions.comments.service import Comments
    from debrief.interactions.conversations.offline_service import OfflineConversations
    from debrief.interactions.conversations.service import InteractionService
    from debrief.interactions.downloads.service import Downloads
    from debrief.interactions.held.service import BatchService
    from debrief.interactions.intake.agent_offers_access import AgentOffers
    from debrief.interactions.intake.name_patterns_service import NamePatternService
    from debrief.interactions.intake.names_service import NamesService
    from debrief.interactions.intake.service import IntakeService
    from debrief.interactions.intake.source_service import SourceService
    from debrief.interactions.masking.service import Unmasking

_ROUTES = {
    "interactions": ("interaction_routes", "download_routes", "comment_routes", "offline_routes"),
    "intake": ("intake_routes", "pattern_routes"),
    "imports": ("import_routes",),
}


def _service() -> "InteractionService":
    from debrief.interactions.conversations.service import InteractionService

    return InteractionService(
        interactions(),
        access,
        ObjectStore,
        clock,
        agent_sentiment=lambda: people.settings().agent_sentiment,
        masking=lambda: people.settings().masking,
    )


def _unmasking() -> "Unmasking":
    from debrief.interactions.masking.service import Unmasking

    return Unmasking(service(), clock, ids)


def _downloads() -> "Downloads":
    from debrief.interactions.downloads.service import Downloads

    return Downloads(service())


def _comments() -> "Comments":
    from debrief.interactions.comments.service import Comments
    from debrief.interactions.comments.store import CommentStore

    return Comments(CommentStore(), interactions(), access, clock, ids)


def _offline() -> "OfflineConversations":
    from debrief.interactions.comments.store import CommentStore
    from debrief.interactions.conversations.offline_service import OfflineConversations
    from debrief.kernel.storage.transactions import Transaction
    from debrief.quality.evaluations.begun_store import close
    from debrief.quality.evaluations.store import EvaluationStore

    evaluations = EvaluationStore()

    def is_evaluated(interaction_id: str) -> bool:
        return bool(
            evaluations.evaluations_of_interaction(interaction_id) or evaluations.for_calibrations_of(interaction_id)
        )

    def let_nothing_begin(tx: Transaction, interaction_id: str) -> None:
        close(tx, interaction_id, clock.now())

    return OfflineConversations(
        interactions(),
        people,
        access,
        clock,
        ids,
        is_evaluated=is_evaluated,
        close=let_nothing_begin,
        forget_comments=CommentStore().forget,
    )


def _desk() -> "IntakeService":
    from debrief.interactions.analysis.indicator_store import IndicatorStore
    from debrief.interactions.intake.service import IntakeService
    from debrief.interactions.intake.store import IntakeStore
    from debrief.interactions.intake.wiring import intake

    recordings = ObjectStore(environment().recordings_bucket)
    return IntakeService(intake(), IntakeStore(), IndicatorStore(), recordings, clock, ids)


def _settling() -> "SourceService":
    from debrief.interactions.intake.source_service import SourceService
    from debrief.interactions.intake.source_store import SourceStore

    return SourceService(SourceStore(), clock, ids)


def _name_patterns() -> "NamePatternService":
    from debrief.interactions.intake.agents_reader import AgentsReader
    from debrief.interactions.intake.known_names_store import KnownNameStore
    from debrief.interactions.intake.name_patterns_service import NamePatternService
    from debrief.interactions.intake.name_patterns_store import NamePatternStore
    from debrief.interactions.intake.names_reader import NamesReader

    return NamePatternService(NamePatternStore(), AgentsReader(people), NamesReader(KnownNameStore()), clock, ids)


def _batches() -> "BatchService":
    from debrief.interactions.held.wiring import service

    return service(desk())


def _names() -> "NamesService":
    from debrief.interactions.intake.known_names_store import KnownNameStore
    from debrief.interactions.intake.names_service import NamesService

    return NamesService(KnownNameStore(), clock, ids)


def _offers() -> "AgentOffers":
    from debrief.interactions.intake.agent_offers_access import AgentOffers

    return AgentOffers(people, access)


people = PeopleStore()
access = Access(people)
cursors = Cursors(cursor_secret)
service = Lazy(_service)
unmasking = Lazy(_unmasking)
downloads = Lazy(_downloads)
comments = Lazy(_comments)
offline = Lazy(_offline)
desk = Lazy(_desk)
batches = Lazy(_batches)
known_names = Lazy(_names)
offers = Lazy(_offers)
settling = Lazy(_settling)
name_patterns = Lazy(_name_patterns)
app = Api(
    access.caller,
    access.seen_ids,
    rooms={root: [f"api.interactions_api.{name}" for name in names] for root, names in _ROUTES.items()},
)
