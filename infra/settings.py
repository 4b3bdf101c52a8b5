"""What differs between environments, in one typed place.

Sizes and retention live here, under version control. What belongs to one account only (an e-mail address, a domain,
the console's address, another model) comes from environment variables at synthesis: no account shows in the code.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from infra.language_model import ModelSetting, other_model, with_its_manner, with_its_regions
from infra.sftp import SftpSource, sftp_sources
from infra.variables import SettingsError, address, listed

EnvironmentName = Literal["dev", "staging", "prod", "local"]
Protection = Literal["destroy", "retain"]


@dataclass(frozen=True, slots=True)
class DomainSetting:
    """An own name and its certificate: in the stack's Region for the API, in us-east-1 for the console."""

    name: str
    certificate_arn: str


@dataclass(frozen=True, slots=True)
class EmailSetting:
    """Who sends e-mails: the sign-in's, in place of Cognito, whose own sender stops after 50 a day, and the notices.

    Attributes
    ----------
    sender: the address that people see.
    identity: what is verified in SES: the sender itself, or its domain.
    region: where it is verified; None for the stack's own Region.
    """

    sender: str
    identity: str
    region: str | None = None


@dataclass(frozen=True, slots=True)
class QueueSetting:
    """How a queue is worked off.

    Attributes
    ----------
    most_at_once: invocations of the consumer at the same time, from 2 to 1,000; others of the account keep the rest.
    wait_seconds: how long a batch is gathered before the consumer is called.
    """

    most_at_once: int = 10
    wait_seconds: int = 0


@dataclass(frozen=True, slots=True)
class BackupSetting:
    """Backups beside point-in-time recovery, in days."""

    daily_kept_days: int
    monthly_kept_days: int


@dataclass(frozen=True, slots=True)
class RetrySetting:
    """How the state machines repeat a failed task. Seconds, and a factor between tries.

    throttle: what a service refuses because too many ask, which passes when others have stopped asking.
    """

    interval_seconds: int = 2
    max_delay_seconds: int = 60
    throttle_interval_seconds: int = 5
    throttle_max_delay_seconds: int = 300
    model_interval_seconds: int = 5
    model_max_delay_seconds: int = 120


@dataclass(frozen=True, slots=True)
class TranscriptionSetting:
    """How often a transcription job is looked at, for how long, and what a minute of a recording costs.

    usd_per_minute: list price of a minute that Amazon Transcribe writes down; what conversations cost is reckoned with
    it, and so is the month's budget. One price for both that are used, so unless told that of the dearer one: 0.030 for
    Call Analytics after the call, 0.024 for plain transcription, in the first tier of us-east-1, by the second, of 15
    at least, two channels paid as one (https://aws.amazon.com/transcribe/pricing/). That page fills its figures in
    as it is shown; these are as others quote it, some of whom quote 0.006 for the latter since: look at your own.
    """

    poll_seconds: int = 30
    poll_limit: int = 240
    usd_per_minute: float = 0.03


