"""What the notices know of a person: all of it lies under their key. Of customers they know nothing."""

import json
from typing import Any

from debrief.kernel.privacy import Erased, Exported, Record, Start, Subject, erased, exported
from debrief.kernel.storage.tables import Row
from debrief.notices.store import NoticeStore

_PAGE = 100


class NoticesPersonalData:
    """Hands out and removes what a person was told, how it was delivered, and what they chose to hear of.

    What others were told of the person's doing holds their id and lapses after 90 days, and so does what waits for
    channels or was given up there.
    """

    def __init__(self, store: NoticeStore) -> None:
        self._store = store

    def export(self, subject: Subject, position: str | None = None) -> Exported:
        """A page of what is the person's."""

        def theirs(start: Start) -> tuple[list[Record], Start]:
            page = self._store.all_of(subject.id, limit=_PAGE, start=start)
            return [_record(row) for row in page.rows], page.last_key

        return exported({"theirs": theirs} if subject.kind == "person" else {}, position)

    def erase(self, subject: Subject, position: str | None = None) -> Erased:
        """Remove a page of what is the person's."""

        def theirs(start: Start) -> tuple[list[bool], Start]:
            page = self._store.all_of(subject.id, limit=_PAGE, start=start)
            self._store.delete_rows(page.rows)
            return [True] * len(page.rows), page.last_key

        return erased({"theirs": theirs} if subject.kind == "person" else {}, position)


def _record(row: Row) -> Record:
    kept: dict[str, Any] = json.loads(row.body or "{}")
    data = {**_told(kept.pop("notice", {})), **kept}
    data.pop("revision", None)
    if gathered := data.pop("gathered", None):
        data["gathered"] = [_told(each) for each in gathered]
    for name in ("read_at", "told_at"):
        if at := getattr(row, name, None):
            data[name] = at
    return Record(kind=row.kind, id=row.SK, data=data)


def _told(notice: dict[str, Any]) -> dict[str, Any]:
    """A notice without others: whose doing it was, and parameters that stand for people."""
    data = {name: each for name, each in notice.items() if name not in ("actor_id", "parameters")}
    # The key says who, which channel and which thing; parameters may name others, whom only ids stand for.
    parameters: dict[str, Any] = notice.get("parameters") or {}
    return data | {name: value for name, value in parameters.items() if not name.endswith("_id")}
