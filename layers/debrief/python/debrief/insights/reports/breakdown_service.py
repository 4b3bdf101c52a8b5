"""One figure taken apart, for those who may see whose it is (S4.9)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from debrief.insights.projection.model import EVERYONE, Counters, Days, Subject
from debrief.insights.projection.rollup_reader import RollupReader
from debrief.insights.reports.access import MOST_PEOPLE, MOST_PERSON_DAYS, Scope, before, length_of
from debrief.insights.reports.breakdown import (
    Key,
    counted,
    families_of,
    figures,
    key_of,
    last_of_week,
    moves,
    sample_of,
    summed,
)
from debrief.insights.reports.breakdown_model import BreakdownReport, BreakdownRow, By
from debrief.insights.reports.model import ReportDays
from debrief.insights.reports.service import TOO_FEW, Asked, ReportQuery, ReportService
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.errors import FieldError, Forbidden, Malformed, NotFound, RuleBroken
from debrief.people.access import Access
from debrief.people.store import PeopleStore, UserFilter
from debrief.quality.evaluations.tally_keys import OVERALL, TallyKey
from debrief.quality.scorecards.model import Option, ScorecardVersion

MOST_TEAMS = 200
"""Teams of one report, at a query or two each."""

NO_TEAM = Key("no_team", "")

_PAGE = 100


class Wanted(NamedTuple):
    """Which figure, of which scorecard, taken apart by what. previous: with the period before beside it."""

    scorecard_id: str
    by: By
    question_id: str | None = None
    section_id: str | None = None
    previous: bool = True

    @property
    def item(self) -> TallyKey:
        """What is counted: the question, the section, or else the whole."""
        if self.question_id is not None:
            return TallyKey("question", self.question_id)
        return TallyKey("section", self.section_id) if self.section_id is not None else OVERALL


class BreakdownService:
    """Takes a figure apart. What is read depends on people, days and versions, not on how many evaluations there are:
    by version, evaluator or week a query or two of each subject, by person or team as many of each of them; by team
    also of each subject, for what is in no team."""

    def __init__(self, insights: RollupReader, reports: ReportService, access: Access, people: PeopleStore) -> None:
        self._insights = insights
        self._reports = reports
        self._access = access
        self._people = people

    def report(self, caller: Caller, query: ReportQuery, wanted: Wanted) -> BreakdownReport:
        """The figure by what was asked for.

        Raises:
            Malformed: a question and a section, or by team of one person. Forbidden: only a sum may be shown; or by
            evaluator, for whoever neither evaluates nor looks after scorecards. RuleBroken: too many people or teams.
            Others as `ReportAccess.of`.
        """
        if wanted.question_id is not None and wanted.section_id is not None:
            raise _mistake("section_id", "can't stand beside question_id")
        if wanted.by == "team" and query.agent_id is not None:
            raise _mistake("by", "can't be team beside agent_id: what somebody did isn't counted by their teams")
        if wanted.by == "evaluator":
            # It compares those who evaluate.
            caller.require(Permission.SCORECARDS_VIEW)
        filtered = query.evaluations._replace(scorecard_ids=frozenset({wanted.scorecard_id}))
        asked = self._reports.asked(caller, query._replace(evaluations=filtered))
        if asked.scope.anonymous:
            raise Forbidden(TOO_FEW)
        scope = asked.scope
        asked, past = self._parts(caller, query, asked, wanted)
        now, versions = self._sums(asked, wanted)
        then, older = self._sums(past, wanted) if past else ({}, set[int]())
        if wanted.by == "team":
            now, versions = self._with_rest(scope, asked, wanted, now, versions)
            if past:
                then, older = self._with_rest(scope, past, wanted, then, older)
        found = self._insights.versions((wanted.scorecard_id, number) for number in versions | older)
        newest_first = [found[key] for key in sorted(found, reverse=True)]
        text, options = _words(newest_first, wanted.item)
        minimum = asked.minimum
        changed = moves(then, now, wanted.item, minimum)
        rows = [
            BreakdownRow(
                kind=key.kind,
                id=key.id,
                **_week(key, asked.days),
                now=figures(now.get(key, {}), wanted.item, minimum, options),
                before=figures(then.get(key, {}), wanted.item, minimum, options) if past else None,
                change=changed.get(key),
            )
            for key in sorted({*now, *then}, key=_order)
        ]
        return BreakdownReport(
            frame=asked.frame(nothing=False),
            scorecard_id=wanted.scorecard_id,
            scorecard_name=self._insights.scorecard_names([wanted.scorecard_id])[wanted.scorecard_id],
            question_id=wanted.question_id,
            section_id=wanted.section_id,
            text=text,
            by=wanted.by,
            before=ReportDays(first_day=past.days.first, last_day=past.days.last) if past else None,
            rows=rows,
            by_unknown=self._unknown(asked, wanted, now) if wanted.by == "evaluator" else 0,
        )

    def _parts(self, caller: Caller, query: ReportQuery, asked: Asked, wanted: Wanted) -> tuple[Asked, Asked | None]:
        """What is asked for now and of the period before, of those whom the rows are of."""
        beside = wanted.previous and wanted.by != "week"
        if wanted.by not in {"agent", "team"}:
            return asked, self._reports.asked_before(caller, query, asked) if beside else None
        earlier = before(asked.days) if beside else None
        whole = Days(earlier.first, asked.days.last) if earlier else asked.days
        find = self._agents if wanted.by == "agent" else self._teams
        subjects = find(caller, asked, whole)
        if wanted.by == "team" and (len(subjects) + len(asked.scope.subjects)) * length_of(whole) > MOST_PERSON_DAYS:
            # Who is in no team is told by the line's people, who are read one by one: of a long line one period alone.
            whole, earlier = asked.days, None
        length = length_of(whole)
        if len(subjects) * length > MOST_PERSON_DAYS:
            message = f"must leave {MOST_PERSON_DAYS // len(subjects)} days at most, with those before beside them"
            kind = "people" if wanted.by == "agent" else "teams"
            raise RuleBroken(f"{length} days of {len(subjects)} {kind} are too many", errors=[_at("from", message)])
        now = self._of(caller, subjects, asked, asked.days)
        return now, self._of(caller, subjects, asked, earlier) if earlier else None

    def _of(self, caller: Caller, subjects: tuple[Subject, ...], whole: Asked, days: Days) -> Asked:
        """What is asked for of those whom the rows are of, without the days that are hidden in the whole: what is in
        none of its teams has a row too."""
        over, them = (
            self._reports.asked_of(caller, scope, whole.evaluations, whole.settings, whole.blind)
            for scope in (whole.scope._replace(days=days), Scope(subjects, days))
        )
        hidden = them.evaluations.without_days | over.evaluations.without_days
        frame = them.frame_of.model_copy(update={"days_left_out": len(hidden)})
        return them._replace(frame_of=frame, evaluations=them.evaluations._replace(without_days=hidden))

    def _agents(self, caller: Caller, asked: Asked, days: Days) -> tuple[Subject, ...]:
        """The people of its scope: of a team whoever's work is in its figures, of everyone all whom there are."""
        scope = asked.scope
        if EVERYONE in scope.subjects:
            found = self._everybody()
        elif any(each.kind == "team" for each in scope.subjects):
            in_it: set[str] = set().union(*(self._insights.contributors(each, days) for each in scope.subjects))
            # Whoever looks after a team sees its sum, and of those who aren't in their line no more than that.
            found = self._access.sight(caller).of(in_it)
        else:
            return scope.subjects
        if len(found) > MOST_PEOPLE:
            message = f"can't be agent for more than {MOST_PEOPLE} people; choose a team, or take it by team"
            raise RuleBroken(f"More than {MOST_PEOPLE} people are too many", errors=[_at("by", message)])
        return tuple(Subject("agent", id) for id in sorted(found))

    def _everybody(self) -> frozenset[str]:
        """All whom there are, those who have left included; no more than is needed to know that they are too many."""
        found, start = set[str](), None
        while len(found) <= MOST_PEOPLE:
            users, start = self._people.list_users(UserFilter(), limit=_PAGE, start=start)
            found |= {user.id for user in users}
            if start is None:
                break
        return frozenset(found)

    def _teams(self, caller: Caller, asked: Asked, days: Days) -> tuple[Subject, ...]:
        """The teams of its scope that the caller sees whole: what only their sum may be shown of is in no row."""
        scope = asked.scope
        if any(each.kind == "team" for each in scope.subjects):
            return scope.subjects
        if EVERYONE in scope.subjects:
            found = self._all_teams()
        else:
            users = self._people.find_users([each.id for each in scope.subjects])
            found = sorted({user.team_id for user in users if user.team_id})
        if len(found) > MOST_TEAMS:
            message = f"can't be team for more than {MOST_TEAMS} teams"
            raise RuleBroken(f"More than {MOST_TEAMS} teams are too many", errors=[_at("by", message)])
        if EVERYONE not in scope.subjects:
            found = [each for each in found if self._whole(caller, asked, each, days)]
        return tuple(Subject("team", id) for id in found)

    def _with_rest(
        self, scope: Scope, teams: Asked, wanted: Wanted, sums: dict[Key, Counters], versions: set[int]
    ) -> tuple[dict[Key, Counters], set[int]]:
        """The rows of the teams and one of what is in none of them, so that all rows come to the whole.

        Of everyone that is the whole less the teams, of a line the same where nobody else's work is in its teams; where
        some is, it is the work of those of the line who have none in any of them.
        """
        subjects = scope.subjects
        if any(each.kind == "team" for each in subjects):
            return sums, versions
        less = [*sums.values()]
        if EVERYONE not in subjects:
            line = {each.id for each in subjects}
            behind: set[str] = set().union(
                *(self._insights.contributors(each, teams.days) for each in teams.scope.subjects)
            )
            if not behind <= line:
                subjects, less = tuple(each for each in subjects if each.id not in behind), []
        whole, more = self._sums(teams._replace(scope=Scope(subjects, teams.days)), wanted)
        rest = {
            # Not below 0: between the two readings something may have been counted.
            name: max(0, count - sum(each.get(name, 0) for each in less))
            for name, count in whole.get(NO_TEAM, {}).items()
        }
        return sums | ({NO_TEAM: rest} if any(rest.values()) else {}), versions | more

    def _all_teams(self) -> list[str]:
        found, start = list[str](), None
        while len(found) <= MOST_TEAMS:
            teams, start = self._people.list_teams(limit=_PAGE, start=start)
            found += [team.id for team in teams]
            if start is None:
                break
        return found

    def _whole(self, caller: Caller, asked: Asked, team_id: str, days: Days) -> bool:
        try:
            return not self._reports.scope(caller, None, team_id, days, asked.settings).anonymous
        except (Forbidden, NotFound):
            return False

    def _sums(self, asked: Asked, wanted: Wanted) -> tuple[dict[Key, Counters], set[int]]:
        """The counters by row, and the versions that occur."""
        versions: set[int] = set()
        days = asked.days

        def read() -> Iterator[tuple[Key, Counters]]:
            for subject in asked.scope.subjects:
                for family in families_of(wanted.item, wanted.by):
                    for row in self._insights.rows([subject], family, days, asked.evaluations):
                        mine = counted(row, family, wanted.item)
                        if mine:
                            versions.add(row.scorecard_version)
                            yield _key(subject, wanted.by) or key_of(row, wanted.by, days), mine

        return summed(read()), versions

    def _unknown(self, asked: Asked, wanted: Wanted, known: dict[Key, Counters]) -> int:
        """How much of the whole was counted before it was kept who evaluated."""
        family = families_of(wanted.item, "version")[0]
        rows = self._insights.rows(asked.scope.subjects, family, asked.days, asked.evaluations)
        whole = sum(sample_of(counted(row, family, wanted.item), wanted.item) for row in rows)
        # Not below 0: between the two readings something may have been counted.
        return max(0, whole - sum(sample_of(each, wanted.item) for each in known.values()))


