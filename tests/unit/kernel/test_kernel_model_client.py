"""The client of the language model, against a Bedrock that answers what it is told."""

from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from debrief.kernel.ai.model_client import ModelClient, ModelSettings
from debrief.kernel.ai.money import TokenPrice
from debrief.kernel.ai.prompts import PromptTemplate
from debrief.kernel.errors import (
    DebriefError,
    ModelAnswerInvalid,
    ModelRefused,
    ModelThrottled,
    ModelTimedOut,
    ModelUnavailable,
)
from debrief.kernel.model import Entity

PROMPT = PromptTemplate(name="rate", version=1, system="Rate.", text="Rate $what.").fill(what="this")
SETTINGS = ModelSettings(model_id="sample.model-v1", price=TokenPrice(input=3, output=15))


class Rating(Entity):
    """How good it is."""

    stars: int


class FakeBedrock:
    """Gives the answers in turn; errors among them are raised."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []

    def converse(self, **request: Any) -> dict[str, Any]:
        # The client goes on adding to its messages, so what was sent has to be kept as it was.
        self.asked.append(request | {"messages": list(request["messages"])})
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]


def answer(input: Any, *, stop: str = "tool_use") -> dict[str, Any]:
    use = {"toolUse": {"toolUseId": "t1", "name": "give_rating", "input": input}}
    content = [{"text": "Here."}, *([use] if input is not None else [])]
    return {
        "output": {"message": {"role": "assistant", "content": content}},
        "stopReason": stop,
        "usage": {"inputTokens": 1000, "outputTokens": 100, "totalTokens": 1100},
        "ResponseMetadata": {"RequestId": f"r{input}"},
    }


def ask(*answers: Any) -> tuple[Any, FakeBedrock]:
    bedrock = FakeBedrock(*answers)
    ticks = iter([10.0, 10.25])
    client = ModelClient(SETTINGS, connect=lambda _: bedrock, stopwatch=lambda: next(ticks))  # type: ignore[arg-type, return-value]
    return client.ask(PROMPT, "give_rating", Rating), bedrock


@pytest.mark.feature("N2", "N9")
def test_an_answer_comes_with_how_it_came_about() -> None:
    given, bedrock = ask(answer({"stars": 4}))
    assert given.value == Rating(stars=4)
    provenance = given.provenance
    assert (provenance.model, provenance.prompt_version, provenance.prompt_hash) == (
        "sample.model-v1",
        "rate.v1",
        PROMPT.hash,
    )
    assert (provenance.input_tokens, provenance.output_tokens, provenance.cost_micro_usd) == (1000, 100, 4500)
    assert provenance.latency_ms == 250
    request = bedrock.asked[0]
    assert request["toolConfig"]["toolChoice"] == {"tool": {"name": "give_rating"}}
    assert request["toolConfig"]["tools"][0]["toolSpec"]["inputSchema"]["json"]["required"] == ["stars"]
    assert request["inferenceConfig"]["temperature"] == 0.0


def test_a_wrong_answer_is_mended_once_and_paid_for_twice() -> None:
    given, bedrock = ask(answer({"stars": "many"}), answer({"stars": 2}))
    assert given.value.stars == 2
    assert given.provenance.cost_micro_usd == 9000
    told = bedrock.asked[1]["messages"][-1]["content"][0]["toolResult"]
    assert told["status"] == "error"
    assert "stars" in told["content"][0]["text"]
    assert "many" not in told["content"][0]["text"], "values may be content"


@pytest.mark.parametrize("bad", [None, {"stars": "many"}, {"stars": 1, "reason": "x"}])
def test_two_wrong_answers_are_an_error_and_never_a_result(bad: Any) -> None:
    with pytest.raises(ModelAnswerInvalid):
        ask(answer(bad), answer(bad))


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "secret content"}}, "Converse")


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        (refused("ThrottlingException"), ModelThrottled),
        (refused("ModelTimeoutException"), ModelTimedOut),
        (refused("AccessDeniedException"), ModelRefused),
        (refused("ValidationException"), ModelRefused),
        (refused("InternalServerException"), ModelUnavailable),
        (ReadTimeoutError(endpoint_url="https://bedrock.example.com"), ModelTimedOut),
        (EndpointConnectionError(endpoint_url="https://bedrock.example.com"), ModelUnavailable),
        (answer({"stars": 1}, stop="guardrail_intervened"), ModelRefused),
    ],
)
def test_failures_have_names_that_the_workflow_retries_by(problem: Any, kind: type[DebriefError]) -> None:
    with pytest.raises(kind) as caught:
        ask(problem)
    assert type(caught.value) is kind
    assert "secret" not in caught.value.detail


def test_an_offline_model_is_known_by_its_name() -> None:
    assert SETTINGS.model_copy(update={"model_id": "offline"}).offline
    assert not SETTINGS.offline
