"""Evaluation forms of Amazon Connect: alike in and out again, as botocore describes them; what is lost is named."""

import itertools
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from debrief.kernel.errors import RuleBroken
from debrief.quality.evaluations.model import Answer
from debrief.quality.evaluations.scoring import score
from debrief.quality.scorecard_files.connect_in import form_of, of_concern, read_connect
from debrief.quality.scorecard_files.connect_model_reader import known_fields, mistakes
from debrief.quality.scorecard_files.connect_out import connect_form
from debrief.quality.scorecard_files.csv_in import read_csv
from debrief.quality.scorecard_files.csv_out import template
from debrief.quality.scorecard_files.reading import Filed
from debrief.quality.scorecards.model import Option, Question, ScorecardVersion, Section, VersionContent
from debrief.quality.scorecards.rules import check_for_publishing
from tests.sizes import soaked
from tests.unit.quality.builders import scorecard, written, yes_no

pytestmark = pytest.mark.feature("S4.5")

words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)
Form = dict[str, Any]


def read(document: Form) -> Filed:
    form = of_concern(form_of(document), known_fields())
    assert mistakes(form) == []
    return read_connect(form)


def out(filed: Filed) -> Form:
    card = filed.scorecard
    made = connect_form(card.name, card.description, card.content)
    assert mistakes(made.form) == []
    return json.loads(json.dumps(made.form))  # type: ignore[no-any-return]


def select(ref: str, *options: Form, **more: Any) -> Form:
    properties = {"SingleSelect": {"Options": list(options), **more.pop("single", {})}}
    return {
        "Question": {
            "Title": f"Question {ref}",
            "RefId": ref,
            "QuestionType": "SINGLESELECT",
            "QuestionTypeProperties": properties,
            **more,
        }
    }


def option(ref: str, text: str, score: int, **more: Any) -> Form:
    return {"RefId": ref, "Text": text, "Score": score, **more}


def form(*items: Form, **more: Any) -> Form:
    section = {"Title": "Opening", "RefId": "s1", "Weight": 100.0, "Items": list(items)}
    return {
        "Title": "Voice",
        "Items": [{"Section": section}],
        "ScoringStrategy": {"Mode": "SECTION_ONLY", "Status": "ENABLED"},
        **more,
    }


GOOD, POOR = option("o1", "Good", 10), option("o2", "Poor", 0)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Forms of what both can say: weights of sections or points, choices, numbers, N/A, failures, the AI's answers."""
    by_points = draw(st.booleans())
    numbers = itertools.count()

    def question(section: str) -> Form:
        made: Form = {
            "Title": draw(words),
            "Instructions": draw(words),
            "RefId": f"q{next(numbers)}",
            "NotApplicableEnabled": draw(st.booleans()),
        }
        scores = draw(st.lists(st.integers(0, 100 if by_points else 10), min_size=2, max_size=4, unique=True))
        options = []
        for value in scores:
            fails = draw(st.sampled_from(["none", "none", "section", "evaluation"]))
            each: Form = {"PointsConfiguration": {"PointValue": value}} if by_points else {"Score": value}
            each["AutomaticFail"] = fails != "none"
            if fails == "section":
                each["AutomaticFailConfiguration"] = {"TargetSection": section}
            options.append(each)
        if draw(st.booleans()):
            ranges = [{"MinValue": place, "MaxValue": place, **each} for place, each in enumerate(options)]
            made["QuestionType"] = "NUMERIC"
            made["QuestionTypeProperties"] = {
                "Numeric": {"MinValue": 0, "MaxValue": len(options) - 1, "Options": ranges}
            }
        else:
            named = [
                {"RefId": f"o{place}", "Text": draw(words) + str(place), **each} for place, each in enumerate(options)
            ]
            single: Form = {"Options": named, "DisplayAs": "RADIO"}
            if draw(st.booleans()):
                single["Automation"] = {"AnswerSource": {"SourceType": "GEN_AI"}}
            made["QuestionType"] = "SINGLESELECT"
            made["QuestionTypeProperties"] = {"SingleSelect": single}
        return {"Question": made}

    items = []
    for number in range(draw(st.integers(1, 2))):
        ref = f"s{number}"
        section: Form = {"Title": draw(words), "RefId": ref, "Instructions": draw(words)}
        section["Items"] = [question(ref) for _ in range(draw(st.integers(1, 2)))]
        if not by_points:
            section["Weight"] = draw(st.integers(0, 100).map(float))
        items.append({"Section": section})
    return {
        "Title": draw(words),
        "Description": draw(words),
        "Items": items,
        "ScoringStrategy": {"Mode": "POINTS_BASED" if by_points else "SECTION_ONLY", "Status": "ENABLED"},
    }


