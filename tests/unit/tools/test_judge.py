"""How a model judges: beside people, beside itself, and with twins of the same conversations (N12)."""

import json
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from debrief.kernel.ai.model_client import ModelClient, ModelSettings
from debrief.kernel.ai.money import TokenPrice
from debrief.kernel.errors import ModelThrottled
from local.offline import drafter
from tools.judge.__main__ import OWN, main
from tools.judge.measuring import RUNS, Flips, measure
from tools.judge.models import Unusable, _as_chat, _as_converse, client
from tools.judge.reading import BadInput, Told, read
from tools.judge.telling import lines
from tools.judge.twins import KINDS, twin

pytestmark = pytest.mark.feature("N12")

OPTIONS = [{"id": "yes", "label": "Yes", "points": 1, "passes": True}, {"id": "no", "label": "No"}]
QUESTIONS = {
    "questions": [{"id": "q", "text": "Was it greeted?", "kind": "yes_no", "options": OPTIONS, "allow_na": True}]
}
CASE = {
    "id": "c1",
    "agent": "Kim Alder",
    "customer": "Lena Vogel",
    "turns": [["agent", "Hello Lena, this is Kim Alder."], ["customer", "Hello Kim, my lamp is broken."]],
    "answers": {"q": "yes"},
}


def written(folder: Path, *values: Any) -> Path:
    """A file with these lines."""
    file = folder / "given.jsonl"
    file.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in values), encoding="utf-8")
    return file


class Scripted:
    """Bedrock's client with a model that answers as it is told, from what it reads."""

    def __init__(self, *errors: str, option: Any = lambda _text: "yes") -> None:
        self.errors = list(errors)
        self.option = option
        self.asked: list[str] = []

    def converse(self, **request: Any) -> dict[str, Any]:
        if self.errors:
            raise ClientError({"Error": {"Code": self.errors.pop(0), "Message": "no"}}, "Converse")
        text = request["messages"][0]["content"][0]["text"]
        self.asked.append(text)
        given = drafter("record_answers")("", text, {})
        answers = {key: {**each, "option": self.option(text)} for key, each in given.items()}
        use = {"toolUse": {"toolUseId": "use", "name": "record_answers", "input": answers}}
        return {
            "output": {"message": {"role": "assistant", "content": [use]}},
            "stopReason": "tool_use",
            "usage": {"inputTokens": 1000, "outputTokens": 100},
        }


def judged_by(model: Scripted) -> ModelClient:
    """Its client, with a price."""
    settings = ModelSettings(model_id="a-model", price=TokenPrice(input=3, output=15))
    return ModelClient(settings, connect=lambda _: model)  # type: ignore[arg-type, return-value]


def told(tmp_path: Path, *cases: dict[str, Any]) -> Told:
    return read(written(tmp_path, QUESTIONS, *(cases or (CASE,))), most=100)


