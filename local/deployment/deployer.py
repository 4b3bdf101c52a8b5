"""Deploys a synthesised cloud assembly (`cdk.out`) on the local engine.

Stacks go in the order of their dependencies; cross-stack exports work. What has not changed is neither uploaded nor
updated: assets are named by their hash, and each stack carries the hash of its template as a tag.
"""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from local.settings import ACCOUNT, LocalSettings

Json = dict[str, Any]
Outputs = dict[str, dict[str, str]]
TEMPLATE_TAG: Final = "debrief:template"
_BOOTSTRAP_PARAMETER: Final = "/cdk-bootstrap/hnb659fds/version"
_BOOTSTRAP_VERSION: Final = "30"
_CAPABILITIES: Final = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_DEAD: Final = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"}
_STEADY: Final = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"}
_SAME_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)


class DeployError(Exception):
    """A stack that could not be deployed: each failed resource with its reason."""


@dataclass(frozen=True)
class Asset:
    source: Path
    packaging: str
    bucket: str
    key: str

    def body(self) -> bytes:
        return zip_folder(self.source) if self.packaging == "zip" else self.source.read_bytes()


@dataclass(frozen=True)
class Stack:
    artifact: str
    name: str
    template: Path
    needs: frozenset[str]
    assets: tuple[Asset, ...]

    @cached_property
    def digest(self) -> str:
        return sha256(self.template.read_bytes()).hexdigest()[:32]


@dataclass(frozen=True)
class StackReport:
    name: str
    action: str
    """created, updated or unchanged."""
    uploaded: int
    seconds: float


