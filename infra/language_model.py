"""Which language model is asked, and what must be allowed for it.

Bedrock asks for rights on everything that a request passes: the inference profile, and the foundation model in each
Region that the profile may choose. A global profile chooses among all Regions, which AWS writes as an ARN without
one. (Bedrock user guide: "Prerequisites for inference profiles", "Geographic cross-Region inference", "Global
cross-Region inference".)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from infra.variables import SettingsError, amount, listed

GLOBAL: Final = "global"

GEOGRAPHIES: Final[Mapping[str, tuple[str, ...]]] = {
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
        "ap-southeast-3",
        "ap-southeast-4",
    ),
    "au": ("ap-southeast-2", "ap-southeast-4"),
    "ca": ("ca-central-1", "ca-west-1"),
    "jp": ("ap-northeast-1", "ap-northeast-3"),
    "us-gov": ("us-gov-east-1", "us-gov-west-1"),
}
"""What comes before the vendor in a profile's id → the Regions that its profiles route to; the stack's own comes on
top. Models differ and AWS adds Regions: DEBRIEF_MODEL_REGIONS says it more exactly."""

_TOOL_CHOICES: Final = ("tool", "any", "auto", "none")
_LEAST_CONTEXT_TOKENS: Final = 2048
_MODEL: Final = re.compile(r"[a-z0-9-]+\.[A-Za-z0-9._:-]+")
# No vendor has so short a name, so that a geography which came later than this table is still known as one.
_SHORT_GEOGRAPHY: Final = re.compile(r"([a-z]{2})\.[a-z0-9-]+\..+")
_ARN: Final = re.compile(r"arn:(aws[a-z-]*):bedrock:([a-z0-9-]+):(\d{12})?:([a-z-]+)/(\S+)")


class Right(NamedTuple):
    """What may be invoked: ARNs, and the values that keys of the request must have (none: any)."""

    resources: tuple[str, ...]
    conditions: Mapping[str, str]


class Place(NamedTuple):
    """Where a stack is; each may be a token that CloudFormation fills in."""

    partition: str
    region: str
    account: str


@dataclass(frozen=True, slots=True)
class ModelSetting:
    """The language model: what is asked for, and where Bedrock may send the request.

    Attributes
    ----------
    model_id: what Bedrock is called with: the id or ARN of a foundation model or of an inference profile
        (`us.…`, `global.…`), or the ARN of an application inference profile or of provisioned throughput.
    input_usd, output_usd: list price of a million tokens, in USD; the cost of each call is reckoned with it.
    regions: the Regions that the profile may route to; empty for what doesn't route, and for global profiles.
    source: what an application inference profile was made from: id or ARN of a foundation model or a profile.
    context_tokens: what prompt and answer may come to; None where that is more than anything that is asked (150,000).
    tool_choice: how firmly an answer can be asked for (see `debrief.kernel.ai.converse`); None to find out.
    """

    model_id: str
    input_usd: float
    output_usd: float
    regions: tuple[str, ...] = ()
    source: str | None = None
    context_tokens: int | None = None
    tool_choice: str | None = None

    @property
    def geography(self) -> str | None:
        """The geography of the inference profile behind it, such as `us` or `global`; None where nothing routes."""
        return _geography(self.source or self.model_id)

    @property
    def is_profile(self) -> bool:
        """Whether requests go through an inference profile that routes between Regions."""
        return self.geography is not None

    @property
    def is_global(self) -> bool:
        """Whether it routes to any commercial Region."""
        return self.geography == GLOBAL

    @property
    def foundation_model(self) -> str:
        """The id of the foundation model behind it."""
        name = _name(self.source or self.model_id)
        geography = self.geography
        return name.removeprefix(f"{geography}.") if geography else name

    def rights(self, place: Place) -> list[Right]:
        """What a function in `place` must be allowed to invoke, and no more."""
        kind = _kind(self.model_id)
        if kind in ("foundation-model", "provisioned-model"):
            return [Right((_arn(self.model_id, place),), {})]
        asked = _arn(self.model_id, place)
        through = {"bedrock:InferenceProfileArn": asked}
        profiles = [asked]
        if self.source and self.is_profile:
            profiles.append(_arn(self.source, place))
        if self.source and not self.is_profile:
            return [Right((asked,), {}), Right((_arn(self.source, place),), through)]
        regions = dict.fromkeys((place.region, *self.regions))
        models = [self._model_in(region, place) for region in regions]
        rights = [Right(tuple(profiles), {}), Right(tuple(models), through)]
        if self.is_global:
            anywhere = self._model_in("", place)
            rights.append(Right((anywhere,), {"aws:RequestedRegion": "unspecified", **through}))
        return rights

    def _model_in(self, region: str, place: Place) -> str:
        return f"arn:{place.partition}:bedrock:{region}::foundation-model/{self.foundation_model}"


def with_its_regions(model: ModelSetting, given: Mapping[str, str]) -> ModelSetting:
    """The model with the Regions that its profile routes to: those of DEBRIEF_MODEL_REGIONS, or what is known.

    Raises:
        SettingsError: they are needed and not known, or given for something that doesn't route.
    """
    named = listed(given, "DEBRIEF_MODEL_REGIONS")
    geography = model.geography
    for region in named:
        if not re.fullmatch(r"[a-z]{2}(-[a-z]+)+-\d", region):
            raise SettingsError(f"DEBRIEF_MODEL_REGIONS: {region!r} is not the name of a Region")
    if geography is None or geography == GLOBAL:
        if named:
            reason = "chooses among all Regions" if geography else "doesn't route between Regions"
            raise SettingsError(f"DEBRIEF_MODEL_REGIONS must not be set: {model.source or model.model_id} {reason}")
        return model
    if not named and geography not in GEOGRAPHIES:
        raise SettingsError(
            f"DEBRIEF_MODEL_REGIONS is needed: which Regions {geography}. profiles route to isn't known here. "
            "`aws bedrock get-inference-profile` lists them"
        )
    return replace(model, regions=named or GEOGRAPHIES[geography])


def with_its_manner(model: ModelSetting, given: Mapping[str, str]) -> ModelSetting:
    """The model with how much it reads at once and how it is asked, where that is said.

    Raises:
        SettingsError: for what no model does.
    """
    tokens, choice = given.get("DEBRIEF_MODEL_CONTEXT_TOKENS"), given.get("DEBRIEF_MODEL_TOOL_CHOICE")
    if tokens and (not tokens.isdecimal() or int(tokens) < _LEAST_CONTEXT_TOKENS):
        raise SettingsError(
            f"DEBRIEF_MODEL_CONTEXT_TOKENS must be a whole number from {_LEAST_CONTEXT_TOKENS} on: "
            "the prompts alone need as much"
        )
    if choice and choice not in _TOOL_CHOICES:
        raise SettingsError(f"DEBRIEF_MODEL_TOOL_CHOICE must be one of {', '.join(_TOOL_CHOICES)}")
    return replace(model, context_tokens=int(tokens) if tokens else None, tool_choice=choice or None)


def other_model(given: Mapping[str, str], *, local: bool = False) -> ModelSetting:
    """The model that DEBRIEF_MODEL_ID names, without its Regions.

    local: it may be the name of a model on somebody's own server.

    Raises:
        SettingsError: its name makes no sense, or its prices or its source are missing.
    """
    model_id = given["DEBRIEF_MODEL_ID"].strip()
    source = given.get("DEBRIEF_MODEL_SOURCE", "").strip() or None
    if not local or model_id.startswith("arn:"):
        _check(model_id, "DEBRIEF_MODEL_ID", ("foundation-model", "provisioned-model", *_PROFILES))
    if (_kind(model_id) == "application-inference-profile") != (source is not None):
        raise SettingsError(
            "DEBRIEF_MODEL_SOURCE is needed with the ARN of an application inference profile, and with nothing else: "
            "the foundation model or inference profile that it was made from"
        )
    if source:
        _check(source, "DEBRIEF_MODEL_SOURCE", ("foundation-model", "inference-profile"))
    prices = [amount(given, f"DEBRIEF_MODEL_{direction}_USD") for direction in ("INPUT", "OUTPUT")]
    return ModelSetting(model_id, input_usd=prices[0], output_usd=prices[1], source=source)


_PROFILES: Final = ("inference-profile", "application-inference-profile")


def _check(name: str, variable: str, kinds: tuple[str, ...]) -> None:
    if not name.startswith("arn:"):
        if not _MODEL.fullmatch(name):
            raise SettingsError(
                f"{variable}: {name!r} is not the id of a model or an inference profile, such as "
                "anthropic.claude-… or eu.anthropic.claude-…"
            )
        return
    found = _ARN.fullmatch(name)
    if found is None:
        raise SettingsError(f"{variable}: {name!r} is not an ARN of Bedrock")
    kind, account = found[4], found[3]
    if kind not in kinds:
        raise SettingsError(f"{variable}: an ARN of a {kind} can't be used; it must be of one of: {', '.join(kinds)}")
    if (kind == "foundation-model") == bool(account):
        needs = "has no account" if account else "needs its account"
        raise SettingsError(f"{variable}: an ARN of a {kind} {needs}")


def _kind(name: str) -> str:
    found = _ARN.fullmatch(name)
    if found:
        return found[4]
    return "inference-profile" if _geography(name) else "foundation-model"


def _name(name: str) -> str:
    found = _ARN.fullmatch(name)
    return found[5] if found else name


def _geography(name: str) -> str | None:
    first = _name(name).split(".", 1)[0]
    if first in GEOGRAPHIES or first == GLOBAL:
        return first
    short = _SHORT_GEOGRAPHY.fullmatch(_name(name))
    return short[1] if short else None


def _arn(name: str, place: Place) -> str:
    if name.startswith("arn:"):
        return name
    kind = _kind(name)
    account = "" if kind == "foundation-model" else place.account
    return f"arn:{place.partition}:bedrock:{place.region}:{account}:{kind}/{name}"
