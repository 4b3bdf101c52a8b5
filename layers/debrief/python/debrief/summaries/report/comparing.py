"""How a replayed report differs from the first one, section by section (N2)."""

from collections.abc import Sequence

from debrief.kernel.model import Aggregate
from debrief.summaries.report.report import Passage, Report


class Comparison(Aggregate):
    """How a replay's report differs from the one it replays, by section (N2).

    differing, equal: names of sections. same_prompt: prompt and data were the same to the letter.
    """

    summary_id: str
    replay_id: str
    same_prompt: bool
    equal: tuple[str, ...]
    differing: tuple[str, ...]


def comparison_of(first: Report, replayed: Report, *, same_prompt: bool) -> Comparison:
    """Compare what a reader sees: texts, quotes and chips. Facts are the same by construction: the dossier is."""
    one, two = _sections(first), _sections(replayed)
    equal = tuple(name for name in one if one[name] == two[name])
    return Comparison(
        summary_id=first.summary_id,
        replay_id=replayed.summary_id,
        same_prompt=same_prompt,
        equal=equal,
        differing=tuple(name for name in one if name not in equal),
    )


def _sections(report: Report) -> dict[str, object]:
    def texts(passages: Sequence[Passage]) -> list[str]:
        return [passage.text for passage in passages]

    return {
        "trends": texts(report.trends),
        "examples": [(each.text.text, each.quote.text if each.quote else None) for each in report.examples],
        "strengths": [texts(report.strengths.passages), [chip.evaluation_id for chip in report.strengths.chips]],
        "development": [texts(report.development.passages), [chip.evaluation_id for chip in report.development.chips]],
        "talking_points": texts(report.talking_points),
        "action_items": texts(report.action_items),
        "questions": texts(report.questions),
        "recommendations": [
            (each.area.text, each.action.text, each.rationale.text, [chip.evaluation_id for chip in each.chips])
            for each in report.recommendations
        ],
    }
