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

EnvironmentName = Literal["dev", "staging", "prod", "local"]
Protection = Literal["destroy", "retain"]


class SettingsError(ValueError):
    """The environment was asked for with a name or a value that makes no sense."""


@dataclass(frozen=True, slots=True)
class ModelSetting:
    """The language model: what is asked for, and where Bedrock may send the request.

    Attributes
    ----------
    model_id: id of an inference profile (`us.…`, `eu.…`, `apac.…`, `global.…`) or of a foundation model.
    input_usd, output_usd: list price of a million tokens, in USD; the cost of each call is reckoned with it.
    regions: the Regions that the profile may route to. Rights are given for exactly these; empty means the stack's own.
    context_tokens: what prompt and answer may come to; None where that is more than anything that is asked (150,000).
    tool_choice: how firmly an answer can be asked for (see `debrief.kernel.ai.converse`); None to find out.
    """

    model_id: str
    input_usd: float
    output_usd: float
    regions: tuple[str, ...] = ()
    context_tokens: int | None = None
    tool_choice: str | None = None

    @property
    def is_global(self) -> bool:
        """Whether the profile routes to any commercial Region."""
        return self.model_id.startswith("global.")

    @property
    def is_profile(self) -> bool:
        """An inference profile carries a geography before the vendor's name."""
        return self.model_id.split(".", 1)[0] in _PROFILE_REGIONS

    @property
    def foundation_model(self) -> str:
        """The foundation model behind the profile."""
        return self.model_id.split(".", 1)[1] if self.is_profile else self.model_id


_PROFILE_REGIONS: Mapping[str, tuple[str, ...]] = {
    # Besides the stack's own Region it routes to a model that is in no Region.
    "global": (),
    "us-gov": ("us-gov-east-1", "us-gov-west-1"),
    "ca": ("ca-central-1", "ca-west-1"),
    "jp": ("ap-northeast-1", "ap-northeast-3"),
    "au": ("ap-southeast-2", "ap-southeast-4"),
    "us": ("us-east-1", "us-east-2", "us-west-2"),
    "eu": ("eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"),
    "apac": (
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-south-2",
        "ap-southeast-1",
        "ap-southeast-2",
    ),
}


_TOOL_CHOICES = ("tool", "any", "auto", "none")
_LEAST_CONTEXT_TOKENS = 2048


@dataclass(frozen=True, slots=True)
class DomainSetting:
    """An own name and its certificate: in the stack's Region for the API, in us-east-1 for the console."""

    name: str
    certificate_arn: str


@dataclass(frozen=True, slots=True)
class BackupSetting:
    """Backups beside point-in-time recovery, in days."""

    daily_kept_days: int
    monthly_kept_days: int


@dataclass(frozen=True, slots=True)
class RetrySetting:
    """How the state machines repeat a failed task. Seconds, and a factor between tries."""

    interval_seconds: int = 2
    max_delay_seconds: int = 60
    model_interval_seconds: int = 5
    model_max_delay_seconds: int = 120


@dataclass(frozen=True, slots=True)
class TranscriptionSetting:
    """How often a transcription job is looked at, and for how long."""

    poll_seconds: int = 30
    poll_limit: int = 240


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
    """Everything an environment can choose."""

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
    api_origins: tuple[str, ...] = ()
    domain: DomainSetting | None = None
    console: bool = True
    console_domain: DomainSetting | None = None
    memory_mb: Mapping[str, int] = field(default_factory=dict)
    default_memory_mb: int = 512
    reserved_concurrency: Mapping[str, int] = field(default_factory=dict)
    api_rate_per_second: int = 100
    api_burst: int = 200
    import_concurrency: int = 10
    import_batch_lines: int = 25
    sweep_minutes: int = 5
    stalled_after_seconds: int | None = None
    retry: RetrySetting = field(default_factory=RetrySetting)
    transcription: TranscriptionSetting = field(default_factory=TranscriptionSetting)

    def memory(self, function: str) -> int:
        """MB of memory of one function; a larger one also gets more processor."""
        return self.memory_mb.get(function, self.default_memory_mb)


# An inference profile of a current model that uses tools well; another is one variable away (DEBRIEF_MODEL_ID).
_MODEL = ModelSetting("us.anthropic.claude-sonnet-4-5-20250929-v1:0", input_usd=3.0, output_usd=15.0)

# What reads whole transcripts or dossiers gets more memory, and with it more processor.
_LARGER = {
    "normalise_transcript": 1024,
    "analyse_interaction": 1024,
    "evaluate_automatically": 1024,
    "answer_draft": 1024,
    "summary_gather": 1769,
    "summary_cap": 1024,
    "summary_prompt": 1024,
    "summaries_api": 1024,
}

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
        customer_managed_key=True,
        memory_mb=_LARGER,
        api_rate_per_second=200,
        api_burst=400,
        import_concurrency=40,
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
        default_memory_mb=256,
        import_concurrency=4,
        sweep_minutes=1,
        stalled_after_seconds=120,
        retry=RetrySetting(
            interval_seconds=1, max_delay_seconds=2, model_interval_seconds=1, model_max_delay_seconds=2
        ),
        transcription=TranscriptionSetting(poll_seconds=1, poll_limit=30),
    ),
}


