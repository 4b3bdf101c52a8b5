"""The grants of one environment, so that a stack reads like a table: function → what it may do."""

from __future__ import annotations

from collections.abc import Iterable

from aws_cdk import Duration
from constructs import Construct

from infra.constructs import grants
from infra.constructs.alarms import Alarms
from infra.constructs.function import DebriefFunction
from infra.constructs.grants import Grant
from infra.constructs.layers import Layers
from infra.settings import Settings
from infra.stacks.data import DataStack


class Rights:
    """Every grant over the data of an environment, by name."""

    def __init__(self, data: DataStack, settings: Settings) -> None:
        self.read_people = grants.table_read(data.people)
        self.write_people = grants.table_write(data.people)
        self.read_interactions = grants.table_read(data.interactions)
        self.write_interactions = grants.table_write(data.interactions)
        self.read_quality = grants.table_read(data.quality)
        self.write_quality = grants.table_write(data.quality)
        self.read_coaching = grants.table_read(data.coaching)
        self.write_coaching = grants.table_write(data.coaching)
        self.read_summaries = grants.table_read(data.summaries)
        self.write_summaries = grants.table_write(data.summaries)
        self.read_insights = grants.table_read(data.insights)
        self.write_insights = grants.table_write(data.insights)
        self.idempotency = grants.table_write(data.idempotency)
        self.read_recordings = grants.objects_read(data.recordings, "RECORDINGS_BUCKET")
        self.write_recordings = grants.objects_write(data.recordings, "RECORDINGS_BUCKET")
        self.read_content = grants.objects_read(data.content, "CONTENT_BUCKET")
        self.write_content = grants.objects_write(data.content, "CONTENT_BUCKET")
        self.sign_cursors = grants.secret_read(data.cursor_secret, "CURSOR_SECRET_ARN", data.key)
        self.manage_users = grants.manage_users(data.user_pool)
        self.publish = grants.publish(data.bus)
        self.ask_model = grants.ask_model(settings.model)
        self.stalled_after = grants.stalled_after(settings.stalled_after_seconds)


class Functions:
    """Makes the functions of one stack."""

    def __init__(self, scope: Construct, settings: Settings, alarms: Alarms) -> None:
        self._scope = scope
        self._settings = settings
        self._alarms = alarms
        self._layers = Layers(scope, "Layers", dependencies=settings.dependencies_layer)
        self.made: list[DebriefFunction] = []

    def add(
        self,
        name: str,
        may: Iterable[Grant],
        *,
        seconds: int,
        invoked_asynchronously: bool = False,
        reads_streams: bool = False,
    ) -> DebriefFunction:
        """The function whose folder has this name, with its time-out in seconds."""
        function = DebriefFunction(
            self._scope,
            name,
            settings=self._settings,
            layers=self._layers,
            alarms=self._alarms,
            grants=may,
            timeout=Duration.seconds(seconds),
            invoked_asynchronously=invoked_asynchronously,
            reads_streams=reads_streams,
        )
        self.made.append(function)
        return function
