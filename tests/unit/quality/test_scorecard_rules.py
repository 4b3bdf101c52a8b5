"""What may be published, what may be answered, and which change makes a new version."""

from datetime import UTC, datetime
from typing import Any

import pytest

from debrief.interactions.conversations.model import Channel, Interaction, InteractionSource, SourceFormat
from debrief.quality.evaluations.answers import check_answers, default_answers, evaluation_type
from debrief.quality.evaluations.model import Answer
from debrief.quality.evaluations.scoring import score
from debrief.quality.scorecards.model import (
    NO,
    YES,
    AppliesTo,
    Option,
    Question,
    RequiredPhrases,
    ScorecardVersion,
    Section,
)
from debrief.quality.scorecards.rules import applies, check_for_publishing, is_cosmetic_change
from tests.unit.quality.builders import AT, scorecard, written, yes_no

YES_NO = (Option(id=YES, label="Yes", points=1, passes=True), Option(id=NO, label="No"))
PHRASES = RequiredPhrases(all_of=("this call is recorded",))


def rating(*options: Option, **settings: Any) -> Question:
    return Question(id="q", text="How well?", kind="rating_scale", options=options, **settings)


def choice(*options: Option, **settings: Any) -> Question:
    return Question(id="q", text="Which?", kind="single_choice", options=options, **settings)


def with_options(*options: Option) -> ScorecardVersion:
    return scorecard(yes_no("q", options=options))


GOOD = Option(id="good", label="Good", value=2, points=2, passes=True)
POOR = Option(id="poor", label="Poor", value=1)
PLAIN_GOOD = GOOD.model_copy(update={"value": None})
PLAIN_POOR = POOR.model_copy(update={"value": None})


@pytest.mark.feature("S4.1")
@pytest.mark.parametrize(
    "version",
    [
        scorecard(yes_no("q")),
        scorecard(rating(GOOD, POOR)),
        scorecard(choice(PLAIN_GOOD, PLAIN_POOR, default_option_id="poor")),
        scorecard(yes_no("q", answerer="ai", check="exact_match", phrases=PHRASES)),
        scorecard(yes_no("q", answerer="ai"), start_automatically=True),
        scorecard(format="points", sections=(Section(id="a", title="A", questions=(yes_no("q"),)),)),
    ],
)
def test_sound_scorecards_can_be_published(version: ScorecardVersion) -> None:
    assert check_for_publishing(version) == ()


@pytest.mark.feature("S4.2")
@pytest.mark.parametrize("third", [33.3333334, 33.3333333])
def test_thirds_total_100_within_the_tolerance(third: float) -> None:
    sections = tuple(Section(id=name, title=name, weight=third, questions=(yes_no(f"q{name}"),)) for name in "abc")
    assert check_for_publishing(scorecard(sections=sections)) == ()


def section(*asked: Question, **settings: Any) -> Section:
    return Section(**{"id": "a", "title": "A", "weight": 100, "questions": asked, **settings})


GATE = yes_no(
    "q",
    options=(Option(id="yes", label="Yes", passes=True), Option(id="no", label="No", auto_fail="section")),
)
POINTLESS = (Option(id="yes", label="Yes", passes=True), Option(id="no", label="No"))
OTHER = section(yes_no("r"), id="b", title="B", weight=None)


@pytest.mark.feature("S4.3")
@pytest.mark.parametrize(
    ("asked", "settings"),
    [
        # One that gives points always applies, so there is something to lose.
        ((GATE, yes_no("p")), {}),
        # The gate gives points itself.
        ((yes_no("q", options=(GATE.options[0].model_copy(update={"points": 1}), GATE.options[1])),), {}),
        # It fails the whole evaluation.
        (
            (
                yes_no(
                    "q",
                    options=(GATE.options[0], GATE.options[1].model_copy(update={"auto_fail": "evaluation"})),
                ),
                yes_no("p", allow_na=True),
            ),
            {},
        ),
        # A section that failed is left out anyway.
        ((GATE, yes_no("p", allow_na=True)), {"section_auto_fail_rule": "leave_out"}),
    ],
)
def test_a_gate_that_can_fail_something_is_sound(asked: tuple[Question, ...], settings: dict[str, Any]) -> None:
    version = scorecard(format="points", sections=(section(*asked, weight=None),), **settings)
    assert check_for_publishing(version) == ()
    beside = scorecard(format="points", sections=(section(*asked, weight=None), OTHER), **settings)
    assert check_for_publishing(beside) == ()


