"""Every Catch and every Choice of the deployed state machines, provoked on the engine, with what people see of it.

A scenario names the branches that it shows; that they were taken is read from the execution's history. A branch in the
files of `statemachines/` that no scenario names fails `test_every_branch_is_shown`.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from debrief.interactions.conversations.deadlines import ACCOUNT
from debrief.people.imports.service import PEOPLE_A_PART
from infra.constructs.definition import STATE_MACHINES
from infra.settings import load
from local.engine.patches.transcribe import THROTTLED
from local.engine.process import EngineProcess
from tests.integration import documents
from tests.integration.driver import (
    ANSWERS,
    HELD,
    IMPORT,
    PEOPLE,
    PIPELINE,
    PRACTICE,
    SUMMARY,
    Debrief,
    Json,
    Run,
    eventually,
)
from tools.rights.proof import NOWHERE

ALL = "States.ALL"
GONE = "NotFound|Superseded"
CONFLICT = "Transcribe.ConflictException"
DEFAULT = "default"
FEBRUARY = {"kind": "custom", "first_day": "2026-02-01", "last_day": "2026-02-28"}


class Branch(NamedTuple):
    """A way out of a state.

    way: the error that a Catch is for, a Choice's rule by its place, or `default`. ambiguous: without an error the
    same state follows, so that the failure itself has to be seen. nested: inside a map.
    """

    machine: str
    state: str
    way: str
    following: str
    ambiguous: bool
    nested: bool


def branches_of(machine: str) -> Iterator[Branch]:
    """Every Catch and every way out of a Choice, those inside maps included."""
    whole = json.loads((STATE_MACHINES / f"{machine}.asl.json").read_text(encoding="utf-8"))
    waiting = [(whole, False)]
    while waiting:
        part, nested = waiting.pop()
        for name, state in part["States"].items():
            if "ItemProcessor" in state:
                waiting.append((state["ItemProcessor"], True))
            for catch in state.get("Catch", []):
                yield Branch(
                    machine, name, "|".join(catch["ErrorEquals"]), catch["Next"], catch["Next"] == state["Next"], nested
                )
            for place, rule in enumerate(state.get("Choices", [])):
                yield Branch(machine, name, str(place), rule["Next"], False, nested)
            if "Default" in state:
                yield Branch(machine, name, DEFAULT, state["Default"], False, nested)


BRANCHES = {
    (each.machine, each.state, each.way): each
    for path in STATE_MACHINES.glob("*.asl.json")
    for each in branches_of(path.name.removesuffix(".asl.json"))
}
Scenario = Callable[[Debrief], Run]
SHOWN: dict[tuple[str, str, str], Scenario] = {}
SCENARIOS: dict[str, tuple[Scenario, list[tuple[str, str, str]]]] = {}


ITEMS = {"ImportLines": "SUCCEEDED"}
"""How a map's item ends whose state failed, where it is written down that it did; else as failed."""


def shows(machine: str, *branches: str) -> Callable[[Scenario], Scenario]:
    """The branches that a scenario shows, each as `State way`."""

    def register(scenario: Scenario) -> Scenario:
        named = [(machine, state, way) for state, way in (each.split(" ", 1) for each in branches)]
        SCENARIOS[scenario.__name__] = (scenario, named)
        SHOWN.update(dict.fromkeys(named, scenario))
        return scenario

    return register


def test_every_branch_is_shown() -> None:
    assert len(BRANCHES) > 30
    assert SHOWN.keys() == BRANCHES.keys()


@pytest.mark.feature("S0.16", "S2.1", "S0.8", "N10")
@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario(debrief: Debrief, name: str) -> None:
    scenario, branches = SCENARIOS[name]
    run = scenario(debrief)
    for named in branches:
        branch = BRANCHES[named]
        if branch.nested:
            # Of a map's items the engine tells how they ended, not which states they entered: the scenario looks at
            # what the branch has done.
            assert run.items == {ITEMS.get(branch.state, "FAILED")}
            continue
        taken = {
            failed
            for state, following, failed in run.transitions
            if (state, following) == (branch.state, branch.following)
        }
        assert True in taken if branch.ambiguous else taken, (branch, sorted(run.transitions))


# The interaction pipeline --------------------------------------------------------------------------------------------


def reference(debrief: Debrief) -> str:
    return str(debrief.agent["agent_references"][0])


def dropped_chat(debrief: Debrief, **metadata: Any) -> Json:
    name = debrief.name("chat")
    return debrief.settled(
        debrief.drop(f"chats/{name}.vcon.json", documents.chat(reference(debrief), name, **metadata))
    )


def recording_key(debrief: Debrief) -> tuple[str, dict[str, str]]:
    name = debrief.name("call")
    return f"calls/{name}.wav", documents.sidecar(reference(debrief), name)


def dropped_recording(debrief: Debrief, channels: int = 2) -> Json:
    key, known = recording_key(debrief)
    return debrief.settled(debrief.drop(key, documents.recording(channels=channels), known))


def run_of(debrief: Debrief, item: Json) -> Run:
    return debrief.ended(debrief.execution(PIPELINE, f"{item['id']}-{item['attempt']}"))


def state_of(item: Json, *, stereo: bool = True, job: str = "no-such-job", **more: Any) -> Json:
    """What the pipeline knows of a recording once its transcription was started."""
    return {
        "intake_id": item["id"],
        "attempt": item["attempt"],
        "needs_transcription": True,
        "transcription": "call_analytics" if stereo else "speaker_labels",
        "recording": {
            "bucket": item["bucket"],
            "key": item["recording"]["key"],
            "channels": [
                {"ChannelId": 0, "ParticipantRole": "AGENT"},
                {"ChannelId": 1, "ParticipantRole": "CUSTOMER"},
            ],
        },
        "job": {"name": job, "language_code": "en-US", "settings": {"ShowSpeakerLabels": True, "MaxSpeakerLabels": 2}},
        "poll": {"count": 0},
        **more,
    }


