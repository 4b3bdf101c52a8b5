"""The Agent Effectiveness Score, averages and effects: as computed slowly from the conversations themselves."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debrief.insights.benchmarks.making import total
from debrief.insights.effectiveness.effects import effect_of, effects, to_work_on, top_performing
from debrief.insights.effectiveness.focus import gains, recommended
from debrief.insights.effectiveness_score import Measured
from debrief.insights.inquiry_averages import PREDICTED, EffectMetric, interval_of, mean_of, metrics_of, number_of
from debrief.insights.projection.inquiry_sums import ALL, InquirySums, by_inquiry, handled_of, sums_of
from debrief.insights.projection.model import Contribution
from debrief.insights.projection.rollups import additions, changes, counters_by_parts
from debrief.insights.projection.shares import conversation_share
from debrief.interactions.conversations.model import Interaction
from debrief.interactions.conversations.words import Channel
from local.sample.build import SMALL, generate
from tests.shared import shared
from tests.sizes import soaked
from tests.unit.insights.world import conversation, on_day

AES = EffectMetric.EFFECTIVENESS


def _reference_score(interaction: Interaction) -> Fraction | None:
    """S1.2, written down once more, from the conversation and nothing else."""
    if interaction.handle_ms is None:
        return None
    seconds = Fraction(interaction.handle_ms) / 1000
    if interaction.channel is Channel.EMAIL:
        return seconds
    analysis = interaction.analysis
    if analysis is None or analysis.predicted_satisfaction is None or analysis.predicted_resolution is None:
        return None
    stars = round(Fraction(str(analysis.predicted_satisfaction.value)), 2)
    return seconds / (stars + analysis.predicted_resolution.value)


def _reference_mean(interactions: Sequence[Interaction]) -> Fraction | None:
    scores = [score for each in interactions if (score := _reference_score(each)) is not None]
    return sum(scores, Fraction()) / len(scores) if scores else None


def _reference_effects(interactions: Sequence[Interaction]) -> dict[str, Fraction]:
    overall = _reference_mean(interactions)
    found: dict[str, Fraction] = {}
    for inquiry in {name for each in interactions for name in each.inquiry}:
        own = _reference_mean([each for each in interactions if inquiry in each.inquiry])
        without = _reference_mean([each for each in interactions if inquiry not in each.inquiry])
        if overall is not None and own is not None and without is not None:
            found[inquiry] = overall - without
    return found


def _sums(interactions: Sequence[Interaction], channel: Channel = Channel.VOICE) -> dict[str, InquirySums]:
    """What the rows of one agent come to."""
    counters = [
        item
        for each in interactions
        for key, row in additions(conversation_share(each, "UTC")).items()
        if key.pk.endswith("#INQUIRIES") and key.sk.split("#")[1] == channel.value
        for item in counters_by_parts(row).items()
    ]
    return by_inquiry(counters)


@pytest.mark.feature("S1.2")
@pytest.mark.parametrize("stars, resolved, expected", [(5, 1, 100), (1, 0, 600), (2, 0, 300), (4, 1, 120)])
def test_six_hundred_seconds_are_100_at_best_and_600_at_worst(stars: int, resolved: int, expected: int) -> None:
    assert Measured(Channel.VOICE, 600_000, 100 * stars, resolved).score == expected
    read = {"predicted_satisfaction": stars, "predicted_resolution": resolved}
    (whole,) = _sums([conversation("int_1", read, handle_ms=600_000)]).values()
    assert mean_of(whole, AES) == expected


@pytest.mark.feature("S1.2", "S1.5")
def test_of_an_email_it_is_the_handle_time_alone() -> None:
    assert Measured(Channel.EMAIL, 600_000, None, None).score == 600
    (whole,) = _sums([conversation("int_1", channel="email", handle_ms=600_000)], Channel.EMAIL).values()
    assert mean_of(whole, AES) == 600
    assert metrics_of(Channel.EMAIL) == (AES, EffectMetric.HANDLE_TIME)
    assert not number_of(whole, EffectMetric.SATISFACTION)
    assert not number_of(whole, EffectMetric.RESOLUTION)


@pytest.mark.feature("S1.2")
@pytest.mark.parametrize("lacks", ["handle_ms", "predicted_satisfaction", "predicted_resolution"])
def test_where_a_part_is_not_known_neither_is_the_score(lacks: str) -> None:
    read = {"predicted_satisfaction": 3.5, "predicted_resolution": 1}
    read.pop(lacks, None)
    (whole,) = _sums([conversation("int_1", read, handle_ms=None if lacks == "handle_ms" else 60_000)]).values()
    assert (whole.number, number_of(whole, AES), mean_of(whole, AES)) == (1, 0, None)


@pytest.mark.feature("S1.2")
def test_an_average_is_the_mean_over_conversations_and_not_a_quotient_of_means() -> None:
    best, worst = (
        conversation(f"int_{stars}", {"predicted_satisfaction": stars, "predicted_resolution": won}, handle_ms=600_000)
        for stars, won in ((5, 1), (1, 0))
    )
    assert mean_of(_sums([best, worst])[ALL], AES) == 350


# Against a slow reference ------------------------------------------------------------------------------------------

_STARS = st.integers(100, 500).map(lambda hundredths: hundredths / 100)


@st.composite
def interactions(draw: st.DrawFn, email: bool = False) -> list[Interaction]:
    made = []
    for number in range(draw(st.integers(0, 12))):
        read: dict[str, float | int] = {}
        if not email and draw(st.integers(0, 5)):
            read["predicted_satisfaction"] = draw(_STARS)
        if not email and draw(st.integers(0, 5)):
            read["predicted_resolution"] = draw(st.integers(0, 1))
        handle = draw(st.one_of(st.none(), st.integers(0, 7_200_000)))
        inquiry = tuple(draw(st.lists(st.sampled_from(["bill", "move:house", "a#b/ü", "x"]), max_size=3, unique=True)))
        made.append(
            conversation(
                f"int_{number}",
                read,
                handle_ms=handle,
                inquiry=inquiry,
                started_at=on_day(draw(st.integers(1, 5))),
                channel=Channel.EMAIL if email else Channel.VOICE,
            )
        )
    return made


@pytest.mark.feature("S1.2", "S1.3")
@settings(max_examples=soaked(50), deadline=None)
@given(st.booleans().flatmap(lambda email: st.tuples(st.just(email), interactions(email))))
def test_averages_and_effects_are_those_of_a_slow_reference(drawn: tuple[bool, list[Interaction]]) -> None:
    email, many = drawn
    _agree(many, _sums(many, Channel.EMAIL if email else Channel.VOICE))


def _agree(many: Sequence[Interaction], sums: Mapping[str, InquirySums]) -> None:
    """Sums are of millionths: an average of them is within half of one, an effect, a difference of two, within one."""
    hair = Fraction(1, 1_000_000)
    for name in {ALL, *(name for each in many for name in each.inquiry)}:
        own = [each for each in many if name in (ALL, *each.inquiry)]
        mine = sums.get(name, InquirySums())
        assert mine.number == len(own)
        expected, got = _reference_mean(own), mean_of(mine, AES)
        assert (expected is None) == (got is None)
        if expected is not None and got is not None:
            assert abs(expected - got) <= hair / 2
        handled = [each.handle_ms for each in own if each.handle_ms is not None]
        assert mean_of(mine, EffectMetric.HANDLE_TIME) == (Fraction(sum(handled), len(handled)) if handled else None)
    expected_effects, found = _reference_effects(many), effects(sums)
    assert {each.inquiry for each in found} == expected_effects.keys()
    for each in found:
        assert abs(each.value - expected_effects[each.inquiry]) <= hair
    assert [each.value for each in found] == sorted(each.value for each in found)


@pytest.mark.feature("S1.2")
@settings(max_examples=soaked(30), deadline=None)
@given(st.lists(interactions(), min_size=1, max_size=4))
def test_what_is_taken_back_leaves_what_was_never_counted(states: list[list[Interaction]]) -> None:
    """Each conversation goes through several states, deleted ones among them; the rows end as those of the last."""
    rows: dict[object, dict[str, int]] = {}
    before: dict[str, Contribution] = {}
    for state in states:
        now = {each.id: conversation_share(each, "UTC") for each in state}
        for id in before.keys() | now.keys():
            for key, counters in changes(before.get(id), now.get(id)).items():
                row = rows.setdefault(key, {})
                for name, by in counters.items():
                    row[name] = row.get(name, 0) + by
        before = now
    expected: dict[object, dict[str, int]] = {}
    for share in before.values():
        for key, row in additions(share).items():
            own = expected.setdefault(key, {})
            for name, n in row.items():
                own[name] = own.get(name, 0) + n
    assert _without_noughts(rows) == _without_noughts(expected)


def _without_noughts(rows: Mapping[object, Mapping[str, int]]) -> dict[object, dict[str, int]]:
    left = {key: {name: n for name, n in row.items() if n} for key, row in rows.items()}
    return {key: row for key, row in left.items() if row}


@pytest.mark.feature("S1.2", "S1.3")
def test_averages_and_effects_over_real_conversations_are_those_of_a_slow_reference() -> None:
    """A public set of chats: their durations, their customers' answers to whether it was resolved, their inquiries.

    It has no satisfaction of 1–5, so that is made up, another one for each.
    """
    path = shared("data", "star.vcon.jsonl")
    by_agent: dict[str, list[Interaction]] = {}
    for number, line in enumerate(path.read_text().splitlines()):
        found = _star(number, json.loads(line))
        if found is not None:
            by_agent.setdefault(found.agent_id, []).append(found)
    assert len(by_agent) == 20
    scored = 0
    for many in by_agent.values():
        sums = _sums(many, Channel.CHAT)
        _agree(many, sums)
        scored += number_of(sums[ALL], AES)
    assert scored > 100


@pytest.mark.feature("S1.2", "S1.3")
def test_averages_and_effects_over_the_sample_are_those_of_a_slow_reference() -> None:
    """Its calls, chats and e-mails, with whether it was resolved; satisfaction is made up, another one for each."""
    by_agent: dict[tuple[str, str], list[Interaction]] = {}
    for number, each in enumerate(generate(date(2026, 3, 16), size=SMALL).conversations):
        read = {"predicted_satisfaction": 1 + number % 401 / 100, "predicted_resolution": int(each.resolved)}
        made = conversation(
            f"int_{number}",
            {} if each.channel == "email" else read,
            agent_id=each.agent.email,
            channel=each.channel,
            started_at=each.started_at,
            handle_ms=each.duration_ms + each.after_call_work_ms,
            inquiry=(each.inquiry,),
        )
        by_agent.setdefault((made.agent_id, made.channel.value), []).append(made)
    assert {channel for _, channel in by_agent} == {"voice", "chat", "email"}
    scored = 0
    for (_, channel), many in by_agent.items():
        sums = _sums(many, Channel(channel))
        _agree(many, sums)
        scored += number_of(sums[ALL], AES)
    assert scored > 100


def _star(number: int, vcon: dict[str, object]) -> Interaction | None:
    """A chat of the set as a conversation; None where its times are missing."""
    from debrief.kernel.clock import parse_instant

    dialog = [each for each in vcon["dialog"] if each.get("start")]  # type: ignore[attr-defined]
    if not dialog:
        return None
    times = sorted(parse_instant(each["start"]) for each in dialog)
    metadata = _body(vcon["attachments"])
    survey = _body(vcon.get("analysis"))
    read: dict[str, float | int] = {}
    helpful = next((value for name, value in survey.items() if "success" in name and value is not None), None)
    if helpful is not None:
        read["predicted_resolution"] = int(bool(helpful))
    read["predicted_satisfaction"] = 1 + number % 401 / 100
    about = str(next((value for name, value in metadata.items() if name in ("inquiry", "inquiries")), ""))
    return conversation(
        f"int_{number}",
        read,
        agent_id=str(vcon["parties"][0]["uuid"]),  # type: ignore[index]
        channel=Channel.CHAT,
        started_at=times[0],
        handle_ms=int((times[-1] - times[0]).total_seconds() * 1000),
        inquiry=tuple(name.strip() for name in about.split("|") if name.strip()),
    )


def _body(parts: object) -> dict[str, object]:
    if not isinstance(parts, list) or not parts:
        return {}
    body = parts[0]["body"]
    found = json.loads(body) if isinstance(body, str) else body
    return found if isinstance(found, dict) else {}


# Effects -----------------------------------------------------------------------------------------------------------


def _handled(scores: Mapping[str, Sequence[int]]) -> dict[str, InquirySums]:
    """Conversations by inquiry whose scores are these seconds."""
    sums = {ALL: InquirySums()}
    for name, seconds in scores.items():
        for each in seconds:
            one = sums_of(Measured(Channel.EMAIL, 1000 * each, None, None))
            sums[ALL] = sums[ALL].plus(one)
            sums[name] = sums.get(name, InquirySums()).plus(one)
    return sums


@pytest.mark.feature("S1.3")
def test_the_effect_is_the_overall_score_minus_that_without_the_inquiry() -> None:
    sums = _handled({"quick": [100, 100], "slow": [400]})
    assert effect_of(sums[ALL], sums["slow"]) == 200 - 100
    assert effect_of(sums[ALL], sums["quick"]) == 200 - 400
    found = effects(sums)
    assert [each.inquiry for each in top_performing(found)] == ["quick"]
    assert [each.inquiry for each in to_work_on(found)] == ["slow"]


@pytest.mark.feature("S1.3")
def test_three_of_each_the_strongest_first_and_none_that_does_the_opposite() -> None:
    found = effects(_handled({name: [seconds] for name, seconds in zip("abcdefgh", range(100, 900, 100), strict=True)}))
    assert [each.inquiry for each in top_performing(found)] == ["a", "b", "c"]
    assert [each.inquiry for each in to_work_on(found)] == ["h", "g", "f"]


@pytest.mark.feature("S1.3")
def test_an_inquiry_that_is_all_there_is_has_no_effect_and_one_at_the_average_is_in_neither_list() -> None:
    assert effects(_handled({"only": [100, 200]})) == []
    level = effects(_handled({"one": [100], "other": [100]}))
    assert top_performing(level) == to_work_on(level) == []


# Intervals and focus -----------------------------------------------------------------------------------------------


@pytest.mark.feature("N3", "S1.2")
def test_an_interval_is_around_its_mean_and_takes_two_values_that_differ() -> None:
    whole = _handled({"a": [100, 200, 300]})[ALL]
    interval = interval_of(whole, AES)
    assert interval is not None
    # t(2) = 4.303 (Abramowitz and Stegun, table 26.10), s = 100, √3.
    assert interval.low == 0.0
    assert interval.high == pytest.approx(200 + 4.302653 * 100 / 3**0.5)
    assert interval_of(_handled({"a": [100]})[ALL], AES) is None
    assert interval_of(_handled({"a": [100, 100]})[ALL], AES) is None


@pytest.mark.feature("S1.6")
def test_the_focus_is_what_would_lower_the_score_most_at_the_peers_median() -> None:
    one = sums_of(Measured(Channel.VOICE, 600_000, 300, 0))
    medians = {EffectMetric.HANDLE_TIME: 500_000.0, EffectMetric.SATISFACTION: 3.5, EffectMetric.RESOLUTION: 80.0}
    found = gains(one, medians, Channel.VOICE)
    assert float(found[EffectMetric.HANDLE_TIME]) == pytest.approx(200 - 500 / 3)
    assert float(found[EffectMetric.SATISFACTION]) == pytest.approx(200 - 600 / 3.5)
    assert float(found[EffectMetric.RESOLUTION]) == pytest.approx(200 - 600 / 3.8)
    five = total([one] * 5)
    assert recommended(five, medians, Channel.VOICE, ranked_from=5, rates_from=5) is EffectMetric.RESOLUTION
    slower = {EffectMetric.HANDLE_TIME: 700_000.0}
    assert recommended(five, slower, Channel.VOICE, ranked_from=5, rates_from=5) is None
    assert recommended(five, {}, Channel.VOICE, ranked_from=5, rates_from=5) is None


@pytest.mark.feature("S1.4", "S1.6")
def test_nothing_is_to_be_focused_on_of_too_few_conversations() -> None:
    one = sums_of(Measured(Channel.VOICE, 600_000, 300, 0))
    medians = {EffectMetric.HANDLE_TIME: 500_000.0, EffectMetric.SATISFACTION: 3.5, EffectMetric.RESOLUTION: 80.0}
    assert recommended(one, medians, Channel.VOICE, ranked_from=5, rates_from=5) is None
    assert recommended(total([one] * 4), medians, Channel.VOICE, ranked_from=5, rates_from=5) is None
    # The rate isn't shown of fewer than its own minimum: what is shown is advised.
    advised = recommended(total([one] * 5), medians, Channel.VOICE, ranked_from=5, rates_from=6)
    assert advised is EffectMetric.HANDLE_TIME
    unknown = sums_of(Measured(Channel.VOICE, 600_000, None, None))
    few = total([one, *[unknown] * 9])
    assert recommended(few, medians, Channel.VOICE, ranked_from=5, rates_from=5) is None, "the score is known of one"


@pytest.mark.feature("S1.5", "S1.6")
def test_who_is_on_the_median_has_nothing_to_gain_by_it() -> None:
    """Five of nine is no float; the median is kept as the nearest, which is a little more."""
    sums = InquirySums(9, 9, 900_000, 10**11, 9, 9 * 25_000_000, 10**16, 9, 3_000, 10**6, 9, 5)
    own = {metric: float(mean_of(sums, metric) or 0) for metric in PREDICTED}
    assert gains(sums, own, Channel.VOICE) == dict.fromkeys(PREDICTED, 0)
    assert recommended(sums, own, Channel.VOICE, ranked_from=5, rates_from=5) is None


@pytest.mark.feature("S1.6")
def test_of_an_email_nothing_but_the_handle_time_is_a_focus() -> None:
    one = sums_of(Measured(Channel.EMAIL, 600_000, None, None))
    medians = {EffectMetric.HANDLE_TIME: 500_000.0, EffectMetric.RESOLUTION: 100.0}
    assert set(gains(one, medians, Channel.EMAIL)) == {EffectMetric.HANDLE_TIME}


# Rows --------------------------------------------------------------------------------------------------------------


@pytest.mark.feature("S1.2")
def test_teams_and_everyone_have_no_rows_by_inquiry() -> None:
    share = conversation_share(conversation("int_1", {}, inquiry=("bill",)), "UTC")
    kept = {key.pk for key in additions(share) if key.pk.endswith(("#INQUIRIES", "#HANDLED"))}
    assert kept == {"AGENT#us_a#INQUIRIES", "AGENT#us_a#HANDLED"}


@pytest.mark.feature("S1.6")
@settings(max_examples=soaked(50), deadline=None)
@given(st.text(max_size=300))
def test_a_conversations_own_row_reads_as_it_was_written_whatever_its_inquiry_is_called(name: str) -> None:
    made = conversation("int_1", {"predicted_resolution": 1}, inquiry=(name,), handle_ms=61_000)
    share = conversation_share(made, "UTC")
    rows = {key.sk: row for key, row in additions(share).items() if key.pk.endswith("#HANDLED")}
    assert all(len(place.encode()) <= 1024 for place in rows)
    named = name.strip()
    assert len(rows) == (2 if named else 1)
    found = [handled_of(place, counters_by_parts(row)) for place, row in rows.items()]
    whole = next(each for each in found if each.inquiries is not None)
    assert (whole.interaction_id, whole.started_at, whole.sums) == ("int_1", made.started_at, found[-1].sums)
    assert whole.inquiries == frozenset({named} if named else ())
