"""The running laptop cloud: its addresses, clients for it, and bringing it up."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from local.client import cognito_token
from local.deployment.deployer import Deployer, Outputs, api_url
from local.deployment.synthesis import synthesise
from local.engine.process import EngineProcess
from local.settings import LocalSettings

Say = Callable[[str], None]

STACKS: Final = ("Data", "Workflows", "Api", "Notices")
_OWN: Final = "debrief/"
"""What Debrief writes into the recordings bucket for itself; the rule that listens to the bucket leaves it out too."""

ADMIN_NAME: Final = "Local Administrator"
ADMIN_EMAIL: Final = "admin@sample.example"


class CloudError(Exception):
    """The laptop cloud isn't there, or a part of it failed. The text is one sentence, then what was said."""


@dataclass(frozen=True)
class Cloud:
    """One running laptop cloud.

    outputs: of all stacks, by output name. password: of every sign-in that the laptop cloud makes. crashed: whether the
    run before this one ended in the middle of something.
    """

    settings: LocalSettings
    outputs: dict[str, str]
    password: str
    crashed: bool = False

    @property
    def endpoint(self) -> str:
        """Address of every AWS service of the engine."""
        return self.settings.url

    @property
    def region(self) -> str:
        """The Region that the stacks are deployed to."""
        return self.settings.region

    @property
    def api_url(self) -> str:
        """Address of the API, without a slash at its end."""
        return api_url(self.settings, self.outputs["ApiId"])

    @property
    def user_pool_id(self) -> str:
        return self.outputs["UserPoolId"]

    @property
    def client_id(self) -> str:
        return self.outputs["UserPoolClientId"]

    @property
    def recordings_bucket(self) -> str:
        return self.outputs["RecordingsBucket"]

    @property
    def content_bucket(self) -> str:
        return self.outputs["ContentBucket"]

    @cached_property
    def _deployer(self) -> Deployer:
        return Deployer(self.settings)

    def boto(self, service: str) -> Any:
        """A boto3 client for the engine."""
        return self._deployer.client(service)

    def invoke(self, function: str, event: dict[str, Any]) -> Any:
        """Run a function by its name within Debrief. Raises CloudError when it raised."""
        answer = self.boto("lambda").invoke(FunctionName=f"debrief-local-{function}", Payload=json.dumps(event))
        said = json.loads(answer["Payload"].read() or b"null")
        if answer.get("FunctionError"):
            raise CloudError(f"{function} failed: {said.get('errorType')}: {said.get('errorMessage')}")
        return said

    def sign_in_for(self, user_id: str, email: str) -> None:
        """Let somebody sign in with the laptop cloud's password, by e-mail address or user id."""
        cognito = self.boto("cognito-idp")
        pool = self.user_pool_id
        try:
            cognito.admin_create_user(
                UserPoolId=pool,
                Username=user_id,
                MessageAction="SUPPRESS",
                UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
            )
        except cognito.exceptions.UsernameExistsException:
            # Made by an earlier run; the password is set again below.
            cognito.admin_enable_user(UserPoolId=pool, Username=user_id)
        cognito.admin_set_user_password(UserPoolId=pool, Username=user_id, Password=self.password, Permanent=True)


def bring_up(engine: EngineProcess, say: Say) -> Cloud:
    """Start the engine, deploy what changed, and make the account's first administrator.

    Raises:
        CloudError, EngineError, DeployError, SynthesisError: with a sentence for the person at the keyboard.
    """
    settings = engine.settings
    crashed = settings.running_mark.exists()
    assembly = synthesise(settings, say)
    say("starting the local engine")
    engine.start()
    deployed = Deployer(settings, say).deploy(assembly)
    cloud = Cloud(settings, _merged(deployed), _password(settings), crashed)
    _verify_sender(cloud)
    if not _has_administrator(cloud):
        first = cloud.invoke("bootstrap_account", {"admin_name": ADMIN_NAME, "admin_email": ADMIN_EMAIL})
        cloud.sign_in_for(first["admin_id"], ADMIN_EMAIL)
    if crashed:
        say(f"the last run didn't end cleanly: looking through the bucket again ({replay_drops(cloud)} objects)")
    return cloud


def running(settings: LocalSettings) -> Cloud:
    """The laptop cloud that another process has brought up with these settings.

    Raises:
        CloudError: none runs. DeployError: it runs, and isn't deployed yet.
    """
    engine = EngineProcess(settings)
    if not (engine.running and engine.healthy()):
        raise CloudError(f"No laptop cloud answers at {settings.url}: start it with `make run`.")
    deployed = Deployer(settings).outputs([f"Debrief-local-{stack}" for stack in STACKS])
    return Cloud(settings, _merged(deployed), _password(settings))


def shut_down(engine: EngineProcess) -> None:
    """Stop the engine so that all of its state is kept."""
    engine.stop()


def _verify_sender(cloud: Cloud) -> None:
    """Verify whom e-mails come from, as an account does once by hand: SES sends for nobody else."""
    function = cloud.boto("lambda").get_function_configuration(FunctionName="debrief-local-send_notices")
    ses = cloud.boto("sesv2")
    try:
        ses.create_email_identity(EmailIdentity=function["Environment"]["Variables"]["EMAIL_FROM"])
    except ses.exceptions.AlreadyExistsException:
        return


def _has_administrator(cloud: Cloud) -> bool:
    """Whether an earlier start got as far as that."""
    cognito = cloud.boto("cognito-idp")
    try:
        cognito_token(cognito, cloud.client_id, ADMIN_EMAIL, cloud.password)()
    except (cognito.exceptions.NotAuthorizedException, cognito.exceptions.UserNotFoundException):
        return False
    return True


def replay_drops(cloud: Cloud) -> int:
    """Tell the intake of every object in the recordings bucket again; how many there were.

    The engine keeps objects at once but its tables only every few seconds: after a crash there may be objects that the
    intake has forgotten. It recognises those that it knows.
    """
    s3, sqs = cloud.boto("s3"), cloud.boto("sqs")
    queue = cloud.outputs["IntakeQueueUrl"]
    count = 0
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=cloud.recordings_bucket):
        found = [each for each in page.get("Contents", []) if not each["Key"].startswith(_OWN)]
        for first in range(0, len(found), 10):
            entries = [
                {"Id": str(place), "MessageBody": json.dumps(_dropped(cloud.recordings_bucket, each))}
                for place, each in enumerate(found[first : first + 10])
            ]
            sqs.send_message_batch(QueueUrl=queue, Entries=entries)
        count += len(found)
    return count


def _dropped(bucket: str, found: dict[str, Any]) -> dict[str, Any]:
    thing = {"key": found["Key"], "etag": found["ETag"].strip('"'), "size": found["Size"]}
    return {
        "source": "aws.s3",
        "detail-type": "Object Created",
        "detail": {"bucket": {"name": bucket}, "object": thing},
    }


def _merged(deployed: Outputs) -> dict[str, str]:
    return {name: value for stack in deployed.values() for name, value in stack.items()}


def _password(settings: LocalSettings) -> str:
    """Made once for a state directory; strong enough for the deployed pool's rules too."""
    file = settings.state_dir / "password"
    if not file.exists():
        file.write_text(f"Local-{secrets.token_urlsafe(9)}-7", encoding="ascii")
        file.chmod(0o600)
    return file.read_text(encoding="ascii").strip()