@dataclass(frozen=True, slots=True)
class RetentionSetting:
    """How long things are kept, in days. None keeps them for ever."""

    logs_days: int
    recordings_days: int | None
    recordings_to_infrequent_days: int | None
    content_days: int | None
    working_files_days: int = 7
    access_logs_days: int = 90
    event_archive_days: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an environment can choose.

    email_sandbox: whether e-mails may be sent while the account is in the sandbox of SES, to verified addresses.
    console: whether there is a distribution with the console. console_url: where it is served instead, without a slash
        at its end. channel_loopback: whether notices may go to receivers on the machine itself; on laptops alone.
    sftp: who hands in files over SFTP; without any there is no such server, which costs by the hour.
    """

    name: EnvironmentName
    protection: Protection
    termination_protection: bool
    retention: RetentionSetting
    model: ModelSetting
    backup: BackupSetting | None = None
    customer_managed_key: bool = False
    point_in_time_recovery: bool = True
    alarms: bool = True
    dashboards: bool = True
    nag: bool = True
    dependencies_layer: bool = True
    password_sign_in: bool = False
    log_level: str = "INFO"
    alarm_email: str | None = None
    email: EmailSetting | None = None
    email_sandbox: bool = True
    invitation_days: int = 14
    channel_loopback: bool = False
    sftp: tuple[SftpSource, ...] = ()
    api_origins: tuple[str, ...] = ()
    domain: DomainSetting | None = None
    console: bool = True
    console_domain: DomainSetting | None = None
    console_url: str | None = None
    memory_mb: Mapping[str, int] = field(default_factory=dict)
    default_memory_mb: int = 512
    reserved_concurrency: Mapping[str, int] = field(default_factory=dict)
    api_rate_per_second: int = 100
    api_burst: int = 200
    queues: Mapping[str, QueueSetting] = field(default_factory=dict)
    import_concurrency: int = 10
    import_batch_lines: int = 25
    sweep_minutes: int = 5
    stalled_after_seconds: int | None = None
    retry: RetrySetting = field(default_factory=RetrySetting)
    transcription: TranscriptionSetting = field(default_factory=TranscriptionSetting)

    def memory(self, function: str) -> int:
        """MB of memory of one function; a larger one also gets more processor."""
        return self.memory_mb.get(function, self.default_memory_mb)

    @property
    def console_origin(self) -> str | None:
        """The console's own address, without a slash at its end; None where CloudFront gives it one."""
        return f"https://{self.console_domain.name}" if self.console_domain else self.console_url

    def queue(self, consumer: str) -> QueueSetting:
        """How the queue of one consumer is worked off."""
        return self.queues.get(consumer, QueueSetting())


# An inference profile of a current model that uses tools well; another is one variable away (DEBRIEF_MODEL_ID).
_MODEL = ModelSetting("us.anthropic.claude-sonnet-4-5-20250929-v1:0", input_usd=3.0, output_usd=15.0)

# The largest document that is accepted (50 MB, LARGEST_DOCUMENT in the intake) takes up to 1.8 GB when it is read.
# tests/performance/test_documents.py measures it.
DOCUMENT_READERS = ("import_lines", "intake_recording", "interactions_api", "normalise_transcript", "work_held_batch")

# What reads whole transcripts or dossiers gets more memory, and with it more processor.
_LARGER = {
    **dict.fromkeys(DOCUMENT_READERS, 2304),
    "analyse_interaction": 1024,
    "evaluate_automatically": 1024,
    "answer_draft": 1024,
    "work_practice": 1024,
    # A file of 5,000 people is checked within its request: 3 s of a whole processor, and half of one takes 6.
    "people_api": 1024,
    "summary_gather": 1769,
    "summary_cap": 1024,
    "summary_prompt": 1024,
    "summary_repair": 1024,
    "summary_check": 1024,
    "summary_filter_chips": 1024,
    "summaries_api": 1024,
}

# Rollups of one day meet in the same rows: more workers at once would mostly wait for each other. A conversation sets
# off several events, and one call takes those of the same seconds together.
_ROLL_UP = QueueSetting(most_at_once=10, wait_seconds=2)

