"""The console's one origin: a distribution over its files and, below `/api`, over the API."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from aws_cdk import Duration
from aws_cdk import aws_certificatemanager as certificatemanager
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra import nag
from infra.console_headers import HSTS_SECONDS, api_headers, page_headers
from infra.settings import DomainSetting

_EDGE = Path(__file__).resolve().parents[1] / "edge"
# CloudFront has fields of their own for these; as plain headers it refuses them.
_SECURITY_HEADERS = frozenset(
    {
        "Content-Security-Policy",
        "Referrer-Policy",
        "Strict-Transport-Security",
        "X-Content-Type-Options",
        "X-Frame-Options",
    }
)


class ConsoleEdge(Construct):
    """The distribution.

    files: the bucket behind all paths but `/api`. api_host: where the API answers. policy: the pages' content security
    policy. domain: an own name, with a certificate in us-east-1.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        files: s3.IBucket,
        api_host: str,
        policy: str,
        domain: DomainSetting | None,
        comment: str,
    ) -> None:
        super().__init__(scope, construct_id)
        certificate = (
            certificatemanager.Certificate.from_certificate_arn(self, "Certificate", domain.certificate_arn)
            if domain
            else None
        )
        self.distribution = cloudfront.Distribution(
            self,
            "Distribution",
            comment=comment,
            default_behavior=cloudfront.BehaviorOptions(
                origin=origins.S3BucketOrigin.with_origin_access_control(files),
                viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
                allowed_methods=cloudfront.AllowedMethods.ALLOW_GET_HEAD,
                # Keeps each file for as long as the file's own Cache-Control says.
                cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
                compress=True,
                response_headers_policy=self._headers("PageHeaders", page_headers(policy)),
                function_associations=[self._at_edge("Pages", "pages.js")],
            ),
            additional_behaviors={
                "/api/*": cloudfront.BehaviorOptions(
                    origin=origins.HttpOrigin(
                        api_host,
                        protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
                        origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2],
                        # API Gateway ends a request after 30 seconds itself.
                        read_timeout=Duration.seconds(35),
                    ),
                    # A token and a changed thing aren't safe with an unencrypted first request.
                    viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
                    allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
                    cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
                    origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
                    response_headers_policy=self._headers("ApiHeaders", api_headers()),
                    function_associations=[self._at_edge("Api", "api.js")],
                )
            },
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
            domain_names=[domain.name] if domain else None,
            certificate=certificate,
        )
        nag.console_is_for_everywhere(self.distribution)
        nag.console_without_firewall(self.distribution)
        nag.console_logs_without_addresses(self.distribution)
        if domain is None:
            nag.distributions_own_name(self.distribution)

    @property
    def arn(self) -> str:
        """The distribution's ARN."""
        return self.distribution.distribution_arn

    def _at_edge(self, name: str, file: str) -> cloudfront.FunctionAssociation:
        function = cloudfront.Function(
            self,
            name,
            code=cloudfront.FunctionCode.from_file(file_path=str(_EDGE / file)),
            runtime=cloudfront.FunctionRuntime.JS_2_0,
        )
        return cloudfront.FunctionAssociation(function=function, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST)

    def _headers(self, name: str, headers: Mapping[str, str]) -> cloudfront.ResponseHeadersPolicy:
        security = cloudfront.ResponseSecurityHeadersBehavior(
            strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
                access_control_max_age=Duration.seconds(HSTS_SECONDS), include_subdomains=True, override=True
            ),
            content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
            referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
                referrer_policy=cloudfront.HeadersReferrerPolicy.SAME_ORIGIN, override=True
            ),
            content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
                content_security_policy=headers["Content-Security-Policy"], override=True
            )
            if "Content-Security-Policy" in headers
            else None,
            frame_options=cloudfront.ResponseHeadersFrameOptions(
                frame_option=cloudfront.HeadersFrameOption.DENY, override=True
            )
            if "X-Frame-Options" in headers
            else None,
        )
        others = [
            cloudfront.ResponseCustomHeader(header=header, value=value, override=True)
            for header, value in headers.items()
            if header not in _SECURITY_HEADERS
        ]
        return cloudfront.ResponseHeadersPolicy(
            self,
            name,
            security_headers_behavior=security,
            custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(custom_headers=others) if others else None,
        )