@given(forms())
@settings(max_examples=soaked(25), deadline=None)
def test_in_out_and_in_again_are_equal_for_what_both_can_say(given_form: Form) -> None:
    first = read(given_form)
    assert first.left_out == ()
    made = out(first)
    assert read(made).scorecard == first.scorecard
    assert out(read(made)) == made


@given(forms())
@settings(max_examples=soaked(15), deadline=None)
def test_a_form_that_went_through_says_what_it_said(given_form: Form) -> None:
    """Out of what came in, all that was told is told again; what is added is what wasn't told."""

    def within(told: Any, made: Any) -> bool:
        if isinstance(told, dict):
            return all(key in made and within(value, made[key]) for key, value in told.items())
        if isinstance(told, list):
            return len(told) == len(made) and all(map(within, told, made))
        return bool(told == made)

    assert within(given_form, out(read(given_form)))


def test_what_a_scorecard_says_comes_back_but_for_what_is_named() -> None:
    content = VersionContent(
        sections=(
            Section(
                id="a",
                title="Opening",
                description="The first minute",
                weight=60,
                questions=(
                    yes_no("q1", description="Says so", answerer="ai", allow_na=True),
                    Question(
                        id="q2",
                        text="How?",
                        kind="single_choice",
                        options=(
                            Option(id="g", label="Good", points=1, passes=True),
                            Option(id="p", label="Poor", auto_fail="section"),
                        ),
                    ),
                ),
            ),
            Section(id="b", title="Rest", weight=40, questions=(yes_no("q3"),)),
        )
    )
    made = connect_form("Voice", "For calls", content)
    back = read(made.form).scorecard
    assert (back.name, back.description, VersionContent.model_validate(back.content.model_dump())) == (
        "Voice",
        "For calls",
        content,
    )
    assert [(each.where, each.what) for each in made.left_out] == [
        ("The scorecard", "the pass mark of 80%: a form has none")
    ]


def lost(content: VersionContent) -> list[str]:
    return [f"{each.where}: {each.what}" for each in connect_form("Voice", "", content).left_out][1:]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (yes_no("q", required=False), "Question q: is optional; there every question is answered"),
        (yes_no("q", allow_comment=False), "Question q: takes no comment; there every question does"),
        (yes_no("q", require_comment=True), "Question q: needs a comment"),
        (yes_no("q", default_option_id="yes"), "Question q: the answer that is preselected"),
        (yes_no("q", allow_na=True, default_not_applicable=True), "Question q: the answer that is preselected"),
        (yes_no("q", compliance=True), "Question q: that it is a matter of compliance"),
        (yes_no("q", pass_by_absence=True), "Question q: that a pass needs no words that show it"),
        (yes_no("q", always_applies=True), "Question q: that it always applies"),
        (yes_no("q", good="Says so"), "Question q: “Good” is carried in the instructions"),
        (
            yes_no("q", answerer="ai", check="exact_match"),
            "Question q: the words that are looked for; a person answers it there",
        ),
        (
            Question(
                id="q",
                text="Question q",
                kind="rating_scale",
                options=(
                    Option(id="g", label="Good", value=2, points=1, passes=True),
                    Option(id="p", label="Poor", value=1),
                ),
            ),
            "Question q: becomes a single choice, without the places on the scale",
        ),
        (
            Question(
                id="q",
                text="Question q",
                kind="single_choice",
                options=(
                    Option(id="g", label="Good", points=3, passes=True),
                    Option(id="m", label="Middling", points=0.5, passes=True),
                    Option(id="p", label="Poor"),
                ),
            ),
            "Question q: “Middling” scores 1.6667, which is rounded to 2",
        ),
    ],
)
def test_what_a_form_has_no_place_for_is_named(question: Question, said: str) -> None:
    assert said in lost(scorecard(question))