_ENVIRONMENTS: Mapping[str, Settings] = {
    "dev": Settings(
        name="dev",
        protection="destroy",
        termination_protection=False,
        retention=RetentionSetting(
            logs_days=14, recordings_days=30, recordings_to_infrequent_days=None, content_days=30
        ),
        model=_MODEL,
        password_sign_in=True,
        log_level="DEBUG",
        memory_mb=_LARGER,
        queues={"intake_recording": QueueSetting(most_at_once=10), "roll_up": _ROLL_UP},
        api_rate_per_second=50,
        api_burst=100,
    ),
    "staging": Settings(
        name="staging",
        protection="retain",
        termination_protection=False,
        retention=RetentionSetting(
            logs_days=30, recordings_days=90, recordings_to_infrequent_days=None, content_days=90
        ),
        model=_MODEL,
        memory_mb=_LARGER,
        queues={"intake_recording": QueueSetting(most_at_once=10), "roll_up": _ROLL_UP},
    ),
    "prod": Settings(
        name="prod",
        protection="retain",
        termination_protection=True,
        retention=RetentionSetting(
            logs_days=90,
            recordings_days=730,
            recordings_to_infrequent_days=30,
            content_days=None,
            access_logs_days=365,
            event_archive_days=90,
        ),
        model=_MODEL,
        backup=BackupSetting(daily_kept_days=35, monthly_kept_days=365),
        email_sandbox=False,
        customer_managed_key=True,
        memory_mb=_LARGER,
        queues={"intake_recording": QueueSetting(most_at_once=20), "roll_up": _ROLL_UP},
        api_rate_per_second=200,
        api_burst=400,
        # Some 80 lines a second. With more, Step Functions of smaller Regions and the table's list of a year, which is
        # one partition, would refuse (docs/operations.md, AWS's limits).
        import_concurrency=12,
    ),
    "local": Settings(
        name="local",
        protection="destroy",
        termination_protection=False,
        retention=RetentionSetting(
            logs_days=1, recordings_days=None, recordings_to_infrequent_days=None, content_days=None
        ),
        model=ModelSetting("offline", input_usd=0.0, output_usd=0.0),
        point_in_time_recovery=False,
        alarms=False,
        dashboards=False,
        nag=False,
        dependencies_layer=False,
        password_sign_in=True,
        console=False,
        # The local engine takes every e-mail and sends none.
        email=EmailSetting("debrief@sample.example", "sample.example"),
        channel_loopback=True,
        default_memory_mb=256,
        import_concurrency=4,
        sweep_minutes=1,
        queues={"roll_up": QueueSetting(wait_seconds=1)},
        stalled_after_seconds=120,
        retry=RetrySetting(
            interval_seconds=1,
            max_delay_seconds=2,
            throttle_interval_seconds=1,
            throttle_max_delay_seconds=2,
            model_interval_seconds=1,
            model_max_delay_seconds=2,
        ),
        # Recordings are recognised one after the other, each for up to an hour (LOCAL_RECOGNISER_SECONDS): a dozen
        # long ones that come at once take hours. Below the execution's own time-out.
        transcription=TranscriptionSetting(poll_seconds=2, poll_limit=6000, usd_per_minute=0.0),
    ),
}


def load(name: str, variables: Mapping[str, str] | None = None) -> Settings:
    """The settings of an environment, with what the account adds.

    Parameters
    ----------
    name: dev, staging, prod or local.
    variables: usually `os.environ`. Read: DEBRIEF_ALARM_EMAIL, DEBRIEF_API_ORIGINS (comma separated), DEBRIEF_DOMAIN
        with DEBRIEF_CERTIFICATE_ARN, DEBRIEF_CONSOLE_DOMAIN with DEBRIEF_CONSOLE_CERTIFICATE_ARN or in their place
        DEBRIEF_CONSOLE_URL, DEBRIEF_MODEL_ID with DEBRIEF_MODEL_INPUT_USD and DEBRIEF_MODEL_OUTPUT_USD,
        DEBRIEF_MODEL_REGIONS (comma separated), DEBRIEF_MODEL_SOURCE, DEBRIEF_MODEL_CONTEXT_TOKENS,
        DEBRIEF_MODEL_TOOL_CHOICE, DEBRIEF_TRANSCRIBE_USD_MINUTE, DEBRIEF_EMAIL_FROM with DEBRIEF_EMAIL_IDENTITY and
        DEBRIEF_EMAIL_REGION, DEBRIEF_SFTP_SOURCES.

    Raises
    ------
    SettingsError: for an unknown name, or values that don't go together.
    """
    given = os.environ if variables is None else variables
    if name not in _ENVIRONMENTS:
        raise SettingsError(f"unknown environment {name!r}: set DEBRIEF_ENV to one of {', '.join(_ENVIRONMENTS)}")
    settings = _ENVIRONMENTS[name]
    if origins := listed(given, "DEBRIEF_API_ORIGINS"):
        if "*" in origins:
            raise SettingsError("DEBRIEF_API_ORIGINS must name the origins of pages; * would let any page in")
        for origin in origins:
            if not re.fullmatch(r"https?://[^/\s*]+", origin):
                raise SettingsError(
                    f"DEBRIEF_API_ORIGINS: {origin!r} is not an origin, such as https://www.example.org"
                )
        settings = replace(settings, api_origins=origins)
    settings = replace(
        settings,
        alarm_email=address(given, "DEBRIEF_ALARM_EMAIL"),
        email=_email(given) or settings.email,
        model=_model(settings, given),
        transcription=_transcription(settings, given),
        sftp=sftp_sources(given),
    )
    console_domain = _domain(given, "DEBRIEF_CONSOLE_DOMAIN", "DEBRIEF_CONSOLE_CERTIFICATE_ARN")
    if console_domain and ":us-east-1:" not in console_domain.certificate_arn:
        raise SettingsError("DEBRIEF_CONSOLE_CERTIFICATE_ARN must lie in us-east-1: CloudFront takes no other")
    domain = _domain(given, "DEBRIEF_DOMAIN", "DEBRIEF_CERTIFICATE_ARN")
    if domain and console_domain and domain.name == console_domain.name:
        raise SettingsError(
            "DEBRIEF_DOMAIN and DEBRIEF_CONSOLE_DOMAIN must differ: the console asks the API by its own"
        )
    if console_url := _console_url(given):
        if console_domain:
            raise SettingsError(
                "DEBRIEF_CONSOLE_URL is for a console without CloudFront, DEBRIEF_CONSOLE_DOMAIN for one with it"
            )
        settings = replace(settings, console=False, console_url=console_url)
    return replace(settings, domain=domain, console_domain=console_domain)


