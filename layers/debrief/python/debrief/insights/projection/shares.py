"""What an evaluation, a calibration, a blind check and a conversation add to the rollups.

`rollups` says where that is counted.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from debrief.insights.projection.conversation_totals import counted
from debrief.insights.projection.hours import hour_counter
from debrief.insights.projection.inquiry_sums import rows_of
from debrief.insights.projection.member_sums import conversation_figures, evaluation_figures, member_lines
from debrief.insights.projection.model import Contribution, Counters
from debrief.insights.projection.rollups import Evaluator, Family, counter_name, inquiry_counter, row_parts
from debrief.kernel.calendar import day_of
from debrief.quality.calibrations.model import Calibration
from debrief.quality.earning.model import Check
from debrief.quality.evaluations.answers import choice
from debrief.quality.evaluations.averages import hundredths_of, units_of
from debrief.quality.evaluations.model import Evaluation
from debrief.quality.evaluations.tally import contribution
from debrief.quality.evaluations.tally_keys import OVERALL, Tally, TallyKey
from debrief.quality.scorecards.model import ScorecardVersion

if TYPE_CHECKING:
    from debrief.interactions.conversations.model import Interaction

_LINE_COUNTERS = ("passed", "applicable", "not_applicable", "no_opportunity")


def evaluation_share(version: ScorecardVersion, evaluation: Evaluation, time_zone: str) -> Contribution | None:
    """What a completed evaluation adds, on the day of its interaction; None for a draft.

    Raises:
        ValueError: the evaluation was made with another version.
    """
    tally = contribution(version, evaluation)
    if not tally:
        return None
    tally = _with_squares(tally, evaluation)
    day = day_of(evaluation.interaction_started_at, time_zone)
    place = f"{day}#{evaluation.scorecard_id}#{version.number:06d}#{evaluation.type}"
    families: dict[Family, Counters] = {
        "TOTALS": dict(tally.get(OVERALL, {})),
        "LINES": dict(_lines(tally)),
        "RESPONSES": dict(_responses(tally)),
        "AGREEMENT": {counter_name(*parts): 1 for parts in seen_parts(evaluation)},
    }
    rows = {f"{family}/{place}#{part}": row for family, all_ in families.items() for part, row in row_parts(all_)}
    everything = {
        counter_name(*key, name): count for key, counters in tally.items() for name, count in counters.items()
    }
    by = counter_name(*evaluator_of(evaluation))
    rows |= {f"EVALUATORS/{place}#{by}#{part}": row for part, row in row_parts(everything)}
    rows |= {f"FIGURES/{day}#e": row for row in [evaluation_figures(tally, version)] if row}
    lines = {counter_name(*parts): count for parts, count in member_lines(tally)}
    rows |= {f"MEMBER_LINES/{evaluation.scorecard_id}#{day}#{part}": row for part, row in row_parts(lines)}
    return Contribution(agent_id=evaluation.agent_id, team_id=evaluation.team_id, rows=rows, counts_agent=True)


def evaluator_of(evaluation: Evaluation) -> Evaluator:
    """Who is counted as the evaluator: whoever completed it, and of what no person has, the model."""
    if evaluation.evaluator_id is not None:
        return Evaluator("person", evaluation.evaluator_id)
    return Evaluator("model", evaluation.provenance.model if evaluation.provenance else "")


def calibration_share(
    calibration: Calibration,
    handed_in: Mapping[str, Evaluation],
    ai: Evaluation | None,
    time_zone: str,
    *,
    team_id: str | None,
) -> Contribution | None:
    """What a closed calibration adds to who answers like whom, on the day of its conversation; None for others."""
    if calibration.status != "closed":
        return None
    day = day_of(calibration.interaction_started_at, time_zone)
    place = f"{day}#{calibration.scorecard_id}#{calibration.scorecard_version:06d}#manual"
    found = {counter_name(*parts): count for parts, count in calibration_parts(handed_in, ai).items()}
    return Contribution(
        agent_id=calibration.agent_id,
        team_id=team_id,
        rows={f"AGREEMENT/{place}#{part}": row for part, row in row_parts(found)},
        counts_agent=True,
    )


def check_share(check: Check, time_zone: str) -> Contribution | None:
    """What an answered blind check of the AI adds to who answers like whom; None while it is open."""
    found: Counter[tuple[str, ...]] = Counter()
    for each in check.answers:
        # What the AI had answered nothing to is nothing to be held against.
        if each.ai is not None:
            found["blind", each.question_id, each.ai, each.human, "1"] += 1
    if check.status != "answered" or not found:
        return None
    day = day_of(check.interaction_started_at, time_zone)
    place = f"{day}#{check.scorecard_id}#{check.scorecard_version:06d}#automatic"
    named = {counter_name(*parts): count for parts, count in found.items()}
    return Contribution(
        agent_id=check.agent_id,
        team_id=check.team_id,
        rows={f"AGREEMENT/{place}#{part}": row for part, row in row_parts(named)},
        counts_agent=True,
    )


def conversation_share(interaction: "Interaction", time_zone: str, *, named: bool = True) -> Contribution:
    """What a conversation adds on its day. named: whether its inquiries are counted apart."""
    day = day_of(interaction.started_at, time_zone)
    totals = counted(interaction)
    rows = {f"CONVERSATIONS/{day}#": totals | hour_counter(interaction.started_at, time_zone)}
    rows |= {f"FIGURES/{day}#c": row for row in [conversation_figures(totals)] if row}
    for place, counters in rows_of(interaction, day, named=named):
        by_name = {inquiry_counter(*parts): count for parts, count in counters.items()}
        if place.startswith("HANDLED/"):
            rows[place] = by_name
        else:
            rows |= {f"{place}.{part}" if part else place: row for part, row in row_parts(by_name)}
    return Contribution(agent_id=interaction.agent_id, team_id=interaction.team_id, rows=rows, counts_agent=True)


def seen_parts(evaluation: Evaluation) -> Iterator[tuple[str, ...]]:
    """The names, in parts, of what an evaluation adds: where a person had the AI's answers before them."""
    if evaluation.evaluator_id is None:
        return
    for answer in evaluation.answers:
        own = choice(answer)
        ai = own if answer.answered_by == "ai" else choice(answer.replaced)
        if own is not None and ai is not None:
            yield "seen", answer.question_id, ai, own


