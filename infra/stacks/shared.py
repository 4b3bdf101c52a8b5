"""The grants of one environment, so that a stack reads like a table: function → what it may do."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

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
    """Every grant over the data of an environment, by name.

    What is a table's, a bucket's or the user pool's takes the exact actions or prefixes: `people("GetItem", "Query")`.
    """

    def __init__(self, data: DataStack, settings: Settings) -> None:
        self.people = partial(grants.rows, data.people)
        self.interactions = partial(grants.rows, data.interactions)
        self.quality = partial(grants.rows, data.quality)
        self.coaching = partial(grants.rows, data.coaching)
        self.summaries = partial(grants.rows, data.summaries)
        self.insights = partial(grants.rows, data.insights)
        self.notices = partial(grants.rows, data.notices)
        self.know_channels = grants.know_channels(settings.email)
        self.channel_secrets = partial(grants.channel_secrets, settings.name)
        self.channel_receivers = grants.channel_receivers(loopback=settings.channel_loopback)
        # What Powertools does with an answer that is given once: keep it, complete it, and forget it when it failed.
        # What is too large for one row is read from the rows beside it.
        self.answer_once = grants.rows(data.idempotency, "DeleteItem", "GetItem", "PutItem", "UpdateItem")
        self.recordings = partial(grants.objects, data.recordings, "RECORDINGS_BUCKET")
        self.content = partial(grants.objects, data.content, "CONTENT_BUCKET")
        self.encrypt_cursors = grants.secret_read(data.cursor_secret, "CURSOR_SECRET_ARN", data.key)
        self.users = partial(grants.users, data.user_pool)
        self.publish = grants.publish(data.bus)
        self.ask_model = grants.ask_model(settings.model, data.people)
        self.pay_for_transcription = grants.pay_for_transcription(data.people, settings.transcription.usd_per_minute)
        self.know_model = grants.know_model(settings.model)
        self.stalled_after = grants.stalled_after(settings.stalled_after_seconds)


class Functions:
    """Makes the functions of one stack."""

    def __init__(self, scope: Construct, settings: Settings, alarms: Alarms) -> None:
        self._scope = scope
        self._settings = settings
        self._alarms = alarms
        self._layers = Layers(scope, "Layers", for_lambda=settings.dependencies_layer)
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
