"""Amazon Transcribe jobs that listen to the recording, and the Call Analytics jobs that the engine lacks.

One recording is recognised at a time, in the background; the job is IN_PROGRESS meanwhile, and how far it is stands
in a file (`hearing.py`) and in the log. A recording that cannot be read, is too long or waited too long behind others,
or the recogniser switched off, ends the job FAILED with the reason. A job whose name begins with
`throttled-` meets a service that too many ask: each operation refuses it twice before it answers.
"""

from __future__ import annotations

import asyncio
import copy
import json
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from local.engine.hearing import Hearing
from local.engine.patches import PatchError, engine, required
from local.engine.recogniser import RecognitionFailed, check, run
from local.engine.transcription import results
from local.engine.transcription.recognised import Recognised
from local.settings import PIPELINE_WAITS_S, LocalSettings

Json = dict[str, Any]
_KEY = "debrief_call_analytics_jobs"
_DEFAULT_LANGUAGE = "en-US"
THROTTLED = "throttled-"
REFUSALS = 2
_INTERRUPTED = "Internal Failure. The job did not survive a restart of the local engine."
_MONO = (
    "Your media file must have two channels for a Call Analytics job. Use StartTranscriptionJob for a file with one."
)


def output_place(location: str, job: str) -> tuple[str, str]:
    """(bucket, key) for OutputLocation: a bucket, a folder, or a file name ending in `.json`."""
    bucket, _, path = location.removeprefix("s3://").partition("/")
    if path.endswith(".json"):
        return bucket, path
    folder = path if not path or path.endswith("/") else f"{path}/"
    return bucket, f"{folder}{job}.json"


def channel_roles(request: Json) -> dict[int, str]:
    """Channel → participant role; channel 0 is the agent unless ChannelDefinitions say otherwise."""
    roles = {0: "AGENT", 1: "CUSTOMER"}
    for definition in request.get("ChannelDefinitions") or []:
        roles[int(definition["ChannelId"])] = str(definition["ParticipantRole"])
    return roles


def throttling(handler: Callable[[Json], Any], error: Callable[[str, str, int], Any]) -> Callable[[Json], Any]:
    """An operation on one job, with the refusals of jobs that are named for them. error: makes an error's answer."""
    refused: Counter[str] = Counter()

    def answer(request: Json) -> Any:
        name = str(request.get("CallAnalyticsJobName") or request.get("TranscriptionJobName") or "")
        if name.startswith(THROTTLED) and refused[name] < REFUSALS:
            refused[name] += 1
            return error("ThrottlingException", "Rate exceeded", 400)
        return handler(request)

    return answer


async def in_its_turn(work: Future[Recognised], patience: float) -> Recognised:
    """What a recogniser's work comes to. Raises RecognitionFailed if its turn hasn't come within `patience` seconds."""
    result = asyncio.wrap_future(work)
    await asyncio.wait({result}, timeout=patience)
    # Work that has begun, or is done, can't be cancelled.
    if work.cancel():
        raise RecognitionFailed(
            "The offline recogniser takes one recording at a time, and too many were before this one. Release it again "
            "when they are done, or import a transcript instead."
        )
    return await result


def public(job: Json) -> Json:
    return {key: value for key, value in job.items() if not key.startswith("_") and value is not None}


def apply(settings: LocalSettings) -> None:
    """Read are LOCAL_RECOGNISER, LOCAL_RECOGNISER_SECONDS and LOCAL_RECOGNISER_MINUTES."""
    transcribe = engine("services.transcribe")
    service = _Service(transcribe, settings)
    dispatch = required(transcribe, "_DISPATCH")
    if not isinstance(dispatch, dict) or "StartTranscriptionJob" not in dispatch:
        raise PatchError("The local engine's Transcribe has no table of operations any more.")
    dispatch.update(
        StartCallAnalyticsJob=service.start,
        GetCallAnalyticsJob=service.get,
        ListCallAnalyticsJobs=service.list,
        DeleteCallAnalyticsJob=service.delete,
    )
    error = required(engine("core.responses"), "error_response_json")
    for operation in ("StartCallAnalyticsJob", "StartTranscriptionJob", "GetCallAnalyticsJob", "GetTranscriptionJob"):
        dispatch[operation] = throttling(dispatch[operation], error)
    required(transcribe, "_run_job_inner")
    transcribe._run_job_inner = service.run_plain_job
    _patch_state(transcribe, service.jobs)


