"""How the AI stands at every question, the checks behind it, and at the questions of one evaluation (N13, N14)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from debrief.kernel.auth import Caller
from debrief.kernel.clock import Clock
from debrief.kernel.errors import NotFound
from debrief.kernel.web.merging import Found, looked_at_together, page_of
from debrief.people.access import Access
from debrief.quality.earning.earning_service import rules_of
from debrief.quality.earning.looked_at import Decided, Listed, OfEvaluation, decided_by
from debrief.quality.earning.model import CheckLine, Result, Results, State, Term
from debrief.quality.earning.standing import Rules, meaning_of, state_of, term_id, without_results
from debrief.quality.earning.store import EarningStore, check_id
from debrief.quality.evaluations.blind_store import BlindStore
from debrief.quality.evaluations.reading_service import EvaluationReadings
from debrief.quality.scorecards.store import ScorecardStore

_MOST_LOOKED_AT: Final = 300
_NO_QUESTION: Final = "The AI answers no such question"


class AiStandings:
    """The use cases that read the AI's standing; whoever may see scorecards may see it."""

    def __init__(
        self,
        store: EarningStore,
        evaluations: EvaluationReadings,
        scorecards: ScorecardStore,
        access: Access,
        clock: Clock,
    ) -> None:
        self._store = store
        self._evaluations = evaluations
        self._scorecards = scorecards
        self._access = access
        self._blinds = BlindStore()
        self._clock = clock

    @property
    def rules(self) -> Rules:
        """What the account wants to be shown now (one read)."""
        return rules_of(self._access.settings())

    @property
    def now(self) -> datetime:
        """The time by which checks are open or over."""
        return self._clock.now()

    def page(
        self,
        caller: Caller,
        rules: Rules,
        scorecard_id: str | None,
        state: State | None,
        *,
        limit: int,
        after: str | None,
    ) -> Found[Listed]:
        """A page of questions, those that were asked so last first; of one scorecard, or in one state.

        As everywhere here without what checks of conversations came to that the caller judges blindly.
        """
        hidden = self._hidden_results(caller)
        kept = self._store.terms_of(scorecard_id, after, chunk=limit + 1)
        terms = ((place, self._as_told(term, hidden)) for place, term in kept)

        def wanted(term: Term) -> bool:
            return state in (None, state_of(term, rules))

        found = page_of([terms], wanted, limit=limit, newest_first=True, after=after, examined=_MOST_LOOKED_AT)
        return Found(self._listed(found.items), found.last)

    def one(self, caller: Caller, id: str) -> tuple[Listed, Results]:
        """A question with its newest results, both without those of conversations that the caller judges blindly.

        Of these they would else find what the AI answered: as what is in the sum and in no check that they are shown.

        Raises NotFound.
        """
        term = self._store.terms([id]).get(id)
        if term is None:
            raise NotFound(_NO_QUESTION)
        hidden, results = self._hidden_results(caller), self._store.results(id)
        (listed,) = self._listed([self._as_told(term, hidden)])
        if left_out := {each.check_id for each in hidden.get(id, ())}:
            told = tuple(each for each in results.results if each.check_id not in left_out)
            results = results.model_copy(update={"results": told})
        return listed, results

    def _hidden_from(self, caller: Caller) -> frozenset[str]:
        """The conversations that the caller judges blindly."""
        return frozenset(each.interaction_id for each in self._blinds.spots(caller.user_id).spots)

    def _hidden_results(self, caller: Caller) -> Mapping[str, list[Result]]:
        """What answered checks of these conversations came to, by term: a query for each, none for who judges none."""
        found: dict[str, list[Result]] = {}
        for interaction_id in sorted(self._hidden_from(caller)):
            for check in self._store.answered_of(interaction_id):
                for each in check.answers:
                    at = check.answered_at or check.drawn_at
                    result = Result(check_id=check.id, ai=each.ai, human=each.human, at=at)
                    found.setdefault(check.terms[each.question_id], []).append(result)
        return found

    def _as_told(self, term: Term, hidden: Mapping[str, list[Result]]) -> Term:
        """The term as it would stand without results that are hidden (one read more of a term with very many)."""
        of_it = hidden.get(term.id, [])
        newest = {each.check_id for each in of_it}
        if of_it and term.all_checks > term.checks:
            newest = {each.check_id for each in self._store.results(term.id).results}
        return without_results(term, of_it, newest)

    def checks(self, caller: Caller, id: str, *, limit: int, after: str | None) -> Found[CheckLine]:
        """A page of a question's checks, those that were drawn last first, of agents whom the caller sees.

        What the caller judges blindly themselves is left out, and so is what was drawn of their own conversations.

        Raises NotFound: there is no such question.
        """
        if not self._store.terms([id]):
            raise NotFound(_NO_QUESTION)
        sight, hidden = self._access.sight(caller), self._hidden_from(caller)
        lines = self._store.checks_of(id, after, chunk=limit + 1)
        seen = looked_at_together(lines, limit + 1, lambda some: sight.of(each.agent_id for each in some))

        def wanted(line: CheckLine) -> bool:
            own = line.agent_id == caller.user_id
            return not own and line.interaction_id not in hidden and bool(sight.of([line.agent_id]))

        return page_of([seen], wanted, limit=limit, newest_first=True, after=after, examined=_MOST_LOOKED_AT)

    def of_evaluation(self, caller: Caller, evaluation_id: str) -> OfEvaluation:
        """Who decided each question of an evaluation, and whether the AI has earned it; how it was drawn.

        Raises NotFound: there is none, or the caller may not see it, such as whoever is to check it blindly.
        """
        evaluation = self._evaluations.find(caller, evaluation_id)
        questions = self._evaluations.version_of(evaluation).questions()
        settings = self._access.settings()
        asked: dict[str, str] = {}
        if evaluation.provenance is not None:
            asked = {
                each.id: term_id(evaluation.scorecard_id, each, evaluation.provenance)
                for each in questions
                if each.answerer == "ai" and each.check == "intent"
            }
        hidden = self._hidden_results(caller)
        found = self._store.terms(list(asked.values()))
        terms = {id: self._as_told(term, hidden) for id, term in found.items()}
        answers = {each.question_id: each for each in evaluation.answers}
        return OfEvaluation(
            evaluation=evaluation,
            must_earn=settings.ai_must_earn,
            rules=rules_of(settings),
            decided=tuple(
                Decided(each.id, decided_by(each, answers.get(each.id), evaluation), terms.get(asked.get(each.id, "")))
                for each in questions
            ),
            check=self._store.check(check_id(evaluation.id)),
        )

    def _listed(self, terms: list[Term]) -> list[Listed]:
        """The terms with the names of their scorecards (two reads for each scorecard)."""
        names: dict[str, str] = {}
        asked: set[tuple[str, str, str]] = set()
        for id in dict.fromkeys(each.scorecard_id for each in terms):
            asked |= set(self._asked_now(id, names))
        return [
            Listed(
                each,
                names.get(each.scorecard_id),
                (each.scorecard_id, each.question_id, each.meaning) in asked,
            )
            for each in terms
        ]

    def _asked_now(self, scorecard_id: str, names: dict[str, str]) -> Iterator[tuple[str, str, str]]:
        card = self._scorecards.scorecard(scorecard_id)
        if card is None:
            return
        names[scorecard_id] = card.name
        version = self._scorecards.version(scorecard_id, card.current_version)
        for question in version.questions() if version and card.status != "archived" else ():
            if question.answerer == "ai" and question.check == "intent":
                yield scorecard_id, question.id, meaning_of(question)
