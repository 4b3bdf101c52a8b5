"""Line Item Performance and the strongest and weakest line items."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.insights.intervals import wilson
from debrief.insights.line_items import (
    LineItemCount,
    LineItemRate,
    compliance_misses,
    line_item_rates,
    line_item_text,
    missed_compliance,
    percent_text,
    spans_several_scorecards,
    strongest_and_weakest,
    too_few_answers,
)


def count(
    passed: int,
    applicable: int,
    text: str = "Listening",
    *,
    scorecard_id: str = "sc_1",
    scorecard_name: str = "Voice",
    scorecard_version: int = 1,
    question_id: str = "",
) -> LineItemCount:
    question_id = question_id or f"qn_{text}"
    return LineItemCount(scorecard_id, scorecard_name, scorecard_version, question_id, text, passed, applicable)


def rates(**items: str) -> tuple[LineItemRate, ...]:
    """Rates by text, from `passed/applicable`."""
    pairs = ((text, counts.split("/")) for text, counts in items.items())
    return line_item_rates(count(int(passed), int(applicable), text) for text, (passed, applicable) in pairs)


def named(**items: str) -> tuple[list[str], list[str]]:
    extremes = strongest_and_weakest(rates(**items))
    return [r.text for r in extremes.strongest], [r.text for r in extremes.weakest]


@pytest.mark.feature("S4.9", "S0.10", "N3")
def test_a_rate_with_its_interval() -> None:
    (rate,) = line_item_rates([count(81, 263)])
    assert rate.percent == pytest.approx(8100 / 263)
    assert (round(rate.low or 0, 2), round(rate.high or 0, 2)) == (25.53, 36.62)
    assert rate.enough_data


@pytest.mark.feature("S0.10", "N3")
@pytest.mark.parametrize("applicable, minimum, shown", [(4, 5, False), (5, 5, True), (9, 10, False), (1, 1, True)])
def test_no_percentage_below_the_minimum_sample(applicable: int, minimum: int, shown: bool) -> None:
    (rate,) = line_item_rates([count(applicable, applicable)], minimum=minimum)
    assert rate.enough_data is shown
    assert (rate.percent is not None, rate.low is not None, rate.high is not None) == (shown,) * 3
    assert (percent_text(rate) is not None) is shown


@pytest.mark.feature("S4.9", "S4.6")
def test_versions_of_one_scorecard_add_up_under_the_newest_text() -> None:
    (rate,) = line_item_rates(
        [
            count(
                3,
                4,
                scorecard_version=3,
                text="Active listening",
                question_id="qn_Listening",
                scorecard_name="Voice new",
            ),
            count(2, 4, scorecard_version=1),
            count(1, 2, scorecard_version=2),
        ]
    )
    assert (rate.passed, rate.applicable, rate.percent) == (6, 10, 60)
    assert (rate.first_version, rate.last_version) == (1, 3)
    assert (rate.text, rate.scorecard_name) == ("Active listening", "Voice new")


@pytest.mark.feature("S0.10")
def test_different_scorecards_never_blend_even_with_equal_names_and_questions() -> None:
    both = line_item_rates([count(9, 10), count(1, 10, scorecard_id="sc_2")])
    assert [(rate.scorecard_id, rate.percent) for rate in both] == [("sc_1", 90), ("sc_2", 10)]
    assert spans_several_scorecards(both)
    assert not spans_several_scorecards(both[:1])


@pytest.mark.feature("S4.9")
def test_an_item_that_was_only_na_has_no_rate() -> None:
    (rate,) = line_item_rates([count(0, 0)], minimum=1)
    assert (rate.percent, rate.enough_data) == (None, False)


@pytest.mark.parametrize("passed, applicable", [(3, 2), (-1, 2)])
def test_impossible_counts_are_refused(passed: int, applicable: int) -> None:
    with pytest.raises(ValueError, match="between 0 and applicable"):
        line_item_rates([count(passed, applicable)])


def test_a_minimum_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        line_item_rates([], minimum=0)


@pytest.mark.feature("S0.10", "S4.9")
@pytest.mark.parametrize(
    "passed, applicable, text",
    [
        (23, 25, "92%"),
        (1, 8, "13%"),  # 12.5 goes up
        (3, 8, "38%"),  # 37.5 goes up
        (1, 3, "33%"),
        (2, 3, "67%"),
        (0, 9, "0%"),
        (9, 9, "100%"),
        (199, 200, "100%"),  # 99.5 goes up
        (1, 201, "0%"),  # 0.4975
        (29, 200, "15%"),  # 14.5 goes up, where the float 14.499… would not
    ],
)
def test_the_percentage_is_written_in_whole_percent_halves_up(passed: int, applicable: int, text: str) -> None:
    (rate,) = line_item_rates([count(passed, applicable)], minimum=1)
    assert percent_text(rate) == text


@pytest.mark.feature("S0.10")
def test_a_line_item_in_words() -> None:
    enough, thin = rates(A="23/25", B="2/2")
    assert line_item_text(enough, several_scorecards=False) == "A — 92%"
    assert line_item_text(enough, several_scorecards=True) == "A (Voice) — 92%"
    assert line_item_text(thin, several_scorecards=False) == "B"
    assert line_item_text(thin, several_scorecards=True) == "B (Voice)"


@pytest.mark.feature("S0.10")
@pytest.mark.parametrize(
    "items, strongest, weakest",
    [
        ({}, [], []),
        ({"A": "19/20", "B": "10/20", "C": "1/20", "D": "15/20"}, ["A", "D"], ["C", "B"]),
        # the middle one of an odd number: strong where it clearly passes more often than it fails, weak where it fails
        ({"A": "9/10", "B": "9/11", "C": "1/10"}, ["A", "B"], ["C"]),
        ({"A": "9/10", "B": "5/10", "C": "1/10"}, ["A"], ["C"]),
        ({"A": "9/10", "B": "4/10", "C": "1/10"}, ["A"], ["C", "B"]),
        # a lone item is judged by itself; half is neither
        ({"A": "9/10"}, ["A"], []),
        ({"A": "5/10"}, [], []),
        ({"A": "4/10"}, [], ["A"]),
        # half of few, and most of few, is no strength: what chance brings may be as much
        (dict.fromkeys("ABCDEF", "3/6"), [], []),
        ({"A": "5/6", "B": "4/6", "C": "6/6"}, ["C"], ["B"]),
        ({"A": "5/6", "B": "3/6"}, [], ["B"]),
        # more than half of many is one
        ({"A": "60/100", "B": "59/100"}, ["A"], ["B"]),
        # of equal rates one may be clear, and one of fewer answers not
        ({"A": "80/100", "B": "8/10", "Z": "0/10"}, ["A"], ["Z"]),
        # equal rates of as many answers never part
        ({"A": "9/10", "B": "9/10", "C": "9/10", "D": "9/10"}, ["A", "B", "C", "D"], []),
        # equal rates have one name: all of them, or of too many none, unless nothing comes before them
        ({"A": "19/20", **dict.fromkeys("BCDEF", "16/20"), "Z": "0/20"}, ["A", "B", "C", "D", "E", "F"], ["Z"]),
        ({"A": "19/20", **dict.fromkeys("BCDEFG", "16/20"), "Z": "0/20"}, ["A"], ["Z"]),
        (dict.fromkeys("ABCDEFG", "10/10"), [*"ABCDEFG"], []),
        ({**dict.fromkeys("ABCDEFGH", "12/12"), "Y": "6/12", "Z": "5/12"}, [*"ABCDEFGH"], ["Z", "Y"]),
        ({**dict.fromkeys("ABCDEFG", "0/12"), **dict.fromkeys("VWXYZ", "12/12")}, [*"VWXYZ"], [*"ABCDEFG"]),
        ({"A": "2/10", "B": "2/10"}, [], ["A", "B"]),
        ({"A": "10/10", "B": "10/10", "C": "10/10", "D": "9/10"}, ["A", "B", "C"], ["D"]),
        # ties: more data first, then text
        ({"B": "9/10", "A": "9/10", "C": "18/20", "Z": "0/10"}, ["C", "A", "B"], ["Z"]),
        # nothing is strong that fails more often than it passes, and what is above the median isn't weak
        ({"A": "2/38", "B": "5/38", "D": "8/38"}, [], ["A", "B"]),
        ({"A": "1/10", "B": "2/10", "C": "4/10", "D": "5/10"}, [], ["A", "B"]),
        ({"A": "10/28"}, [], ["A"]),
        # three a side
        (
            {c: f"{n}/80" for n, c in zip((10, 20, 30, 40, 50, 60, 70, 80), "ABCDEFGH", strict=True)},
            ["H", "G", "F"],
            ["A", "B", "C"],
        ),
        # without enough data nothing is concluded
        ({"A": "9/10", "B": "1/10", "C": "3/3", "D": "3/4", "E": "0/4"}, ["A"], ["B"]),
        ({"A": "1/2", "B": "0/1", "C": "0/0"}, [], []),
    ],
)
def test_strongest_and_weakest(items: dict[str, str], strongest: list[str], weakest: list[str]) -> None:
    assert named(**items) == (strongest, weakest)


counts = st.lists(
    st.builds(
        lambda applicable, share, question, version, card: LineItemCount(
            f"sc_{card}", "Voice", version, f"qn_{question}", f"Item {question}", round(applicable * share), applicable
        ),
        st.integers(0, 20),
        st.floats(0, 1),
        st.integers(1, 6),
        st.integers(1, 3),
        st.integers(1, 2),
    ),
    max_size=30,
)


@pytest.mark.feature("S0.10")
@given(counts, st.integers(1, 4))
def test_none_is_strongest_and_weakest_and_none_of_the_strongest_is_below_the_weakest(
    many: list[LineItemCount], each: int
) -> None:
    extremes = strongest_and_weakest(line_item_rates(many), each=each)
    strong = {(r.scorecard_id, r.question_id) for r in extremes.strongest}
    weak = {(r.scorecard_id, r.question_id) for r in extremes.weakest}
    assert not strong & weak
    # Where something fails more often than it passes, something is weak; a strength there may be none.
    failing = [r for r in line_item_rates(many) if r.enough_data and 2 * r.passed < r.applicable]
    assert weak or not failing
    named = strong | weak
    for side in extremes:
        # More than twice as many as there are places only where they all share the first.
        assert len(side) <= 2 * each or len({Fraction(r.passed, r.applicable) for r in side}) == 1
        # Whoever stands level with one that is named, with as many answers, is named too.
        rates_named = {(r.passed, r.applicable) for r in side}
        level = [r for r in line_item_rates(many) if r.enough_data and (r.passed, r.applicable) in rates_named]
        assert {(r.scorecard_id, r.question_id) for r in level} <= named
    best = [r.percent for r in extremes.strongest if r.percent is not None]
    worst = [r.percent for r in extremes.weakest if r.percent is not None]
    assert best == sorted(best, reverse=True)
    assert worst == sorted(worst)
    assert not best or not worst or min(best) > max(worst)
    assert all(r.enough_data for side in extremes for r in side)
    # A strength clearly passes more often than it fails.
    assert all(wilson(r.passed, r.applicable).low > 0.5 for r in extremes.strongest)
    thin = {(r.scorecard_id, r.question_id) for r in too_few_answers(line_item_rates(many))}
    assert not thin & named


@pytest.mark.feature("S0.10", "S4.9")
@given(counts, st.randoms(use_true_random=False))
def test_rates_add_up_and_no_order_of_counts_matters(many: list[LineItemCount], random: object) -> None:
    moved = list(many)
    random.shuffle(moved)  # type: ignore[attr-defined]
    found = line_item_rates(many)
    assert line_item_rates(moved) == found
    assert strongest_and_weakest(found) == strongest_and_weakest(found[::-1])
    assert sum(r.applicable for r in found) == sum(c.applicable for c in many)


@pytest.mark.feature("S4.3", "S4.9")
@given(
    st.lists(
        st.tuples(
            st.integers(0, 9), st.integers(0, 9), st.sampled_from("ab"), st.sampled_from("xyz"), st.integers(1, 3),
            st.booleans(),
        )
    )
)  # fmt: skip
def test_which_compliance_matters_were_missed_adds_up_to_how_many(
    rows: list[tuple[int, int, str, str, int, bool]],
) -> None:
    counts = [
        count(
            passed, passed + missed, f"{question} v{version}",
            scorecard_id=card, scorecard_version=version, question_id=question,
        )._replace(compliance=compliance)
        for passed, missed, card, question, version, compliance in rows
    ]  # fmt: skip
    found = missed_compliance(counts)
    assert sum(each.missed for each in found) == compliance_misses(counts).missed
    assert [each.missed for each in found] == sorted((each.missed for each in found), reverse=True)
    assert all(each.missed for each in found)
    for each in found:
        # In the words of the newest version in which it is a compliance matter.
        own = [one for one in counts if one.compliance and (one.scorecard_id, one.question_id) == each[0:3:2]]
        assert each.text == max(own, key=lambda one: one.scorecard_version).text
