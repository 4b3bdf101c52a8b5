"""Whether the AI scores an evaluation alone, and the lot that has some of its answers checked (N13).

Both are asked while an automatic evaluation is made, before it can be seen: whoever is drawn to check it is blind to it
from the transaction on that brings it into the world. A few small items are read, whatever there is.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Final, NamedTuple

from debrief.interactions.conversations.model import Interaction
from debrief.kernel.ai.provenance import AiProvenance
from debrief.kernel.clock import Clock
from debrief.kernel.errors import Conflict
from debrief.kernel.ids import Ids
from debrief.kernel.schedules.store import schedule
from debrief.kernel.storage.transactions import Transaction
from debrief.people.access import Access
from debrief.people.model import AccountSettings
from debrief.people.store import PeopleStore
from debrief.quality.drawing.lot import WhyPassedOver
from debrief.quality.earning.deadlines import lapse
from debrief.quality.earning.drawing import by_model, draw, is_drawn
from debrief.quality.earning.model import Check, Draw, Sealed, Term
from debrief.quality.earning.standing import Rules, begun, state_of
from debrief.quality.earning.store import MOST_OPEN, EarningStore, check_id
from debrief.quality.evaluations.answers import choice
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.blinding import Blind
from debrief.quality.evaluations.eligible_reader import Eligible
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.store import EvaluationStore
from debrief.quality.flags.telling_store import hide_from
from debrief.quality.scorecards.model import ScorecardVersion
from debrief.quality.table_store import QualityRow

LATELY: Final = timedelta(days=30)
"""Within it as many checks of a question are drawn as the account wants, at most."""

TIME_TO_CHECK: Final = timedelta(days=14)
"""After it a check that nobody has answered is let go."""


class Standing(NamedTuple):
    """How the AI stands at the questions that a model has answered. terms: by question."""

    settings: AccountSettings
    terms: Mapping[str, Term]

    @property
    def withheld(self) -> bool:
        """Whether a person has to look, since it hasn't earned every one of them."""
        rules = rules_of(self.settings)
        return self.settings.ai_must_earn and any(state_of(each, rules) != "earned" for each in self.terms.values())


def rules_of(settings: AccountSettings) -> Rules:
    """What the account wants to be shown."""
    return Rules(line=settings.ai_agreement_line / 100, least=settings.ai_least_checks, must_earn=settings.ai_must_earn)


class Earning:
    """Asked by whoever makes automatic evaluations. chance: a seed that nobody can foresee."""

    def __init__(
        self,
        store: EarningStore,
        evaluations: EvaluationStore,
        people: PeopleStore,
        access: Access,
        clock: Clock,
        ids: Ids,
        chance: Callable[[], str],
    ) -> None:
        self._store = store
        self._evaluations = evaluations
        self._blinds = BlindStore()
        self._people = people
        self._access = access
        self._clock = clock
        self._ids = ids
        self._chance = chance

    def standing(self, version: ScorecardVersion, provenance: AiProvenance | None) -> Standing:
        """How the AI stands at the version's questions; terms that nobody has asked for yet begin (a batch read).

        Nothing is begun where no model was asked, or the account neither checks the AI nor wants it checked.
        """
        settings = self._people.settings()
        if provenance is None or not (settings.ai_must_earn or settings.ai_checker_ids):
            return Standing(settings, {})
        now = self._clock.now()
        wanted = {each.id: begun(version.scorecard_id, each, provenance, now) for each in by_model(version.questions())}
        known = self._store.terms([each.id for each in wanted.values()])
        for term in wanted.values():
            if term.id not in known:
                self._begin(term)
        return Standing(settings, {question: known.get(term.id, term) for question, term in wanted.items()})

    def check(
        self,
        tx: Transaction,
        standing: Standing,
        evaluation: Evaluation,
        version: ScorecardVersion,
        interaction: Interaction,
    ) -> Check | None:
        """Let some questions of an evaluation that `tx` brings into the world be checked, where the lot says so.

        Raises (when the transaction commits):
            Conflict: it was drawn already.
        """
        found = self._drawn(standing, evaluation, version)
        if found is None or found.checkers.chosen is None:
            return None
        if self._store.check(check_id(evaluation.id)) is not None:
            # Words that came back, whose first draft went with them: it is checked once.
            return None
        now = self._clock.now()
        check = Check(
            id=check_id(evaluation.id),
            evaluation_id=evaluation.id,
            interaction_id=evaluation.interaction_id,
            channel=evaluation.channel,
            agent_id=evaluation.agent_id,
            team_id=interaction.team_id,
            interaction_started_at=evaluation.interaction_started_at,
            transcript_digest=evaluation.transcript_digest,
            scorecard_id=evaluation.scorecard_id,
            scorecard_name=evaluation.scorecard_name,
            scorecard_version=evaluation.scorecard_version,
            terms={each: standing.terms[each].id for each in found.questions},
            draw=found,
            checker_id=found.checkers.chosen,
            drawn_at=now,
            until=now + TIME_TO_CHECK,
        )
        given = {each.question_id: each for each in evaluation.answers if each.answered_by == "ai"}
        sealed = Sealed(choices={each: choice(given.get(each)) for each in found.questions})
        self._store.put_drawn(tx, check, sealed)
        blind = Blind(
            interaction_id=check.interaction_id,
            agent_id=check.agent_id,
            team_id=check.team_id,
            interaction_started_at=check.interaction_started_at,
            by=check.id,
        )
        self._blinds.blind(tx, check.checker_id, blind)
        hide_from(tx, [check.checker_id], blind)
        schedule(tx, QualityRow, lapse(check))
        return check

    def _drawn(self, standing: Standing, evaluation: Evaluation, version: ScorecardVersion) -> Draw | None:
        settings = standing.settings
        if not standing.terms or not settings.ai_checker_ids:
            return None
        seed = self._chance()
        if not is_drawn(seed, evaluation.id, settings.ai_check_percent):
            return None
        return draw(
            seed,
            evaluation.id,
            settings.ai_check_percent,
            [each for each in version.questions() if each.answerer == "ai"],
            self._enough(standing),
            settings.ai_checker_ids,
            self._why_not(evaluation),
        )

    def _enough(self, standing: Standing) -> frozenset[str]:
        """The questions of which as many checks were drawn lately as are wanted (a query for each)."""
        since, most = self._clock.now() - LATELY, standing.settings.ai_checks_monthly
        return frozenset(
            question
            for question, term in standing.terms.items()
            if self._store.drawn_since(term.id, since, most=most) >= most
        )

    def _why_not(self, evaluation: Evaluation) -> Callable[[str], WhyPassedOver | None]:
        eligible = Eligible(self._access)
        there: Sequence[Evaluation] | None = None

        def why_not(user_id: str) -> WhyPassedOver | None:
            nonlocal there
            if why := eligible.why_not(user_id, evaluation.agent_id):
                return why
            if there is None:
                there = self._evaluations.evaluations_of_interaction(evaluation.interaction_id)
            theirs = [each for each in there if each.evaluator_id == user_id]
            if theirs:
                return "has_draft" if theirs[0].status == "draft" else "has_evaluated"
            checking = [each for each in self._blinds.spots(user_id).spots if each.by.startswith("chk_")]
            return "has_enough_checks" if len(checking) >= MOST_OPEN else None

        return why_not

    def _begin(self, term: Term) -> None:
        try:
            with Transaction(self._clock, self._ids) as tx:
                self._store.put_term(tx, term)
        except Conflict:
            # Another evaluation was made at the same moment.
            pass
