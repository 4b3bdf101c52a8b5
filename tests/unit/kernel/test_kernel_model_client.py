"""The client of the language model, against a Bedrock that answers what it is told."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    IncompleteReadError,
    ParamValidationError,
    ReadTimeoutError,
)
from botocore.parsers import ResponseParserError

from debrief.kernel.ai.budget import Budget, Reservation, Spent
from debrief.kernel.ai.model_client import ModelClient, ModelSettings, _bedrock
from debrief.kernel.ai.money import TokenPrice
from debrief.kernel.ai.prompts import PromptTemplate
from debrief.kernel.errors import (
    BudgetSpent,
    DebriefError,
    ModelAnswerCut,
    ModelAnswerInvalid,
    ModelBlocked,
    ModelInputTooLong,
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
    client, bedrock = client_of(*answers)
    return client.ask(PROMPT, "give_rating", Rating), bedrock


def client_of(*answers: Any, budget: Budget | None = None, **settings: Any) -> tuple[ModelClient, FakeBedrock]:
    bedrock = FakeBedrock(*answers)
    ticks = iter([10.0, 10.25] * 9)
    chosen = SETTINGS.model_copy(update=settings)
    connect: Any = lambda _: bedrock  # noqa: E731
    return ModelClient(chosen, budget=budget, connect=connect, stopwatch=lambda: next(ticks)), bedrock


def said(*content: Any, stop: str = "tool_use") -> dict[str, Any]:
    """An answer of these parts."""
    return answer(None) | {"output": {"message": {"role": "assistant", "content": list(content)}}, "stopReason": stop}


def call(input: Any, id: str = "t1", name: str = "give_rating") -> dict[str, Any]:
    return {"toolUse": {"toolUseId": id, "name": name, "input": input}}


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


def refused(code: str, message: str = "secret content", status: int = 400) -> ClientError:
    response: Any = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "Converse")


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
        (answer({"stars": 1}, stop="guardrail_intervened"), ModelBlocked),
        (answer({"stars": 1}, stop="content_filtered"), ModelBlocked),
        (answer({"stars": 1}, stop="refusal"), ModelBlocked),
        (answer({"stars": 1}, stop="model_context_window_exceeded"), ModelInputTooLong),
        (refused("ServiceQuotaExceededException"), ModelThrottled),
        (refused("ModelNotReadyException", status=429), ModelUnavailable),
        (refused("ModelErrorException", status=424), ModelUnavailable),
        (refused("ValidationException", "Input is too long for requested model. secret"), ModelInputTooLong),
        (
            refused("ValidationException", "prompt is too long: 208310 tokens > 200000 maximum secret"),
            ModelInputTooLong,
        ),
        (refused("429", "<html>secret", status=429), ModelThrottled),
        (refused("<html>secret", status=502), ModelUnavailable),
        (refused("504", "secret", status=504), ModelTimedOut),
        (refused("UnheardOfException", "secret", status=403), ModelRefused),
        (IncompleteReadError(actual_bytes=3, expected_bytes=90), ModelUnavailable),
        (ResponseParserError("secret"), ModelUnavailable),
        ({"message": "<html>secret", "ResponseMetadata": {}}, ModelUnavailable),
        (answer({"stars": 1}) | {"usage": {"inputTokens": None, "outputTokens": 1}}, ModelUnavailable),
        (answer({"stars": 1}) | {"usage": {"inputTokens": 1, "outputTokens": -1}}, ModelUnavailable),
        (answer({"stars": 1}) | {"usage": {"inputTokens": -1000, "outputTokens": 1}}, ModelUnavailable),
        (answer({"stars": 1}) | {"usage": {"inputTokens": True, "outputTokens": 1}}, ModelUnavailable),
    ],
)
def test_failures_have_names_that_the_workflow_retries_by(problem: Any, kind: type[DebriefError]) -> None:
    with pytest.raises(kind) as caught:
        ask(problem)
    assert type(caught.value) is kind
    assert "secret" not in caught.value.detail


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, bytes], ModelClient]:
    """A client whose boto3 is the real one, and gets an answer of this status and with this body."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")

    def connected(status: int, body: bytes) -> ModelClient:
        bedrock = _bedrock(SETTINGS)
        raw: Any = SimpleNamespace(stream=lambda: iter([body]))
        answer: Any = lambda request, **_: AWSResponse(request.url, status, HTTPHeaders(), raw)  # noqa: E731
        bedrock.meta.events.register("before-send", answer)
        return ModelClient(SETTINGS, connect=lambda _: bedrock)

    return connected


