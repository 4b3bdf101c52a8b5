"""The account's phrase rules: one item of the interactions table, `INDICATORS` / `RULES`."""

from debrief.interactions.analysis.indicators import Indicator
from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.kernel.model import Aggregate
from debrief.kernel.storage.tables import find, loaded, stored
from debrief.kernel.storage.transactions import Transaction

MOST_RULES = 100


class IndicatorRules(Aggregate):
    """All phrase rules of the account, in the order in which they are shown."""

    rules: tuple[Indicator, ...] = ()


class IndicatorStore:
    """Reads and writes the phrase rules."""

    def all(self) -> IndicatorRules:
        """The rules as they are."""
        row = find(InteractionRow, "INDICATORS", "RULES")
        return loaded(row, IndicatorRules) if row else IndicatorRules()

    def rules(self) -> tuple[Indicator, ...]:
        """The rules without their revision."""
        return self.all().rules

    def put(self, transaction: Transaction, rules: IndicatorRules) -> None:
        """Write the rules with `transaction`."""
        transaction.put(stored(InteractionRow(PK="INDICATORS", SK="RULES", kind="indicators"), rules))
