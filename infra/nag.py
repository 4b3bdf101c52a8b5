"""cdk-nag: the AwsSolutions rules stop the synthesis, and every exception is here with its reason.

A construct that makes an exception necessary calls the function for it at that very place, for that one resource.
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from constructs import IConstruct


def check(app: cdk.App) -> None:
    """Stop the synthesis on any finding that isn't acknowledged."""
    # Slow to load, and not needed where nothing is checked.
    from cdk_nag import AwsSolutionsChecks

    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))


def _acknowledge(construct: IConstruct, rule: str, reason: str) -> None:
    cdk.Validations.of(construct).acknowledge(
        cdk.Acknowledgment(id=f"AwsSolutions::AwsSolutions-{rule}", reason=reason)
    )


def traces_have_no_resource(role: IConstruct) -> None:
    """IAM5: X-Ray."""
    _acknowledge(role, "IAM5[Resource::*]", "The X-Ray actions for sending traces know no resource; AWS offers only *.")


def traces_and_streams_have_no_resource(role: IConstruct) -> None:
    """IAM5: X-Ray, and the listing of DynamoDB streams."""
    _acknowledge(
        role,
        "IAM5[Resource::*]",
        "The X-Ray actions for sending traces and dynamodb:ListStreams know no resource; AWS offers only *.",
    )


def log_delivery_has_no_resource(role: IConstruct) -> None:
    """IAM5: X-Ray, and the log delivery of Step Functions."""
    _acknowledge(
        role,
        "IAM5[Resource::*]",
        "X-Ray and the CloudWatch actions with which Step Functions sets up its log delivery know no resource.",
    )


def objects_have_no_names(role: IConstruct, bucket: s3.IBucket, prefix: str = "", ending: str = "") -> None:
    """IAM5: the objects of one bucket. Their keys come into being while the system runs."""
    owner, user = cdk.Stack.of(bucket), cdk.Stack.of(role)
    arn = bucket.bucket_arn if owner is user else owner.export_value(bucket.bucket_arn)
    resolved = user.resolve(arn)
    text = resolved["Fn::ImportValue"] if "Fn::ImportValue" in resolved else f"<{'.'.join(resolved['Fn::GetAtt'])}>"
    _acknowledge(
        role,
        f"IAM5[Resource::{text}/{prefix}*{ending}]",
        "Objects are named by ids that come into being while the system runs; the bucket and the actions are exact.",
    )


def executions_have_no_names(construct: IConstruct, machine_name: str) -> None:
    """IAM5: the executions of one state machine."""
    _acknowledge(
        construct,
        f"IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:{machine_name}:*]",
        "Executions are named while the system runs; the state machine and the actions are exact.",
    )


def starting_jobs_has_no_resource(policy: IConstruct) -> None:
    """IAM5: starting Transcribe jobs."""
    _acknowledge(
        policy,
        "IAM5[Resource::*]",
        "Starting a Transcribe job knows no resource; AWS offers only *. Where the job's result goes is a condition.",
    )


def jobs_have_no_names(role: IConstruct, kind: str) -> None:
    """IAM5: Transcribe jobs of one kind."""
    _acknowledge(
        role,
        f"IAM5[Resource::arn:<AWS::Partition>:transcribe:<AWS::Region>:<AWS::AccountId>:{kind}/*]",
        "Jobs are named by intake item and attempt while the system runs; the kind of job and the actions are exact.",
    )


def recipients_have_no_names(role: IConstruct, region: str | None) -> None:
    """IAM5: the identities of those whom e-mails go to, in SES's sandbox."""
    _acknowledge(
        role,
        f"IAM5[Resource::arn:<AWS::Partition>:ses:{region or '<AWS::Region>'}:<AWS::AccountId>:identity/*]",
        "In the sandbox SES asks for the right to the recipient's identity as well, and people come and go. The one "
        "address that e-mails may come from is a condition.",
    )


def channels_have_no_names(role: IConstruct, prefix: str) -> None:
    """IAM5: the secrets of channels."""
    _acknowledge(
        role,
        f"IAM5[Resource::arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:{prefix}*]",
        "Channels are set up while the system runs, each with its own secret; how their names begin and the actions "
        "are exact.",
    )


