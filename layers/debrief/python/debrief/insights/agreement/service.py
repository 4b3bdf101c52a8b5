"""The agreement report, for those who look after scorecards or evaluate (N4)."""

from collections import Counter
from datetime import date

from debrief.insights.agreement.comparing import question_agreement
from debrief.insights.agreement.model import AgreementReport
from debrief.insights.projection.comparisons import Way
from debrief.insights.projection.rollup_reader import EvaluationFilter, RollupReader
from debrief.insights.reports.service import TOO_FEW, ReportQuery, ReportService
from debrief.kernel.auth import Caller, Permission
from debrief.kernel.errors import Forbidden
from debrief.quality.scorecards.model import Question


class AgreementService:
    """Tells how far the AI answers as people do, and people as each other, by question.

    From rollups: a query for each person, or eight for everyone, and the versions that occur.
    """

    def __init__(self, insights: RollupReader, reports: ReportService) -> None:
        self._insights = insights
        self._reports = reports

    def report(self, caller: Caller, query: ReportQuery, scorecard_id: str) -> AgreementReport:
        """The questions of a scorecard.

        Raises:
            Forbidden: the permission is missing, or the team isn't the caller's to see. Others as `ReportAccess.of`.
        """
        caller.require(Permission.SCORECARDS_VIEW)
        wanted = EvaluationFilter(scorecard_ids=frozenset({scorecard_id}))
        asked = self._reports.asked(caller, query._replace(evaluations=wanted))
        if asked.scope.anonymous:
            raise Forbidden(TOO_FEW)
        found = self._insights.comparisons(asked.scope.subjects, asked.days, asked.evaluations)
        versions = self._insights.versions(found)
        counts: Counter[tuple[date, Way]] = Counter()
        questions: dict[str, tuple[Question, str]] = {}
        for key in sorted(found, reverse=True):
            counts.update(found[key])
            # The newest words of a question stay.
            for section in versions[key].sections if key in versions else ():
                for question in section.questions:
                    questions.setdefault(question.id, (question, section.id))
        told = (question_agreement(each, section, counts, asked.minimum) for each, section in questions.values())
        return AgreementReport(
            frame=asked.frame(nothing=False),
            scorecard_id=scorecard_id,
            scorecard_name=self._insights.scorecard_names([scorecard_id])[scorecard_id],
            questions=[each for each in told if each is not None],
        )
