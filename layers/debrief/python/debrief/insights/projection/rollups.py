"""How evaluations and conversations become rollup rows, and how a change becomes a difference of rows.

| family | sort key | counters |
|---|---|---|
| TOTALS | `<day>#<scorecard>#<version>#<type>#<part>` | those of `OVERALL` in `quality.tally`: scored, passed, … |
| LINES | the same | `<question>:passed`, `:applicable`, `:not_applicable`, `:no_opportunity` |
| RESPONSES | the same | `question:<id>:option.<id>`, `section:<id>:scored` … as in `quality.tally` |
| EVALUATORS | `<day>#<scorecard>#<version>#<type>#<evaluator>#<part>` | all of them: `<scope>:<item>:<counter>` |
| AGREEMENT | as TOTALS; `manual` of calibrations, `automatic` of checks | as in `comparisons`: who answered like whom |
| CONVERSATIONS | `<day>#` | the fields of `ConversationTotals`; `h00` to `h23`, see `hours` |
| INQUIRIES | `<day>#<channel>#all` | `:n`, `:h`, `:hm` … as in `inquiry_sums`: of all conversations; `:o` |
| | `<day>#<channel>#named.<part>` | `<inquiry>:n`, … of each inquiry; rows of before hold both, `#<part>` |
| HANDLED | `<inquiry>#<channel>#<instant>#<conversation>` | the same of one conversation, and `in:<inquiry>` |
| COACHED | `<day given>#<assignment or scenario>` | what is followed of it, as in `improvement.coached` |
| COACHING | `<day due>#` | `due`, `in_time`; `practice_due`, `practice_in_time`: those of them that are practice |
| LOGGED | `<day>#` | `<scorecard>:<question>`: how many coaching logs name it as the lowest criterion |
| FIGURES | `<day>#e`, `<day>#c` | of evaluations, of conversations: what key metrics are made of, see `member_sums` |
| MEMBER_LINES | `<scorecard>#<day>#<part>` | `question:<id>:passed`, `:applicable`; `section:<id>:scored`, its sums |

A team's TOTALS and CONVERSATIONS also have `by:<agent>`: how many of them are whose. So a row tells how many people are
behind it, which decides whether its average may be shown to somebody who may not see each of them.

`<evaluator>` is `person:<id>` or, of what the AI evaluated alone, `model:<its id>` (0088). The other families are
without it, so that what nobody asks by evaluator isn't read once for each of them.

Beside the sums of scores in TOTALS, RESPONSES and EVALUATORS stands what an interval of their mean needs: `squared`,
how many scores, and `score_squares`, the sum of their squares, each in hundredths of a percent. Rows of before there
were these have fewer `squared` than `scored`.

INQUIRIES and HANDLED are kept for the agent alone: what teams and everyone come to by inquiry is made of them once a
day (`insights.benchmarks`), since a row of a team with 300 inquiries would be written anew, whole, with each
conversation. A row of HANDLED belongs to one conversation, and goes when that is taken back; so does one of COACHED,
which belongs to one assignment or practice scenario. The last three families come from events of coaching alone
(`improvement.coaching_projector`).

FIGURES of a team, and MEMBER_LINES, which are kept for teams alone, have a row for each agent: `#<agent>` ends their
sort keys. So whoever holds a team's people beside each other reads them all in one query (0120).

The other families are kept for the agent, the team and everyone. Three families instead of one, so that counting
evaluations doesn't read pass rates and the pass rates don't read every option. A row takes so many counters that a
change of all of them is still one update; what is more goes into further parts, and reading adds the parts up.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote
from zlib import crc32

from debrief.insights.projection.model import EVERYONE, Contribution, Counters, RowKey, Subject
from debrief.quality.evaluations.words import EvaluationType

Family = Literal[
    "TOTALS",
    "LINES",
    "RESPONSES",
    "EVALUATORS",
    "AGREEMENT",
    "CONVERSATIONS",
    "INQUIRIES",
    "HANDLED",
    "COACHED",
    "COACHING",
    "LOGGED",
    "FIGURES",
    "MEMBER_LINES",
]
EvaluatorKind = Literal["person", "model"]

SHARDS = 8
"""Partitions over which everyone's rows are spread by agent; all events of an account end there."""

MEMBER = "#"
"""Before the id of whose row of a team it is."""

MOST_COUNTERS = 120
"""In a row of one part. A change touches twice as many at most; DynamoDB takes 300 in one update, of 4 KB."""

_BY = "by"
_BY_AGENT = frozenset({"TOTALS", "CONVERSATIONS"})
_OF_AGENTS_ALONE = frozenset({"INQUIRIES", "HANDLED"})
_OF_TEAMS_ALONE = frozenset({"MEMBER_LINES"})
_BY_MEMBER = frozenset({"FIGURES", "MEMBER_LINES"})
"""A team has a row of each for each of its agents."""

_OF_ONE = ("#HANDLED", "#COACHED")
"""How the partitions end whose rows belong to one thing each."""


class Evaluator(NamedTuple):
    """Who evaluated: a person, or a model alone. id: empty where that wasn't kept."""

    kind: EvaluatorKind
    id: str


