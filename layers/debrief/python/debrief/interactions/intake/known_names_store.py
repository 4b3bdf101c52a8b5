"""The queues that the account knows, and what other words for queues and channels were said to mean.

A queue becomes known with its first conversation. An answer is kept where whoever gave it asked for that.

| question | key or index | reads |
|---|---|---|
| what this queue or channel means | `NAME#<id>` / `NAME`, the id made of field and name | one item |
| all of a field, by name | GSI1 `NAMES#<field>` / `<name>#<id>` | the page; 1,000 to compare one with |

They lie in the interactions table.
"""

import unicodedata
from collections.abc import Iterable
from typing import Any, Final

from debrief.interactions.conversations.rows_store import InteractionRow
from debrief.interactions.intake.model import KnownName, NamedField
from debrief.kernel.ids import derived_id
from debrief.kernel.storage.tables import find, loaded, query, query_all, stored
from debrief.kernel.storage.transactions import Transaction
from debrief.kernel.text import is_of_word, sought_key

MOST_COMPARED: Final = 1_000
"""Names that one which isn't known is compared with."""


class KnownNameStore:
    """Reads and writes known names."""

    def find(self, field: NamedField, written: str) -> KnownName | None:
        """What is known of a queue or channel under this name, whatever its case and punctuation.

        Names that were kept before signs and accents counted lie where those lie that lack them.
        """
        own = _alike(written)
        ids = dict.fromkeys((name_id(field, written), derived_id("kn", field, sought_key(written) or written)))
        found = (self.by_id(each) for each in ids)
        return next((each for each in found if each is not None and _alike(each.written) == own), None)

    def by_id(self, known_id: str) -> KnownName | None:
        """The known name with this id."""
        row = find(InteractionRow, f"NAME#{known_id}", "NAME")
        return loaded(row, KnownName) if row else None

    def means(self, field: NamedField) -> tuple[str, ...]:
        """What the known names of a field mean, each once: the first thousand by name."""
        rows = query_all(InteractionRow, f"NAMES#{field}", index="GSI1", most=MOST_COMPARED)
        return tuple(dict.fromkeys(loaded(row, KnownName).means for row in rows))

    def page(
        self, field: NamedField, *, limit: int, start: dict[str, Any] | None
    ) -> tuple[list[KnownName], dict[str, Any] | None]:
        """A page of the known names of a field, by name."""
        page = query(InteractionRow, f"NAMES#{field}", index="GSI1", limit=limit, start=start)
        return [loaded(row, KnownName) for row in page.rows], page.last_key

    def put(self, transaction: Transaction, known: KnownName) -> None:
        """Keep a name, or what was read of it with another meaning."""
        transaction.put(_row(known))

    def remove(self, transaction: Transaction, known: KnownName) -> None:
        """Know the name no more."""
        transaction.delete(_row(known))


def name_id(field: NamedField, written: str) -> str:
    """The id of a known name; the same whatever the name's case and punctuation.

    Accents, and signs that mean something, make another name: C++ isn't C#, and Süd may be Sud or may not.
    """
    return derived_id("kn", field, _alike(written))


_MEANING: Final = frozenset("+#%&@*$§\u2030\u00b1")
_BETWEEN_DIGITS: Final = frozenset(".,/:")


def _alike(written: str) -> str:
    """A name as it is compared with other ones: what is only another way of writing it has the same."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", written).casefold()).replace("\u2212", "-")
    kept: list[str] = []
    for place, each in enumerate(plain):
        before, after = plain[place - 1 : place] if place else "", plain[place + 1 : place + 2]
        if is_of_word(each) or unicodedata.combining(each):
            kept.append(each)
        elif _means(each, before, after):
            # A sign belongs to what it stands at, with or without a blank before it.
            kept.append(f" {each} ")
        else:
            kept.append(" ")
    return " ".join("".join(kept).split()) or written


def _means(sign: str, before: str, after: str) -> bool:
    if sign in _MEANING or unicodedata.category(sign) in ("Sc", "So"):
        return True
    if sign in _BETWEEN_DIGITS:
        return before.isdigit() and after.isdigit()
    # Below zero, and not the second of two that are joined.
    return sign == "-" and after.isdigit() and not (before and (is_of_word(before) or before == "_"))


def is_among(queue: str, known: Iterable[str]) -> bool:
    """Whether a queue is one of those, whatever its case and punctuation."""
    own = name_id("queue", queue)
    return any(name_id("queue", each) == own for each in known)


def _row(known: KnownName) -> InteractionRow:
    row = InteractionRow(PK=f"NAME#{known.id}", SK="NAME", kind="known_name")
    row.GSI1PK, row.GSI1SK = f"NAMES#{known.field}", f"{sought_key(known.written)}#{known.id}"
    stored(row, known)
    return row