@pytest.mark.feature("S4.3")
@pytest.mark.parametrize(
    "others",
    [(), (section(yes_no("r", options=POINTLESS), id="b", title="B", weight=None),)],
    ids=["none", "pointless"],
)
def test_a_gate_is_sound_where_no_other_section_gives_points(others: tuple[Section, ...]) -> None:
    # The gate failed and the other question N/A: nothing else makes a score, so the failure makes it 0.
    version = scorecard(format="points", sections=(section(GATE, yes_no("p", allow_na=True), weight=None), *others))
    assert check_for_publishing(version) == ()
    answers = [
        Answer(question_id="q", option_id="no"),
        Answer(question_id="p", not_applicable=True),
        *(Answer(question_id="r", option_id="yes") for _ in others),
    ]
    scored = score(version, answers, running=False)
    assert (scored.percent, scored.passed) == (0, False)


@pytest.mark.feature("S4.3")
def test_what_is_refused_in_a_section_without_weight_would_have_scored_100() -> None:
    version = scorecard(sections=(section(yes_no("p")), section(GATE, yes_no("r"), id="b", weight=0)))
    answers = [Answer(question_id=each, option_id="no" if each == "q" else "yes") for each in ("p", "q", "r")]
    assert score(version, answers, running=False).percent == 100
    left_out = version.model_copy(update={"section_auto_fail_rule": "leave_out"})
    assert check_for_publishing(left_out) == ()


@pytest.mark.feature("S4.2")
@pytest.mark.parametrize(("count", "weight"), [(3, 33.333333), (9, 11.111111), (7, 14.2857143), (6, 16.6666666)])
def test_weights_are_summed_as_they_are_written(count: int, weight: float) -> None:
    sections = tuple(
        Section(id=f"s{n}", title=f"S{n}", weight=weight, questions=(yes_no(f"q{n}"),)) for n in range(count)
    )
    assert check_for_publishing(scorecard(sections=sections)) == ()


@pytest.mark.feature("S4.1")
def test_ratings_that_differ_in_their_last_digit_are_two() -> None:
    near = (GOOD.model_copy(update={"value": 999_999.1}), POOR.model_copy(update={"value": 999_999.2}))
    assert check_for_publishing(scorecard(rating(*near))) == ()
    same = (GOOD.model_copy(update={"value": 0.0}), POOR.model_copy(update={"value": -0.0}))
    assert [each.pointer for each in check_for_publishing(scorecard(rating(*same)))] == [
        "/sections/0/questions/0/options"
    ]