def test_the_offline_model_is_judged_by_our_own_conversations(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    said = capsys.readouterr()
    assert "This is the offline model: it follows rules and understands nothing" in said.out
    assert "judged 12 of 12" in said.err
    for what in ("agreement        92 % (65–99), 11 of 12", "Gwet's AC1", "no opportunity   in 5 of 12", "$0.0000"):
        assert what in said.out
    whole = said.out.split("all questions\n")[1]
    assert "other names      flips 0.0 % (0.0–6.0), 0 of 60; 12 twins read the same" in whole
    assert "other history    flips 0.0 % (0.0–6.0), 0 of 60; 12 twins read the same" in whole


def test_twins_with_other_names_or_another_history_read_the_same_and_are_asked_nothing(tmp_path: Path) -> None:
    model = Scripted()
    found = measure(told(tmp_path), judged_by(model), runs=3)
    assert (found.same["names"], found.same["history"], found.same["dialect"]) == (1, 1, 0)
    assert len(model.asked) == found.calls == 4, "three runs and the dialect"
    assert "Lena" not in "".join(model.asked)
    assert (found.input_tokens, found.output_tokens, found.cost_micro_usd) == (4000, 400, 4 * (3000 + 1500))
    assert found.pairs == {"q": [("yes", "yes")]}


def test_a_model_that_dislikes_a_dialect_flips(tmp_path: Path) -> None:
    found = measure(told(tmp_path), judged_by(Scripted(option=lambda text: "no" if "Hiya" in text else "yes")), runs=2)
    assert found.flips["q", "dialect"] == Flips(1, 1)
    assert found.flips["q", "names"] == found.flips["q", RUNS] == Flips(0, 1)


def test_a_model_that_changes_its_mind_flips_when_it_is_asked_again(tmp_path: Path) -> None:
    options = iter(["yes", "no", "yes", "yes"])
    found = measure(told(tmp_path), judged_by(Scripted(option=lambda _: next(options))), runs=3)
    assert found.flips["q", RUNS] == Flips(1, 2)


def test_a_busy_model_is_asked_again_and_one_that_stays_so_ends_it(tmp_path: Path) -> None:
    waited: list[float] = []
    found = measure(told(tmp_path), judged_by(Scripted("ThrottlingException")), runs=1, sleep=waited.append)
    assert (len(waited), found.calls) == (1, 2)
    with pytest.raises(ModelThrottled):
        measure(told(tmp_path), judged_by(Scripted(*["ThrottlingException"] * 9)), runs=1, sleep=waited.append)


def test_a_conversation_that_cant_be_judged_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    model = Scripted(option=lambda text: "maybe" if "sofa" in text else "yes")
    other = {**CASE, "id": "c2", "turns": [["agent", "The sofa?"], ["customer", "Yes, the sofa is broken."]]}
    given = told(tmp_path, other, CASE)
    found = measure(given, judged_by(model), runs=1)
    assert (dict(found.failed), len(found.pairs["q"])) == ({"ModelAnswerInvalid": 1}, 1)
    text = "\n".join(lines(given, found, judged_by(model)))
    assert "not judged: 1 times ModelAnswerInvalid" in text
    assert "offline" not in text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([QUESTIONS, "{"], "line 2: isn't JSON"),
        ([QUESTIONS, [1]], "line 2: isn't an object"),
        ([CASE], "line 1: the first line needs `questions`, a list"),
        ([{"questions": [{"id": "q"}]}], "line 1: question 1: text: Field required"),
        ([{"questions": [1]}], "line 1: question 1: it isn't an object"),
        ([{"questions": [{"id": "q", "text": "?", "kind": "yes_no"}]}], "line 1: question 1: it has no options"),
        ([{"questions": QUESTIONS["questions"] * 2}], "line 1: two questions have the same id"),
        ([QUESTIONS, CASE, CASE], "line 3: the id c1 was there before"),
        ([QUESTIONS, "", {**CASE, "agnet": "x"}], "line 3: `agnet` is no field of a conversation"),
        ([QUESTIONS, {**CASE, "agent": 7}], "line 2: `agent` is a text"),
        ([QUESTIONS, {**CASE, "channel": "fax"}], "line 2: `channel` is one of voice, chat"),
        ([QUESTIONS, {**CASE, "turns": []}], "line 2: `turns` is a list"),
        ([QUESTIONS, {**CASE, "turns": [["agnt", "Hi"]]}], 'line 2: turn 1 is no pair such as ["agent", "Hello"]'),
        ([QUESTIONS, {**CASE, "turns": [["customer", "Hi"]]}], "line 2: the agent says nothing in it"),
        ([QUESTIONS, {**CASE, "answers": {}}], "line 2: `answers` is an object"),
        ([QUESTIONS, {**CASE, "answers": {"x": "yes"}}], "line 2: there is no question `x`; there are q"),
        ([QUESTIONS, {**CASE, "answers": {"q": "maybe"}}], "the answer to `q` is one of yes, no, not_applicable"),
        ([QUESTIONS, {**CASE, "answers": {"q": []}}], "the answer to `q` is one of yes, no, not_applicable"),
        ([QUESTIONS], "has no conversations"),
        ([], "has no conversations"),
    ],
)
def test_a_file_that_cant_be_read_is_told_with_its_line(tmp_path: Path, values: list[Any], said: str) -> None:
    file = written(tmp_path, *values)
    with pytest.raises(BadInput) as error:
        read(file, most=10)
    assert said in str(error.value)
    assert str(error.value).startswith(str(file))