def _key(subject: Subject, by: By) -> Key | None:
    if by == "agent":
        return Key("agent", subject.id)
    if by == "team":
        return Key("team", subject.id) if subject.kind == "team" else NO_TEAM
    return None


def _order(key: Key) -> tuple[str, int, str]:
    """Versions by their number, newest first; weeks in their order; people before models, teams before no team."""
    return (
        {"person": "0", "model": "1", "no_team": "1"}.get(key.kind, ""),
        -int(key.id) if key.kind == "version" else 0,
        key.id,
    )


def _week(key: Key, days: Days) -> dict[str, date]:
    if key.kind != "week":
        return {}
    first = date.fromisoformat(key.id)
    return {"first_day": first, "last_day": last_of_week(first, days)}


def _words(newest_first: Sequence[ScorecardVersion], item: TallyKey) -> tuple[str, dict[str, Option]]:
    """The text of an item and its options, as the newest version has them that has it."""
    text, options = "", dict[str, Option]()
    for version in newest_first:
        for section in version.sections:
            if item == TallyKey("section", section.id):
                text = text or section.title
            for question in section.questions:
                if item == TallyKey("question", question.id):
                    text = text or question.text
                    for option in question.options:
                        options.setdefault(option.id, option)
    return text or item.item_id, options


def _at(parameter: str, message: str) -> FieldError:
    return FieldError(pointer=f"?{parameter}", message=message)


def _mistake(parameter: str, message: str) -> Malformed:
    return Malformed(f"{parameter} {message}", errors=[_at(parameter, message)])
