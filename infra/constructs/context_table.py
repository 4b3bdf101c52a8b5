"""The table of one context."""

from __future__ import annotations

from typing import Any

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra.settings import Settings

INDEXES = ("GSI1", "GSI2", "GSI3")


class ContextTable(Construct):
    """PK and SK, three sparse indexes over generic keys, and a time to live.

    A table that announces events has a stream of new images: the outbox is read from it.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, settings: Settings, key: kms.IKey | None, outbox: bool
    ) -> None:
        super().__init__(scope, construct_id)
        self.env_name = f"{construct_id.upper()}_TABLE"
        self.table = dynamodb.Table(
            self,
            "Table",
            partition_key=_text("PK"),
            sort_key=_text("SK"),
            time_to_live_attribute="expires_at",
            stream=dynamodb.StreamViewType.NEW_IMAGE if outbox else None,
            **table_protection(settings, key),
        )
        for index in INDEXES:
            self.table.add_global_secondary_index(
                index_name=index,
                partition_key=_text(f"{index}PK"),
                sort_key=_text(f"{index}SK"),
                projection_type=dynamodb.ProjectionType.ALL,
            )


class IdempotencyTable(Construct):
    """Answers to requests that carried an Idempotency-Key, for as long as they may be repeated."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Settings, key: kms.IKey | None) -> None:
        super().__init__(scope, construct_id)
        self.env_name = "IDEMPOTENCY_TABLE"
        self.table = dynamodb.Table(
            self,
            "Table",
            partition_key=_text("id"),
            time_to_live_attribute="expiration",
            **table_protection(settings, key),
        )


def table_protection(settings: Settings, key: kms.IKey | None) -> dict[str, Any]:
    """What every table gets: on demand, encrypted, restorable, and not deleted by accident."""
    return {
        "billing_mode": dynamodb.BillingMode.PAY_PER_REQUEST,
        "encryption": dynamodb.TableEncryption.CUSTOMER_MANAGED if key else dynamodb.TableEncryption.AWS_MANAGED,
        "encryption_key": key,
        "point_in_time_recovery_specification": dynamodb.PointInTimeRecoverySpecification(
            point_in_time_recovery_enabled=settings.point_in_time_recovery
        ),
        "deletion_protection": settings.termination_protection,
        "removal_policy": RemovalPolicy.RETAIN if settings.protection == "retain" else RemovalPolicy.DESTROY,
    }


def _text(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)