REFUSED = [
    ("no sections", scorecard(sections=()), "/sections"),
    ("no question in a section", scorecard(), "/sections/0/questions"),
    ("weights total 99", written("60: 1/1 | 39: 1/1")[0], "/sections"),
    ("weights total a hair too little", written("50: 1/1 | 49.9999985: 1/1")[0], "/sections"),
    (
        "a gate that fails nothing in points",
        scorecard(format="points", sections=(section(GATE, yes_no("p", allow_na=True), weight=None), OTHER)),
        "/sections/0/questions/0/options",
    ),
    (
        "a gate that fails nothing in a section without weight",
        scorecard(sections=(section(yes_no("p")), section(GATE, yes_no("r"), id="b", weight=0))),
        "/sections/1/questions/0/options",
    ),
    ("weights total 100.00001", written("60: 1/1 | 40.00001: 1/1")[0], "/sections"),
    ("weight missing", scorecard(sections=(section(yes_no("q"), weight=None),)), "/sections/0/weight"),
    (
        "weight in points",
        scorecard(format="points", sections=(section(yes_no("q")),)),
        "/sections/0/weight",
    ),
    ("weight without points", written("50: 1/1 | 50: 0/0")[0], "/sections/1/weight"),
    ("no points at all", written("0/0")[0], "/sections"),
    ("section id twice", scorecard(sections=(section(yes_no("q")), section(yes_no("p"), weight=0))), "/sections"),
    ("section title blank", scorecard(sections=(section(yes_no("q"), title=" "),)), "/sections/0/title"),
    ("question id twice", scorecard(yes_no("q"), yes_no("q")), "/sections/0/questions/1/id"),
    ("text blank", scorecard(yes_no("q").model_copy(update={"text": " "})), "/sections/0/questions/0/text"),
    ("yes/no without no", with_options(YES_NO[0]), "/sections/0/questions/0/options"),
    (
        "yes/no with a third",
        with_options(*YES_NO, Option(id="maybe", label="Maybe")),
        "/sections/0/questions/0/options",
    ),
    ("one option", scorecard(choice(PLAIN_GOOD)), "/sections/0/questions/0/options"),
    ("option id twice", scorecard(rating(GOOD, GOOD, POOR)), "/sections/0/questions/0/options"),
    (
        "label twice",
        scorecard(choice(PLAIN_GOOD, Option(id="other", label="good "))),
        "/sections/0/questions/0/options",
    ),
    ("label blank", scorecard(choice(PLAIN_GOOD, Option(id="o", label=""))), "/sections/0/questions/0/options/1/label"),
    (
        "label unseen",
        scorecard(choice(PLAIN_GOOD, Option(id="o", label="\u202e"))),
        "/sections/0/questions/0/options/1/label",
    ),
    (
        "points beyond counting",
        scorecard(choice(PLAIN_GOOD.model_copy(update={"points": 1e308}), PLAIN_POOR)),
        "/sections/0/questions/0/options/0/points",
    ),
    (
        "points of nothing",
        scorecard(choice(PLAIN_GOOD.model_copy(update={"points": 5e-324}), PLAIN_POOR)),
        "/sections/0/questions/0/options/0/points",
    ),
    ("weight beyond counting", scorecard(yes_no("q", weight=1e308)), "/sections/0/questions/0/weight"),
    ("weight of nothing", scorecard(yes_no("q", weight=1e-300)), "/sections/0/questions/0/weight"),
    (
        "place beyond a scale",
        scorecard(rating(GOOD, POOR.model_copy(update={"value": 1e308}))),
        "/sections/0/questions/0/options/1/value",
    ),
    ("rating without value", scorecard(rating(GOOD, PLAIN_POOR)), "/sections/0/questions/0/options/1/value"),
    (
        "rating value twice",
        scorecard(rating(GOOD, POOR.model_copy(update={"value": 2}))),
        "/sections/0/questions/0/options",
    ),
    ("value outside a scale", scorecard(choice(GOOD, PLAIN_POOR)), "/sections/0/questions/0/options/0/value"),
    (
        "nothing passes",
        scorecard(choice(PLAIN_GOOD.model_copy(update={"passes": False}), PLAIN_POOR)),
        "/sections/0/questions/0/options",
    ),
    (
        "passes and fails",
        scorecard(choice(PLAIN_GOOD.model_copy(update={"auto_fail": "section"}), PLAIN_POOR)),
        "/sections/0/questions/0/options/0/passes",
    ),
    ("default unknown", scorecard(yes_no("q", default_option_id="x")), "/sections/0/questions/0/default_option_id"),
    (
        "N/A as default, not allowed",
        scorecard(yes_no("q", default_not_applicable=True)),
        "/sections/0/questions/0/default_not_applicable",
    ),
    (
        "two defaults",
        scorecard(yes_no("q", allow_na=True, default_option_id=YES, default_not_applicable=True)),
        "/sections/0/questions/0/default_not_applicable",
    ),
    (
        "exact match by a person",
        scorecard(yes_no("q", check="exact_match", phrases=PHRASES)),
        "/sections/0/questions/0/check",
    ),
    (
        "exact match on a choice",
        scorecard(choice(PLAIN_GOOD, PLAIN_POOR, answerer="ai", check="exact_match", phrases=PHRASES)),
        "/sections/0/questions/0/check",
    ),
    (
        "exact match without phrases",
        scorecard(yes_no("q", answerer="ai", check="exact_match")),
        "/sections/0/questions/0/phrases",
    ),
    (
        "exact match with an empty list",
        scorecard(yes_no("q", answerer="ai", check="exact_match", phrases=RequiredPhrases())),
        "/sections/0/questions/0/phrases",
    ),
    (
        "phrase of punctuation",
        scorecard(yes_no("q", answerer="ai", check="exact_match", phrases=RequiredPhrases(any_of=("hello", "?!")))),
        "/sections/0/questions/0/phrases/any_of/1",
    ),
    (
        "more phrases than can be looked for",
        scorecard(
            yes_no(
                "q",
                answerer="ai",
                check="exact_match",
                phrases=RequiredPhrases(all_of=("hello",) * 250, any_of=("bye",) * 251),
            )
        ),
        "/sections/0/questions/0/phrases",
    ),
    (
        "phrases with intent",
        scorecard(yes_no("q", answerer="ai", phrases=PHRASES)),
        "/sections/0/questions/0/phrases",
    ),
    ("starts by itself, all human", scorecard(yes_no("q"), start_automatically=True), "/start_automatically"),
]