def test_what_cant_be_used_ends_with_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--input", str(tmp_path / "none.jsonl")]) == 1
    assert "none.jsonl can't be read: No such file or directory" in capsys.readouterr().err
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe")
    assert main(["--input", str(tmp_path / "bytes.jsonl")]) == 1
    assert "isn't text in UTF-8" in capsys.readouterr().err
    assert main(["--runs", "0"]) == 1
    assert "RUNS is a number from 1 to 10" in capsys.readouterr().err


def test_so_many_are_judged_and_the_rest_is_told(tmp_path: Path) -> None:
    cases = [{**CASE, "id": f"c{number}"} for number in range(5)]
    given = read(written(tmp_path, QUESTIONS, *cases), most=2)
    assert (len(given.cases), given.left_out) == (2, 3)
    found = measure(given, client("offline"), runs=1)
    assert "3 more were left out" in "\n".join(lines(given, found, client("offline")))


def test_a_model_without_a_price_is_asked_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DEBRIEF_MODEL_URL", "DEBRIEF_MODEL_INPUT_USD", "DEBRIEF_MODEL_OUTPUT_USD"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(Unusable, match="Nobody says what some-model costs"):
        client("some-model")
    monkeypatch.setenv("DEBRIEF_MODEL_INPUT_USD", "2")
    monkeypatch.setenv("DEBRIEF_MODEL_OUTPUT_USD", "8")
    assert client("some-model").settings.price == TokenPrice(input=2, output=8)
    monkeypatch.setenv("DEBRIEF_MODEL_INPUT_USD", "two")
    with pytest.raises(Unusable, match="have to be numbers"):
        client("some-model")
    monkeypatch.setenv("DEBRIEF_MODEL_URL", "ftp://somewhere")
    with pytest.raises(Unusable, match="begin with http"):
        client("some-model")


def test_a_request_reads_the_same_behind_an_address() -> None:
    spec = {"toolSpec": {"name": "record_answers", "description": "d", "inputSchema": {"json": {"type": "object"}}}}
    use = {"toolUse": {"toolUseId": "u", "name": "record_answers", "input": {"a": 1}}}
    result = {"toolResult": {"toolUseId": "u", "content": [{"text": "Wrong."}]}}
    asked = _as_chat(
        {
            "modelId": "m",
            "system": [{"text": "S"}],
            "messages": [
                {"role": "user", "content": [{"text": "P"}]},
                {"role": "assistant", "content": [use]},
                {"role": "user", "content": [result]},
            ],
            "inferenceConfig": {"maxTokens": 9, "temperature": 0.0},
            "toolConfig": {"tools": [spec], "toolChoice": {"tool": {"name": "record_answers"}}},
        }
    )
    assert [each["role"] for each in asked["messages"]] == ["system", "user", "assistant", "tool"]
    assert (asked["max_tokens"], asked["tool_choice"]["function"]["name"]) == (9, "record_answers")
    call = {"function": {"name": "record_answers", "arguments": '{"a": 1}'}}
    answer = _as_converse(
        {
            "choices": [{"message": {"tool_calls": [call]}, "finish_reason": "tool_calls"}],
            "usage": {"prompt_tokens": 5, "completion_tokens": 2},
        }
    )
    assert answer["output"]["message"]["content"][0]["toolUse"]["input"] == {"a": 1}
    assert answer["usage"]["inputTokens"] == 5
    cut = _as_converse({"choices": [{"message": {"content": "…"}, "finish_reason": "length"}]})
    assert cut["stopReason"] == "max_tokens"


@pytest.mark.parametrize("kind", KINDS)
def test_a_twin_differs_in_what_mustnt_matter_alone(kind: Any) -> None:
    for number, case in enumerate(read(OWN, most=100).cases):
        other = twin(case, kind, number)
        assert [each.speaker for each in other.turns] == [each.speaker for each in case.turns]
        assert (other.answers, other.channel) == (case.answers, case.channel)
        if kind == "history":
            assert (other.turns, other.names.agent) == (case.turns, case.names.agent)
        if kind == "names":
            said = " ".join(each.text for each in other.turns)
            assert not any(part in said for name in (*case.names.agent, *case.names.customer) for part in name.split())
