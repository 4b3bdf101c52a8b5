"""What a function may do, said where the function is declared.

A grant names exact actions on named resources and sets the environment variables that tell the function where the
resource is: what isn't granted isn't visible either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal

from aws_cdk import ArnFormat, Stack, aws_cognito, aws_events, aws_iam, aws_kms, aws_s3, aws_secretsmanager
from aws_cdk import aws_lambda as lambda_

from infra import nag
from infra.constructs.context_table import ContextTable, IdempotencyTable
from infra.language_model import ModelSetting, Place
from infra.settings import EmailSetting

Grant = Callable[[lambda_.Function], None]

RowAction = Literal[
    "BatchGetItem",
    "BatchWriteItem",
    "ConditionCheckItem",
    "DeleteItem",
    "GetItem",
    "PutItem",
    "Query",
    "Query GSI1",
    "Query GSI2",
    "Query GSI3",
    "UpdateItem",
]
"""What can be done with a table's rows. With an index it is done there and not on the table. There is no Scan."""

ALL_ROW_ACTIONS: Final[tuple[RowAction, ...]] = (
    "BatchGetItem",
    "ConditionCheckItem",
    "DeleteItem",
    "GetItem",
    "PutItem",
    "Query",
    "Query GSI1",
    "Query GSI2",
    "Query GSI3",
    "UpdateItem",
)
"""Of whoever keeps a context's rows, by its API and when they are due. Outboxes alone are written in batches."""

SIGN_IN_ACTIONS: Final = (
    "AdminCreateUser",
    "AdminDisableUser",
    "AdminEnableUser",
    "AdminGetUser",
    "AdminUpdateUserAttributes",
)
"""Of whoever keeps sign-ins in step with people, at once or when it is due."""

ANYWHERE = ""
"""The prefix of every key."""

BUDGET_ROWS = "BUDGET#*"
"""Partition keys of the model's budget in the people table; see people/account/budget_store.py."""

_CHANGING = {"BatchWriteItem", "DeleteItem", "PutItem", "UpdateItem"}


def rows(table: ContextTable | IdempotencyTable, *actions: RowAction, keys: Sequence[str] = ()) -> Grant:
    """Exact actions on one table. A transaction needs what each of its parts would need alone.

    keys: partition keys, or beginnings of them with `*`, that the rows have; none means every row.
    """
    conditions = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": list(keys)}} if keys else None
    on_table = [f"dynamodb:{action}" for action in actions if " " not in action]
    indexes = [action.split(" ")[1] for action in actions if " " in action]

    def grant(function: lambda_.Function) -> None:
        arn = table.table.table_arn
        if on_table:
            allow(function, on_table, [arn], conditions)
        if indexes:
            allow(function, ["dynamodb:Query"], [f"{arn}/index/{index}" for index in indexes], conditions)
        _use_key(function, table.table.encryption_key, changing=not _CHANGING.isdisjoint(actions))
        function.add_environment(table.env_name, table.table.table_name)

    return grant


def objects(
    bucket: aws_s3.IBucket,
    env_name: str,
    *,
    read: Sequence[str] = (),
    write: Sequence[str] = (),
    delete: Sequence[str] = (),
    look: bool = False,
) -> Grant:
    """Read, write and delete the objects whose keys begin with one of the prefixes.

    look: list the bucket, and be told 404 of an object that isn't there; who may not list is told 403.
    """

    def grant(function: lambda_.Function) -> None:
        role = role_of(function)
        for action, prefixes in (("GetObject", read), ("PutObject", write), ("DeleteObject", delete)):
            if prefixes:
                allow(function, [f"s3:{action}"], [bucket.arn_for_objects(f"{prefix}*") for prefix in prefixes])
            for prefix in prefixes:
                nag.objects_have_no_names(role, bucket, prefix)
        if look:
            allow(function, ["s3:ListBucket"], [bucket.bucket_arn])
        _use_key(function, bucket.encryption_key, reading=bool(read), changing=bool(write))
        function.add_environment(env_name, bucket.bucket_name)

    return grant


def secret_read(secret: aws_secretsmanager.ISecret, env_name: str, key: aws_kms.IKey | None) -> Grant:
    """Read one secret."""

    def grant(function: lambda_.Function) -> None:
        allow(function, ["secretsmanager:GetSecretValue"], [secret.secret_arn])
        _use_key(function, key)
        function.add_environment(env_name, secret.secret_arn)

    return grant


def publish(bus: aws_events.IEventBus) -> Grant:
    """Put events on the bus."""

    def grant(function: lambda_.Function) -> None:
        allow(function, ["events:PutEvents"], [bus.event_bus_arn])
        function.add_environment("EVENT_BUS_NAME", bus.event_bus_name)

    return grant


def users(pool: aws_cognito.IUserPool, *actions: str) -> Grant:
    """Exact actions on the people in the user pool, such as `AdminCreateUser`."""

    def grant(function: lambda_.Function) -> None:
        allow(function, [f"cognito-idp:{action}" for action in actions], [pool.user_pool_arn])
        function.add_environment("USER_POOL_ID", pool.user_pool_id)

    return grant


def stalled_after(seconds: int | None) -> Grant:
    """Tell a function that starts runs after how long they are looked after; None leaves it as it is."""

    def grant(function: lambda_.Function) -> None:
        if seconds is not None:
            function.add_environment("STALLED_AFTER_S", str(seconds))

    return grant


