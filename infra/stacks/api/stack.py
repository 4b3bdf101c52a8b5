"""The HTTP API: one function per context behind one authorizer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

import aws_cdk as cdk
from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_certificatemanager as certificatemanager
from aws_cdk import aws_logs as logs
from constructs import Construct
from jsii import implements

from infra import nag
from infra.constructs.alarms import FIVE_MINUTES
from infra.constructs.function import DebriefFunction, retention_of
from infra.settings import Settings
from infra.stacks.api.rights import rights
from infra.stacks.api.roots import LEAVES, ROOTS
from infra.stacks.data import DataStack
from infra.stacks.shared import Functions, Rights
from infra.stacks.workflows.stack import WorkflowsStack

OPEN_CALENDARS = "/calendars/{file}"
"""The one path that is read without a sign-in, which calendar programs haven't: its file's name is the secret."""

_CALENDARS_PER_SECOND, _CALENDARS_AT_ONCE = 20, 40
"""Of all who ask there together: 5,000 people's programs that ask every quarter of an hour are six a second."""

# What pages of other origins may send. Routes are for ANY method, since an API has room for 300 of them.
_METHODS = [
    apigatewayv2.HttpMethod.GET,
    apigatewayv2.HttpMethod.POST,
    apigatewayv2.HttpMethod.PUT,
    apigatewayv2.HttpMethod.PATCH,
    apigatewayv2.HttpMethod.DELETE,
]

_ANSWER_WITHIN_SECONDS = 29


@implements(apigatewayv2.IAccessLogSettings)
class _AccessLog:
    """Who was answered how fast, without names, addresses or query texts."""

    def __init__(self, log_group: logs.ILogGroup) -> None:
        self._destination = apigatewayv2.LogGroupLogDestination(log_group)

    @property
    def destination(self) -> apigatewayv2.LogGroupLogDestination:
        return self._destination

    @property
    def format(self) -> apigateway.AccessLogFormat:
        fields = {
            "request_id": "$context.requestId",
            "time": "$context.requestTime",
            "route": "$context.routeKey",
            "status": "$context.status",
            "response_bytes": "$context.responseLength",
            "latency_ms": "$context.responseLatency",
            "integration_latency_ms": "$context.integrationLatency",
            "integration_error": "$context.integrationErrorMessage",
            "authorizer_error": "$context.authorizer.error",
        }
        return apigateway.AccessLogFormat.custom(_compact(fields))


def _integration(function: DebriefFunction) -> integrations.HttpLambdaIntegration:
    return integrations.HttpLambdaIntegration(
        function.name,
        function.function,
        # One permission for the API instead of one per route.
        scope_permission_to_route=False,
    )


def _paths(roots: Iterable[str]) -> Iterator[str]:
    for root in roots:
        yield f"/{root}"
        if root not in LEAVES:
            yield f"/{root}/{{proxy+}}"


def _compact(fields: dict[str, str]) -> str:
    return "{" + ",".join(f'"{name}":"{value}"' for name, value in fields.items()) + "}"


