"""What scorecards and their criteria are called now, for notices, whose events carry ids alone."""

from collections.abc import Collection

from debrief.quality.scorecards.store import ScorecardStore


class ScorecardNamesReader:
    """Reads names as they are now: in two round trips, of up to 100 scorecards."""

    def __init__(self, store: ScorecardStore) -> None:
        self._store = store

    def __call__(self, wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """The names that there are, by the ids of scorecard and question; no question is the scorecard itself."""
        scorecards = self._store.scorecards(scorecard_id for scorecard_id, _ in wanted)
        found = {(each.id, ""): each.name for each in scorecards}
        asked = {scorecard_id for scorecard_id, question_id in wanted if question_id}
        for scorecard, version in self._store.with_versions([each for each in scorecards if each.id in asked]):
            found |= {(scorecard.id, each.id): each.text for each in version.questions()}
        return {each: found[each] for each in wanted if each in found}
