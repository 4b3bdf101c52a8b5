"""Where the Debrief runs that is looked at, and the way into its account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from local.cloud import Cloud, running
from local.settings import LocalSettings

STACKS: Final = ("Data", "Workflows", "Api")
VARIABLES: Final = {
    "ApiUrl": "SMOKE_API_URL",
    "RecordingsBucket": "SMOKE_RECORDINGS_BUCKET",
    "UserPoolId": "SMOKE_USER_POOL_ID",
    "UserPoolClientId": "SMOKE_USER_POOL_CLIENT_ID",
    "BootstrapFunction": "SMOKE_BOOTSTRAP_FUNCTION",
}
"""The stacks' outputs that are needed, and the variables that name them where they can't be read."""


class StackError(Exception):
    """The stack can't be looked at. The text is one sentence."""


@dataclass(frozen=True)
class Stack:
    """One running Debrief.

    name: as it is called in what is printed. api_url: without a slash at its end. boto: makes clients of AWS's services
    with the caller's credentials; on the laptop, of the engine.
    """

    name: str
    api_url: str
    recordings_bucket: str
    user_pool_id: str
    client_id: str
    bootstrap_function: str
    boto: Callable[[str], Any]


def find(environment: str | None, variables: Mapping[str, str]) -> Stack:
    """The stack of an environment such as `dev`, else that of the variables, else the laptop cloud that runs.

    Raises:
        StackError: an output is missing. CloudError, DeployError, SettingsError: the laptop cloud doesn't run.
    """
    if environment:
        return deployed(environment, _client)
    named = {output: variables.get(variable, "") for output, variable in VARIABLES.items()}
    if any(named.values()):
        return _of(named, named["ApiUrl"], _client)
    return on_laptop(running(LocalSettings.from_env()))


def deployed(environment: str, boto: Callable[[str], Any]) -> Stack:
    """The stacks of an environment, by their outputs."""
    from botocore.exceptions import ClientError

    cloudformation = boto("cloudformation")
    outputs: dict[str, str] = {}
    for part in STACKS:
        name = f"Debrief-{environment}-{part}"
        try:
            (stack,) = cloudformation.describe_stacks(StackName=name)["Stacks"]
        except ClientError as error:
            raise StackError(f"The stack {name} can't be read: {error.response['Error']['Message']}") from error
        outputs |= {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs") or ()}
    return _of(outputs, f"the environment {environment}", boto)


def on_laptop(cloud: Cloud) -> Stack:
    """A laptop cloud, by the same outputs; only the API's address is another one there."""
    outputs = {**cloud.outputs, "ApiUrl": cloud.api_url}
    return _of(outputs, f"the laptop cloud at {cloud.endpoint}", cloud.boto)


def _of(outputs: Mapping[str, str], name: str, boto: Callable[[str], Any]) -> Stack:
    missing = [output for output in VARIABLES if not outputs.get(output)]
    if missing:
        variables = ", ".join(VARIABLES[output] for output in missing)
        raise StackError(f"The outputs {', '.join(missing)} are missing: set {variables}.")
    return Stack(
        name=name,
        api_url=outputs["ApiUrl"].rstrip("/"),
        recordings_bucket=outputs["RecordingsBucket"],
        user_pool_id=outputs["UserPoolId"],
        client_id=outputs["UserPoolClientId"],
        bootstrap_function=outputs["BootstrapFunction"],
        boto=boto,
    )


def _client(service: str) -> Any:
    import boto3

    session: Any = boto3.Session()
    return session.client(service)
