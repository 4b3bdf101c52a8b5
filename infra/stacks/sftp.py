"""The SFTP door: telephony systems that only know SFTP drop into the bucket of recordings (decision 0114)."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
from aws_cdk import RemovalPolicy
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_transfer as transfer
from constructs import Construct

from infra import nag
from infra.constructs.alarms import FIVE_MINUTES
from infra.constructs.function import retention_of
from infra.settings import Settings
from infra.sftp import SftpSource
from infra.stacks.data import DataStack

DROPPED = "sftp/"
"""Where in the bucket of recordings the folders of the sources lie."""

SECURITY_POLICY = "TransferSecurityPolicy-2025-03"
"""The algorithms. Without one, CloudFormation's servers have those of 2018 (Transfer Family user guide)."""

UNFINISHED = (".filepart", ".part", ".partial", ".tmp", ".temp", ".uploading", ".inprogress")
"""How names of uploads that go on may end, as the intake knows them. Only these may be renamed, which in S3 is to copy
and to delete; recordings that lie there can't be read or deleted through the door."""

_TOLD = {
    "AUTH_FAILURE": (20, "Somebody is refused by the SFTP door again and again"),
    "ERROR": (1, "The SFTP door failed to do what a telephony system asked for"),
    "PARTIAL_CLOSE": (1, "An upload over SFTP was cut off; what came of it lies in the bucket"),
}
"""What is alarmed of, by the kind of line in the server's log: from how many in five minutes on, and what it means."""


class SftpStack(cdk.Stack):
    """A Transfer Family server with a user for each source. It costs by the hour, so there is none unless asked for."""

    def __init__(
        self, scope: Construct, construct_id: str, *, settings: Settings, data: DataStack, **kwargs: Any
    ) -> None:
        super().__init__(scope, construct_id, termination_protection=settings.termination_protection, **kwargs)
        self._settings, self._data = settings, data
        self._log = logs.LogGroup(
            self,
            "Logs",
            log_group_name=f"/aws/transfer/debrief-{settings.name}",
            retention=retention_of(settings.retention.logs_days),
            removal_policy=RemovalPolicy.RETAIN if settings.protection == "retain" else RemovalPolicy.DESTROY,
        )
        self._server = transfer.CfnServer(
            self,
            "Server",
            domain="S3",
            endpoint_type="PUBLIC",
            identity_provider_type="SERVICE_MANAGED",
            protocols=["SFTP"],
            # Programs that set a file's time after uploading it would fail on it: an object has none to be set.
            protocol_details=transfer.CfnServer.ProtocolDetailsProperty(set_stat_option="ENABLE_NO_OP"),
            s3_storage_options=transfer.CfnServer.S3StorageOptionsProperty(directory_listing_optimization="ENABLED"),
            security_policy_name=SECURITY_POLICY,
            structured_log_destinations=[self._log.log_group_arn],
        )
        for source in settings.sftp:
            self._user(source)
        for kind, (threshold, meaning) in _TOLD.items():
            self._alarm(kind, threshold, meaning)
        host = f"{self._server.attr_server_id}.server.transfer.{self.region}.{self.url_suffix}"
        cdk.CfnOutput(self, "SftpHost", value=host)

    def _user(self, source: SftpSource) -> None:
        bucket, folder = self._data.recordings, f"{DROPPED}{source.name}"
        transfer.CfnUser(
            self,
            f"User-{source.name}",
            server_id=self._server.attr_server_id,
            user_name=source.name,
            role=self._role(source.name, folder).role_arn,
            home_directory_type="LOGICAL",
            home_directory_mappings=[
                transfer.CfnUser.HomeDirectoryMapEntryProperty(entry="/", target=f"/{bucket.bucket_name}/{folder}")
            ],
            ssh_public_keys=[*source.keys],
        )

    def _role(self, name: str, folder: str) -> iam.Role:
        """What a source may do: put files into its folder, see their names, and rename what it still uploads."""
        bucket = self._data.recordings
        users = self.format_arn(service="transfer", resource="user", resource_name=f"{self._server.attr_server_id}/*")
        role = iam.Role(
            self,
            f"Role-{name}",
            description=f"Hands in files over SFTP as {name}",
            assumed_by=iam.ServicePrincipal(
                "transfer.amazonaws.com",
                conditions={"StringEquals": {"aws:SourceAccount": self.account}, "ArnLike": {"aws:SourceArn": users}},
            ),
        )
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["s3:ListBucket"],
                resources=[bucket.bucket_arn],
                conditions={"StringLike": {"s3:prefix": [folder, f"{folder}/*"]}},
            )
        )
        role.add_to_policy(
            iam.PolicyStatement(actions=["s3:PutObject"], resources=[bucket.arn_for_objects(f"{folder}/*")])
        )
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["s3:DeleteObject", "s3:GetObject"],
                resources=[bucket.arn_for_objects(f"{folder}/*{ending}") for ending in UNFINISHED],
            )
        )
        for ending in ("", *UNFINISHED):
            nag.objects_have_no_names(role, bucket, f"{folder}/", ending)
        if self._data.key:
            # A file of more than one part is decrypted where it is put together.
            role.add_to_policy(
                iam.PolicyStatement(actions=["kms:Decrypt", "kms:GenerateDataKey"], resources=[self._data.key.key_arn])
            )
        return role

    def _alarm(self, kind: str, threshold: int, meaning: str) -> None:
        if not self._settings.alarms:
            return
        name = "Sftp" + kind.title().replace("_", "")
        self._log.add_metric_filter(
            f"{name}Lines",
            filter_pattern=logs.FilterPattern.string_value("$.activity-type", "=", kind),
            metric_namespace="Debrief",
            metric_name=f"{name}-{self._settings.name}",
        )
        metric = cloudwatch.Metric(
            namespace="Debrief", metric_name=f"{name}-{self._settings.name}", statistic="Sum", period=FIVE_MINUTES
        )
        self._data.alarms.on(self, name, metric=metric, threshold=threshold, meaning=meaning)