def _patch_state(transcribe: Any, jobs: Any) -> None:
    get_state = required(transcribe, "get_state")
    load = required(transcribe, "load_persisted_state")
    reset = required(transcribe, "reset")

    def saving() -> Json:
        return {**get_state(), _KEY: copy.deepcopy(jobs)}

    def loading(data: Json | None) -> None:
        load(data)
        stored = (data or {}).get(_KEY)
        if stored is not None:
            jobs.update(stored)
        for job in jobs.all_values():
            if job["CallAnalyticsJobStatus"] == "IN_PROGRESS":
                job.update(CallAnalyticsJobStatus="FAILED", FailureReason=_INTERRUPTED, CompletionTime=time.time())

    def resetting() -> None:
        reset()
        jobs.clear()

    transcribe.get_state = saving
    transcribe.load_persisted_state = loading
    transcribe.reset = resetting


class _Service:
    def __init__(self, transcribe: Any, settings: LocalSettings) -> None:
        responses = engine("core.responses")
        eventbridge = engine("services.eventbridge")
        s3 = engine("services.s3")
        self._settings = settings
        self._hearing = Hearing(settings.hearing_file)
        # One at a time: the recogniser takes a whole core for as long as the recording lasts.
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="debrief-recogniser")
        self._running: set[asyncio.Task[None]] = set()
        self.jobs: Any = required(responses, "AccountRegionScopedDict")()
        self._scope = required(responses, "request_scope")
        self._account: Callable[[], str] = required(responses, "get_account_id")
        self._region: Callable[[], str] = required(responses, "get_region")
        self._json = required(responses, "json_response")
        self._error = required(responses, "error_response_json")
        self._parse_uri = required(transcribe, "_parse_s3_uri")
        self._netloc = required(transcribe, "_external_netloc")
        self._name = required(transcribe, "_JOB_NAME_RE")
        self._unreadable = required(transcribe, "_MEDIA_UNREADABLE")
        self._plain_job = required(transcribe, "_live_job")
        self._service_bucket = required(transcribe, "_SERVICE_BUCKET")
        self._announce_plain = required(transcribe, "_emit_state_change")
        self._read_object = required(s3, "_get_object_data")
        self._put_object = required(s3, "_put_object")
        self._ensure_bucket = required(s3, "_ensure_bucket")
        self._create_bucket = required(s3, "_create_bucket")
        self._new_id = required(responses, "new_uuid")
        self._now = required(responses, "now_iso")
        self._dispatch_event = required(eventbridge, "_dispatch_event")

    # Call Analytics operations

    def start(self, request: Json) -> Any:
        name = request.get("CallAnalyticsJobName")
        media = request.get("Media") or {}
        uri = media.get("MediaFileUri")
        if not isinstance(name, str) or not self._name.match(name):
            return self._error("BadRequestException", "CallAnalyticsJobName must match ^[0-9a-zA-Z._-]+$.", 400)
        if self._parse_uri(uri) == (None, None):
            return self._error("BadRequestException", "Media.MediaFileUri must name an object in S3.", 400)
        if name in self.jobs:
            return self._error("ConflictException", "The requested job name already exists.", 400)
        location = request.get("OutputLocation")
        bucket, key = (
            output_place(location, name)
            if location
            else (self._service_bucket, f"{self._account()}/{self._region()}/{name}.json")
        )
        now = time.time()
        job: Json = {
            "CallAnalyticsJobName": name,
            "CallAnalyticsJobStatus": "IN_PROGRESS",
            "Media": copy.deepcopy(media),
            "StartTime": now,
            "CreationTime": now,
            "DataAccessRoleArn": request.get("DataAccessRoleArn"),
            "Settings": copy.deepcopy(request.get("Settings")),
            "ChannelDefinitions": copy.deepcopy(request.get("ChannelDefinitions")),
            "Tags": copy.deepcopy(request.get("Tags")),
            "_bucket": bucket,
            "_key": key,
        }
        self.jobs[name] = job
        work = asyncio.create_task(self._run(job, self._account(), self._region(), self._netloc()))
        # The event loop holds tasks weakly: without this a long job could be collected.
        self._running.add(work)
        work.add_done_callback(self._running.discard)
        return self._json({"CallAnalyticsJob": public(job)})

    def get(self, request: Json) -> Any:
        job = self.jobs.get(request.get("CallAnalyticsJobName"))
        if job is None:
            return self._error("NotFoundException", "The requested job couldn't be found.", 400)
        return self._json({"CallAnalyticsJob": public(job)})

    def list(self, request: Json) -> Any:
        status, part = request.get("Status"), str(request.get("JobNameContains") or "").lower()
        found = [
            job
            for job in self.jobs.values()
            if (not status or job["CallAnalyticsJobStatus"] == status) and part in job["CallAnalyticsJobName"].lower()
        ]
        found.sort(key=lambda job: job["CreationTime"], reverse=True)
        members = (
            "CallAnalyticsJobName",
            "CallAnalyticsJobStatus",
            "CreationTime",
            "StartTime",
            "CompletionTime",
            "LanguageCode",
            "FailureReason",
        )
        summaries = [{key: job[key] for key in members if job.get(key) is not None} for job in found]
        return self._json({"CallAnalyticsJobSummaries": summaries})

    def delete(self, request: Json) -> Any:
        self.jobs.pop(request.get("CallAnalyticsJobName"), None)
        return self._json({})

    # The work

    async def _recognise(self, name: str, uri: str, language: str | None) -> Recognised:
        audio = self._read_object(*self._parse_uri(uri))
        if audio is None:
            raise RecognitionFailed(self._unreadable)
        settings, recording = self._settings, bytes(audio)
        check(recording, settings.recogniser, settings.recogniser_minutes, language)
        heard = self._hearing.of(name)
        work = self._pool.submit(run, recording, settings.recogniser, settings.recogniser_seconds, heard)
        try:
            # The pipeline began to wait before this, so what can't end within its time had better not begin.
            return await in_its_turn(work, (PIPELINE_WAITS_S - settings.recogniser_seconds) * 0.95)
        finally:
            self._hearing.end(name)

    def _write(self, bucket: str, key: str, document: Json) -> None:
        if bucket == self._service_bucket and self._ensure_bucket(bucket) is None:
            self._create_bucket(bucket, b"")
        body = json.dumps(document).encode()
        headers = {"content-type": "application/json", "content-length": str(len(body))}
        answer = self._put_object(bucket, key, body, headers)
        if isinstance(answer, tuple) and answer[0] >= 300:
            raise RecognitionFailed(f"The output location s3://{bucket}/{key} can't be written to.")

    async def _run(self, job: Json, account: str, region: str, netloc: str) -> None:
        with self._scope(account, region):
            try:
                named = (job.get("Settings") or {}).get("LanguageOptions") or []
                language = named[0] if len(named) == 1 else None
                recognised = await self._recognise(job["CallAnalyticsJobName"], job["Media"]["MediaFileUri"], language)
                if recognised.channels != 2:
                    raise RecognitionFailed(_MONO)
                options = named or [_DEFAULT_LANGUAGE]
                document = results.call_analytics(
                    job["CallAnalyticsJobName"], account, options[0], channel_roles(job), recognised
                )
                self._write(job["_bucket"], job["_key"], document)
                uri = f"http://{netloc}/{job['_bucket']}/{job['_key']}"
                done = {"LanguageCode": options[0], "Transcript": {"TranscriptFileUri": uri}}
                job.update(done, CallAnalyticsJobStatus="COMPLETED")
            except RecognitionFailed as failure:
                job.update(CallAnalyticsJobStatus="FAILED", FailureReason=str(failure))
            except Exception as error:
                job.update(CallAnalyticsJobStatus="FAILED", FailureReason=f"Internal Failure. {error!r}")
            job["CompletionTime"] = time.time()
            self._announce(job)

    def _announce(self, job: Json) -> None:
        detail = {"JobName": job["CallAnalyticsJobName"], "JobStatus": job["CallAnalyticsJobStatus"]}
        self._dispatch_event(
            {
                "EventId": self._new_id(),
                "Source": "aws.transcribe",
                "DetailType": "Call Analytics Job State Change",
                "Detail": json.dumps(detail),
                "EventBusName": "default",
                "Time": self._now(),
                "Resources": [],
                "Account": self._account(),
                "Region": self._region(),
            }
        )

    async def run_plain_job(self, name: str, run_id: str, netloc: str) -> None:
        """StartTranscriptionJob's work, in the place of the engine's canned text."""
        job = self._plain_job(name, run_id)
        if job is None:
            return
        status = "COMPLETED"
        try:
            recognised = await self._recognise(name, job["Media"]["MediaFileUri"], job.get("LanguageCode"))
            settings = job.get("Settings") or {}
            document = results.transcription(name, self._account(), settings, recognised)
            self._write(job["_output_bucket"], job["_output_key"], document)
            uri = f"http://{netloc}/{job['_output_bucket']}/{job['_output_key']}"
            job["LanguageCode"] = job.get("LanguageCode") or (job.get("LanguageOptions") or [_DEFAULT_LANGUAGE])[0]
            job["Transcript"] = {"TranscriptFileUri": uri}
        except RecognitionFailed as failure:
            status, job["FailureReason"] = "FAILED", str(failure)
        if self._plain_job(name, run_id) is None:
            return
        job["TranscriptionJobStatus"] = status
        job["CompletionTime"] = time.time()
        self._announce_plain(name, status)