def failed_with(debrief: Debrief, item: Json, code: str, words: str) -> Json:
    """The item has failed, and says so with a code and in words that a person understands."""
    found = debrief.settled(item["id"])
    assert found["status"] == "failed", found
    assert found["failure"]["code"] == code, found["failure"]
    assert words in found["failure"]["sentence"]
    assert "Traceback" not in found["failure"]["sentence"]
    assert found["actions"] == ["complete", "release", "dismiss"]
    return found


def released(debrief: Debrief, item: Json) -> None:
    """What failed is released and goes through."""
    assert debrief.release(item["id"])["status"] == "loaded"


@shows("interaction_pipeline", "NeedsTranscription default")
def a_chat(debrief: Debrief) -> Run:
    item = dropped_chat(debrief)
    assert item["status"] == "loaded"
    run = run_of(debrief, item)
    assert run.status == "SUCCEEDED"
    return run


def _caught_up(debrief: Debrief, part: str) -> Run:
    """A run that makes up for a part of a conversation that is loaded: it settles nothing."""
    item = dropped_chat(debrief)
    given = {
        "intake_id": item["id"],
        "attempt": 0,
        "needs_transcription": False,
        "transcription": "none",
        "catching_up": part,
        "normalised": {"interaction_id": item["interaction_id"]},
    }
    run = debrief.start(PIPELINE, debrief.name("run"), given)
    assert run.status == "SUCCEEDED"
    assert debrief.item(item["id"]) == item
    return run


@shows("interaction_pipeline", "NeedsTranscription 1")
def an_analysis_that_is_made_up_for(debrief: Debrief) -> Run:
    return _caught_up(debrief, "analysis")


@shows("interaction_pipeline", "NeedsTranscription 2")
def answers_that_are_made_up_for(debrief: Debrief) -> Run:
    return _caught_up(debrief, "answers")


@shows("interaction_pipeline", "NeedsTranscription 0", "MayTranscribe 1", "WhichJob 0", "JobDone 1")
def a_stereo_recording(debrief: Debrief) -> Run:
    item = failed_with(debrief, dropped_recording(debrief), "TranscriptionFailed", "LOCAL_RECOGNISER=off")
    return run_of(debrief, item)


@shows("interaction_pipeline", "NeedsTranscription 0", "MayTranscribe default", "WhichJob default", "JobDone 1")
def a_mono_recording(debrief: Debrief) -> Run:
    item = failed_with(debrief, dropped_recording(debrief, 1), "TranscriptionFailed", "LOCAL_RECOGNISER=off")
    return run_of(debrief, item)


def _allow_transcription(debrief: Debrief, usd: float | None) -> None:
    etag = debrief.call("GET", "/settings").headers["etag"]
    wanted = {"model_budget_usd_month": {"transcription": usd}}
    changed = debrief.call("PATCH", "/settings", wanted, if_match=etag)
    assert changed.status == 200, changed


@shows("interaction_pipeline", "MayTranscribe 0")
def a_recording_whose_budget_is_spent(debrief: Debrief) -> Run:
    """It is held before anything is begun, and goes on by itself once there is budget."""
    _allow_transcription(debrief, 0)
    try:
        item = dropped_recording(debrief)
        assert (item["status"], [each["code"] for each in item["reasons"]]) == ("held", ["budget_spent"])
        run = run_of(debrief, item)
        assert run.status == "SUCCEEDED"
    finally:
        _allow_transcription(debrief, None)

    def went_on() -> bool:
        debrief.hasten("InteractionsTable", ACCOUNT)
        debrief.run_schedules()
        now = debrief.item(item["id"])
        return now is not None and now["status"] != "held"

    eventually(went_on, "it goes on by itself")
    # There is no recogniser here: what matters is that a second run asked for one.
    again = failed_with(debrief, debrief.settled(item["id"], "failed"), "TranscriptionFailed", "LOCAL_RECOGNISER=off")
    assert again["attempt"] == item["attempt"] + 1
    return run


@shows("interaction_pipeline", f"PayForTranscription {ALL}")
def a_transcription_that_cannot_be_paid_for(debrief: Debrief) -> Run:
    with debrief.broken("pay_for_transcription"):
        item = failed_with(debrief, dropped_recording(debrief), "Runtime.ImportModuleError", "unexpected")
        return run_of(debrief, item)


@shows("interaction_pipeline", f"StartCallAnalyticsJob {CONFLICT}")
def a_stereo_job_that_was_started_before(debrief: Debrief) -> Run:
    key, known = recording_key(debrief)
    debrief.boto("transcribe").start_call_analytics_job(
        CallAnalyticsJobName=f"{debrief.intake_id(key)}-1",
        Media={"MediaFileUri": f"s3://{debrief.bucket}/{key}"},
        DataAccessRoleArn="arn:aws:iam::000000000000:role/any",
    )
    item = debrief.settled(debrief.drop(key, documents.recording(), known))
    # The run goes on with the job that is there: it ends by what became of that.
    return run_of(debrief, failed_with(debrief, item, "TranscriptionFailed", "couldn't be transcribed"))


