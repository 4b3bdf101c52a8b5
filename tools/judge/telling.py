"""What was counted, as text."""

from collections.abc import Iterator

from debrief.insights.intervals import wilson
from debrief.kernel.ai.model_client import ModelClient
from debrief.quality.agreement.coefficients import counted
from debrief.quality.agreement.estimates import Estimate, agreement
from debrief.quality.scorecards.model import Question
from tools.judge.measuring import OPEN, RUNS, Flips, Found
from tools.judge.reading import Told
from tools.judge.twins import KINDS

_WAYS = {"names": "other names", "dialect": "other dialect", "history": "other history", RUNS: "asked again"}


def lines(told: Told, found: Found, model: ModelClient) -> Iterator[str]:
    """The rates, question by question, then what it took."""
    yield f"{model.settings.model_id}: {len(told.cases)} conversations of {told.name}"
    if model.settings.offline:
        yield "This is the offline model: it follows rules and understands nothing. No rate of it is a real one's"
    if told.left_out:
        yield f"{told.left_out} more were left out: MOST=… judges more"
    for reason, count in sorted(found.failed.items()):
        yield f"not judged: {count} times {reason}"
    for question in told.version.questions():
        yield ""
        yield f"{question.id}: {question.text}"
        yield from _agreement(question, found)
        if without := found.without[question.id]:
            yield f"  no opportunity   in {without} of {len(found.pairs[question.id]) or len(told.cases)}"
        for way, words in _WAYS.items():
            yield f"  {words:16} {_flips(found.flips[question.id, way])}"
    yield ""
    yield "all questions"
    for way, words in _WAYS.items():
        of_way = [each for (_, other), each in found.flips.items() if other == way]
        whole = Flips(sum(each.flipped for each in of_way), sum(each.compared for each in of_way))
        same = f"; {found.same[way]} twins read the same" if way in KINDS and found.same[way] else ""
        yield f"  {words:16} {_flips(whole)}{same}"
    yield ""
    cost = f"${found.cost_micro_usd / 1_000_000:.4f}"
    yield f"{found.calls} calls, {found.input_tokens:,} tokens read, {found.output_tokens:,} written, {cost}"


def _agreement(question: Question, found: Found) -> Iterator[str]:
    pairs = found.pairs[question.id]
    told = agreement(counted(pairs), question.id, categories=len(question.options) + question.allow_na + 1)
    if told.percent is None:
        yield "  agreement        no person has answered it"
        return
    alike = sum(one == other for one, other in pairs)
    share = wilson(alike, len(pairs))
    yield (
        f"  agreement        {told.percent.value:.0f} % ({100 * share.low:.0f}–{100 * share.high:.0f}), "
        f"{alike} of {len(pairs)}"
    )
    if told.unanimous:
        yield "                   all gave the same answer, so that no coefficient tells anything"
    else:
        yield f"  Gwet's AC1       {_estimate(told.ac1)}"
        yield f"  Krippendorff's α {_estimate(told.alpha)}"
    misses = [(one, other) for one, other in pairs if one != other]
    for one, other in sorted(set(misses)):
        yield f"    {misses.count((one, other))} × AI {_word(question, one)}, person {_word(question, other)}"


def _word(question: Question, chosen: str) -> str:
    if chosen == OPEN:
        return OPEN
    option = question.option(chosen)
    return (option.label or option.id) if option else "N/A"


def _estimate(found: Estimate | None) -> str:
    if found is None:
        return "not defined"
    between = "" if found.low is None or found.high is None else f" ({found.low:.2f} to {found.high:.2f})"
    return f"{found.value:.2f}{between}"


def _flips(flips: Flips) -> str:
    if not flips.compared:
        return "nothing to compare"
    share = wilson(flips.flipped, flips.compared)
    rate = 100 * flips.flipped / flips.compared
    return f"flips {rate:.1f} % ({100 * share.low:.1f}–{100 * share.high:.1f}), {flips.flipped} of {flips.compared}"
