"""What the rollups tell of a person: how much of what there was on which day. Of customers they know nothing (N8).

Nothing is erased here. A row holds an id, days and numbers, and no words; when the id leads to nobody any more, it is a
number about nobody. Taken out, it would change what a team and the account came to in the past, and what was counted
once could no longer be uncounted. How a practice scenario stands lies beside them by its own id, and is handed out with
what its agent is coached with. What is made of the rollups each night, such as who is the best at an inquiry, holds
ids and numbers too, and goes by itself after eight days.
"""

from functools import partial
from typing import get_args

from debrief.insights.projection.rollups import Family
from debrief.insights.projection.store import RollupStore
from debrief.kernel.privacy import Erased, Exported, Record, Start, Subject, exported

_PAGE = 100
_NOT_HANDED_OUT = frozenset({"EVALUATORS", "HANDLED", "FIGURES", "MEMBER_LINES"})


class InsightsPersonalData:
    """Hands out a person's rollups. There is no identity in them to erase."""

    def __init__(self, store: RollupStore) -> None:
        self._store = store

    def export(self, subject: Subject, position: str | None = None) -> Exported:
        """A page of the person's own rows: what was counted of them on a day, by family."""

        def rows(family: Family, start: Start) -> tuple[list[Record], Start]:
            page = self._store.page(subject.id, family, limit=_PAGE, start=start)
            return [_record(family, row.SK, row.counters) for row in page.rows], page.last_key

        # What is in EVALUATORS is in the others too, where it doesn't stand beside somebody else's id; what is in
        # HANDLED is in INQUIRIES, by the day, and in the conversations themselves, which another context hands out;
        # what is in FIGURES and MEMBER_LINES is in TOTALS, LINES, RESPONSES and CONVERSATIONS.
        families: tuple[Family, ...] = tuple(each for each in get_args(Family) if each not in _NOT_HANDED_OUT)
        if subject.kind != "person":
            return Exported()
        return exported({family: partial(rows, family) for family in families}, position)

    def erase(self, subject: Subject, position: str | None = None) -> Erased:  # noqa: ARG002 – as the port has it
        """Nothing: see above."""
        return Erased()


def _record(family: str, place: str, counters: dict[str, int]) -> Record:
    day, _, what = place.partition("#")
    kept = {name: count for name, count in counters.items() if count}
    data = {"family": family.lower(), "day": day, "counted": kept}
    return Record(kind="rollup", id=f"{family}#{place}", data=data | ({"of": what} if what else {}))
