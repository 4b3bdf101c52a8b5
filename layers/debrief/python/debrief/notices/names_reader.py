"""What a sentence of a notice calls people, scorecards and criteria: as they are called when it is read or leaves."""

from collections.abc import Callable, Iterable, Sequence

from debrief.notices.criteria import CardNames, cards_in, shortened
from debrief.notices.kinds import people_in
from debrief.notices.model import Notice
from debrief.people.store import PeopleStore


class NamesReader:
    """Looks names up for any number of notices at once. cards: made when a notice is about a scorecard, which few are;
    what can read them lies above this context, and every cold start would pay for it."""

    def __init__(self, people: PeopleStore, cards: Callable[[], CardNames]) -> None:
        self._people = people
        self._cards = cards

    def of(self, notices: Sequence[Notice], others: Iterable[str] = ()) -> dict[str, str]:
        """Names by id, of criteria by `criterion_key`. others: ids of people who are named beside the sentences."""
        named = {who for each in notices for who in people_in(each)} | {*others}
        names = self._people.names(named) if named else {}
        if cards := cards_in(notices):
            found = self._cards()({*cards.values()})
            names |= {key: shortened(found[ids]) for key, ids in cards.items() if ids in found}
        return names