def pay_for_transcription(people: ContextTable, usd_per_minute: float) -> Grant:
    """Take what a transcription costs from the month's budget.

    Of the people table this opens the account's settings, to be read, and the rows of the budget.
    """
    rights = (rows(people, "GetItem", keys=("ACCOUNT",)), rows(people, "UpdateItem", keys=(BUDGET_ROWS,)))

    def grant(function: lambda_.Function) -> None:
        function.add_environment("TRANSCRIBE_USD_MINUTE", str(usd_per_minute))
        for right in rights:
            right(function)

    return grant


def ask_model(model: ModelSetting, people: ContextTable) -> Grant:
    """Ask the one configured model, by the way that is configured for it and no other, and keep what it costs.

    Of the people table this opens the account's settings, to be read, and the rows of the budget; nobody's own row.
    """
    keep_within_budget = (
        rows(people, "GetItem", keys=("ACCOUNT", BUDGET_ROWS)),
        rows(people, "DeleteItem", "UpdateItem", keys=(BUDGET_ROWS,)),
    )

    def grant(function: lambda_.Function) -> None:
        stack = Stack.of(function)
        for right in model.rights(Place(stack.partition, stack.region, stack.account)):
            function.add_to_role_policy(
                aws_iam.PolicyStatement(
                    actions=["bedrock:InvokeModel"],
                    resources=list(right.resources),
                    conditions={"StringEquals": dict(right.conditions)} if right.conditions else None,
                )
            )
        function.add_environment("MODEL_ID", model.model_id)
        function.add_environment("MODEL_INPUT_USD", str(model.input_usd))
        function.add_environment("MODEL_OUTPUT_USD", str(model.output_usd))
        if model.tool_choice is not None:
            function.add_environment("MODEL_TOOL_CHOICE", model.tool_choice)
        for further in (*keep_within_budget, know_model(model)):
            further(function)

    return grant


def know_channels(email: EmailSetting | None) -> Grant:
    """Know on which channels people can be told something."""

    def grant(function: lambda_.Function) -> None:
        function.add_environment("NOTICE_CHANNELS", "in_app,email" if email else "in_app")

    return grant


def channel_secrets(environment: str, *actions: str) -> Grant:
    """Exact actions on the secrets that open channels, such as `GetSecretValue`: all of them, by how their names begin.

    They are made while the system runs, one or two for each channel, and encrypted with the key of Secrets Manager.
    """
    prefix = f"debrief-{environment}/channels/"

    def grant(function: lambda_.Function) -> None:
        arn = Stack.of(function).format_arn(
            service="secretsmanager",
            resource="secret",
            resource_name=f"{prefix}*",
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        allow(function, [f"secretsmanager:{action}" for action in actions], [arn])
        nag.channels_have_no_names(role_of(function), prefix)
        function.add_environment("CHANNEL_SECRETS", prefix)

    return grant


def channel_receivers(*, loopback: bool) -> Grant:
    """Know whether receivers on the function's own machine may be reached: on laptops, and nowhere else."""

    def grant(function: lambda_.Function) -> None:
        if loopback:
            function.add_environment("CHANNEL_LOOPBACK", "true")

    return grant


def send_email(email: EmailSetting, configuration_set: str | None, *, sandbox: bool) -> Grant:
    """Send e-mails from the one verified sender, with a configuration set if there is one.

    sandbox: also while the account is in SES's sandbox. There the recipient's identity, which has to be verified too,
        must be granted like the sender's; who it is shows while the system runs.
    """

    def grant(function: lambda_.Function) -> None:
        stack = Stack.of(function)

        def arn(resource: str, name: str) -> str:
            return stack.format_arn(
                service="ses", resource=resource, resource_name=name, region=email.region or stack.region
            )

        sets = [arn("configuration-set", configuration_set)] if configuration_set else []
        if sandbox:
            nag.recipients_have_no_names(role_of(function), email.region)
        function.add_to_role_policy(
            aws_iam.PolicyStatement(
                actions=["ses:SendEmail"],
                resources=[arn("identity", "*" if sandbox else email.identity), *sets],
                conditions={"StringEquals": {"ses:FromAddress": email.sender}},
            )
        )
        function.add_environment("EMAIL_FROM", email.sender)
        if configuration_set:
            function.add_environment("EMAIL_CONFIGURATION_SET", configuration_set)
        if email.region:
            function.add_environment("EMAIL_REGION", email.region)

    return grant


def know_model(model: ModelSetting) -> Grant:
    """Know how much the model reads at once, where that is limited."""

    def grant(function: lambda_.Function) -> None:
        if model.context_tokens is not None:
            function.add_environment("MODEL_CONTEXT_TOKENS", str(model.context_tokens))

    return grant


def allow(
    function: lambda_.Function,
    actions: Sequence[str],
    resources: Sequence[str],
    conditions: Mapping[str, Any] | None = None,
) -> None:
    """Add a statement to the function's role."""
    function.add_to_role_policy(
        aws_iam.PolicyStatement(actions=list(actions), resources=list(resources), conditions=conditions)
    )


def role_of(function: lambda_.Function) -> aws_iam.IRole:
    """The role that a function was given. Raises ValueError where it has none of its own."""
    if function.role is None:
        raise ValueError(f"{function.node.path} has no role to grant to")
    return function.role


def _use_key(
    function: lambda_.Function, key: aws_kms.IKey | None, *, reading: bool = True, changing: bool = False
) -> None:
    """What a service does with the key on behalf of who reads or changes what is encrypted with it."""
    actions = [*(["kms:Decrypt"] if reading else []), *(["kms:GenerateDataKey"] if changing else [])]
    if key is not None and actions:
        allow(function, actions, [key.key_arn])
