"""Lies that stay and good sentences that go, over our own lists (N1), and what the offline drafter loses: nothing."""

from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from debrief.kernel.ai.prompts import prompt_template
from debrief.summaries.drafting.capping import prompt_data
from debrief.summaries.drafting.draft import SummaryDraft
from debrief.summaries.drafting.filtering import report_of
from debrief.summaries.facts.material import LineCount
from local.offline.draft_summary import draft
from tests.unit.summaries.test_filtering import count, dossier
from tools.guard_rates.__main__ import main
from tools.guard_rates.rates import CITING, OWN, List, lists_of

MOST_LIES_KEPT: Final = 10.0
MOST_GOOD_DROPPED: Final = 5.0
"""In percent."""

ROUNDS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "last")
LIES: Final = (
    "attacks", "held_attacks", "fresh_attacks", "second_attacks", "third_attacks",
    "plain_attacks", "subtle_attacks", "unseen_attacks", "language_attacks",
    "worked_attacks", "worked_more_attacks", "kept_back_attacks",
    "worked_english_attacks", "worked_more_english_attacks", "kept_back_english_attacks", "kept_back_sixth_attacks",
    "worked_sixth_attacks", "last_sixth_attacks", "final_sixth_attacks",
    *(f"{each}_sight_seventh_attacks" for each in ROUNDS),
)  # fmt: skip
GOOD: Final = (
    "good", "held_good", "fresh_good", "second_good", "third_good", "fourth_good", "more_good", "unseen_good",
    "language_good", "worked_good", "worked_more_good", "worked_third_good", "kept_back_good",
    "worked_fourth_good", "worked_english_good", "worked_more_english_good", "worked_last_english_good",
    "kept_back_english_good", "kept_back_sixth_good", "worked_sixth_good",
    *(f"{each}_sight_seventh_good" for each in ROUNDS),
)  # fmt: skip
TONGUES: Final = (
    "german", "french", "spanish", "dutch", "polish", "japanese", "arabic", "italian", "portuguese", "swedish",
    "chinese", "korean", "turkish", "russian",
)  # fmt: skip


@pytest.fixture(scope="module")
def lists() -> dict[str, List]:
    return {each.name: each for folder in OWN for each in lists_of(folder)}


@pytest.mark.feature("N1", "N6")
@pytest.mark.parametrize("name", LIES)
def test_hardly_a_lie_stays(lists: dict[str, List], name: str) -> None:
    found = lists[name]
    assert found.lies
    assert found.whole.total >= 20
    assert found.whole.percent <= MOST_LIES_KEPT, found.whole.wrong


@pytest.mark.feature("N1")
@pytest.mark.parametrize("name", GOOD)
def test_hardly_a_good_sentence_goes(lists: dict[str, List], name: str) -> None:
    found = lists[name]
    assert not found.lies
    assert found.whole.total >= 36
    assert found.whole.percent <= MOST_GOOD_DROPPED, found.whole.wrong


@pytest.mark.feature("N1", "N6")
@pytest.mark.parametrize("half", ["worked", "kept_back"])
def test_sentences_of_other_languages_fare_as_english_ones(lists: dict[str, List], half: str) -> None:
    good = [each for each in lists[f"{half}_good"].rates if each.kind in TONGUES]
    lies = [each for each in lists[f"{half}_attacks"].rates if each.kind in TONGUES]
    assert len(good) == len(TONGUES)
    for rates, most in ((good, MOST_GOOD_DROPPED), (lies, MOST_LIES_KEPT)):
        wrong = [text for each in rates for text in each.wrong]
        assert 100 * len(wrong) <= most * sum(each.total for each in rates), wrong


@pytest.mark.feature("N1")
def test_no_kind_of_lie_is_overlooked(lists: dict[str, List]) -> None:
    for name in ("attacks", "held_attacks"):
        for rate in lists[name].rates:
            assert rate.percent < 50, (name, rate)


def test_every_section_that_has_to_cite_is_in_the_lists() -> None:
    assert {rate.kind for each in lists_of(OWN[0]) for rate in each.rates} >= CITING


def test_the_command_prints_each_list(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["guard_rates", "--cases", str(OWN[1]), "--show"])
    main()
    printed = capsys.readouterr().out
    assert printed.count("second_attacks: kept") == 2
    assert "good: dropped" in printed


RATES = st.integers(5, 40).flatmap(lambda applicable: st.tuples(st.integers(0, applicable), st.just(applicable)))
NAMES = (
    "Verifies identity", "Active listening", "Improves the mood", "Never interrupts", "Closing in two steps",
    "Begrüßt den Kunden", "Best offer made", "確認する",
)  # fmt: skip


def _counts(rates: list[tuple[int, int]]) -> tuple[LineCount, ...]:
    return tuple(count(f"q{at}", NAMES[at], passed, applicable) for at, (passed, applicable) in enumerate(rates))


@pytest.mark.feature("N1", "N10")
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40, deadline=None)
@given(st.lists(RATES, min_size=0, max_size=len(NAMES)), st.lists(RATES, min_size=0, max_size=len(NAMES)))
def test_what_the_offline_drafter_writes_stays(now: list[tuple[int, int]], before: list[tuple[int, int]]) -> None:
    over = dossier(counts=_counts(now), counts_before=_counts(before))
    data = prompt_data(over, {})
    template = prompt_template("debrief.summaries.drafting", "performance_summary", 3)
    prompt = template.fill(
        period="a week",
        facts=data.facts,
        evidence=data.evidence,
        background=data.background,
        transcripts=data.transcripts,
    )
    drafted = SummaryDraft.model_validate(draft(prompt.system, prompt.text, {}))
    report = report_of(drafted, over, lambda _: None, summary_id="sm_1", offline=True)
    assert report.dropped == ()
    assert report.strengths.line_items or report.strengths.passages
    assert report.trends
    assert report.questions