def only_errors_logged(machine: IConstruct) -> None:
    """SF1: not all events are logged."""
    _acknowledge(
        machine,
        "SF1",
        "Errors are logged without data. The full history of an execution is kept by Step Functions for 90 days, and "
        "logging every event would cost more than the executions.",
    )


def used_by_stream_mappings(queue: IConstruct) -> None:
    """SQS3: the rule knows only the dead-letter queues of other queues."""
    _acknowledge(queue, "SQS3", "This is the dead-letter queue of stream mappings, which the rule doesn't look at.")


def preflights_carry_no_token(route: IConstruct) -> None:
    """APIG4: no authorizer."""
    _acknowledge(
        route,
        "APIG4",
        "A browser asks without a token whether a page of another origin may send a request. The function behind it "
        "has no rights and says nothing; the request itself is authorised.",
    )


def calendars_are_read_by_their_secret(route: IConstruct) -> None:
    """APIG4: no authorizer."""
    _acknowledge(
        route,
        "APIG4",
        "Calendar programs can't sign in. What they read lies at an address with a secret of 256 bits, kept as its "
        "digest alone, that its person can revoke; the function behind it reads nothing else, and tries are limited.",
    )


def optional_mfa(pool: IConstruct) -> None:
    """COG2: a second factor isn't required."""
    _acknowledge(
        pool,
        "COG2",
        "A second factor is offered to everybody and can be required per account; agents often share desks without "
        "phones, so the product can't decide it for them.",
    )


def threat_protection_costs(pool: IConstruct) -> None:
    """COG8: not on the Plus plan."""
    _acknowledge(
        pool,
        "COG8",
        "Threat protection is a paid plan per active user. Sign-up is closed, passwords are long, lockout is on.",
    )


def rotated_by_hand(secret: IConstruct) -> None:
    """SMG4: no automatic rotation."""
    _acknowledge(
        secret,
        "SMG4",
        "The secret signs short-lived list cursors and opens nothing. Rotation ends lists being paged through, so "
        "it is done on purpose; docs/operations.md says how.",
    )


def backup_service_policy(role: IConstruct) -> None:
    """IAM4: the policy that AWS Backup asks for."""
    _acknowledge(
        role,
        "IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup]",
        "AWS Backup documents this policy as the one its role needs and keeps it up to date.",
    )


def console_is_for_everywhere(distribution: IConstruct) -> None:
    """CFR1: no country is kept out."""
    _acknowledge(
        distribution,
        "CFR1",
        "People sign in from wherever they work and travel; the sign-in decides who may read, not the country.",
    )


def console_without_firewall(distribution: IConstruct) -> None:
    """CFR2: no web application firewall."""
    _acknowledge(
        distribution,
        "CFR2",
        "A firewall costs by the month and by request, and its rules are the account's own; docs/operations.md says "
        "how to put one before it. Files are static, and every route of the API asks for a token and is throttled.",
    )


def console_logs_without_addresses(distribution: IConstruct) -> None:
    """CFR3: the legacy access log is off."""
    _acknowledge(
        distribution,
        "CFR3",
        "The legacy log holds people's addresses and query texts and needs a bucket with ACLs. Standard logging of the "
        "second version writes chosen fields where CloudFront offers it, and the API has an access log of its own.",
    )


def distributions_own_name(distribution: IConstruct) -> None:
    """CFR4: the least TLS version can't be chosen."""
    _acknowledge(
        distribution,
        "CFR4",
        "Under the name that CloudFront gives, its own certificate and TLS versions hold; with an own domain "
        "(DEBRIEF_CONSOLE_DOMAIN) it is TLS 1.2 and later.",
    )


def runtime_of_the_cdk(function: IConstruct) -> None:
    """L1: the runtime isn't the latest one."""
    _acknowledge(
        function,
        "L1",
        "The function that copies the console's files is the CDK's own, with the runtime that the CDK chose for it.",
    )


def assets_are_named_by_content(role: IConstruct, bucket_name: str) -> None:
    """IAM5: the assets of the CDK's own bucket."""
    name = bucket_name.replace(cdk.Aws.ACCOUNT_ID, "<AWS::AccountId>").replace(cdk.Aws.REGION, "<AWS::Region>")
    _acknowledge(
        role,
        f"IAM5[Resource::arn:<AWS::Partition>:s3:::{name}/*]",
        "The build is uploaded under a hash of its content, another one with every build; the bucket and the action "
        "are exact.",
    )