class EvaluationRow(NamedTuple):
    """A rollup row of evaluations, read: what is counted in it, and the counters. evaluator: in EVALUATORS alone."""

    day: date
    scorecard_id: str
    scorecard_version: int
    type: EvaluationType
    counters: Counters
    evaluator: Evaluator | None = None


def additions(share: Contribution | None) -> dict[RowKey, Counters]:
    """The rows that a share counts in, with what it adds to each."""
    if share is None:
        return {}
    subjects = [Subject("agent", share.agent_id), EVERYONE]
    if share.team_id:
        subjects.append(Subject("team", share.team_id))
    found: dict[RowKey, Counters] = {}
    for place, counters in share.rows.items():
        family, _, sk = place.partition("/")
        for subject in subjects:
            if (family in _OF_AGENTS_ALONE and subject.kind != "agent") or (
                family in _OF_TEAMS_ALONE and subject.kind != "team"
            ):
                continue
            member = f"{MEMBER}{counter_name(share.agent_id)}" if family in _BY_MEMBER else ""
            own_sk = sk + member if subject.kind == "team" else sk
            whose = subject.kind == "team" and share.counts_agent and family in _BY_AGENT
            row = {**counters, counter_name(_BY, share.agent_id): 1} if whose else counters
            found[RowKey(partition(subject, family, shard_of(share.agent_id)), own_sk)] = row
    return found


def goes(place: RowKey, added: Mapping[str, int]) -> bool:
    """Whether the row is of one conversation, assignment or scenario, and taken back whole with this."""
    return place.pk.endswith(_OF_ONE) and added.get(counter_name("", "n"), 0) < 0


def counters_by_parts(counters: Mapping[str, int]) -> dict[tuple[str, ...], int]:
    """The counters of a row by the parts of their names: of one that was written in two ways both together."""
    found: dict[tuple[str, ...], int] = {}
    for name, count in counters.items():
        parts = counter_parts(name)
        found[parts] = found.get(parts, 0) + count
    return found


def contributors(counters: Mapping[str, int]) -> Counters:
    """How many of the evaluations or conversations in a team's row are whose, by agent."""
    parts = ((counter_parts(name), count) for name, count in counters.items())
    return {part[1]: count for part, count in parts if part[0] == _BY and len(part) == 2 and count > 0}


def changes(before: Contribution | None, after: Contribution | None) -> dict[RowKey, Counters]:
    """What has to be added to which rows so that they count `after` instead of `before`; nothing of what is equal."""
    old, new = additions(before), additions(after)
    found: dict[RowKey, Counters] = {}
    for key in [*old, *(key for key in new if key not in old)]:
        then, now = old.get(key, {}), new.get(key, {})
        moved = {name: now.get(name, 0) - then.get(name, 0) for name in {**then, **now}}
        if kept := {name: by for name, by in moved.items() if by}:
            found[key] = kept
    return found


def shard_of(agent_id: str) -> int:
    """Which of everyone's partitions an agent's work is in."""
    return crc32(agent_id.encode()) % SHARDS


def partition(subject: Subject, family: str, shard: int = 0) -> str:
    """The partition key of a subject's rows of a family; only everyone's are sharded."""
    if subject.kind == "everyone":
        return f"EVERYONE#{shard}#{family}"
    return f"{subject.kind.upper()}#{subject.id}#{family}"


def partitions(subject: Subject, family: Family) -> list[str]:
    """All partition keys of a subject's rows of a family."""
    return [partition(subject, family, shard) for shard in range(SHARDS if subject.kind == "everyone" else 1)]


def evaluation_row(sk: str, counters: Mapping[str, int]) -> EvaluationRow:
    """A row of TOTALS, LINES, RESPONSES or EVALUATORS, without the counters that came back to 0."""
    day, scorecard_id, version, type_, *who, _ = sk.split("#")
    kept = {name: count for name, count in counters.items() if count}
    evaluator: Evaluator | None = None
    if who:
        kind, id = counter_parts(who[0])
        evaluator = Evaluator("person" if kind == "person" else "model", id)
    return EvaluationRow(date.fromisoformat(day), scorecard_id, int(version), _TYPES[type_], kept, evaluator)


def counter_parts(name: str) -> tuple[str, ...]:
    """A counter's name taken apart again: (question, counter) in LINES, (scope, item, counter) in RESPONSES."""
    return tuple(unquote(part) for part in name.split(":"))


_TYPES: dict[str, EvaluationType] = {"manual": "manual", "blended": "blended", "automatic": "automatic"}


def counter_name(*parts: str) -> str:
    # Ids come from files too, and PynamoDB reads brackets in an attribute's name as a place in a list.
    return ":".join(quote(part, safe="") for part in parts)


def inquiry_counter(*parts: str) -> str:
    """The name of a counter of an inquiry: as `counter_name`, with letters beyond ASCII as they are.

    A row has a dozen counters for each inquiry, and a quoted letter is three times as long as it is.
    """
    return ":".join(_QUOTED.sub(lambda found: f"%{ord(found[0]):02X}", part) for part in parts)


_QUOTED = re.compile(r"[^A-Za-z0-9_.~\x80-\U0010ffff-]")


def row_parts(counters: Counters) -> Iterator[tuple[int, Counters]]:
    names = sorted(counters)
    for part, first in enumerate(range(0, len(names), MOST_COUNTERS)):
        yield part, {name: counters[name] for name in names[first : first + MOST_COUNTERS]}
