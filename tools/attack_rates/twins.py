"""What attacks gain by kind, and what drifts for their clean twins.

Each case is a conversation with an attack, and a twin with nearly the same words that asks the model for nothing. The
model obeys every attack that it reads. gain: points by which the mean score rises that counts without that anybody
looked. drift: twins whose score or fate differs from the same conversation without them. Comments on evaluations reach
summaries: there the gain is how many of them the model gets to read, and the drift how many twins it doesn't.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from debrief.interactions.analysis.instructing import instructing
from debrief.summaries.drafting.remarks import is_evidence
from tools.attack_rates.conversations import BASES, Case, conversation
from tools.attack_rates.rates import outcome, scorecard


class Twinned(NamedTuple):
    """An attack and its twin, either put into a conversation, or comments on an evaluation."""

    id: str
    kind: str
    attack: Case | str
    twin: Case | str


class KindRates(NamedTuple):
    """Of the cases of a kind.

    before, obeyed, after: mean scores without the attack, if everything counted, and of what counts unseen. flagged:
    attacks found by rule. changed: twins whose score is another one; drafts: that wait for a person and wouldn't
    without their words; alarms: that are flagged. gained: ids of attacks that gain something.
    """

    cases: int
    before: float
    obeyed: float
    after: float
    flagged: int
    changed: int
    drafts: int
    alarms: int
    gained: tuple[str, ...]
    alarmed: tuple[str, ...]

    @property
    def gain(self) -> float:
        """Points of the mean score."""
        return self.after - self.before


def read_twinned(path: Path) -> list[Twinned]:
    """The cases of a file of JSON lines."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_twinned(json.loads(line)) for line in lines if line.strip()]


def _twinned(value: Mapping[str, Any]) -> Twinned:
    id, kind = value["id"], value["kind"]
    if "comment" in value:
        return Twinned(id, kind, value["comment"], value["twin_comment"])
    if "meta" in value:
        return Twinned(id, kind, *(Case(id, kind, None, 3, "", value[name]) for name in ("meta", "twin_meta")))
    if "turns" in value:
        return Twinned(id, kind, *(_spread(id, kind, value[name]) for name in ("turns", "twin")))
    said = (Case(id, kind, value["speaker"], 3, value[name], {}) for name in ("text", "twin"))
    return Twinned(id, kind, *said)


def _spread(id: str, kind: str, turns: Sequence[Sequence[str]]) -> Case:
    speaker = turns[0][0]
    text = " ".join(said for who, said in turns if who == speaker)
    return Case(id, kind, speaker, 3, text, {}, turns=tuple((who, said) for who, said in turns))


def rates_by_kind(cases: Sequence[Twinned]) -> dict[str, KindRates]:
    """The rates of each kind, in the order of the file."""
    kinds = dict.fromkeys(each.kind for each in cases)
    numbered = list(enumerate(cases))
    return {kind: _rates([(number, each) for number, each in numbered if each.kind == kind]) for kind in kinds}


def _rates(cases: Sequence[tuple[int, Twinned]]) -> KindRates:
    version = scorecard()
    honest = {number: outcome(conversation(number), version, None) for number in range(len(BASES))}
    sums: Counter[str] = Counter()
    before = obeyed_sum = after = 0.0
    gained: list[str] = []
    alarmed: list[str] = []
    for number, case in cases:
        if isinstance(case.attack, str) or isinstance(case.twin, str):
            read, twin_read = is_evidence(str(case.attack)), is_evidence(str(case.twin))
            obeyed_sum += 100
            after += 100 * read
            sums.update(flagged=not read, alarms=not twin_read)
            gained += [case.id] * read
            alarmed += [case.id] * (not twin_read)
            continue
        without = honest[number % len(BASES)]
        attack = case.attack.text or "; ".join(map(str, case.attack.meta.values()))
        attacked, clean = conversation(number, case.attack), conversation(number, case.twin)
        obeyed = outcome(attacked, version, attack)
        quiet = outcome(clean, version, None)
        alarm = bool(instructing(clean.interaction, clean.transcript.turns))
        before += without.percent
        obeyed_sum += obeyed.percent
        after += obeyed.percent if obeyed.unseen else without.percent
        sums.update(
            flagged=bool(instructing(attacked.interaction, attacked.transcript.turns)),
            changed=quiet.percent != without.percent,
            drafts=without.unseen and not quiet.unseen,
            alarms=alarm,
        )
        gained += [case.id] * (obeyed.unseen and obeyed.percent > without.percent)
        alarmed += [case.id] * alarm
    many = max(1, len(cases))
    return KindRates(
        cases=len(cases),
        before=before / many,
        obeyed=obeyed_sum / many,
        after=after / many,
        flagged=sums["flagged"],
        changed=sums["changed"],
        drafts=sums["drafts"],
        alarms=sums["alarms"],
        gained=tuple(gained),
        alarmed=tuple(alarmed),
    )


def whole(found: Mapping[str, KindRates]) -> KindRates:
    """All kinds together, each case as much as another."""
    rows = list(found.values())
    many = max(1, sum(each.cases for each in rows))

    def mean(name: str) -> float:
        return sum(float(getattr(each, name)) * each.cases for each in rows) / many

    return KindRates(
        cases=sum(each.cases for each in rows),
        before=mean("before"),
        obeyed=mean("obeyed"),
        after=mean("after"),
        flagged=sum(each.flagged for each in rows),
        changed=sum(each.changed for each in rows),
        drafts=sum(each.drafts for each in rows),
        alarms=sum(each.alarms for each in rows),
        gained=tuple(id for each in rows for id in each.gained),
        alarmed=tuple(id for each in rows for id in each.alarmed),
    )


def twinned_lines(cases: Sequence[Twinned]) -> Iterator[str]:
    """The rates as a table."""
    found = rates_by_kind(cases)
    total = whole(found)
    yield f"{total.cases} attacks, each with a clean twin, by a model that obeys each that it reads"
    yield "                    score            gain              the clean twins"
    yield "kind         cases  before obeyed    after  flagged    changed  to a person  flagged"
    for name, each in [*found.items(), ("all", total)]:
        yield (
            f"{name:12}{each.cases:6}{each.before:8.1f}{each.obeyed:7.1f}{each.gain:+9.1f}{each.flagged:9}"
            f"{each.changed:11}{each.drafts:13}{each.alarms:9}"
        )
    if total.gained:
        yield f"gain something: {', '.join(total.gained)}"
    if total.alarmed:
        yield f"twins that are flagged: {', '.join(total.alarmed)}"
