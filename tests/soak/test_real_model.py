"""Analysis, answers and a summary through a real model that understands next to nothing.

Whatever it writes, each ends right in form, or failed with a reason that is one of ours; nothing hangs, and what can't
be used is stored nowhere. `-s` prints what became of each.
"""

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from debrief.interactions.intake.failures import failure_of
from debrief.kernel.steps import StepError
from debrief.summaries.drafting.draft import WholeDraft
from debrief.summaries.failures import failure_of as summary_failure_of
from debrief.summaries.model import SummaryFailure
from local.model_server import context_tokens
from local.settings import HOST
from tests.integration import documents
from tests.integration.driver import Debrief, Json, eventually
from tests.soak.conftest import CONTEXT_TOKENS

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3600)]

LONGEST = 1800.0
"""Seconds after which something counts as hanging: longer than every try of a step together."""

MODEL_ERRORS = (
    "ModelAnswerCut",
    "ModelAnswerInvalid",
    "ModelInputTooLong",
    "ModelThrottled",
    "ModelTimedOut",
    "ModelUnavailable",
)
TELLTALE = ("Traceback", "Exception", "ValidationError", "botocore", HOST, "JSON Schema", '{"')


def clean(value: Any) -> None:
    """Nothing of errors, requests or unparsed answers in what is shown."""
    if isinstance(value, str):
        assert not any(each in value for each in TELLTALE), value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            clean(each)


def told(what: str, became: str, since: float) -> None:
    print(f"\n{what}: {became} after {time.monotonic() - since:.0f} s")  # noqa: T201


def dropped(debrief: Debrief, **metadata: Any) -> Json:
    """A conversation of four turns, once it is settled."""
    name = debrief.name("real")
    chat = documents.chat(debrief.agent["agent_references"][0], name, **metadata)
    return debrief.settled(debrief.drop(f"chats/{name}.vcon.json", chat), seconds=LONGEST)


def failed_openly(item: Json) -> bool:
    """Whether it failed, and then with a sentence of ours."""
    if item["status"] == "loaded":
        return False
    assert item["status"] == "failed", item
    code = item["failure"]["code"]
    assert code in MODEL_ERRORS, item
    assert item["failure"]["sentence"] == failure_of(StepError(Error=code)).sentence
    return True


def check_analysis(analysis: Json) -> None:
    clean(analysis)
    assert len(analysis["summary"]["value"]) <= 1500
    assert all(1 <= len(topic["value"]) <= 60 for topic in analysis["topics"])
    assert [each["quarter"] for each in analysis["customer_sentiment_arc"]["value"]] == [1, 2, 3, 4]
    assert all(-5 <= each["score"] <= 5 for each in analysis["customer_sentiment_arc"]["value"])
    provenance = analysis["provenance"]
    assert provenance["model"] == "SmolLM2-135M-Instruct"
    assert provenance["input_tokens"] > 100
    assert provenance["output_tokens"] > 10


@pytest.mark.feature("N10")
def test_the_server_tells_how_much_the_model_reads(model_url: str) -> None:
    assert context_tokens(model_url) == CONTEXT_TOKENS


@pytest.mark.feature("I2", "N1")
def test_an_analysis(debrief: Debrief) -> None:
    since = time.monotonic()
    item = dropped(debrief)
    analysis = debrief.get(f"/interactions/{item['interaction_id']}")["analysis"] or {}
    if failed_openly(item):
        assert not analysis.get("summary")
        told("analysis", item["failure"]["code"], since)
        return
    if analysis["summary"]:
        check_analysis(analysis)
    told("analysis", "loaded", since)


@pytest.mark.feature("S4.7", "S2.2", "N1")
def test_answers(debrief: Debrief) -> None:
    queue, since = debrief.name("queue"), time.monotonic()
    debrief.scorecard(documents.automatic_scorecard(queue))
    item = dropped(debrief, queue=queue)
    made = debrief.get(f"/evaluations?interaction_id={item['interaction_id']}")["items"]
    if failed_openly(item):
        assert made == []
        told("answers", item["failure"]["code"], since)
        return
    (listed,) = made
    evaluation = debrief.get(f"/evaluations/{listed['id']}")
    (answer,) = evaluation["answers"]
    clean(answer)
    assert answer["option_id"] in ("yes", "no")
    assert 0 <= answer["confidence"] <= 1
    said = " ".join(text for _, text in documents.SAID)
    assert answer["quote"] is None or answer["quote"]["text"] in said
    told("answers", f"{answer['option_id']}, quote {answer['quote'] is not None}", since)


@pytest.mark.feature("S0.3", "S0.8", "N1")
def test_a_summary(debrief: Debrief) -> None:
    dropped(debrief)
    since = time.monotonic()
    period = {"kind": "custom", "first_day": "2026-02-01", "last_day": "2026-02-28"}
    asked = debrief.post("/summaries", {"agent_id": debrief.agent["id"], "period": period})

    def look() -> Json | None:
        seen: Json = debrief.get(f"/summaries/{asked['id']}")
        return seen if seen["status"] != "generating" else None

    summary = eventually(look, "the summary ends", LONGEST)
    if summary["status"] == "failed":
        failure = summary["failure"]
        known = {each.reason: each.sentence for each in map(_failure, MODEL_ERRORS)}
        assert known.get(failure["reason"]) == failure["sentence"], failure
        assert summary["report"] is None
        told("summary", failure["reason"], since)
        return
    report = summary["report"]
    clean(report)
    assert set(WholeDraft.model_fields) <= set(report)
    assert report["strengths"]["line_items"] or report["strengths"]["passages"]
    assert report["trends"]
    assert not report["offline"]
    told("summary", f"ready, {sum(each['count'] for each in report['dropped'])} sentences dropped", since)


def _failure(error: str) -> SummaryFailure:
    return summary_failure_of(error, datetime.now(UTC))