@shows("interaction_pipeline", f"StartTranscriptionJob {CONFLICT}")
def a_mono_job_that_was_started_before(debrief: Debrief) -> Run:
    key, known = recording_key(debrief)
    debrief.boto("transcribe").start_transcription_job(
        TranscriptionJobName=f"{debrief.intake_id(key)}-1",
        LanguageCode="en-US",
        Media={"MediaFileUri": f"s3://{debrief.bucket}/{key}"},
        OutputBucketName=debrief.cloud.content_bucket,
    )
    item = debrief.settled(debrief.drop(key, documents.recording(channels=1), known))
    return run_of(debrief, failed_with(debrief, item, "TranscriptionFailed", "couldn't be transcribed"))


def _from(debrief: Debrief, at: str, code: str, words: str, *, stereo: bool = True, **more: Any) -> Run:
    item = debrief.reopened(dropped_recording(debrief, 2 if stereo else 1))
    run = debrief.start(PIPELINE, debrief.name("run"), state_of(item, stereo=stereo, **more), at=at)
    assert run.status == "FAILED"
    failed_with(debrief, item, code, words)
    return run


@shows("interaction_pipeline", f"StartCallAnalyticsJob {ALL}")
def a_stereo_job_that_is_refused(debrief: Debrief) -> Run:
    return _from(debrief, "StartCallAnalyticsJob", "Transcribe.BadRequestException", "unexpected", job="no name!")


@shows("interaction_pipeline", f"StartTranscriptionJob {ALL}")
def a_mono_job_that_is_refused(debrief: Debrief) -> Run:
    code = "Transcribe.BadRequestException"
    return _from(debrief, "StartTranscriptionJob", code, "unexpected", job="no name!", stereo=False)


@shows("interaction_pipeline", f"GetCallAnalyticsJob {ALL}")
def a_stereo_job_that_is_gone(debrief: Debrief) -> Run:
    return _from(debrief, "CountPolls", "Transcribe.NotFoundException", "unexpected")


@shows("interaction_pipeline", f"GetTranscriptionJob {ALL}")
def a_mono_job_that_is_gone(debrief: Debrief) -> Run:
    code = ("Transcribe.NotFoundException", "Transcribe.BadRequestException")
    item = debrief.reopened(dropped_recording(debrief, 1))
    run = debrief.start(PIPELINE, debrief.name("run"), state_of(item, stereo=False), at="CountPolls")
    found = debrief.settled(item["id"])
    assert found["status"] == "failed"
    assert found["failure"]["code"] in code
    return run


def _throttled(debrief: Debrief, start: str, look: str, *, stereo: bool) -> Run:
    """Too many ask Transcribe at once: what it refuses is asked again, and the recording isn't lost."""
    item = debrief.reopened(dropped_recording(debrief, 2 if stereo else 1))
    job = f"{THROTTLED}{item['id']}"
    run = debrief.start(PIPELINE, debrief.name("run"), state_of(item, stereo=stereo, job=job), at=start)
    failed_with(debrief, item, "TranscriptionFailed", "LOCAL_RECOGNISER=off")
    assert debrief.failures(run.arn) == [
        (each, "Transcribe.TranscribeException") for each in (start, look) for _ in "12"
    ]
    return run


@shows("interaction_pipeline", "WhichJob 0", "JobDone 1")
def a_stereo_job_that_too_many_ask_for(debrief: Debrief) -> Run:
    return _throttled(debrief, "StartCallAnalyticsJob", "GetCallAnalyticsJob", stereo=True)


@shows("interaction_pipeline", "WhichJob default", "JobDone 1")
def a_mono_job_that_too_many_ask_for(debrief: Debrief) -> Run:
    return _throttled(debrief, "StartTranscriptionJob", "GetTranscriptionJob", stereo=False)


@shows("interaction_pipeline", "JobDone 0")
def a_job_that_is_done(debrief: Debrief) -> Run:
    item = debrief.reopened(dropped_recording(debrief))
    bucket, key = debrief.cloud.content_bucket, f"transcription/{item['id']}/job.json"
    debrief.boto("s3").put_object(Bucket=bucket, Key=key, Body=json.dumps(documents.call_analytics()).encode())
    uri = f"https://s3.us-east-1.amazonaws.com/{bucket}/{key}"
    poll = {"count": 1, "job": {"status": "COMPLETED", "details": {"Transcript": {"TranscriptFileUri": uri}}}}
    run = debrief.start(PIPELINE, debrief.name("run"), state_of(item, poll=poll), at="JobDone")
    assert run.status == "SUCCEEDED"
    loaded = debrief.settled(item["id"])
    assert loaded["status"] == "loaded"
    transcript = debrief.get(f"/interactions/{loaded['interaction_id']}/transcript")
    assert [turn["text"] for turn in transcript["turns"]] == [text for _, text in documents.SAID]
    return run


@shows("interaction_pipeline", "JobDone 2")
def a_job_that_fails_without_a_reason(debrief: Debrief) -> Run:
    poll = {"count": 1, "job": {"status": "FAILED", "details": {}}}
    return _from(debrief, "JobDone", "TranscriptionFailed", "Transcribe gave no reason", poll=poll)


@shows("interaction_pipeline", "JobDone 3")
def a_job_that_takes_too_long(debrief: Debrief) -> Run:
    limit = load("local").transcription.poll_limit
    poll = {"count": limit, "job": {"status": "IN_PROGRESS", "details": {}}}
    return _from(debrief, "JobDone", "TranscriptionTimedOut", "didn't finish within its time", poll=poll)


