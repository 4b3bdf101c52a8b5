"""What reads the names of scorecards, for functions that rarely need one: a cold start doesn't pay for it."""

from debrief.kernel.lazy import Lazy
from debrief.notices.criteria import CardNames


def _made() -> CardNames:
    from debrief.quality.scorecards.names_reader import ScorecardNamesReader
    from debrief.quality.scorecards.store import ScorecardStore

    return ScorecardNamesReader(ScorecardStore())


card_names = Lazy(_made)