def calibration_parts(handed_in: Mapping[str, Evaluation], ai: Evaluation | None) -> Counter[tuple[str, ...]]:
    """The names, in parts, of what a closed calibration adds, with how often. handed_in: by assessor."""
    found: Counter[tuple[str, ...]] = Counter()
    people = [{answer.question_id: choice(answer) for answer in each.answers} for each in handed_in.values()]
    for question_id in sorted({question_id for each in people for question_id in each}):
        chosen = Counter(own for each in people if (own := each.get(question_id)) is not None)
        told = [part for own in sorted(chosen) for part in (own, str(chosen[own]))]
        if chosen.total() > 1:
            found["among", question_id, *told] += 1
        by_ai = next((choice(each) for each in (ai.answers if ai else ()) if each.question_id == question_id), None)
        if by_ai is not None and told:
            found["blind", question_id, by_ai, *told] += 1
    return found


def _with_squares(tally: Tally, evaluation: Evaluation) -> dict[TallyKey, Counters]:
    """The tally with what an interval of a mean needs beside each score."""
    score = evaluation.score
    found = {key: dict(counters) for key, counters in tally.items()}
    percents = {TallyKey("section", each.section_id): each.percent for each in (score.sections if score else ())}
    percents[OVERALL] = score.percent if score else None
    for key, percent in percents.items():
        if key in found and percent is not None:
            square = hundredths_of(units_of(percent)) ** 2
            found[key] |= {"squared": 1} | ({"score_squares": square} if square else {})
    return found


def _lines(tally: Tally) -> Iterator[tuple[str, int]]:
    for key, counters in tally.items():
        if key.scope == "question":
            yield from (
                (counter_name(key.item_id, name), counters[name]) for name in _LINE_COUNTERS if name in counters
            )


def _responses(tally: Tally) -> Iterator[tuple[str, int]]:
    for key, counters in tally.items():
        for name, count in counters.items():
            if _is_response(key, name):
                yield counter_name(key.scope, key.item_id, name), count


def _is_response(key: TallyKey, name: str) -> bool:
    if key.scope == "question":
        return name.startswith("option.") or name in {"not_applicable", "no_opportunity"}
    return key.scope == "section"