@shows("interaction_pipeline", "JobDone default")
def a_job_that_is_waited_for(debrief: Debrief) -> Run:
    poll = {"count": 0, "job": {"status": "IN_PROGRESS", "details": {}}}
    return _from(debrief, "JobDone", "Transcribe.NotFoundException", "unexpected", poll=poll)


@shows("interaction_pipeline", f"NormaliseTranscript {ALL}")
def a_transcript_that_cannot_be_normalised(debrief: Debrief) -> Run:
    with debrief.broken("normalise_transcript"):
        item = failed_with(debrief, dropped_chat(debrief), "Runtime.ImportModuleError", "unexpected")
        run = run_of(debrief, item)
    released(debrief, item)
    return run


@shows("interaction_pipeline", f"AnalyseInteraction {ALL}")
def an_analysis_that_fails(debrief: Debrief) -> Run:
    with debrief.altered("analyse_interaction", INTERACTIONS_TABLE=NOWHERE):
        item = failed_with(debrief, dropped_chat(debrief), "Misconfigured", "lacks a right or a thing")
        run = run_of(debrief, item)
    released(debrief, item)
    return run


@shows("interaction_pipeline", f"AnalyseInteraction {ALL}", f"SupersedeEarlier {ALL}")
def an_analysis_that_fails_with_what_follows_it(debrief: Debrief) -> Run:
    with debrief.altered("analyse_interaction", INTERACTIONS_TABLE=NOWHERE), debrief.broken("evaluate_automatically"):
        item = failed_with(debrief, dropped_chat(debrief), "Misconfigured", "lacks a right or a thing")
        run = run_of(debrief, item)
    released(debrief, item)
    return run


@shows("interaction_pipeline", f"EvaluateAutomatically {ALL}")
def an_evaluation_that_fails(debrief: Debrief) -> Run:
    with debrief.broken("evaluate_automatically"):
        item = failed_with(debrief, dropped_chat(debrief), "Runtime.ImportModuleError", "unexpected")
        run = run_of(debrief, item)
    released(debrief, item)
    return run


@shows("interaction_pipeline", f"SettleIntake {ALL}")
def an_end_that_cannot_be_written_down(debrief: Debrief) -> Run:
    item = debrief.reopened(dropped_recording(debrief))
    given = state_of(item, normalised={"interaction_id": 7})
    run = debrief.start(PIPELINE, debrief.name("run"), given, at="SettleIntake")
    failed_with(debrief, item, "UnexpectedFault", "unexpected")
    return run


@shows("interaction_pipeline", f"SettleIntake {ALL}", f"SettleIntakeFailed {ALL}")
def a_failure_that_cannot_be_written_down(debrief: Debrief) -> Run:
    name = debrief.name("chat")
    key = f"chats/{name}.vcon.json"
    with debrief.broken("settle_intake"):
        intake_id = debrief.drop(key, documents.chat(reference(debrief), name))
        run = debrief.ended(debrief.execution(PIPELINE, f"{intake_id}-1"))
    assert run.status == "FAILED"
    stalled = debrief.item(intake_id)
    assert stalled is not None
    assert stalled["status"] == "processing"
    # Nobody is told, but it isn't lost: when it should have ended it is looked after, and started again.
    debrief.hasten("InteractionsTable", intake_id)
    debrief.run_schedules()
    loaded = debrief.settled(intake_id)
    assert (loaded["status"], loaded["attempt"]) == ("loaded", 2)
    return run


# The bulk import -----------------------------------------------------------------------------------------------------


def dropped_lines(debrief: Debrief, lines: int = 2) -> str:
    key = f"bulk/{debrief.name('bulk')}.jsonl"
    chats = [documents.chat(reference(debrief), debrief.name("line")) for _ in range(lines)]
    debrief.drop(key, documents.jsonl(*chats))
    return key


def import_run(debrief: Debrief, bulk: Json) -> Run:
    states = debrief.boto("stepfunctions")
    arn = debrief.cloud.outputs[IMPORT]
    named = [
        each["executionArn"]
        for each in states.list_executions(stateMachineArn=arn)["executions"]
        if each["name"].startswith(bulk["id"])
    ]
    return debrief.ended(named[-1])


def import_failed_with(bulk: Json, code: str) -> None:
    assert bulk["status"] == "failed", bulk
    assert bulk["failure"]["code"] == code
    assert bulk["failure"]["sentence"]


def import_retried(debrief: Debrief, bulk: Json) -> None:
    """The import is tried again and every line is loaded."""
    debrief.post(f"/imports/{bulk['id']}/retries")
    import_finished(debrief, bulk)


def import_finished(debrief: Debrief, bulk: Json) -> None:
    """Every line of the import is loaded."""

    def finished() -> Json | None:
        found: Json = debrief.get(f"/imports/{bulk['id']}")
        return found if found["status"] == "finished" else None

    counts = eventually(finished, "the import is finished")["counts"]
    assert counts == {"loaded": 2, "held": 0, "failed": 0, "dismissed": 0, "processing": 0}


@shows("bulk_import", f"SplitFile {ALL}")
def a_file_that_cannot_be_split(debrief: Debrief) -> Run:
    with debrief.broken("import_split"):
        bulk = debrief.import_of(dropped_lines(debrief))
        import_failed_with(bulk, "Runtime.ImportModuleError")
        run = import_run(debrief, bulk)
    import_retried(debrief, bulk)
    return run


def _import_without_batches(debrief: Debrief) -> Json:
    """An import whose lines nobody has taken."""
    with debrief.broken("import_split"):
        return debrief.import_of(dropped_lines(debrief))


