"""The agreement report as it is answered (N4)."""

from datetime import date

from debrief.insights.reports.model import Count, Frame, Percent
from debrief.kernel.model import Entity
from debrief.quality.agreement.estimates import Estimate


class Comparison(Entity):
    """How far two, or several, answered a question alike.

    compared: conversations that the AI and people answered, or several assessors. percent: the share that is alike; of
    a conversation with several assessors, theirs. low, high: between which it may as well lie by chance (95 %), a
    conversation being one case. All but `compared` are null below the minimum sample. unanimous: all gave the same
    answer every time, so that alpha and kappa aren't defined: no disagreement.
    alpha: Krippendorff's. kappa: Cohen's, of the AI and people; null among assessors. ac1: Gwet's, with its interval.
    """

    compared: Count
    enough_data: bool
    percent: Percent | None
    low: Percent | None
    high: Percent | None
    unanimous: bool
    alpha: float | None
    kappa: float | None
    ac1: Estimate | None


class AgreementPoint(Entity):
    """One month, from `first_day` on: how many conversations were compared, and the share alike; null below the minimum
    sample.
    """

    first_day: date
    seen: Count
    seen_percent: Percent | None
    blind: Count
    blind_percent: Percent | None


class QuestionAgreement(Entity):
    """One question.

    answerer: who answers it in the newest version. seen: people who had the AI's answer before them, and kept or
    changed it. blind: assessors of calibrations and those who checked the AI, who hadn't. among: assessors among each
    other. series: by month.
    """

    question_id: str
    section_id: str
    text: str
    answerer: str
    seen: Comparison
    blind: Comparison
    among: Comparison
    series: list[AgreementPoint]


class AgreementReport(Entity):
    """The questions of one scorecard that anything can be told of, in their order; other versions added up."""

    frame: Frame
    scorecard_id: str
    scorecard_name: str
    questions: list[QuestionAgreement]
