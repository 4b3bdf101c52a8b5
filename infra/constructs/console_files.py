"""The console's files: a private bucket, and what puts a build into it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as deployment
from constructs import Construct, IConstruct

from infra import nag
from infra.console_headers import CONFIG, HASHED, cache_control
from infra.constructs.function import retention_of
from infra.settings import Settings

_HASHED_FILES = f"{HASHED.strip('/')}/*"


class ConsoleFiles(Construct):
    """A bucket that only the distribution reads, and the deployment of one build into it.

    build: the folder that `make console` fills. access_logs: where the bucket's own access is written down.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, settings: Settings, build: Path, access_logs: s3.IBucket
    ) -> None:
        super().__init__(scope, construct_id)
        self._settings, self._build = settings, build
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            # Everybody who opens the console reads these files; none of them is worth a key of its own.
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            server_access_logs_bucket=access_logs,
            server_access_logs_prefix="console-files/",
            # Made again by every deployment: nothing is lost with it.
            removal_policy=RemovalPolicy.DESTROY if settings.protection == "destroy" else RemovalPolicy.RETAIN,
        )

    def deploy(self, config: Mapping[str, str | None], distribution: cloudfront.IDistribution) -> None:
        """Put the build and its `/config.json` into the bucket.

        Hashed files come first, so that no page names what isn't there yet.
        Hashed files of earlier builds stay: a page that somebody has open still asks for them. All else is replaced,
        and what the build no longer has is deleted.
        """
        settings = self._settings
        log_group = logs.LogGroup(
            self,
            "DeploymentLogs",
            log_group_name=f"/aws/lambda/debrief-{settings.name}-console_deployment",
            retention=retention_of(settings.retention.logs_days),
            removal_policy=RemovalPolicy.DESTROY,
        )
        role = self._deployment_role(log_group, distribution)
        # The deployment would give itself wider rights than it uses: every action on objects, every distribution.
        given = role.without_policy_updates()
        source = deployment.Source.asset(str(self._build))
        hashed = deployment.BucketDeployment(
            self,
            "Hashed",
            destination_bucket=self.bucket,
            sources=[source],
            exclude=["*"],
            include=[_HASHED_FILES],
            cache_control=[deployment.CacheControl.from_string(cache_control(HASHED))],
            prune=False,
            role=given,
            log_group=log_group,
            memory_limit=512,
        )
        pages = deployment.BucketDeployment(
            self,
            "Pages",
            destination_bucket=self.bucket,
            sources=[source, deployment.Source.json_data(CONFIG.strip("/"), dict(config))],
            exclude=[_HASHED_FILES],
            cache_control=[deployment.CacheControl.from_string(cache_control("/index.html"))],
            prune=True,
            distribution=distribution,
            distribution_paths=["/index.html", CONFIG],
            role=given,
            log_group=log_group,
            memory_limit=512,
        )
        pages.node.add_dependency(hashed)
        nag.runtime_of_the_cdk(self._deployment_function())

    def _deployment_role(self, log_group: logs.ILogGroup, distribution: cloudfront.IDistribution) -> iam.Role:
        stack, role = (
            Stack.of(self),
            iam.Role(self, "DeploymentRole", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com")),
        )
        assets = f"cdk-{stack.synthesizer.bootstrap_qualifier}-assets-{stack.account}-{stack.region}"
        assets_arn = stack.format_arn(service="s3", region="", account="", resource=assets)
        for actions, resources in (
            (["logs:CreateLogStream", "logs:PutLogEvents"], [log_group.log_group_arn]),
            (["s3:GetObject"], [f"{assets_arn}/*"]),
            (["s3:GetBucketLocation", "s3:ListBucket"], [assets_arn, self.bucket.bucket_arn]),
            (
                ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
                [self.bucket.arn_for_objects("*")],
            ),
            (["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"], [distribution.distribution_arn]),
        ):
            role.add_to_policy(iam.PolicyStatement(actions=actions, resources=resources))
        nag.objects_have_no_names(role, self.bucket)
        nag.assets_are_named_by_content(role, assets)
        return role

    def _deployment_function(self) -> IConstruct:
        """The function that the CDK brings along for its deployments; it makes one for a stack."""
        (found,) = (
            each for each in Stack.of(self).node.children if each.node.id.startswith("Custom::CDKBucketDeployment")
        )
        return found