@shows("bulk_import", f"EachBatch {ALL}")
def a_manifest_that_is_gone(debrief: Debrief) -> Run:
    bulk = _import_without_batches(debrief)
    given = {"import_id": bulk["id"], "bucket": bulk["bucket"], "key": bulk["key"]}
    split = {"manifest_key": "debrief/manifests/there-is-none.json", "lines": 2}
    run = debrief.start(IMPORT, debrief.name("run"), given | {"split": split}, at="EachBatch")
    import_failed_with(debrief.import_of(bulk["key"]), "States.ItemReaderFailed")
    import_retried(debrief, bulk)
    return run


@shows("bulk_import", f"ImportLines {ALL}")
def a_batch_that_cannot_be_taken(debrief: Debrief) -> Run:
    with debrief.broken("import_lines"):
        bulk = debrief.import_of(dropped_lines(debrief))
        run = import_run(debrief, bulk)
    assert bulk["status"] == "finished"
    assert bulk["counts"] == {"loaded": 0, "held": 0, "failed": 2, "dismissed": 0, "processing": 0}
    failed = debrief.get(f"/imports/{bulk['id']}/lines?status=failed")["items"]
    assert [each["line"] for each in failed] == [1, 2]
    assert all(each["failure"]["code"] == "Runtime.ImportModuleError" for each in failed)
    for each in failed:
        assert debrief.release(each["id"])["status"] == "loaded"
    assert debrief.get(f"/imports/{bulk['id']}")["counts"]["loaded"] == 2
    return run


@shows("bulk_import", f"RecordBatchFailure {ALL}", f"FinishImport {ALL}", f"FailImport {ALL}")
def an_import_of_which_nothing_can_be_written_down(debrief: Debrief) -> Run:
    with debrief.broken("import_lines", "settle_intake"):
        key = dropped_lines(debrief)
        bulk = eventually(
            lambda: next((each for each in debrief.get("/imports")["items"] if each["key"] == key), None),
            "the import is known",
        )
        run = debrief.ended(debrief.execution(IMPORT, _import_name(debrief, bulk)))
    assert run.status == "FAILED"
    # Nobody is told, but it isn't lost: when it should have ended it is looked after, and started again.
    debrief.hasten("InteractionsTable", bulk["id"])
    debrief.run_schedules()
    import_finished(debrief, bulk)
    return run


def _import_name(debrief: Debrief, bulk: Json) -> str:
    states = debrief.boto("stepfunctions")

    def started() -> str | None:
        found = states.list_executions(stateMachineArn=debrief.cloud.outputs[IMPORT])["executions"]
        return next((str(each["name"]) for each in found if each["name"].startswith(bulk["id"])), None)

    return eventually(started, "the import is started")


@shows("bulk_import", f"FinishImport {ALL}")
def an_import_whose_end_cannot_be_written_down(debrief: Debrief) -> Run:
    bulk = _import_without_batches(debrief)
    given = {"import_id": bulk["id"], "bucket": bulk["bucket"], "key": bulk["key"], "split": {"lines": "many"}}
    run = debrief.start(IMPORT, debrief.name("run"), given, at="FinishImport")
    import_failed_with(debrief.import_of(bulk["key"]), "UnexpectedFault")
    return run


# The performance summary ---------------------------------------------------------------------------------------------


def asked(debrief: Debrief, agent: Json) -> Json:
    """A summary that was asked for."""
    found: Json = debrief.post("/summaries", {"agent_id": agent["id"], "period": FEBRUARY})
    return found


def conversed(debrief: Debrief, agent: Json) -> Json:
    """The agent, with a conversation more."""
    name = debrief.name("chat")
    debrief.load(f"chats/{name}.vcon.json", documents.chat(agent["agent_references"][0], name))
    return agent


def summary_ended(debrief: Debrief, summary: Json) -> Json:
    def look() -> Json | None:
        found: Json = debrief.get(f"/summaries/{summary['id']}")
        return found if found["status"] != "generating" else None

    return eventually(look, f"{summary['id']} is ready or failed")


def summary_run(debrief: Debrief, summary: Json) -> Run:
    return debrief.ended(debrief.execution(SUMMARY, f"{summary['id']}-1"))


def summary_failed_with(debrief: Debrief, summary: Json, reason: str) -> None:
    found = summary_ended(debrief, summary)
    assert found["status"] == "failed", found
    assert found["failure"]["reason"] == reason, found["failure"]
    assert found["failure"]["sentence"]
    assert found["report"] is None
    assert "retry" in found["actions"]


def summary_retried(debrief: Debrief, summary: Json) -> None:
    debrief.post(f"/summaries/{summary['id']}/retries")
    found = summary_ended(debrief, summary)
    assert found["status"] == "ready", found
    assert found["report"]


@shows("performance_summary", f"Gather {ALL}")
def a_period_without_anything(debrief: Debrief) -> Run:
    agent = debrief.employee()
    summary = asked(debrief, agent)
    summary_failed_with(debrief, summary, "no_data")
    run = summary_run(debrief, summary)
    conversed(debrief, agent)
    summary_retried(debrief, summary)
    return run


def _summary_with_a_broken(debrief: Debrief, function: str) -> Run:
    with debrief.broken(function):
        summary = asked(debrief, conversed(debrief, debrief.agent))
        summary_failed_with(debrief, summary, "unexpected")
        run = summary_run(debrief, summary)
    summary_retried(debrief, summary)
    return run


@shows("performance_summary", f"Cap {ALL}")
def a_summary_that_cannot_be_capped(debrief: Debrief) -> Run:
    return _summary_with_a_broken(debrief, "summary_cap")