BODIES = [
    b"[]",
    b'"x"',
    b"null",
    b"5",
    b"\xff\xfe",
    b"[" * 100_000 + b"]" * 100_000,
    b'{"output": []}',
    b'{"output": "x"}',
    b'{"output": {"message": {"content": ["x"]}}}',
    b'{"output": {"message": {"content": {"a": 1}}}}',
    b'{"output": {"message": {"content": [{"toolUse": "x"}]}}}',
    b'{"usage": []}',
]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body[:40].decode(errors="replace"))
def test_a_body_of_another_form_is_an_answer_that_cannot_be_read(
    body: bytes, answering: Callable[[int, bytes], ModelClient]
) -> None:
    with pytest.raises(ModelUnavailable, match="can't be read"):
        answering(200, body).ask(PROMPT, "give_rating", Rating)


@pytest.mark.parametrize("status", [400, 403, 500])
@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b'{"__type": 5}', b'{"__type": []}'])
def test_so_is_a_refusal_of_another_form(
    status: int, body: bytes, answering: Callable[[int, bytes], ModelClient]
) -> None:
    with pytest.raises(ModelUnavailable, match="can't be read"):
        answering(status, body).ask(PROMPT, "give_rating", Rating)


@pytest.mark.parametrize(
    "part",
    [
        {"text": 5},
        {"toolUse": {"name": "give_rating", "toolUseId": [], "input": {}}},
        {"toolUse": {"name": [], "toolUseId": "t1", "input": {}}},
    ],
)
@pytest.mark.parametrize("choice", ["tool", "none"])
def test_so_is_a_part_of_it(part: dict[str, Any], choice: str) -> None:
    client, _ = client_of(said(part), said(part), tool_choice=choice)
    with pytest.raises(ModelUnavailable, match="can't be read"):
        client.ask(PROMPT, "give_rating", Rating)


def test_what_we_ask_wrongly_is_not_the_models_fault(answering: Callable[[int, bytes], ModelClient]) -> None:
    client = answering(200, b"{}")
    client.settings = SETTINGS.model_copy(update={"temperature": "warm"})
    with pytest.raises(ParamValidationError):
        client.ask(PROMPT, "give_rating", Rating)


def test_an_offline_model_is_known_by_its_name() -> None:
    assert SETTINGS.model_copy(update={"model_id": "offline"}).offline
    assert not SETTINGS.offline


# What counts as an answer -------------------------------------------------------------------------------------------


def told_after(first: dict[str, Any], **settings: Any) -> list[dict[str, Any]]:
    """The messages of the second request, after an answer that can't be used."""
    client, bedrock = client_of(first, answer({"stars": 3}), **settings)
    assert client.ask(PROMPT, "give_rating", Rating).value == Rating(stars=3)
    messages: list[dict[str, Any]] = bedrock.asked[1]["messages"]
    roles = [message["role"] for message in messages]
    assert roles == ["user", "assistant", "user"][: len(roles)]
    return messages


def test_a_text_in_the_place_of_a_tool_is_answered_with_what_is_wrong() -> None:
    messages = told_after(said({"text": "Four stars."}, stop="end_turn"))
    assert messages[1]["content"] == [{"text": "Four stars."}]
    assert "was not a call of the tool `give_rating`" in messages[2]["content"][0]["text"]


def test_every_call_of_the_tool_gets_its_result_in_the_one_next_message() -> None:
    messages = told_after(said(call({}, "t1"), call({"stars": 4}, "t2")))
    assert [part["toolUse"]["toolUseId"] for part in messages[1]["content"]] == ["t1", "t2"]
    results = [part["toolResult"] for part in messages[2]["content"]]
    assert [result["toolUseId"] for result in results] == ["t1", "t2"]
    assert all("several times" in result["content"][0]["text"] for result in results)


def test_the_same_call_twice_is_one_answer() -> None:
    client, bedrock = client_of(said(call({"stars": 4}, "t1"), call({"stars": 4}, "t2")))
    assert client.ask(PROMPT, "give_rating", Rating).value.stars == 4
    assert len(bedrock.asked) == 1


