"""Reporting lines of any depth: who is above whom, found by walking up from the subject.

The functions take a lookup instead of a table, so that they work on rows, on a CSV file and on plain dicts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

MOST_LEVELS = 40
"""Longest line that may be built. Reading stops here too, so that damaged data can't make a request endless."""

ManagerOf = Callable[[str], str | None]


def line_above(user_id: str, manager_of: ManagerOf) -> Iterator[str]:
    """The managers of `user_id`, the nearest first; ends at the top, after MOST_LEVELS, or where it would repeat."""
    seen = {user_id}
    current = manager_of(user_id)
    while current is not None and current not in seen and len(seen) <= MOST_LEVELS:
        yield current
        seen.add(current)
        current = manager_of(current)


def is_below(user_id: str, manager_id: str, manager_of: ManagerOf) -> bool:
    """Whether `user_id` is anywhere below `manager_id`; nobody is below themselves."""
    return user_id != manager_id and any(above == manager_id for above in line_above(user_id, manager_of))


def closes_cycle(user_id: str, new_manager_id: str, manager_of: ManagerOf) -> bool:
    """Whether `user_id` would end up above their own new manager."""
    return user_id == new_manager_id or is_below(new_manager_id, user_id, manager_of)


def levels(manager_of: Mapping[str, str | None]) -> dict[str, int | None]:
    """How many managers stand above each key, counting only those that are keys too; None on or above a cycle.

    "Above a cycle" means that walking up runs into one. Takes time in proportion to the number of people.
    """
    found: dict[str, int | None] = {}
    for start in manager_of:
        path: list[str] = []
        current: str | None = start
        on_path: set[str] = set()
        while current is not None and current in manager_of and current not in found and current not in on_path:
            path.append(current)
            on_path.add(current)
            current = manager_of[current]
        if current is None or current not in manager_of:
            level: int | None = -1
        elif current in on_path:
            level = None
        else:
            level = found[current]
        for person in reversed(path):
            level = None if level is None else level + 1
            found[person] = level
    return found


def on_cycle(manager_of: Mapping[str, str | None]) -> set[str]:
    """The keys that are their own manager at some remove."""
    cyclic: set[str] = set()
    done: set[str] = set()
    for start in manager_of:
        path: list[str] = []
        place: dict[str, int] = {}
        current: str | None = start
        while current is not None and current in manager_of and current not in done and current not in place:
            place[current] = len(path)
            path.append(current)
            current = manager_of[current]
        if current in place:
            cyclic.update(path[place[current] :])
        done.update(path)
    return cyclic


def everyone_below(
    manager_id: str, reports_of: Callable[[str], Iterable[tuple[str, bool]]], most: int | None = None
) -> set[str]:
    """All who are anywhere below `manager_id`; some of them, and more than `most`, where these are more.

    reports_of: the direct reports of somebody, each with whether they have reports themselves; it is asked only for
    those who do, and for nobody once more than `most` are known.
    """
    below: set[str] = set()
    waiting = [manager_id]
    while waiting and (most is None or len(below) <= most):
        for person, manages in reports_of(waiting.pop()):
            if person not in below and person != manager_id:
                below.add(person)
                if manages:
                    waiting.append(person)
    return below