def read_assembly(folder: Path, region: str, account: str = ACCOUNT) -> list[Stack]:
    """The stacks of an assembly, those that others need first. Raises DeployError."""
    if not (folder / "manifest.json").exists():
        raise DeployError(f"{folder} is no cloud assembly: it has no manifest.json; synthesise it first.")
    stacks = {stack.artifact: stack for stack in _stacks(folder, region, account)}
    graph = {name: stack.needs & stacks.keys() for name, stack in stacks.items()}
    try:
        return [stacks[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise DeployError(f"The stacks need each other in a circle: {' → '.join(error.args[1])}.") from error


def _stacks(folder: Path, region: str, account: str) -> Iterator[Stack]:
    artifacts: Json = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["artifacts"]
    for name, artifact in artifacts.items():
        properties = artifact.get("properties") or {}
        if artifact["type"] == "cdk:cloud-assembly":
            yield from _stacks(folder / properties["directoryName"], region, account)
        elif artifact["type"] == "aws:cloudformation:stack":
            needs = artifact.get("dependencies") or []
            assets: list[Asset] = []
            for need in needs:
                other = artifacts.get(need) or {}
                if other.get("type") == "cdk:asset-manifest":
                    assets.extend(_assets(folder, folder / other["properties"]["file"], region, account))
            yield Stack(
                artifact=name,
                name=properties.get("stackName") or name,
                template=folder / properties["templateFile"],
                needs=frozenset(needs),
                assets=tuple(assets),
            )


def _assets(folder: Path, manifest: Path, region: str, account: str) -> Iterator[Asset]:
    files: Json = json.loads(manifest.read_text(encoding="utf-8")).get("files") or {}
    for file in files.values():
        source = file["source"]
        if "path" not in source:
            raise DeployError(f"{manifest.name} has an asset made by a command, which cannot be uploaded here.")
        for destination in file["destinations"].values():
            bucket = destination["bucketName"]
            for placeholder, value in (
                ("${AWS::AccountId}", account),
                ("${AWS::Region}", region),
                ("${AWS::Partition}", "aws"),
            ):
                bucket = bucket.replace(placeholder, value)
            path = folder / source["path"]
            yield Asset(path, source.get("packaging", "file"), bucket, destination["objectKey"])


def zip_folder(folder: Path) -> bytes:
    """The folder as a zip file, the same bytes for the same content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _SAME_ZIP_TIME)
            entry.external_attr = (path.stat().st_mode & 0xFFFF) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes(), compresslevel=1)
    return buffer.getvalue()


def api_url(settings: LocalSettings, api_id: str) -> str:
    """Address of an HTTP API's default stage; its `execute-api` host name does not resolve on a laptop."""
    return f"{settings.url}/_aws/execute-api/{api_id}/$default"


class Deployer:
    """Deploys on one engine. `say` gets a line for each stack."""

    def __init__(self, settings: LocalSettings, say: Callable[[str], None] | None = None) -> None:
        self._settings = settings
        self._say = say or (lambda _: None)
        self._clients: dict[str, Any] = {}

    def client(self, service: str) -> Any:
        """A boto3 client for the engine."""
        if service not in self._clients:
            import boto3
            from botocore.config import Config

            session: Any = boto3.Session(
                region_name=self._settings.region,
                aws_access_key_id="test",
                aws_secret_access_key="test",
            )
            # The person's own profile and endpoint settings have no say here.
            self._clients[service] = session.client(
                service, endpoint_url=self._settings.url, config=Config(retries={"total_max_attempts": 2})
            )
        return self._clients[service]

    def deploy(self, assembly: Path) -> Outputs:
        """Deploy all stacks; the outputs by stack name and output key. Raises DeployError."""
        stacks = read_assembly(assembly, self._settings.region)
        self.client("ssm").put_parameter(
            Name=_BOOTSTRAP_PARAMETER, Value=_BOOTSTRAP_VERSION, Type="String", Overwrite=True
        )
        for stack in stacks:
            report = self._deploy(stack)
            self._say(f"{report.name}: {report.action}, {report.uploaded} assets uploaded, {report.seconds:.1f} s")
        return self.outputs([stack.name for stack in stacks])

    def outputs(self, names: list[str]) -> Outputs:
        """The outputs of deployed stacks. Raises DeployError for one that is not deployed."""
        found: Outputs = {}
        for name in names:
            state = self._describe(name)
            if state is None:
                raise DeployError(f"The stack {name} is not deployed.")
            found[name] = {item["OutputKey"]: item["OutputValue"] for item in state.get("Outputs") or []}
        return found

    def _deploy(self, stack: Stack) -> StackReport:
        started = time.monotonic()
        state = self._describe(stack.name)
        if state is not None and state["StackStatus"] in _DEAD:
            self.client("cloudformation").delete_stack(StackName=stack.name)
            self._settle(stack.name)
            state = None
        if state is not None and _is_current(state, stack):
            return StackReport(stack.name, "unchanged", 0, time.monotonic() - started)
        uploaded = self._upload(stack.assets)
        known = self._event_ids(stack.name) if state is not None else set()
        action = self._send(stack, update=state is not None)
        if action != "unchanged":
            status = self._settle(stack.name)
            if status not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
                raise DeployError(self._failure(stack.name, status, known))
        return StackReport(stack.name, action, uploaded, time.monotonic() - started)

    def _send(self, stack: Stack, *, update: bool) -> str:
        from botocore.exceptions import ClientError

        cloudformation = self.client("cloudformation")
        arguments: Json = {
            "StackName": stack.name,
            "Capabilities": _CAPABILITIES,
            "Tags": [{"Key": TEMPLATE_TAG, "Value": stack.digest}],
            "TemplateURL": self._template_url(stack),
        }
        try:
            if not update:
                cloudformation.create_stack(**arguments, DisableRollback=False)
                return "created"
            cloudformation.update_stack(**arguments)
        except ClientError as error:
            if "No updates are to be performed" in str(error):
                return "unchanged"
            raise DeployError(f"{stack.name}: {error}") from error
        return "updated"

    def _template_url(self, stack: Stack) -> str:
        body = stack.template.read_bytes()
        bucket = f"cdk-hnb659fds-assets-{ACCOUNT}-{self._settings.region}"
        key = f"{stack.digest}.template.json"
        self._put(Asset(stack.template, "file", bucket, key), body)
        return f"{self._settings.url}/{bucket}/{quote(key)}"

    def _upload(self, assets: tuple[Asset, ...]) -> int:
        if not assets:
            return 0
        # The clients must exist before threads share them.
        self.client("s3")
        with ThreadPoolExecutor(max_workers=4) as pool:
            return sum(pool.map(self._put, assets))

    def _put(self, asset: Asset, body: bytes | None = None) -> bool:
        from botocore.exceptions import ClientError

        s3 = self.client("s3")
        try:
            s3.head_object(Bucket=asset.bucket, Key=asset.key)
            return False
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
                raise
        s3.create_bucket(Bucket=asset.bucket)
        s3.put_object(Bucket=asset.bucket, Key=asset.key, Body=asset.body() if body is None else body)
        return True

    def _describe(self, name: str) -> Json | None:
        from botocore.exceptions import ClientError

        try:
            stacks = self.client("cloudformation").describe_stacks(StackName=name)["Stacks"]
        except ClientError as error:
            if "does not exist" in str(error):
                return None
            raise
        found: Json = stacks[0]
        return None if found["StackStatus"] == "DELETE_COMPLETE" else found

    def _settle(self, name: str, seconds: float = 300.0) -> str:
        """Wait until the stack is neither being created, updated nor deleted; its status then."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            state = self._describe(name)
            if state is None:
                return "DELETE_COMPLETE"
            status = str(state["StackStatus"])
            if not status.endswith("IN_PROGRESS"):
                return status
            time.sleep(0.1)
        raise DeployError(f"The stack {name} was not done within {seconds:g} s.")

    def _events(self, name: str) -> list[Json]:
        events: list[Json] = self.client("cloudformation").describe_stack_events(StackName=name)["StackEvents"]
        return events

    def _event_ids(self, name: str) -> set[str]:
        return {event["EventId"] for event in self._events(name)}

    def _failure(self, name: str, status: str, known: set[str]) -> str:
        reasons = [
            f"  {event['LogicalResourceId']} ({event.get('ResourceType', '')}): "
            f"{event.get('ResourceStatusReason', event['ResourceStatus'])}"
            for event in reversed(self._events(name))
            if event["EventId"] not in known and event["ResourceStatus"].endswith("_FAILED")
        ]
        state = self._describe(name) or {}
        detail = reasons or [f"  {state.get('StackStatusReason') or 'the engine gave no reason'}"]
        return "\n".join([f"The stack {name} ended as {status}:", *detail])


def _is_current(state: Json, stack: Stack) -> bool:
    tags = {tag["Key"]: tag["Value"] for tag in state.get("Tags") or []}
    return state["StackStatus"] in _STEADY - {"UPDATE_ROLLBACK_COMPLETE"} and (tags.get(TEMPLATE_TAG) == stack.digest)
