"""Permissions and parameters that many routes of the interactions API name."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from debrief.kernel.auth import Permission

VIEW, MANAGE = Permission.INTERACTIONS_VIEW, Permission.INTAKE_MANAGE
Limit = Annotated[int | None, Query()]
Cursor = Annotated[str | None, Query()]