def _transcription(settings: Settings, given: Mapping[str, str]) -> TranscriptionSetting:
    told = given.get("DEBRIEF_TRANSCRIBE_USD_MINUTE", "").strip()
    if not told:
        return settings.transcription
    if not re.fullmatch(r"\d{1,3}(\.\d{1,6})?", told):
        raise SettingsError("DEBRIEF_TRANSCRIBE_USD_MINUTE must be the US dollars of a minute, such as 0.024")
    return replace(settings.transcription, usd_per_minute=float(told))


def _console_url(given: Mapping[str, str]) -> str | None:
    url = given.get("DEBRIEF_CONSOLE_URL", "").strip().removesuffix("/")
    if url and not re.fullmatch(r"https://[^/\s*]+", url):
        raise SettingsError("DEBRIEF_CONSOLE_URL must be the address of an origin, such as https://debrief.example.org")
    return url or None


def _model(settings: Settings, given: Mapping[str, str]) -> ModelSetting:
    model = settings.model
    if given.get("DEBRIEF_MODEL_ID"):
        model = other_model(given, local=settings.name == "local")
    elif given.get("DEBRIEF_MODEL_SOURCE"):
        raise SettingsError("DEBRIEF_MODEL_SOURCE says what DEBRIEF_MODEL_ID was made from, and that isn't set")
    return with_its_manner(with_its_regions(model, given), given)


def _email(given: Mapping[str, str]) -> EmailSetting | None:
    sender, identity = address(given, "DEBRIEF_EMAIL_FROM"), given.get("DEBRIEF_EMAIL_IDENTITY", "").strip()
    region = given.get("DEBRIEF_EMAIL_REGION", "").strip()
    if sender is None:
        for name in ("DEBRIEF_EMAIL_IDENTITY", "DEBRIEF_EMAIL_REGION"):
            if given.get(name):
                raise SettingsError(f"{name} is of no use without DEBRIEF_EMAIL_FROM")
        return None
    domain = sender.rpartition("@")[2].lower()
    if identity and identity != sender and not f".{domain}".endswith(f".{identity.lower()}"):
        raise SettingsError(
            f"DEBRIEF_EMAIL_IDENTITY must be DEBRIEF_EMAIL_FROM itself or a domain that it belongs to: {identity!r} "
            f"can't send for {sender!r}"
        )
    if region and region not in _OTHER_EMAIL_REGIONS:
        raise SettingsError(
            f"DEBRIEF_EMAIL_REGION can be one of {', '.join(_OTHER_EMAIL_REGIONS)}, or not set, if the sender is "
            "verified in the stack's own Region: Cognito takes no other"
        )
    return EmailSetting(sender, identity or sender, region or None)


# From these a user pool may send wherever it lies itself (Cognito developer guide, "Email settings for user pools").
_OTHER_EMAIL_REGIONS = ("us-east-1", "us-west-2", "eu-west-1")


def _domain(given: Mapping[str, str], name_in: str, certificate_in: str) -> DomainSetting | None:
    name, certificate = given.get(name_in), given.get(certificate_in)
    if bool(name) != bool(certificate):
        raise SettingsError(f"{name_in} and {certificate_in} are needed together")
    return DomainSetting(name, certificate) if name and certificate else None
