"""What a cold start pays for: the time of importing a handler, and which libraries it loads."""

from importlib.util import find_spec

import pytest

from tools import measure_imports
from tools.measure_imports import (
    LIMIT,
    MOST_ROUNDS,
    ROOM_LIMIT,
    TOLERANCE,
    Import,
    handlers,
    import_ratio,
    modules_loaded,
    modules_of_rooms,
    modules_with,
    quick_import_ratio,
    room_ratio,
    rooms,
)

NEVER = frozenset(
    {
        "moto",
        "aws_cdk",
        "pytest",
        "hypothesis",
        "ministack",
        "local",
        "infra",
        "numpy",
        "fpdf",
        "rapidfuzz",
        "jsonschema",
    }
)
"""Tools of development, and libraries that one path of one function needs: those are loaded on that path."""

RESOLVER = "aws_lambda_powertools.event_handler"


@pytest.mark.parametrize("name", handlers())
def test_importing_a_handler_costs_little_more_than_boto3_with_one_client(name: str) -> None:
    assert quick_import_ratio(name) <= LIMIT * TOLERANCE


@pytest.mark.parametrize(("name", "root"), rooms())
def test_the_first_request_to_a_room_loads_little_beside_the_handler(name: str, root: str) -> None:
    assert room_ratio(name, root) <= ROOM_LIMIT * TOLERANCE


def test_a_room_is_loaded_when_it_is_asked_for() -> None:
    goals = "debrief.quality.goals.model"
    assert goals not in modules_loaded("quality_api")
    assert goals in modules_of_rooms("quality_api")


@pytest.mark.parametrize("name", handlers())
def test_a_handler_loads_no_tool_and_no_library_of_one_path(name: str) -> None:
    packages = {module.partition(".")[0] for module in modules_loaded(name)}
    assert not packages & NEVER


@pytest.mark.parametrize("name", [each for each in handlers() if not each.endswith("_api")])
def test_only_apis_load_the_resolver(name: str) -> None:
    assert RESOLVER not in modules_loaded(name)


@pytest.mark.parametrize(
    "name", ["analyse_interaction", "evaluate_automatically", "interactions_api", "quality_api", "settle_intake"]
)
def test_the_readers_of_formats_are_loaded_with_the_first_unit_that_is_read(name: str) -> None:
    loaded = modules_of_rooms(name) if name == "quality_api" else modules_loaded(name)
    assert "debrief.interactions.formats.detect" not in loaded
    assert "debrief.interactions.formats.detect" in modules_with("debrief.interactions.intake.unit_reader")


def test_showing_a_report_loads_nothing_that_computes_one() -> None:
    facts = {f"debrief.summaries.facts.{name}" for name in ("facts", "material", "metrics", "trends", "evidence")}
    others = {"debrief.insights.line_items", "debrief.insights.projection.model", "debrief.coaching.feedback.service"}
    services = ("debrief.coaching.actions.service", "debrief.coaching.meetings.service", "api.summaries_api.handler")
    assert not (facts | others | {"statistics"}) & modules_with(*services)
    assert all(find_spec(each) for each in facts | others), "a module of another name is never loaded"


def test_an_api_that_lets_the_ai_answer_loads_nothing_that_asks_it() -> None:
    asking = {"debrief.kernel.ai.model_client", "debrief.kernel.ai.converse", "debrief.kernel.ai.prompts"}
    assert not asking & modules_of_rooms("quality_api")
    assert asking <= modules_with("debrief.quality.answering.answerer_service")


@pytest.mark.parametrize("name", ["answer_draft", "evaluate_automatically"])
def test_what_answers_is_loaded_with_the_first_scorecard_that_has_something_to_answer(name: str) -> None:
    answering = {"answerer_service", "asking", "checking", "judging", "placeholders"}
    heavy = {f"debrief.quality.answering.{each}" for each in answering} | {"debrief.interactions.analysis.guarding"}
    assert not heavy & modules_loaded(name)
    assert heavy <= modules_with("debrief.quality.answering.answerer_service")


def test_gathering_loads_nothing_that_drafts() -> None:
    drafting = {f"debrief.summaries.drafting.{name}" for name in ("capping", "draft", "filtering", "guard", "steps")}
    gathering = ("debrief.summaries.drafting.gather_step", "debrief.summaries.drafting.material_reader")
    loaded = modules_with(*gathering)
    assert set(gathering) <= loaded
    assert not (drafting | {"debrief.kernel.ai.model_client"}) & loaded


def test_the_measure_tells_large_from_small() -> None:
    assert RESOLVER in modules_loaded("people_api")
    assert import_ratio("people_api", limit=0.0, rounds=1, most_rounds=1) > 0.5


def test_a_cost_above_the_limit_is_looked_at_again_and_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def measure(code: str) -> Import:
        looked.append(code)
        # The first import is disturbed; afterwards one handler costs as much as boto3, the other four times that.
        seconds = 9.0 if len(looked) == 1 else 4.0 if "clerk" in code else 1.0
        return Import(seconds, frozenset())

    monkeypatch.setattr(measure_imports, "_measure", measure)
    monkeypatch.setattr(measure_imports, "module_of", str)
    monkeypatch.setattr(measure_imports, "first_import", lambda name: measure(f"import {name}"))
    monkeypatch.setattr(measure_imports, "baseline_seconds", lambda: 1.0)
    assert quick_import_ratio("disturbed") == 1.0
    looked.clear()
    assert quick_import_ratio("clerk") == 4.0
    assert looked.count("import clerk") == 2 + MOST_ROUNDS