@pytest.mark.feature("S4.1", "S4.2", "S2.2")
@pytest.mark.parametrize("version, pointer", [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_what_is_wrong_is_refused_at_its_place(version: ScorecardVersion, pointer: str) -> None:
    assert pointer in {error.pointer for error in check_for_publishing(version)}


@pytest.mark.feature("S0.7", "S4.7")
@pytest.mark.parametrize(
    "answerers, kind",
    [(["human", "human"], "manual"), (["human", "ai"], "blended"), (["ai", "ai"], "automatic")],
)
def test_type_by_who_answers(answerers: list[Any], kind: str) -> None:
    version = scorecard(*(yes_no(f"q{n}", answerer=answerer) for n, answerer in enumerate(answerers)))
    assert evaluation_type(version) == kind


@pytest.mark.feature("S0.7")
def test_an_automatic_evaluation_corrected_by_a_person_is_blended() -> None:
    version = scorecard(yes_no("one", answerer="ai"), yes_no("two", answerer="ai"))
    answers = [Answer(question_id="one", option_id=YES, answered_by="ai")]
    assert evaluation_type(version, answers) == "automatic"
    assert evaluation_type(version, [*answers, Answer(question_id="two", option_id=NO)]) == "blended"


@pytest.mark.feature("S4.1")
def test_default_answers_are_those_of_the_questions_people_answer() -> None:
    version = scorecard(
        yes_no("one", default_option_id=YES),
        yes_no("two"),
        yes_no("three", default_option_id=NO, answerer="ai"),
        yes_no("four", allow_na=True, default_not_applicable=True),
        yes_no("five", allow_na=True, default_not_applicable=True, answerer="ai"),
    )
    assert default_answers(version) == (
        Answer(question_id="one", option_id=YES),
        Answer(question_id="four", not_applicable=True),
    )


@pytest.mark.parametrize(
    "to, fits",
    [
        (AppliesTo(), True),
        (AppliesTo(channels=(Channel.VOICE,)), True),
        (AppliesTo(channels=(Channel.CHAT,)), False),
        (AppliesTo(queues=("billing", "sales")), True),
        (AppliesTo(channels=(Channel.VOICE,), queues=("sales",)), False),
    ],
)
def test_an_empty_list_applies_to_any(to: AppliesTo, fits: bool) -> None:
    fit = applies(scorecard(yes_no("q"), applies_to=to), conversation(Channel.VOICE, "billing"))
    assert fit.holds is fits


def test_why_a_scorecard_does_not_apply_is_told() -> None:
    narrow = AppliesTo(channels=(Channel.CHAT,), queues=("sales",))
    fit = applies(scorecard(yes_no("q"), applies_to=narrow), conversation(Channel.CHAT, "billing"))
    assert [part.sentence for part in fit.parts if not part.holds] == ["the queue is billing, not sales"]


def conversation(channel: Channel, queue: str) -> Interaction:
    return Interaction(
        id="int_1",
        contact_reference="c-1",
        agent_id="us_1",
        started_at=datetime(2026, 3, 10, 9, tzinfo=UTC),
        duration_ms=60_000,
        channel=channel,
        queue=queue,
        source=InteractionSource(intake_id="in_1", format=SourceFormat.VCON),
        created_at=datetime(2026, 3, 10, 9, tzinfo=UTC),
    )


def changed(**changes: Any) -> Question:
    return yes_no("q").model_copy(update=changes)


def _called(options: tuple[Option, ...], *labels: str) -> tuple[Option, ...]:
    return tuple(each.model_copy(update={"label": label}) for each, label in zip(options, labels, strict=True))


COSMETIC = [
    ("question text", scorecard(changed(text="Asked otherwise"))),
    ("guidance", scorecard(changed(description="d", good="g", poor="p", context="c"))),
    ("section title", scorecard(sections=(section(yes_no("q"), title="B", description="d"),))),
    ("what it applies to", scorecard(yes_no("q"), applies_to=AppliesTo(queues=("billing",)))),
    ("number and time", scorecard(yes_no("q"), number=2, published_at=AT)),
    ("answer's label", scorecard(changed(options=_called(YES_NO, "Yes", "Never")))),
    ("order of options", scorecard(yes_no("q", options=YES_NO[::-1]))),
]
SUBSTANTIAL = [
    ("pass mark", scorecard(yes_no("q"), pass_mark=70)),
    ("rule", scorecard(yes_no("q"), section_auto_fail_rule="leave_out")),
    ("format", scorecard(yes_no("q"), format="points")),
    ("section weight", scorecard(sections=(section(yes_no("q"), weight=90),))),
    ("question added", scorecard(yes_no("q"), yes_no("p"))),
    ("question replaced", scorecard(yes_no("p"))),
    ("moved to another section", scorecard(sections=(section(yes_no("q"), id="b"),))),
    ("points", scorecard(changed(options=(YES_NO[0].model_copy(update={"points": 2}), YES_NO[1])))),
    ("auto-fail", scorecard(changed(options=(YES_NO[0], YES_NO[1].model_copy(update={"auto_fail": "section"}))))),
    ("passes", scorecard(changed(options=(YES_NO[0], YES_NO[1].model_copy(update={"passes": True}))))),
    ("an answer called as another was", scorecard(changed(options=_called(YES_NO, "No", "Yes")))),
    ("question weight", scorecard(changed(weight=2))),
    ("answerer", scorecard(changed(answerer="ai"))),
    ("required", scorecard(changed(required=False))),
    ("N/A", scorecard(changed(allow_na=True))),
    ("default", scorecard(changed(default_option_id=YES))),
    ("N/A as default", scorecard(changed(allow_na=True, default_not_applicable=True))),
    ("comment", scorecard(changed(allow_comment=False))),
    ("compliance", scorecard(changed(compliance=True))),
]


@pytest.mark.feature("S4.6")
@pytest.mark.parametrize("new", [c[1] for c in COSMETIC], ids=[c[0] for c in COSMETIC])
def test_a_cosmetic_change_needs_no_new_version(new: ScorecardVersion) -> None:
    old = scorecard(sections=(section(yes_no("q")),))
    assert is_cosmetic_change(old, new)


@pytest.mark.feature("S4.6")
@pytest.mark.parametrize("new", [c[1] for c in SUBSTANTIAL], ids=[c[0] for c in SUBSTANTIAL])
def test_any_other_change_makes_a_new_version(new: ScorecardVersion) -> None:
    old = scorecard(sections=(section(yes_no("q")),))
    assert not is_cosmetic_change(old, new)


@pytest.mark.feature("S4.6", "N2")
def test_what_the_ai_is_asked_is_not_cosmetic() -> None:
    old = yes_no("q", answerer="ai")
    assert not is_cosmetic_change(scorecard(old), scorecard(old.model_copy(update={"good": "Says hello"})))
    assert not is_cosmetic_change(scorecard(old), scorecard(old.model_copy(update={"text": "Other"})))
    assert not is_cosmetic_change(scorecard(old), scorecard(old.model_copy(update={"pass_by_absence": True})))
    assert not is_cosmetic_change(scorecard(old), scorecard(old.model_copy(update={"always_applies": True})))
    exact = yes_no("q", answerer="ai", check="exact_match", phrases=PHRASES)
    assert is_cosmetic_change(scorecard(exact), scorecard(exact.model_copy(update={"text": "Other"})))
    other = RequiredPhrases(all_of=("other words",))
    assert not is_cosmetic_change(scorecard(exact), scorecard(exact.model_copy(update={"phrases": other})))


def answer(**fields: Any) -> Answer:
    return Answer(**{"question_id": "q", "option_id": YES, **fields})


@pytest.mark.feature("S4.1")
@pytest.mark.parametrize(
    "question, answers, pointer",
    [
        (yes_no("q"), [answer(), answer(question_id="x")], "/answers/1/question_id"),
        (yes_no("q"), [answer(), answer()], "/answers/1/question_id"),
        (yes_no("q"), [answer(option_id="x")], "/answers/0/option_id"),
        (yes_no("q"), [answer(option_id=None, not_applicable=True)], "/answers/0/not_applicable"),
        (yes_no("q", allow_na=True), [answer(not_applicable=True)], "/answers/0/not_applicable"),
        (yes_no("q", allow_comment=False), [answer(comment="why")], "/answers/0/comment"),
        (yes_no("q"), [answer(answered_by="ai")], "/answers/0/answered_by"),
        (yes_no("q"), [], "/answers"),
        (yes_no("q"), [answer(option_id=None, comment="later")], "/answers"),
    ],
)
def test_answers_that_do_not_fit(question: Question, answers: list[Answer], pointer: str) -> None:
    assert [e.pointer for e in check_answers(scorecard(question), answers, completing=True)] == [pointer]


@pytest.mark.feature("S4.1")
@pytest.mark.parametrize(
    "question, answers",
    [
        (yes_no("q"), [answer(comment="well done")]),
        (yes_no("q", allow_na=True), [answer(option_id=None, not_applicable=True)]),
        (yes_no("q", required=False), []),
        (yes_no("q", answerer="ai"), [answer(answered_by="human")]),
    ],
)
def test_answers_that_fit(question: Question, answers: list[Answer]) -> None:
    assert check_answers(scorecard(question), answers, completing=True) == ()


@pytest.mark.feature("S4.4")
def test_while_answering_a_required_question_may_be_open() -> None:
    assert check_answers(scorecard(yes_no("q")), [], completing=False) == ()


@pytest.mark.feature("S4.2")
def test_answers_without_a_label_are_told_so_and_not_that_they_are_called_alike() -> None:
    blank = Option(id="a", label=" "), Option(id="b", label="")
    found = check_for_publishing(scorecard(choice(PLAIN_GOOD, *blank)))
    said = {each.pointer: each.message for each in found}
    assert said["/sections/0/questions/0/options/1/label"] == "an option needs a label"
    assert said["/sections/0/questions/0/options/2/label"] == "an option needs a label"
    assert not any("times" in each for each in said.values())