@pytest.mark.parametrize(
    "content",
    [
        [call({"stars": 5}, name="give_praise")],
        [call({"stars": 5}), call({"stars": 5}, "t2", name="give_praise")],
        [call({"stars": 5}, "t1"), call({"stars": 4}, "t1")],
        [call({"stars": 5}, "not an id", name="give it")],
    ],
    ids=["another name", "another name beside", "one id twice", "no name for a request"],
)
def test_calls_that_no_request_may_repeat_are_told_of_in_words(content: list[Any]) -> None:
    messages = told_after(said(*content))
    assert len(messages) == 1
    text = messages[0]["content"][0]["text"]
    assert text.startswith("Rate this.")
    assert "An earlier answer to this couldn't be used." in text


@pytest.mark.parametrize("stop", ["malformed_tool_use", "malformed_model_output"])
def test_half_an_answer_is_asked_for_again(stop: str) -> None:
    messages = told_after(said({"text": ""}, stop=stop))
    assert "An earlier answer" in messages[0]["content"][0]["text"]


def test_thoughts_and_unknown_parts_are_not_sent_back() -> None:
    odd = [{"reasoningContent": {"reasoningText": {"text": "hm"}}}, {"SDK_UNKNOWN_MEMBER": {"name": "x"}}]
    messages = told_after(said(*odd, {"text": " "}, call({"stars": "many"})))
    assert messages[1]["content"] == [call({"stars": "many"})]


def test_an_answer_at_its_length_limit_is_no_answer_even_where_it_looks_whole() -> None:
    messages = told_after(answer({"stars": 4}, stop="max_tokens"))
    assert len(messages) == 1
    assert "much shorter" in messages[0]["content"][0]["text"]
    with pytest.raises(ModelAnswerCut):
        ask(answer({"stars": 4}, stop="max_tokens"), answer({"stars": 4}, stop="max_tokens"))


def test_a_huge_answer_is_not_sent_back_with_what_is_wrong() -> None:
    messages = told_after(answer({"stars": 1, "reason": "x" * 500_000}))
    assert len(messages) == 1
    assert "reason: Extra inputs are not permitted" in messages[0]["content"][0]["text"]


def test_names_that_the_model_made_up_stay_out_of_errors() -> None:
    words = "The customer's number is 4711"
    with pytest.raises(ModelAnswerInvalid) as caught:
        ask(answer({"stars": 1, words: 1}), answer({"stars": 1, words: 1}))
    assert "4711" not in caught.value.detail


# What a model can be asked for ----------------------------------------------------------------------------------------

NO_TOOL = (
    "This model doesn't support the toolConfig.toolChoice.tool field. Remove toolConfig.toolChoice.tool and try again."
)
NO_ANY = NO_TOOL.replace(".tool ", ".any ")
NO_TOOLS = "This model doesn't support tool use."


def invalid(message: str) -> ClientError:
    return refused("ValidationException", message)


def choices(bedrock: FakeBedrock) -> list[Any]:
    return [request.get("toolConfig", {}).get("toolChoice", "no choice") for request in bedrock.asked]


def test_a_model_that_takes_no_forced_tool_is_asked_otherwise_and_from_then_on() -> None:
    client, bedrock = client_of(invalid(NO_TOOL), invalid(NO_ANY), answer({"stars": 1}), answer({"stars": 2}))
    assert [client.ask(PROMPT, "give_rating", Rating).value.stars for _ in range(2)] == [1, 2]
    assert choices(bedrock) == [{"tool": {"name": "give_rating"}}, {"any": {}}, "no choice", "no choice"]
    assert "by calling the tool `give_rating`" in bedrock.asked[2]["system"][0]["text"]
    assert "by calling" not in bedrock.asked[0]["system"][0]["text"]


@pytest.mark.parametrize("form", ['{"stars": 5}', '```json\n{"stars": 5}\n```', ' {"stars": 5}\n'])
def test_a_model_without_tools_answers_by_the_schema_in_a_text(form: str) -> None:
    client, bedrock = client_of(invalid(NO_TOOLS), said({"text": form}, stop="end_turn"))
    given = client.ask(PROMPT, "give_rating", Rating)
    assert (given.value.stars, given.provenance.input_tokens) == (5, 1000)
    assert "toolConfig" not in bedrock.asked[1]
    assert '"required":["stars"]' in bedrock.asked[1]["system"][0]["text"]