@shows("performance_summary", f"Prompt {ALL}")
def a_summary_that_cannot_be_asked_for(debrief: Debrief) -> Run:
    return _summary_with_a_broken(debrief, "summary_prompt")


@shows("performance_summary", f"Repair {ALL}", f"Check {ALL}")
def a_summary_whose_further_rounds_are_broken(debrief: Debrief) -> Run:
    """A finished draft becomes a report, whatever the rounds after it end in; it says that they weren't made."""
    with debrief.broken("summary_repair", "summary_check"):
        summary = asked(debrief, conversed(debrief, debrief.employee()))
        found = summary_ended(debrief, summary)
    assert found["status"] == "ready", found
    assert [found[name]["reason"] for name in ("repair", "check")] == ["stopped"] * 2
    assert found["report"]["metrics"]
    return summary_run(debrief, summary)


def _without_its_dossier(debrief: Debrief, step: str, tool: str) -> Run:
    """A summary whose dossier is gone once the model keeps one of its steps waiting: there's nothing to go on with."""
    model = EngineProcess(debrief.cloud.settings)
    model.script_faults({"answer": documents.drafted("Everything is at 100%.")}, tool="draft_summary")
    # Until it is gone, and however long that takes: the step is at its first try still.
    model.script_faults({"fault": "timeout", "seconds": 120, "times": 3}, tool=tool)
    summary = asked(debrief, conversed(debrief, debrief.employee()))
    # What was drafted, and one that waits: a step that only says that it has begun may ask after the end of the faults.
    eventually(lambda: model.faults_left() == 2, f"the model keeps {summary['id']} waiting")
    assert debrief.get(f"/summaries/{summary['id']}")["progress"]["step"] == step
    dossier = f"summaries/{summary['id']}/1/dossier.json"
    debrief.boto("s3").delete_object(Bucket=debrief.cloud.content_bucket, Key=dossier)
    model.clear_faults()
    summary_failed_with(debrief, summary, "unexpected")
    return summary_run(debrief, summary)


@shows("performance_summary", f"Repair {GONE}")
def a_summary_with_nothing_to_be_repaired_from(debrief: Debrief) -> Run:
    return _without_its_dossier(debrief, "repairing", "repair_summary")


@shows("performance_summary", f"Check {GONE}")
def a_summary_with_nothing_to_be_checked_by(debrief: Debrief) -> Run:
    return _without_its_dossier(debrief, "checking", "check_sentences")


@shows("performance_summary", f"Repair {ALL}", f"Check {ALL}")
def a_summary_whose_model_is_gone_after_the_draft(debrief: Debrief) -> Run:
    """The report stands without the further rounds, leaves out what it would have, and says so."""
    model = EngineProcess(debrief.cloud.settings)
    model.script_faults({"answer": documents.drafted("Everything is at 100%.")}, tool="draft_summary")
    for tool in ("repair_summary", "check_sentences"):
        model.script_faults({"fault": "throttle", "times": 12}, tool=tool)
    summary = asked(debrief, conversed(debrief, debrief.employee()))
    found = summary_ended(debrief, summary)
    model.clear_faults()
    assert found["status"] == "ready", found
    assert [found[name]["reason"] for name in ("repair", "check")] == ["model_unavailable"] * 2
    assert {each["reason"]: each["count"] for each in found["report"]["dropped"]}["number"] == 1
    return summary_run(debrief, summary)


@shows("performance_summary", f"FilterChips {ALL}")
def a_summary_that_cannot_be_filtered(debrief: Debrief) -> Run:
    return _summary_with_a_broken(debrief, "summary_filter_chips")


@shows("performance_summary", f"Save {ALL}")
def a_summary_that_cannot_be_saved(debrief: Debrief) -> Run:
    return _summary_with_a_broken(debrief, "summary_save")


@shows("performance_summary", f"RecordFailure {ALL}")
def a_summary_whose_failure_cannot_be_written_down(debrief: Debrief) -> Run:
    with debrief.broken("summary_save", "summary_fail"):
        summary = asked(debrief, conversed(debrief, debrief.employee()))
        run = summary_run(debrief, summary)
    assert run.status == "FAILED"
    # Half an hour later, after the workflow's own limit, it fails as timed out; until then it is being generated.
    assert debrief.get(f"/summaries/{summary['id']}")["status"] == "generating"
    debrief.hasten("SummariesTable", summary["id"])
    debrief.run_schedules()
    summary_failed_with(debrief, summary, "timed_out")
    summary_retried(debrief, summary)
    return run


# AI answers to a draft -----------------------------------------------------------------------------------------------

MACHINE = "draft_answers"


def draft_for_the_ai(debrief: Debrief) -> Json:
    """A draft of a conversation whose questions the AI answers."""
    queue = debrief.name("queue")
    item = dropped_chat(debrief, queue=queue)
    card = debrief.scorecard({**documents.automatic_scorecard(queue), "start_automatically": False})
    draft: Json = debrief.post("/evaluations", {"interaction_id": item["interaction_id"], "scorecard_id": card["id"]})
    return draft


def let_the_ai_answer(debrief: Debrief, draft: Json) -> Run:
    asked = debrief.post(f"/evaluations/{draft['id']}/ai-answers")
    return debrief.ended(debrief.execution(ANSWERS, f"{draft['id']}-{asked['ai_answering']['attempt']}"))