def test_what_a_whole_scorecard_loses_is_named() -> None:
    content = scorecard(
        yes_no("q", weight=3, answerer="ai"),
        yes_no("r"),
        section_auto_fail_rule="leave_out",
        applies_to={"queues": ["orders"]},
        start_automatically=True,
    )
    assert lost(content) == [
        "The scorecard: a section that fails counts 0 there; here it is left out of the total",
        "The scorecard: the channels and queues that it applies to",
        "The scorecard: that it starts automatically: there the AI has to answer every question",
        "Section a: its questions count alike there, whatever points and weights they have here",
    ]


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        (scorecard(yes_no("q" * 41)), "/sections/0/questions/0/id"),
        (scorecard(yes_no("q", good="x" * 1020)), "/sections/0/questions/0/description"),
        (scorecard(sections=()), "/sections"),
        (
            scorecard(*(yes_no(f"q{number}") for number in range(100))).model_copy(
                update={
                    "sections": (
                        *scorecard(*(yes_no(f"q{n}") for n in range(100))).sections,
                        *scorecard(yes_no("x")).sections,
                    )
                }
            ),
            "/sections",
        ),
        (written("101/101")[0], "/sections/0/questions/0/options/0/points"),
    ],
)
def test_what_connect_does_not_take_is_refused_with_its_place(content: ScorecardVersion, pointer: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        connect_form("Voice", "", content)
    assert pointer in [each.pointer for each in refused.value.errors]


def test_the_template_goes_out_as_a_form() -> None:
    numbers = itertools.count()
    card = read_csv(template(), lambda prefix: f"{prefix}_{next(numbers)}").scorecard
    assert mistakes(connect_form(card.name, card.description, card.content).form) == []


LOST = [
    (
        "a text",
        {"Question": {"Title": "Notes", "RefId": "q", "QuestionType": "TEXT"}},
        "Notes: the whole question: text",
    ),
    (
        "a number without a score",
        {
            "Question": {
                "Title": "How long?",
                "RefId": "q",
                "QuestionType": "NUMERIC",
                "QuestionTypeProperties": {"Numeric": {"MinValue": 0, "MaxValue": 5}},
            }
        },
        "How long?: the whole question: numbers without a score",
    ),
    (
        "ranges",
        {
            "Question": {
                "Title": "How long?",
                "RefId": "q",
                "QuestionType": "NUMERIC",
                "QuestionTypeProperties": {
                    "Numeric": {
                        "MinValue": 0,
                        "MaxValue": 9,
                        "Options": [
                            {"MinValue": 0, "MaxValue": 4, "Score": 0},
                            {"MinValue": 5, "MaxValue": 9, "Score": 9},
                        ],
                    }
                },
            }
        },
        "How long?: that a number is entered",
    ),
    (
        "asked only sometimes",
        select(
            "q",
            GOOD,
            POOR,
            Enablement={
                "Action": "ENABLE",
                "Condition": {
                    "Operands": [
                        {
                            "Expression": {
                                "Source": {"Type": "QUESTION_REF_ID", "RefId": "p"},
                                "Values": [{"Type": "OPTION_REF_ID", "RefId": "o1"}],
                                "Comparator": "IN",
                            }
                        }
                    ]
                },
            },
        ),
        "Question q: that it is asked only after certain answers",
    ),
    (
        "answered by a rule",
        select(
            "q",
            GOOD,
            POOR,
            single={
                "Automation": {
                    "Options": [{"RuleCategory": {"Category": "c", "Condition": "PRESENT", "OptionRefId": "o1"}}],
                    "DefaultOptionRefId": "o2",
                },
                "DisplayAs": "DROPDOWN",
            },
        ),
        "Question q: that Contact Lens answers it",
    ),
    (
        "another section fails",
        select("q", GOOD, {**POOR, "AutomaticFail": True, "AutomaticFailConfiguration": {"TargetSection": "s9"}}),
        "Question q: that “Poor” fails another section",
    ),
    (
        "no score",
        select("q", GOOD, POOR, ScoringConfiguration={"IsExcludedFromScoring": True}),
        "Question q: that it isn't scored",
    ),
    (
        "a section inside",
        {"Section": {"Title": "Inner", "RefId": "s2", "Items": [select("q", GOOD, POOR)]}},
        "Inner: that it is a section of its own inside “Opening”",
    ),
]


@pytest.mark.parametrize(("item", "said"), [each[1:] for each in LOST], ids=[each[0] for each in LOST])
def test_what_a_scorecard_has_no_place_for_is_named(item: Form, said: str) -> None:
    filed = read(form(select("first", GOOD, POOR), item))
    assert any(f"{each.where}: {each.what}".startswith(said) for each in filed.left_out), filed.left_out
    version = ScorecardVersion.model_validate({**filed.scorecard.content.model_dump(), "scorecard_id": "sc"})
    assert check_for_publishing(version) == ()


def test_what_describe_answers_is_read_like_what_create_takes() -> None:
    inside = form(select("q", GOOD, POOR)) | {
        "EvaluationFormId": "1",
        "EvaluationFormArn": "arn",
        "CreatedTime": 1.0,
        "Locked": False,
        "Status": "ACTIVE",
        "Description": None,
        "Tags": {"a": "b"},
    }
    assert read({"EvaluationForm": inside}).scorecard == read(form(select("q", GOOD, POOR))).scorecard


def test_a_form_that_connect_would_not_take_is_refused_with_every_mistake() -> None:
    broken = form(select("q", {"RefId": "o"}, {**GOOD, "Score": "ten"}))
    told = [each.message for each in mistakes(of_concern(broken | {"Mood": 1}, known_fields()))]
    options = "Items[0].Section.Items[0].Question.QuestionTypeProperties.SingleSelect.Options"
    assert [message.split(",")[0] for message in told] == [
        'unknown parameter in input: "Mood"',
        f'missing required parameter in {options}[0]: "Text"',
        f"invalid type for parameter {options}[1].Score",
    ]


def test_what_is_missing_and_a_word_that_is_not_known_are_told_at_once() -> None:
    broken = form({"Question": {"Title": "When?", "RefId": "q1", "QuestionType": "STARS"}}, {"Question": "odd"})
    del broken["Title"]
    told = [each.message for each in mistakes(of_concern(broken, known_fields()))]
    assert any('missing required parameter in input: "Title"' in each for each in told)
    assert any("QuestionType, value: STARS" in each for each in told)
    assert any("invalid type for parameter Items[0].Section.Items[1].Question" in each for each in told)


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (
            form(select("q1", GOOD, POOR), ScoringStrategy={"Mode": "BY_FEEL", "Status": "ENABLED"}),
            "ScoringStrategy.Mode",
        ),
        (
            form({"Question": {"Title": "When?", "RefId": "q1", "QuestionType": "ANYTHING"}}),
            "Items[0].Section.Items[0].Question.QuestionType",
        ),
        (
            form(select("q1", GOOD, POOR, single={"DisplayAs": "CAROUSEL"})),
            "Items[0].Section.Items[0].Question.QuestionTypeProperties.SingleSelect.DisplayAs",
        ),
        (
            form(select("q1", option("o1", "Good", 10, PointsConfiguration={"PointValue": 101}), POOR)),
            "Options[0].PointsConfiguration.PointValue: it is 101",
        ),
    ],
)
def test_words_and_sizes_that_botocore_describes_and_does_not_check_are_refused(document: Form, place: str) -> None:
    told = mistakes(of_concern(form_of(document), known_fields()))
    assert [place in each.message for each in told] == [True]