def test_in_a_text_too_what_is_wrong_is_told() -> None:
    first = said({"text": "Five stars, I think."}, stop="end_turn")
    client, bedrock = client_of(first, said({"text": '{"stars": 5}'}), tool_choice="none")
    assert client.ask(PROMPT, "give_rating", Rating).value.stars == 5
    assert bedrock.asked[1]["messages"][1]["content"] == [{"text": "Five stars, I think."}]
    assert "The answer was not a JSON object" in bedrock.asked[1]["messages"][2]["content"][0]["text"]


def test_where_a_tool_can_be_forced_a_text_is_no_answer() -> None:
    client, bedrock = client_of(said({"text": '{"stars": 5}'}), answer({"stars": 2}))
    assert client.ask(PROMPT, "give_rating", Rating).value.stars == 2
    assert len(bedrock.asked) == 2


@pytest.mark.parametrize(
    ("message", "gone"),
    [
        ("`temperature` is deprecated for this model.", ("inferenceConfig", "temperature")),
        ("This model doesn't support system messages. Try again without a system message.", ("system",)),
    ],
)
def test_fields_that_a_model_refuses_are_left_out(message: str, gone: tuple[str, ...]) -> None:
    client, bedrock = client_of(invalid(message), answer({"stars": 1}))
    provenance = client.ask(PROMPT, "give_rating", Rating).provenance
    sent: Any = bedrock.asked[1]
    for name in gone[:-1]:
        sent = sent[name]
    assert gone[-1] not in sent
    if gone == ("system",):
        assert bedrock.asked[1]["messages"][0]["content"][0]["text"] == "Rate.\n\nRate this."
    else:
        assert "temperature" not in provenance.parameters


@pytest.mark.parametrize(
    "message",
    [
        "The maximum tokens you requested exceeds the model limit of 2048. Try again with a lower value.",
        "max_tokens: 8192 > 2048, which is the maximum allowed number of output tokens",
    ],
)
def test_a_shorter_limit_of_answers_is_learned(message: str) -> None:
    client, bedrock = client_of(invalid(message), answer({"stars": 1}))
    assert client.ask(PROMPT, "give_rating", Rating).provenance.parameters["max_tokens"] == 2048
    assert bedrock.asked[1]["inferenceConfig"]["maxTokens"] == 2048


def test_a_result_without_a_status_is_sent_where_there_may_be_none() -> None:
    wrong = answer({"stars": "many"})
    refusal = invalid("This model doesn't support the status field. Remove status and try again.")
    client, bedrock = client_of(wrong, refusal, answer({"stars": 2}))
    assert client.ask(PROMPT, "give_rating", Rating).value.stars == 2
    results = [request["messages"][-1]["content"][0]["toolResult"] for request in bedrock.asked[1:]]
    assert [result.get("status") for result in results] == ["error", None]


def test_a_refusal_that_teaches_nothing_is_a_refusal() -> None:
    client, _ = client_of(invalid(NO_TOOL), invalid("The provided model identifier is invalid."))
    with pytest.raises(ModelRefused):
        client.ask(PROMPT, "give_rating", Rating)


def test_a_model_with_little_room_is_asked_for_less_and_never_for_more_than_it_reads() -> None:
    client, bedrock = client_of(answer({"stars": 1}), context_tokens=4000)
    client.ask(PROMPT, "give_rating", Rating)
    assert 3500 < bedrock.asked[0]["inferenceConfig"]["maxTokens"] < 4000
    client, bedrock = client_of(context_tokens=4000)
    long = PROMPT.model_copy(update={"text": "word " * 3000})
    with pytest.raises(ModelInputTooLong):
        client.ask(long, "give_rating", Rating)
    assert bedrock.asked == []


def test_titles_are_not_paid_for() -> None:
    class Titled(Entity):
        """Something."""

        title: str
        stars: int

    client, bedrock = client_of(answer({"title": "a", "stars": 1}))
    client.ask(PROMPT, "give_rating", Titled)
    schema = bedrock.asked[0]["toolConfig"]["tools"][0]["toolSpec"]["inputSchema"]["json"]
    assert schema["properties"] == {"title": {"type": "string"}, "stars": {"type": "integer"}}
    assert "title" not in schema