@shows(MACHINE, f"Answer {ALL}")
def a_draft_that_the_ai_cannot_answer(debrief: Debrief) -> Run:
    draft = draft_for_the_ai(debrief)
    with debrief.broken("answer_draft"):
        run = let_the_ai_answer(debrief, draft)
    failed = debrief.get(f"/evaluations/{draft['id']}")
    assert failed["ai_answering"]["status"] == "failed"
    assert failed["ai_answering"]["sentence"]
    assert "ask_ai" in failed["actions"]
    assert let_the_ai_answer(debrief, draft).status == "SUCCEEDED"
    answered = debrief.get(f"/evaluations/{draft['id']}")
    assert answered["ai_answering"] is None
    assert {each["answered_by"] for each in answered["answers"]} == {"ai"}
    return run


@shows(MACHINE, f"RecordFailure {ALL}")
def a_draft_whose_failure_cannot_be_written_down(debrief: Debrief) -> Run:
    draft = draft_for_the_ai(debrief)
    with debrief.broken("answer_draft", "fail_draft_answers"):
        run = let_the_ai_answer(debrief, draft)
    assert run.status == "FAILED"
    # Until the workflow's own limit it is shown as being at it, and then as failed.
    assert debrief.get(f"/evaluations/{draft['id']}")["ai_answering"]["status"] == "answering"
    return run


# Practice -------------------------------------------------------------------------------------------------------------


def practised_by(debrief: Debrief) -> tuple[Json, Json, dict[str, str]]:
    """A scenario that an agent was given, their attempt at it, and how they ask."""
    supervisor = debrief.person("supervisor")
    agent = debrief.person(manager=supervisor["id"])
    card = debrief.scorecard({**documents.automatic_scorecard(debrief.name("queue")), "start_automatically": False})
    question = card["version"]["sections"][0]["questions"][0]
    text = {"title": "A parcel", "situation": "It is late.", "customer": "Annoyed.", "opening": "Where is my parcel?"}
    body = {"agent_id": agent["id"], "scorecard_id": card["id"], "question_id": question["id"], "text": text}
    scenario = debrief.post("/practice", body, as_user=supervisor["email"])
    mine = {"as_user": agent["email"]}
    return scenario, debrief.post(f"/practice/{scenario['id']}/attempts", **mine), mine


def say_something(debrief: Debrief, attempt: Json, mine: dict[str, str]) -> Run:
    path = f"/practice/{attempt['scenario_id']}/attempts/{attempt['id']}"
    etag = debrief.call("GET", path, **mine).headers["etag"]
    said = debrief.call("POST", f"{path}/turns", {"text": "I am sorry."}, if_match=etag, **mine)
    assert said.status == 202, said
    return debrief.ended(debrief.execution(PRACTICE, f"{attempt['id']}-1"))


@shows("practice", f"Work {ALL}")
def a_customer_who_cannot_answer(debrief: Debrief) -> Run:
    scenario, attempt, mine = practised_by(debrief)
    by_hand = {name: scenario[name] for name in ("agent_id", "scorecard_id", "question_id")}
    with debrief.broken("work_practice"):
        run = say_something(debrief, attempt, mine)
        # One that the model was to write, which waits for whoever leads the agent all the same.
        unwritten = debrief.post("/practice", by_hand)
        assert debrief.ended(debrief.execution(PRACTICE, f"{unwritten['id']}-1")).status == "FAILED"
    assert debrief.get(f"/practice/{unwritten['id']}")["state"] == "failed"
    path = f"/practice/{scenario['id']}/attempts/{attempt['id']}"
    failed = debrief.get(path, **mine)
    assert failed["problem"]
    assert "ask_again" in failed["actions"]
    etag = debrief.call("GET", path, **mine).headers["etag"]
    assert debrief.call("POST", f"{path}/retry", if_match=etag, **mine).status == 202
    assert debrief.ended(debrief.execution(PRACTICE, f"{attempt['id']}-2")).status == "SUCCEEDED"
    assert debrief.get(path, **mine)["turns"][-1]["speaker"] == "customer"
    return run


@shows("practice", f"RecordFailure {ALL}")
def a_practice_whose_failure_cannot_be_written_down(debrief: Debrief) -> Run:
    scenario, attempt, mine = practised_by(debrief)
    with debrief.broken("work_practice", "fail_practice"):
        run = say_something(debrief, attempt, mine)
    assert run.status == "FAILED"
    # Until the workflow's own limit the customer is shown as writing, and then as failed.
    found = debrief.get(f"/practice/{scenario['id']}/attempts/{attempt['id']}", **mine)
    assert (found["waits_for"], found["problem"]) == ("customer", None)
    return run


# People from a file --------------------------------------------------------------------------------------------------


def people_of(debrief: Debrief, number: int) -> list[tuple[str, ...]]:
    """A file of so many people: everybody below the first one, in a team and a group that aren't there yet."""
    name = debrief.name("file")
    rows: list[tuple[str, ...]] = [("name", "email", "manager_email", "team", "groups")]
    for each in range(number):
        manager = f"{name}-0@sample.example" if each else ""
        rows.append((f"Sample {name} {each}", f"{name}-{each}@sample.example", manager, f"Team {name}", f"G {name}"))
    return rows


def people_run(debrief: Debrief, begun: Json, attempt: int = 1) -> Run:
    return debrief.ended(debrief.execution(PEOPLE, f"{begun['id']}-{attempt}"), 120)


