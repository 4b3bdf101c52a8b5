"""What must outlive every deployment: tables, buckets, people's sign-in, the bus, the secret; and the alarm topic."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_backup as backup
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra import nag
from infra.constructs.alarms import Alarms
from infra.constructs.context_table import ContextTable, IdempotencyTable
from infra.settings import EmailSetting, Settings

WITH_OUTBOX = ("people", "interactions", "quality", "coaching", "summaries", "notices")

# What the system writes into the recordings bucket for itself; it starts no intake.
OWN = "debrief/"
MANIFESTS = f"{OWN}manifests/"
# Recordings that the intake took out of documents; they belong to what was dropped and are nobody's unit.
INSIDE = f"{OWN}inside/"
# What Transcribe writes; read once, then kept in our own form.
RAW_TRANSCRIPTS = "transcription/"
# What people hand in through the API.
UPLOADS = "uploads/"
# What a checked file of people changes, until the workflow has written it.
PEOPLE_IMPORTS = "people-imports/"
# What the product keeps.
TRANSCRIPTS, SUMMARIES = "transcripts/", "summaries/"
KEPT_CONTENT = {"transcripts": TRANSCRIPTS, "summaries": SUMMARIES}


class DataStack(cdk.Stack):
    """Tables, buckets, the user pool, the event bus and the cursor secret of one environment."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Settings, **kwargs: Any) -> None:
        super().__init__(scope, construct_id, termination_protection=settings.termination_protection, **kwargs)
        self._settings = settings
        self._removal = RemovalPolicy.RETAIN if settings.protection == "retain" else RemovalPolicy.DESTROY
        self.key = self._key() if settings.customer_managed_key else None
        topic = self._alarm_topic() if settings.alarms else None
        self.alarms = Alarms(settings.name, topic)

        self.people = self._table("people")
        self.interactions = self._table("interactions")
        self.quality = self._table("quality")
        self.coaching = self._table("coaching")
        self.summaries = self._table("summaries")
        self.notices = self._table("notices")
        self.insights = self._table("insights")
        self.idempotency = IdempotencyTable(self, "idempotency", settings=settings, key=self.key)

        self.access_logs = self._access_logs()
        self.recordings = self._recordings()
        self.content = self._content()
        self.user_pool, self.user_pool_client = self._user_pool()
        self.bus = self._bus()
        self.cursor_secret = secretsmanager.Secret(
            self,
            "CursorSecret",
            description="Encrypts the cursors of list answers",
            encryption_key=self.key,
            generate_secret_string=secretsmanager.SecretStringGenerator(password_length=64, exclude_punctuation=True),
            removal_policy=RemovalPolicy.DESTROY,
        )
        nag.rotated_by_hand(self.cursor_secret)
        if settings.backup:
            self._backups(settings.backup.daily_kept_days, settings.backup.monthly_kept_days)
        self._outputs()

    @property
    def outbox_tables(self) -> list[ContextTable]:
        """The tables whose events are picked off a stream."""
        return [self.people, self.interactions, self.quality, self.coaching, self.summaries, self.notices]

    @property
    def context_tables(self) -> list[ContextTable]:
        """The tables of the contexts."""
        return [*self.outbox_tables, self.insights]

    def _table(self, name: str) -> ContextTable:
        return ContextTable(self, name, settings=self._settings, key=self.key, outbox=name in WITH_OUTBOX)

    def _key(self) -> kms.Key:
        return kms.Key(
            self,
            "Key",
            description=f"Debrief {self._settings.name}: tables, buckets and secrets",
            enable_key_rotation=True,
            removal_policy=RemovalPolicy.RETAIN,
        )

    def _alarm_topic(self) -> sns.Topic:
        topic = sns.Topic(self, "AlarmTopic", enforce_ssl=True, display_name=f"Debrief {self._settings.name} alarms")
        topic.add_to_resource_policy(
            iam.PolicyStatement(
                actions=["sns:Publish"],
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                resources=[topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": self.account}},
            )
        )
        if self._settings.alarm_email:
            topic.add_subscription(subscriptions.EmailSubscription(self._settings.alarm_email))
        return topic

    def _access_logs(self) -> s3.Bucket:
        return s3.Bucket(
            self,
            "AccessLogs",
            # Server access logging can only write to buckets encrypted with the key of S3 itself.
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            lifecycle_rules=[
                s3.LifecycleRule(id="expire", expiration=Duration.days(self._settings.retention.access_logs_days))
            ],
            removal_policy=self._removal,
        )

    def _bucket(
        self, construct_id: str, *, rules: list[s3.LifecycleRule], cors: list[s3.CorsRule], notify: bool
    ) -> s3.Bucket:
        abandoned = s3.LifecycleRule(
            id="abandoned-uploads",
            abort_incomplete_multipart_upload_after=Duration.days(2),
            noncurrent_version_expiration=Duration.days(30),
            expired_object_delete_marker=True,
        )
        bucket = s3.Bucket(
            self,
            construct_id,
            versioned=True,
            encryption=s3.BucketEncryption.KMS if self.key else s3.BucketEncryption.S3_MANAGED,
            encryption_key=self.key,
            bucket_key_enabled=True if self.key else None,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            server_access_logs_bucket=self.access_logs,
            server_access_logs_prefix=f"{construct_id.lower()}/",
            lifecycle_rules=[abandoned, *rules],
            cors=cors,
            removal_policy=self._removal,
        )
        if notify:
            # CloudFormation knows this property; CDK's own switch deploys a function with wide rights to set it.
            resource = bucket.node.default_child
            assert isinstance(resource, s3.CfnBucket)  # noqa: S101 - tells the type checker what CDK guarantees
            resource.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
                event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(event_bridge_enabled=True)
            )
        return bucket

    def _recordings(self) -> s3.Bucket:
        kept = self._settings.retention
        rules = [_expire("manifests", MANIFESTS, kept.working_files_days)]
        if kept.recordings_days or kept.recordings_to_infrequent_days:
            rules.append(
                s3.LifecycleRule(
                    id="recordings",
                    expiration=Duration.days(kept.recordings_days) if kept.recordings_days else None,
                    transitions=[
                        s3.Transition(
                            storage_class=s3.StorageClass.INFREQUENT_ACCESS,
                            transition_after=Duration.days(kept.recordings_to_infrequent_days),
                        )
                    ]
                    if kept.recordings_to_infrequent_days
                    else None,
                )
            )
        return self._bucket("Recordings", rules=rules, cors=[self._cors()], notify=True)

    def _content(self) -> s3.Bucket:
        kept = self._settings.retention
        rules = [
            _expire("raw-transcripts", RAW_TRANSCRIPTS, kept.working_files_days),
            _expire("people-imports", PEOPLE_IMPORTS, kept.working_files_days),
        ]
        if kept.content_days:
            rules += [_expire(rule, prefix, kept.content_days) for rule, prefix in KEPT_CONTENT.items()]
        return self._bucket("Content", rules=rules, cors=[self._cors()], notify=False)

    def _cors(self) -> s3.CorsRule:
        """Who may use a signed address from a page.

        Without an own domain it is everybody: the distribution's name isn't known before this stack, and the address
        carries the whole right by itself (docs/decisions/0020-one-origin.md).
        """
        console = self._settings.console_origin
        origins = [console, *self._settings.api_origins] if console else ["*"]
        return s3.CorsRule(
            allowed_methods=[s3.HttpMethods.GET, s3.HttpMethods.HEAD, s3.HttpMethods.PUT],
            allowed_origins=origins,
            allowed_headers=["content-type", "range", "x-amz-*"],
            exposed_headers=["ETag", "Accept-Ranges", "Content-Range"],
            max_age=3000,
        )

    def _user_pool(self) -> tuple[cognito.UserPool, cognito.UserPoolClient]:
        pool = cognito.UserPool(
            self,
            "UserPool",
            user_pool_name=f"debrief-{self._settings.name}",
            sign_in_aliases=cognito.SignInAliases(username=True, email=True),
            self_sign_up_enabled=False,
            auto_verify=cognito.AutoVerifiedAttrs(email=True),
            # Everybody is made by Debrief, with an address. Were it required, the client would have to be let write it.
            standard_attributes=cognito.StandardAttributes(
                email=cognito.StandardAttribute(required=False, mutable=True)
            ),
            # Whether somebody who hasn't signed in yet is owed another invitation; see `people.directory_client`.
            custom_attributes={"invitation": cognito.StringAttribute(max_len=10, mutable=True)},
            mfa=cognito.Mfa.OPTIONAL,
            mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False),
            password_policy=cognito.PasswordPolicy(
                min_length=12,
                require_digits=True,
                require_lowercase=True,
                require_uppercase=True,
                require_symbols=True,
                temp_password_validity=Duration.days(self._settings.invitation_days),
            ),
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            deletion_protection=self._settings.termination_protection,
            removal_policy=self._removal,
        )
        if sender := self._settings.email:
            self._send_from(pool, sender)
        nag.optional_mfa(pool)
        nag.threat_protection_costs(pool)
        client = pool.add_client(
            "Web",
            auth_flows=cognito.AuthFlow(user_srp=True, user_password=self._settings.password_sign_in),
            disable_o_auth=True,
            generate_secret=False,
            prevent_user_existence_errors=True,
            enable_token_revocation=True,
            # Where nothing is named, whoever holds an access token may give the person another e-mail address, and by
            # "Forgot your password?" a password. Nothing reads the locale.
            write_attributes=cognito.ClientAttributes().with_standard_attributes(locale=True),
            access_token_validity=Duration.hours(1),
            id_token_validity=Duration.hours(1),
            refresh_token_validity=Duration.days(7),
            # Each refresh gives a new refresh token; the old one goes on for a minute, for pages open side by side.
            refresh_token_rotation_grace_period=Duration.seconds(60),
        )
        return pool, client

    def _send_from(self, pool: cognito.UserPool, email: EmailSetting) -> None:
        """Let SES send the pool's e-mails, and say in the invitation what it is for.

        CDK's own way asks for the Region, which no template names. Texts of one's own go only with an own sender.
        """
        resource = pool.node.default_child
        assert isinstance(resource, cognito.CfnUserPool)  # noqa: S101 - tells the type checker what CDK guarantees
        resource.email_configuration = cognito.CfnUserPool.EmailConfigurationProperty(
            email_sending_account="DEVELOPER",
            from_=f"Debrief <{email.sender}>",
            source_arn=self.format_arn(
                service="ses", resource="identity", resource_name=email.identity, region=email.region or self.region
            ),
        )
        console = self._settings.console_origin
        place = f" at {console}/" if console else ""
        resource.admin_create_user_config = cognito.CfnUserPool.AdminCreateUserConfigProperty(
            allow_admin_create_user_only=True,
            invite_message_template=cognito.CfnUserPool.InviteMessageTemplateProperty(
                email_subject="Your invitation to Debrief",
                email_message=(
                    f"<p>You are invited to Debrief. Sign in{place} with this e-mail address and the temporary "
                    f"password <b>{{####}}</b>. It is valid for {self._settings.invitation_days} days, and you choose "
                    "your own when you first sign in.</p><p>Should anybody ask: your account is {username}.</p>"
                ),
            ),
        )

    def _bus(self) -> events.EventBus:
        bus = events.EventBus(self, "Bus", event_bus_name=f"debrief-{self._settings.name}")
        if days := self._settings.retention.event_archive_days:
            bus.archive(
                "Archive",
                archive_name=f"debrief-{self._settings.name}",
                event_pattern=events.EventPattern(account=[self.account]),
                retention=Duration.days(days),
            )
        return bus

    def _backups(self, daily_days: int, monthly_days: int) -> None:
        vault = backup.BackupVault(self, "BackupVault", encryption_key=self.key, removal_policy=RemovalPolicy.RETAIN)
        plan = backup.BackupPlan(self, "BackupPlan", backup_vault=vault)
        for name, days, cron in (
            ("daily", daily_days, events.Schedule.cron(hour="3", minute="0")),
            ("monthly", monthly_days, events.Schedule.cron(day="1", hour="4", minute="0")),
        ):
            plan.add_rule(
                backup.BackupPlanRule(
                    rule_name=name,
                    schedule_expression=cron,
                    start_window=Duration.hours(1),
                    completion_window=Duration.hours(6),
                    delete_after=Duration.days(days),
                )
            )
        role = iam.Role(
            self,
            "BackupRole",
            assumed_by=iam.ServicePrincipal("backup.amazonaws.com"),
            managed_policies=[
                iam.ManagedPolicy.from_aws_managed_policy_name("service-role/AWSBackupServiceRolePolicyForBackup")
            ],
        )
        nag.backup_service_policy(role)
        plan.add_selection(
            "Tables",
            role=role,
            disable_default_backup_policy=True,
            resources=[backup.BackupResource.from_dynamo_db_table(each.table) for each in self.context_tables],
        )

    def _outputs(self) -> None:
        values = {
            "UserPoolId": self.user_pool.user_pool_id,
            "UserPoolClientId": self.user_pool_client.user_pool_client_id,
            "RecordingsBucket": self.recordings.bucket_name,
            "ContentBucket": self.content.bucket_name,
            "EventBusName": self.bus.event_bus_name,
            "CursorSecretArn": self.cursor_secret.secret_arn,
            "IdempotencyTable": self.idempotency.table.table_name,
        }
        values |= {f"{each.node.id.capitalize()}Table": each.table.table_name for each in self.context_tables}
        for name, value in values.items():
            cdk.CfnOutput(self, name, value=value)


def _expire(rule: str, prefix: str, days: int) -> s3.LifecycleRule:
    return s3.LifecycleRule(id=rule, prefix=prefix, expiration=Duration.days(days))
