"""The guard's rates over lists of sentences: lies that stay, good sentences that go, by kind."""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from debrief.summaries.drafting.guard import Known, checked
from debrief.summaries.drafting.reporting import words_heard
from debrief.summaries.facts.model import Evidence, Fact

_CASES: Final = Path(__file__).parent / "cases"
OWN: Final = tuple(_CASES / each for each in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh"))
"""Our own lists. The first two and the last have facts of their own; sentences of the others name which of these they
are of. Of the fourth to the sixth, those that are kept back are measured only, and never looked at. Each list of the
last was written before anything was changed for it, and measured then (docs/decisions/0056 has how)."""
CITING: Final = frozenset({"strict_highlight", "strict_areas", "strict_trends", "strict_examples", "strict_uncited"})
"""Kinds of sentences that stand where claims are made: there they have to cite."""


class Rate(NamedTuple):
    """Of one kind: sentences in all, and those that went wrong. wrong: the texts of these, each with what was said."""

    kind: str
    total: int
    wrong: tuple[str, ...]

    @property
    def percent(self) -> float:
        """The share that went wrong."""
        return 100 * len(self.wrong) / self.total if self.total else 0.0


class List(NamedTuple):
    """A list of sentences. lies: whether they should go, or stay."""

    name: str
    lies: bool
    rates: tuple[Rate, ...]

    @property
    def whole(self) -> Rate:
        """All kinds together."""
        return Rate("all", sum(each.total for each in self.rates), tuple(w for each in self.rates for w in each.wrong))


def known_from(folder: Path) -> Known:
    """Facts and evidence of a folder of cases."""
    given = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    facts = [
        Fact.model_validate({**each, "kind": "metric"} if each["kind"] == "pill" else each) for each in given["facts"]
    ]
    evidence = [Evidence.model_validate(each) for each in given["evidence"]]
    return Known({each.id: each for each in facts}, {each.id: each for each in evidence})


def lists_of(folder: Path) -> Iterator[List]:
    """Every list of a folder, judged. A file is of lies where its name says "attacks", of good ones with "good".

    A sentence may say by `facts` which folder's facts it is of, by `cites` whether it stands where each sentence
    cites (else its kind says that), and by `heard` what was said in the conversation that it cites: where a summary is
    made, transcripts are at hand.
    """
    known = {"": known_from(folder)} if (folder / "facts.json").exists() else {}
    for file in sorted(folder.glob("*.jsonl")):
        lies = "attacks" in file.stem
        if not lies and "good" not in file.stem:
            continue
        cases = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        kinds = list(dict.fromkeys(each["kind"] for each in cases))
        for name in {each["facts"] for each in cases if "facts" in each} - set(known):
            known[name] = known_from(folder.parent / name)
        yield List(file.stem, lies, tuple(_rate(kind, cases, known, lies=lies) for kind in kinds))


def _heard(said: str, evidence_id: str) -> frozenset[str]:
    del evidence_id
    return words_heard([said])


def _rate(kind: str, cases: list[dict[str, Any]], known: Mapping[str, Known], *, lies: bool) -> Rate:
    own = [each for each in cases if each["kind"] == kind]
    wrong = []
    for each in own:
        text = each["text"]
        must_cite = each.get("cites", kind in CITING)
        over = known[each.get("facts", "")]
        if "heard" in each:
            over = over._replace(heard=partial(_heard, each["heard"]))
        verdict = checked(text, over, must_cite=must_cite, of_one=kind == "strict_notes")
        if lies and verdict.kept:
            wrong.append(text)
        elif not lies and verdict.dropped:
            wrong.append(f"{text} [{', '.join(verdict.dropped)}]")
    return Rate(kind, len(own), tuple(wrong))