@shows("people_import", "AllWritten default", "AllWritten 0")
def a_file_that_takes_two_steps(debrief: Debrief) -> Run:
    rows = people_of(debrief, PEOPLE_A_PART + 5)
    begun = debrief.import_people(rows)
    assert begun["status"] == "running"
    run = people_run(debrief, begun)
    assert run.status == "SUCCEEDED"
    done = debrief.people_imported(begun)
    assert (done["status"], done["created"], done["left"]) == ("finished", PEOPLE_A_PART + 5, 0)
    assert (done["teams_created"], done["groups_created"]) == ([rows[1][3]], [rows[1][4]])
    first = debrief.get(f"/people?q={rows[1][1]}")["items"][0]
    assert first["reports"] == PEOPLE_A_PART + 4
    again = debrief.people_imported(debrief.import_people(rows))
    assert (again["status"], again["unchanged"]) == ("finished", PEOPLE_A_PART + 5)
    return run


@shows("people_import", f"WriteSome {ALL}")
def people_who_cannot_be_written(debrief: Debrief) -> Run:
    rows = people_of(debrief, 2)
    with debrief.broken("write_people"):
        begun = debrief.import_people(rows)
        failed = debrief.people_imported(begun)
        run = people_run(debrief, begun)
    assert (failed["status"], failed["created"], failed["failure"]["reason"]) == ("failed", 0, "unexpected")
    assert failed["failure"]["sentence"]
    assert debrief.people_imported(debrief.import_people(rows))["created"] == 2
    return run


@shows("people_import", f"WriteSome {ALL}", f"RecordFailure {ALL}")
def an_import_of_people_whose_failure_cannot_be_written_down(debrief: Debrief) -> Run:
    with debrief.broken("write_people", "fail_people_import"):
        begun = debrief.import_people(people_of(debrief, 2))
        run = people_run(debrief, begun)
    assert run.status == "FAILED"
    # Nobody is told, but it isn't lost: when it should have ended it is looked after, and started again.
    assert debrief.get(f"/people/imports/{begun['id']}")["status"] == "running"
    debrief.hasten("PeopleTable", begun["id"])
    debrief.run_schedules()
    assert debrief.people_imported(begun)["created"] == 2
    assert people_run(debrief, begun, 2).status == "SUCCEEDED"
    return run


# One answer for many -------------------------------------------------------------------------------------------------


def held_chats(debrief: Debrief, queue: str, number: int) -> list[Json]:
    """So many chats that are held because their queue looks like a slip for a known one."""
    debrief.load(f"chats/{queue}.vcon.json", documents.chat(reference(debrief), queue, queue=queue))
    slip = queue.replace("orders", "ordres")
    names = [debrief.name("slip") for _ in range(number)]
    dropped = [
        debrief.drop(f"chats/{name}.vcon.json", documents.chat(reference(debrief), name, queue=slip)) for name in names
    ]
    return [debrief.settled(each, "held") for each in dropped]


def answer_for(debrief: Debrief, queue: str) -> Json:
    slip = queue.replace("orders", "ordres")
    asked = {"act": "complete", "reason": "queue_unknown", "given": slip, "fields": {"queue": queue}, "remember": True}
    begun: Json = debrief.post("/intake/batches", asked)
    return begun


def batch_run(debrief: Debrief, begun: Json, attempt: int = 1) -> Run:
    return debrief.ended(debrief.execution(HELD, f"{begun['id']}-{attempt}"), 120)


@shows("held_batch", "AllDone default", "AllDone 0")
def one_answer_for_all_that_are_held_for_an_unknown_queue(debrief: Debrief) -> Run:
    queue = debrief.name("orders")
    held = held_chats(debrief, queue, 3)
    assert {each["reasons"][0]["nearest"]["value"] for each in held} == {queue}
    begun = answer_for(debrief, queue)
    run = batch_run(debrief, begun)
    done = debrief.batch_ended(begun)
    assert (done["status"], done["chosen"], done["counts"]["released"]) == ("finished", 3, 3)
    for each in held:
        assert debrief.settled(each["id"], "loaded")["metadata"]["queue"] == queue
    # The answer holds for what comes after it.
    name = debrief.name("slip")
    later = debrief.load(
        f"chats/{name}.vcon.json",
        documents.chat(reference(debrief), name, queue=queue.replace("orders", "ordres")),
    )
    assert later["queue"] == queue
    return run


@shows("held_batch", f"WorkSome {ALL}")
def held_items_that_cannot_be_dealt_with(debrief: Debrief) -> Run:
    queue = debrief.name("orders")
    held_chats(debrief, queue, 1)
    with debrief.broken("work_held_batch"):
        begun = answer_for(debrief, queue)
        failed = debrief.batch_ended(begun)
        run = batch_run(debrief, begun)
    assert (failed["status"], failed["done"]) == ("failed", 0)
    assert failed["failure"]["sentence"]
    again = debrief.batch_ended(answer_for(debrief, queue))
    assert (again["status"], again["counts"]["released"]) == ("finished", 1)
    return run


@shows("held_batch", f"WorkSome {ALL}", f"RecordFailure {ALL}")
def a_batch_whose_failure_cannot_be_written_down(debrief: Debrief) -> Run:
    queue = debrief.name("orders")
    held_chats(debrief, queue, 1)
    with debrief.broken("work_held_batch", "fail_held_batch"):
        begun = answer_for(debrief, queue)
        run = batch_run(debrief, begun)
    assert run.status == "FAILED"
    # Nobody is told, but it isn't lost: when it should have ended it is looked after, and started again.
    assert debrief.get(f"/intake/batches/{begun['id']}")["status"] == "running"
    debrief.hasten("InteractionsTable", begun["id"])
    debrief.run_schedules()
    assert debrief.batch_ended(begun)["counts"]["released"] == 1
    assert batch_run(debrief, begun, 2).status == "SUCCEEDED"
    return run