# What it costs --------------------------------------------------------------------------------------------------------


class Ledger:
    """A budget that writes down what it is asked."""

    def __init__(self, *, spent: bool = False) -> None:
        self.spent = spent
        self.reserved: list[int] = []
        self.settled: list[Spent] = []
        self.unused: dict[str, Spent] = {}

    def reserve(self, micro_usd: int) -> Reservation:
        if self.spent:
            raise BudgetSpent("This month's budget is spent")
        self.reserved.append(micro_usd)
        return Reservation("2026-03", micro_usd)

    def settle(self, reservation: Reservation, spent: Spent) -> None:
        assert reservation.micro_usd == self.reserved[-1]
        self.settled.append(spent)

    def keep_unused(self, subject: str, spent: Spent) -> None:
        self.unused[subject] = self.unused.get(subject, Spent()).plus(spent)

    def take_unused(self, subject: str) -> Spent:
        return self.unused.pop(subject, Spent())


@pytest.mark.feature("N9")
def test_each_request_is_reserved_before_and_settled_after() -> None:
    ledger = Ledger()
    client, _ = client_of(answer({"stars": "many"}), answer({"stars": 2}), budget=ledger)
    client.ask(PROMPT.about("int_1"), "give_rating", Rating)
    assert len(ledger.reserved) == 2
    assert all(micro_usd >= 1500 * 15 for micro_usd in ledger.reserved)
    assert ledger.settled == [Spent(1000, 100, 4500, 1)] * 2


@pytest.mark.feature("N9")
def test_a_spent_budget_asks_nothing() -> None:
    client, bedrock = client_of(budget=Ledger(spent=True))
    with pytest.raises(BudgetSpent):
        client.ask(PROMPT, "give_rating", Rating)
    assert bedrock.asked == []


@pytest.mark.feature("N9")
def test_what_cost_nothing_gives_its_reservation_back_and_what_came_too_late_does_not() -> None:
    ledger = Ledger()
    for problem in (refused("ThrottlingException"), ReadTimeoutError(endpoint_url="https://bedrock.example.com")):
        client, _ = client_of(problem, budget=ledger)
        with pytest.raises(DebriefError):
            client.ask(PROMPT, "give_rating", Rating)
    assert ledger.settled == [Spent(), Spent(micro_usd=ledger.reserved[1], requests=1)]


@pytest.mark.feature("N9")
@pytest.mark.parametrize(
    "problem",
    [answer({"stars": 1}) | {"usage": {"inputTokens": 1, "outputTokens": -1}}, AttributeError("no"), {"message": "no"}],
)
def test_an_answer_that_cannot_be_read_was_paid_for_all_the_same(problem: Any) -> None:
    ledger = Ledger()
    client, _ = client_of(problem, budget=ledger)
    with pytest.raises(ModelUnavailable, match="can't be read"):
        client.ask(PROMPT, "give_rating", Rating)
    assert ledger.settled == [Spent(micro_usd=ledger.reserved[0], requests=1)]


@pytest.mark.feature("N9", "N2")
def test_answers_that_came_to_nothing_are_in_the_provenance_of_the_one_that_did() -> None:
    ledger, prompt = Ledger(), PROMPT.about("int_1")
    client, _ = client_of(answer({"stars": "many"}), answer(None), budget=ledger)
    with pytest.raises(ModelAnswerInvalid):
        client.ask(prompt, "give_rating", Rating)
    client, _ = client_of(answer({"stars": "many"}), refused("ThrottlingException"), budget=ledger)
    with pytest.raises(ModelThrottled):
        client.ask(prompt, "give_rating", Rating)
    assert ledger.unused == {"int_1": Spent(3000, 300, 13_500, 3)}
    client, _ = client_of(answer({"stars": 2}), budget=ledger)
    provenance = client.ask(prompt, "give_rating", Rating).provenance
    assert (provenance.input_tokens, provenance.output_tokens, provenance.cost_micro_usd) == (4000, 400, 18_000)
    assert ledger.unused == {}