def load(name: str, variables: Mapping[str, str] | None = None) -> Settings:
    """The settings of an environment, with what the account adds.

    Parameters
    ----------
    name: dev, staging, prod or local.
    variables: usually `os.environ`. Read: DEBRIEF_ALARM_EMAIL, DEBRIEF_API_ORIGINS (comma separated), DEBRIEF_DOMAIN
        with DEBRIEF_CERTIFICATE_ARN, DEBRIEF_CONSOLE_DOMAIN with DEBRIEF_CONSOLE_CERTIFICATE_ARN, DEBRIEF_MODEL_ID
        with DEBRIEF_MODEL_INPUT_USD and DEBRIEF_MODEL_OUTPUT_USD, DEBRIEF_MODEL_REGIONS (comma separated),
        DEBRIEF_MODEL_CONTEXT_TOKENS, DEBRIEF_MODEL_TOOL_CHOICE.

    Raises
    ------
    SettingsError: for an unknown name, or values that don't go together.
    """
    given = os.environ if variables is None else variables
    if name not in _ENVIRONMENTS:
        raise SettingsError(f"unknown environment {name!r}: set DEBRIEF_ENV to one of {', '.join(_ENVIRONMENTS)}")
    settings = _ENVIRONMENTS[name]
    if origins := _listed(given.get("DEBRIEF_API_ORIGINS", "")):
        if "*" in origins:
            raise SettingsError("DEBRIEF_API_ORIGINS must name the origins of pages; * would let any page in")
        settings = replace(settings, api_origins=origins)
    if email := given.get("DEBRIEF_ALARM_EMAIL"):
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
            raise SettingsError("DEBRIEF_ALARM_EMAIL is not an e-mail address")
        settings = replace(settings, alarm_email=email)
    if model_id := given.get("DEBRIEF_MODEL_ID"):
        settings = replace(settings, model=_other_model(model_id, given))
    regions = _listed(given.get("DEBRIEF_MODEL_REGIONS", "")) or _profile_regions(settings.model)
    settings = replace(
        settings,
        model=replace(
            settings.model,
            regions=regions,
            context_tokens=_context_tokens(given),
            tool_choice=_tool_choice(given),
        ),
    )
    console_domain = _domain(given, "DEBRIEF_CONSOLE_DOMAIN", "DEBRIEF_CONSOLE_CERTIFICATE_ARN")
    if console_domain and ":us-east-1:" not in console_domain.certificate_arn:
        raise SettingsError("DEBRIEF_CONSOLE_CERTIFICATE_ARN must lie in us-east-1: CloudFront takes no other")
    domain = _domain(given, "DEBRIEF_DOMAIN", "DEBRIEF_CERTIFICATE_ARN")
    if domain and console_domain and domain.name == console_domain.name:
        raise SettingsError(
            "DEBRIEF_DOMAIN and DEBRIEF_CONSOLE_DOMAIN must differ: the console asks the API by its own"
        )
    return replace(settings, domain=domain, console_domain=console_domain)


def _domain(given: Mapping[str, str], name_in: str, certificate_in: str) -> DomainSetting | None:
    name, certificate = given.get(name_in), given.get(certificate_in)
    if bool(name) != bool(certificate):
        raise SettingsError(f"{name_in} and {certificate_in} are needed together")
    return DomainSetting(name, certificate) if name and certificate else None


def _other_model(model_id: str, given: Mapping[str, str]) -> ModelSetting:
    try:
        prices = float(given["DEBRIEF_MODEL_INPUT_USD"]), float(given["DEBRIEF_MODEL_OUTPUT_USD"])
    except (KeyError, ValueError):
        raise SettingsError(
            "another model needs its prices: DEBRIEF_MODEL_INPUT_USD and DEBRIEF_MODEL_OUTPUT_USD, per million tokens"
        ) from None
    return ModelSetting(model_id, input_usd=prices[0], output_usd=prices[1])


def _context_tokens(given: Mapping[str, str]) -> int | None:
    told = given.get("DEBRIEF_MODEL_CONTEXT_TOKENS")
    if not told:
        return None
    if not told.isdecimal() or int(told) < _LEAST_CONTEXT_TOKENS:
        raise SettingsError(
            f"DEBRIEF_MODEL_CONTEXT_TOKENS must be a whole number from {_LEAST_CONTEXT_TOKENS} on: "
            "the prompts alone need as much"
        )
    return int(told)


def _tool_choice(given: Mapping[str, str]) -> str | None:
    told = given.get("DEBRIEF_MODEL_TOOL_CHOICE")
    if told and told not in _TOOL_CHOICES:
        raise SettingsError(f"DEBRIEF_MODEL_TOOL_CHOICE must be one of {', '.join(_TOOL_CHOICES)}")
    return told or None


def _profile_regions(model: ModelSetting) -> tuple[str, ...]:
    return _PROFILE_REGIONS[model.model_id.split(".", 1)[0]] if model.is_profile else ()


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
