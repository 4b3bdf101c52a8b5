"""Alarms that all say the same kind of thing in the same way, to one topic."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from constructs import Construct


class Alarms:
    """Makes alarms for an environment, or none where the environment wants none."""

    def __init__(self, environment: str, topic: sns.ITopic | None) -> None:
        self._environment = environment
        self._topic = topic

    def on(
        self,
        scope: Construct,
        construct_id: str,
        *,
        metric: cloudwatch.IMetric,
        threshold: float,
        meaning: str,
        periods: int = 1,
        silence_is_trouble: bool = False,
    ) -> cloudwatch.Alarm | None:
        """Alarm when the metric reaches the threshold in every one of `periods` periods.

        No data means no trouble, unless `silence_is_trouble`: for what is measured all the time.
        """
        if self._topic is None:
            return None
        alarm = cloudwatch.Alarm(
            scope,
            construct_id,
            metric=metric,
            threshold=threshold,
            evaluation_periods=periods,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=(
                cloudwatch.TreatMissingData.BREACHING
                if silence_is_trouble
                else cloudwatch.TreatMissingData.NOT_BREACHING
            ),
            alarm_description=f"{self._environment}: {meaning}",
        )
        alarm.add_alarm_action(actions.SnsAction(self._topic))
        alarm.add_ok_action(actions.SnsAction(self._topic))
        return alarm


FIVE_MINUTES = Duration.minutes(5)