class ApiStack(cdk.Stack):
    """The API's functions, routes, authorizer, stage and logs."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: Settings,
        data: DataStack,
        workflows: WorkflowsStack,
        **kwargs: Any,
    ) -> None:
        super().__init__(scope, construct_id, termination_protection=settings.termination_protection, **kwargs)
        self._settings = settings
        self._data = data
        self._functions = Functions(self, settings, data.alarms)
        may = Rights(data, settings)
        functions = self._make_functions(may, workflows)
        self.api = self._make_api()
        for name, roots in ROOTS.items():
            self._route(functions[name], roots)
        self._secret_calendars(may)
        if settings.api_origins:
            self._preflights()
        self._alarms()
        cdk.CfnOutput(self, "ApiUrl", value=self._url)
        cdk.CfnOutput(self, "ApiId", value=self.api.api_id)

    @property
    def function_names(self) -> list[str]:
        """The functions of this stack."""
        return [each.name for each in self._functions.made]

    @property
    def host(self) -> str:
        """The name that the API answers under: with an own domain it is the only one."""
        domain = self._settings.domain
        return domain.name if domain else f"{self.api.api_id}.execute-api.{self.region}.{self.url_suffix}"

    def _make_functions(self, may: Rights, workflows: WorkflowsStack) -> dict[str, DebriefFunction]:
        granted = rights(may, workflows)
        return {name: self._functions.add(name, each, seconds=_ANSWER_WITHIN_SECONDS) for name, each in granted.items()}

    def _make_api(self) -> apigatewayv2.HttpApi:
        settings, data = self._settings, self._data
        api = apigatewayv2.HttpApi(
            self,
            "Api",
            api_name=f"debrief-{settings.name}",
            create_default_stage=False,
            disable_execute_api_endpoint=settings.domain is not None,
            default_authorizer=authorizers.HttpJwtAuthorizer(
                "SignedIn",
                jwt_issuer=f"https://cognito-idp.{self.region}.{self.url_suffix}/{data.user_pool.user_pool_id}",
                jwt_audience=[data.user_pool_client.user_pool_client_id],
            ),
            cors_preflight=self._cors(),
        )
        domain = None
        if settings.domain:
            domain = apigatewayv2.DomainName(
                self,
                "Domain",
                domain_name=settings.domain.name,
                certificate=certificatemanager.Certificate.from_certificate_arn(
                    self, "Certificate", settings.domain.certificate_arn
                ),
            )
            # The record that points to this target is the account's own: its zone may be anywhere.
            cdk.CfnOutput(self, "DomainTarget", value=domain.regional_domain_name)
        access_log = logs.LogGroup(
            self,
            "AccessLog",
            log_group_name=f"/aws/vendedlogs/apis/debrief-{settings.name}",
            retention=retention_of(settings.retention.logs_days),
            removal_policy=RemovalPolicy.RETAIN if settings.protection == "retain" else RemovalPolicy.DESTROY,
        )
        stage = self._stage = apigatewayv2.HttpStage(
            self,
            "Stage",
            http_api=api,
            stage_name="$default",
            auto_deploy=True,
            detailed_metrics_enabled=True,
            throttle=apigatewayv2.ThrottleSettings(
                rate_limit=settings.api_rate_per_second, burst_limit=settings.api_burst
            ),
            access_log_settings=_AccessLog(access_log),
            domain_mapping=apigatewayv2.DomainMappingOptions(domain_name=domain) if domain else None,
        )
        self._url = f"https://{settings.domain.name}/" if settings.domain else stage.url
        return api

    def _cors(self) -> apigatewayv2.CorsPreflightOptions | None:
        """For web pages of others: the console is served from the API's own origin and never needs this."""
        if not self._settings.api_origins:
            return None
        return apigatewayv2.CorsPreflightOptions(
            allow_origins=list(self._settings.api_origins),
            allow_methods=[apigatewayv2.CorsHttpMethod(method.name) for method in _METHODS],
            allow_headers=["authorization", "content-type", "idempotency-key", "if-match", "if-none-match"],
            expose_headers=["etag", "location", "retry-after"],
            max_age=Duration.hours(1),
        )

    def _route(self, function: DebriefFunction, roots: tuple[str, ...]) -> None:
        integration = _integration(function)
        for path in _paths(roots):
            self.api.add_routes(path=path, methods=[apigatewayv2.HttpMethod.ANY], integration=integration)

    def _secret_calendars(self, may: Rights) -> None:
        """Let calendar programs read what lies at secret addresses, by a function that may do nothing else."""
        read = self._functions.add(
            "read_calendar",
            [
                may.people("BatchGetItem", "GetItem", "Query"),
                may.coaching("BatchGetItem", "GetItem", "Query", "Query GSI2", "Query GSI3"),
            ],
            seconds=_ANSWER_WITHIN_SECONDS,
        )
        # Some programs ask whether a calendar is there before they read it.
        routes = self.api.add_routes(
            path=OPEN_CALENDARS,
            methods=[apigatewayv2.HttpMethod.GET, apigatewayv2.HttpMethod.HEAD],
            integration=_integration(read),
            authorizer=apigatewayv2.HttpNoneAuthorizer(),
        )
        # Whoever tries secrets has these few tries a second, and takes none of them from those who are signed in.
        settings = {"ThrottlingRateLimit": _CALENDARS_PER_SECOND, "ThrottlingBurstLimit": _CALENDARS_AT_ONCE}
        stage = cast(apigatewayv2.CfnStage, self._stage.node.default_child)
        keys = (f"{method} {OPEN_CALENDARS}" for method in ("GET", "HEAD"))
        stage.add_property_override("RouteSettings", dict.fromkeys(keys, settings))
        for route in routes:
            nag.calendars_are_read_by_their_secret(route)
            # A stage knows only the routes that are there before it.
            self._stage.node.add_dependency(route)

    def _preflights(self) -> None:
        """Let browsers ask before a request, which they do without a token.

        A route for ANY method is one for OPTIONS too, so its authorizer would refuse them; the same path with the
        method named comes first. Whether a wider path, such as `OPTIONS /{proxy+}`, comes before ANY method on a
        narrower one isn't documented, so each path has its own (docs/decisions/0027-what-aws-allows.md).
        """
        answer = self._functions.add("answer_preflight", [], seconds=_ANSWER_WITHIN_SECONDS)
        integration = _integration(answer)
        for path in _paths(root for roots in ROOTS.values() for root in roots):
            for route in self.api.add_routes(
                path=path,
                methods=[apigatewayv2.HttpMethod.OPTIONS],
                integration=integration,
                authorizer=apigatewayv2.HttpNoneAuthorizer(),
            ):
                nag.preflights_carry_no_token(route)

    def _alarms(self) -> None:
        alarms = self._data.alarms
        alarms.on(
            self,
            "ServerErrors",
            metric=self.api.metric_server_error(period=FIVE_MINUTES, statistic="Sum"),
            threshold=1,
            meaning="the API answered 5xx",
        )
        alarms.on(
            self,
            "Slow",
            metric=self.api.metric_latency(period=FIVE_MINUTES, statistic="p99"),
            threshold=3000,
            periods=3,
            meaning="the slowest hundredth of answers takes more than three seconds",
        )
