"""What a function may do, said where the function is declared.

A grant names exact actions on named resources and sets the environment variables that tell the function where the
resource is: what isn't granted isn't visible either.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from aws_cdk import Stack, aws_cognito, aws_events, aws_iam, aws_kms, aws_s3, aws_secretsmanager
from aws_cdk import aws_lambda as lambda_

from infra import nag
from infra.constructs.context_table import ContextTable, IdempotencyTable
from infra.settings import ModelSetting

if TYPE_CHECKING:
    from infra.constructs.workflow import Workflow

Grant = Callable[[lambda_.Function], None]

_READ = ("dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query")
_WRITE = (
    "dynamodb:BatchWriteItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:DeleteItem",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
)


def table_read(table: ContextTable | IdempotencyTable) -> Grant:
    """Read by key and by query. Nobody may scan."""
    return _table(table, _READ, "kms:Decrypt")


def table_write(table: ContextTable | IdempotencyTable) -> Grant:
    """Read, and write single items or transactions."""
    return _table(table, _READ + _WRITE, "kms:Decrypt", "kms:GenerateDataKey")


def objects_read(bucket: aws_s3.IBucket, env_name: str) -> Grant:
    """Read objects. Listing is included because S3 else answers 403 for an object that isn't there."""
    return _bucket(bucket, env_name, ["s3:GetObject"], "kms:Decrypt")


def objects_write(bucket: aws_s3.IBucket, env_name: str) -> Grant:
    """Read, write and delete objects."""
    return _bucket(
        bucket, env_name, ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], "kms:Decrypt", "kms:GenerateDataKey"
    )


def secret_read(secret: aws_secretsmanager.ISecret, env_name: str, key: aws_kms.IKey | None) -> Grant:
    """Read one secret."""

    def grant(function: lambda_.Function) -> None:
        _allow(function, ["secretsmanager:GetSecretValue"], [secret.secret_arn])
        _use_key(function, key, "kms:Decrypt")
        function.add_environment(env_name, secret.secret_arn)

    return grant


def publish(bus: aws_events.IEventBus) -> Grant:
    """Put events on the bus."""

    def grant(function: lambda_.Function) -> None:
        _allow(function, ["events:PutEvents"], [bus.event_bus_arn])
        function.add_environment("EVENT_BUS_NAME", bus.event_bus_name)

    return grant


def manage_users(pool: aws_cognito.IUserPool) -> Grant:
    """Invite, look up, change, disable and enable people in the user pool."""

    def grant(function: lambda_.Function) -> None:
        actions = [
            "AdminCreateUser",
            "AdminDisableUser",
            "AdminEnableUser",
            "AdminGetUser",
            "AdminUpdateUserAttributes",
        ]
        _allow(function, [f"cognito-idp:{action}" for action in actions], [pool.user_pool_arn])
        function.add_environment("USER_POOL_ID", pool.user_pool_id)

    return grant


def start(workflow: Workflow, *, describe: bool = False) -> Grant:
    """Start executions of one state machine, and on request look at them."""

    def grant(function: lambda_.Function) -> None:
        arn = workflow.machine.state_machine_arn
        _allow(function, ["states:StartExecution"], [arn])
        if describe:
            _allow(function, ["states:DescribeExecution"], [workflow.executions_arn])
            nag.executions_have_no_names(_role(function), workflow.machine_name)
        function.add_environment(f"{workflow.name.upper()}_STATE_MACHINE_ARN", arn)

    return grant


def stalled_after(seconds: int | None) -> Grant:
    """Tell a function that starts runs of the intake after how long they are looked after; None leaves it as it is."""

    def grant(function: lambda_.Function) -> None:
        if seconds is not None:
            function.add_environment("STALLED_AFTER_S", str(seconds))

    return grant


def ask_model(model: ModelSetting) -> Grant:
    """Ask the one configured model; through an inference profile also in the Regions that it routes to."""

    def grant(function: lambda_.Function) -> None:
        stack = Stack.of(function)
        resources = [
            f"arn:{stack.partition}:bedrock:{region}::foundation-model/{model.foundation_model}"
            for region in model.regions or (stack.region,)
        ]
        if model.is_profile:
            resources.append(
                f"arn:{stack.partition}:bedrock:{stack.region}:{stack.account}:inference-profile/{model.model_id}"
            )
        _allow(function, ["bedrock:InvokeModel"], resources)
        function.add_environment("MODEL_ID", model.model_id)
        function.add_environment("MODEL_INPUT_USD", str(model.input_usd))
        function.add_environment("MODEL_OUTPUT_USD", str(model.output_usd))

    return grant


def _table(table: ContextTable | IdempotencyTable, actions: Sequence[str], *key_actions: str) -> Grant:
    def grant(function: lambda_.Function) -> None:
        _allow(function, actions, table.arns)
        _use_key(function, table.table.encryption_key, *key_actions)
        function.add_environment(table.env_name, table.table.table_name)

    return grant


def _bucket(bucket: aws_s3.IBucket, env_name: str, actions: Sequence[str], *key_actions: str) -> Grant:
    def grant(function: lambda_.Function) -> None:
        _allow(function, actions, [bucket.arn_for_objects("*")])
        _allow(function, ["s3:ListBucket"], [bucket.bucket_arn])
        _use_key(function, bucket.encryption_key, *key_actions)
        nag.objects_have_no_names(_role(function), bucket)
        function.add_environment(env_name, bucket.bucket_name)

    return grant


def _use_key(function: lambda_.Function, key: aws_kms.IKey | None, *actions: str) -> None:
    if key is not None:
        _allow(function, actions, [key.key_arn])


def _allow(function: lambda_.Function, actions: Sequence[str], resources: Sequence[str]) -> None:
    function.add_to_role_policy(aws_iam.PolicyStatement(actions=list(actions), resources=list(resources)))


def _role(function: lambda_.Function) -> aws_iam.IRole:
    if function.role is None:
        raise ValueError(f"{function.node.path} has no role to grant to")
    return function.role
