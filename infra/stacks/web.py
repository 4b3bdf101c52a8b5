"""The web console: its files and the API behind one distribution."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aws_cdk as cdk
from aws_cdk import Aws, Fn
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.console_headers import content_security_policy, runtime_config
from infra.constructs.alarms import FIVE_MINUTES
from infra.constructs.console_edge import ConsoleEdge
from infra.constructs.console_files import ConsoleFiles
from infra.settings import Settings
from infra.stacks.api.stack import ApiStack
from infra.stacks.data import DataStack

# Metrics of CloudFront are only in this Region, and only there can its logs be set up.
_CLOUDFRONT_REGION = "us-east-1"

# Who was answered what how fast: no addresses, no query texts, no cookies, as in the API's own access log.
_LOGGED = [
    "date",
    "time",
    "x-edge-location",
    "cs-method",
    "cs-uri-stem",
    "sc-status",
    "sc-bytes",
    "time-taken",
    "x-edge-result-type",
    "x-edge-detailed-result-type",
    "x-edge-request-id",
    "ssl-protocol",
    "cs-protocol-version",
]


class WebStack(cdk.Stack):
    """The console of one environment. build: the folder that `make console` fills.

    Not for the laptop cloud, where `local.console` answers the same paths with the same headers.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: Settings,
        data: DataStack,
        api: ApiStack,
        build: Path,
        **kwargs: Any,
    ) -> None:
        super().__init__(scope, construct_id, termination_protection=settings.termination_protection, **kwargs)
        self._settings, self._data = settings, data
        files = ConsoleFiles(self, "Files", settings=settings, build=build, access_logs=data.access_logs)
        buckets = self._bucket_origins()
        edge = ConsoleEdge(
            self,
            "Edge",
            files=files.bucket,
            api_host=api.host,
            policy=content_security_policy(
                connect=[f"https://cognito-idp.{self.region}.{self.url_suffix}", *buckets], media=buckets
            ),
            domain=settings.console_domain,
            comment=f"Debrief {settings.name}: console and API",
        )
        self.distribution = edge.distribution
        files.deploy(
            runtime_config(
                environment=settings.name,
                region=self.region,
                user_pool_id=data.user_pool.user_pool_id,
                user_pool_client_id=data.user_pool_client.user_pool_client_id,
            ),
            edge.distribution,
        )
        self._where_cloudfront_is(edge)
        name = settings.console_domain.name if settings.console_domain else edge.distribution.distribution_domain_name
        self.console_url = f"https://{name}"
        cdk.CfnOutput(self, "ConsoleUrl", value=f"{self.console_url}/")
        cdk.CfnOutput(self, "ConsoleDomainTarget", value=edge.distribution.distribution_domain_name)
        cdk.CfnOutput(self, "ConsoleDistributionId", value=edge.distribution.distribution_id)

    def _bucket_origins(self) -> list[str]:
        """Where signed addresses of the buckets point; see `debrief.kernel.storage.clients`."""
        return [
            f"https://{bucket.bucket_name}.s3.{self.region}.{self.url_suffix}"
            for bucket in (self._data.recordings, self._data.content)
        ]

    def _where_cloudfront_is(self, edge: ConsoleEdge) -> None:
        """Access log and alarm, if this is the Region in which CloudFront offers them; elsewhere there are none."""
        there = cdk.CfnCondition(
            self, "InCloudFrontsRegion", expression=Fn.condition_equals(Aws.REGION, _CLOUDFRONT_REGION)
        )
        distribution = edge.distribution
        alarm = self._data.alarms.on(
            self,
            "ServerErrors",
            metric=cloudwatch.Metric(
                namespace="AWS/CloudFront",
                metric_name="5xxErrorRate",
                dimensions_map={"DistributionId": distribution.distribution_id, "Region": "Global"},
                statistic="Average",
                period=FIVE_MINUTES,
            ),
            threshold=5,
            periods=2,
            meaning="the console's distribution answers every twentieth request with 5xx",
        )
        resources = [*self._access_log(edge), *([_resource(alarm)] if alarm else [])]
        for resource in resources:
            resource.cfn_options.condition = there

    def _access_log(self, edge: ConsoleEdge) -> list[cdk.CfnResource]:
        name = f"debrief-{self._settings.name}-console"
        bucket = self._data.access_logs
        bucket.add_to_resource_policy(
            iam.PolicyStatement(
                sid="ConsoleAccessLog",
                actions=["s3:PutObject"],
                principals=[iam.ServicePrincipal("delivery.logs.amazonaws.com")],
                resources=[bucket.arn_for_objects("*")],
                conditions={
                    "StringEquals": {
                        "aws:SourceAccount": self.account,
                        "s3:x-amz-acl": "bucket-owner-full-control",
                    },
                    "ArnLike": {
                        "aws:SourceArn": self.format_arn(
                            service="logs",
                            resource="delivery-source",
                            resource_name=name,
                            region=_CLOUDFRONT_REGION,
                            arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
                        )
                    },
                },
            )
        )
        source = logs.CfnDeliverySource(
            self, "AccessLogSource", name=name, log_type="ACCESS_LOGS", resource_arn=edge.arn
        )
        # The folder stands in the bucket's ARN: a suffix alone moves when the delivery is changed later.
        destination = logs.CfnDeliveryDestination(
            self,
            "AccessLogDestination",
            name=name,
            destination_resource_arn=f"{bucket.bucket_arn}/console",
            output_format="json",
        )
        delivery = logs.CfnDelivery(
            self,
            "AccessLogDelivery",
            delivery_source_name=name,
            delivery_destination_arn=destination.attr_arn,
            record_fields=_LOGGED,
        )
        delivery.add_resource_dependency(source)
        return [source, destination, delivery]


def _resource(construct: Construct) -> cdk.CfnResource:
    resource = construct.node.default_child
    assert isinstance(resource, cdk.CfnResource)  # noqa: S101 - tells the type checker what CDK guarantees
    return resource