def test_what_is_too_long_for_a_scorecard_is_told_with_its_place() -> None:
    long = form(select("q", GOOD, POOR)) | {"Title": "x" * 300}
    with pytest.raises(RuleBroken) as refused:
        read(long)
    assert [each.pointer for each in refused.value.errors] == ["/name"]


def test_questions_of_a_section_count_alike_whatever_they_score() -> None:
    """Half of it: a question of 0 to 4 that is answered best, and one of 0 to 10 that isn't."""
    small = select("small", option("b", "Best", 4), option("w", "Worst", 0))
    filed = read(form(small, select("large", GOOD, POOR)))
    version = ScorecardVersion.model_validate({**filed.scorecard.content.model_dump(), "scorecard_id": "sc"})
    answers = [Answer(question_id="small", option_id="b"), Answer(question_id="large", option_id="o2")]
    assert score(version, answers, running=False).percent == 50


def test_weights_of_questions_become_points_that_score_the_same() -> None:
    """30 × 10/10 + 70 × 4/8 = 65."""
    one = select("one", GOOD, POOR, Weight=30.0)
    other = select("other", option("b", "Best", 8), option("m", "Middling", 4), Weight=70.0)
    filed = read(form(one, other, ScoringStrategy={"Mode": "QUESTION_ONLY", "Status": "ENABLED"}))
    version = ScorecardVersion.model_validate({**filed.scorecard.content.model_dump(), "scorecard_id": "sc"})
    answers = [Answer(question_id="one", option_id="o1"), Answer(question_id="other", option_id="m")]
    assert score(version, answers, running=False).percent == 65
    assert any("weights of its questions become points" in each.what for each in filed.left_out)
