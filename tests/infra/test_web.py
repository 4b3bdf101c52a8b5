"""The console's stack: one origin, closed to all that isn't meant to be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from infra.environment import MissingBuild, build, context
from infra.settings import load
from tests.infra.conftest import CHECKED, Environment


def one(environment: Environment, kind: str) -> dict[str, Any]:
    (found,) = environment.resources("Web", kind).values()
    properties: dict[str, Any] = found["Properties"]
    return properties


def distribution(environment: Environment) -> dict[str, Any]:
    config: dict[str, Any] = one(environment, "AWS::CloudFront::Distribution")["DistributionConfig"]
    return config


def headers_of(environment: Environment, behaviour: dict[str, Any]) -> dict[str, Any]:
    policy = environment.resources("Web")[behaviour["ResponseHeadersPolicyId"]["Ref"]]
    config: dict[str, Any] = policy["Properties"]["ResponseHeadersPolicyConfig"]
    return config


def test_files_are_read_by_the_distribution_alone(prod: Environment) -> None:
    bucket = one(prod, "AWS::S3::Bucket")
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["LoggingConfiguration"]["LogFilePrefix"] == "console-files/"
    denied, allowed = one(prod, "AWS::S3::BucketPolicy")["PolicyDocument"]["Statement"]
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert allowed["Action"] == "s3:GetObject"
    assert allowed["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert "AWS:SourceArn" in allowed["Condition"]["StringEquals"]
    (origin,) = (each for each in distribution(prod)["Origins"] if "S3OriginConfig" in each)
    assert origin["OriginAccessControlId"]


@pytest.mark.parametrize("name", CHECKED)
def test_the_api_is_on_the_consoles_origin_and_never_cached(
    synthesised: Callable[[str], Environment], name: str
) -> None:
    environment = synthesised(name)
    (api,) = distribution(environment)["CacheBehaviors"]
    assert api["PathPattern"] == "/api/*"
    assert api["ViewerProtocolPolicy"] == "https-only"
    assert set(api["AllowedMethods"]) >= {"GET", "POST", "PUT", "PATCH", "DELETE"}
    # AWS's own policies, by the ids that it documents: no caching; every header of the viewer but Host.
    assert api["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    assert api["OriginRequestPolicyId"] == "b689b0a8-53d0-40ab-baf2-68738e2966ac"
    (origin,) = (each for each in distribution(environment)["Origins"] if "CustomOriginConfig" in each)
    assert api["TargetOriginId"] == origin["Id"]
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    assert ".execute-api." in json.dumps(origin["DomainName"])
    assert "CustomErrorResponses" not in distribution(environment), "they would cover the API's own 403 and 404"


def test_files_are_compressed_on_their_way(prod: Environment) -> None:
    """What the documentation of CloudFront asks for: compression on, and a cache policy with both forms and a TTL."""
    files = distribution(prod)["DefaultCacheBehavior"]
    assert files["Compress"] is True
    # AWS's own CachingOptimized: gzip and Brotli enabled, kept for a second at least. With zero nothing is compressed.
    assert files["CachePolicyId"] == "658327ea-f89d-4fab-a63d-7e88639e58f6"
    # A file that says that it is compressed already is passed on as it is.
    for deployment in prod.resources("Web", "Custom::CDKBucketDeployment").values():
        assert "content-encoding" not in deployment["Properties"].get("SystemMetadata", {})


def test_deep_links_are_rewritten_and_the_api_is_not(prod: Environment) -> None:
    def code(behaviour: dict[str, Any]) -> str:
        (association,) = behaviour["FunctionAssociations"]
        assert association["EventType"] == "viewer-request"
        function = prod.resources("Web")[association["FunctionARN"]["Fn::GetAtt"][0]]
        found: str = function["Properties"]["FunctionCode"]
        return found

    config = distribution(prod)
    assert "/index.html" in code(config["DefaultCacheBehavior"])
    assert "/index.html" not in code(config["CacheBehaviors"][0])


def test_pages_carry_the_policy_of_the_one_place(prod: Environment) -> None:
    config = headers_of(prod, distribution(prod)["DefaultCacheBehavior"])
    security = config["SecurityHeadersConfig"]
    policy = json.dumps(security["ContentSecurityPolicy"])
    assert "default-src 'none'; script-src 'self'; " in policy
    assert "https://cognito-idp." in policy
    assert policy.count("RefRecordings") == policy.count("RefContent") == 2, "to ask and to hear"
    assert security["FrameOptions"]["FrameOption"] == "DENY"
    assert security["StrictTransportSecurity"]["AccessControlMaxAgeSec"] == 63072000
    assert security["ReferrerPolicy"]["ReferrerPolicy"] == "same-origin"
    others = {each["Header"] for each in config["CustomHeadersConfig"]["Items"]}
    assert others == {"Permissions-Policy", "Cross-Origin-Opener-Policy"}
    assert all(each["Override"] for each in security.values())
    api = headers_of(prod, distribution(prod)["CacheBehaviors"][0])
    assert set(api["SecurityHeadersConfig"]) == {"ContentTypeOptions", "ReferrerPolicy", "StrictTransportSecurity"}


def test_hashed_files_go_first_and_stay(prod: Environment) -> None:
    deployments = prod.resources("Web", "Custom::CDKBucketDeployment")
    (hashed,) = (key for key, each in deployments.items() if not each["Properties"]["Prune"])
    (pages,) = (key for key, each in deployments.items() if each["Properties"]["Prune"])
    first, second = deployments[hashed]["Properties"], deployments[pages]["Properties"]
    assert (first["Exclude"], first["Include"]) == (["*"], ["assets/*"])
    assert "immutable" in first["SystemMetadata"]["cache-control"]
    assert second["Exclude"] == ["assets/*"]
    assert second["SystemMetadata"]["cache-control"] == "no-cache"
    assert hashed in deployments[pages]["DependsOn"]
    assert second["DistributionPaths"] == ["/index.html", "/config.json"]
    assert len(second["SourceObjectKeys"]) == 2, "the build, and the configuration"


def test_the_deployment_may_only_do_what_it_does(prod: Environment) -> None:
    statements = one(prod, "AWS::IAM::Policy")["PolicyDocument"]["Statement"]
    actions = {
        action
        for each in statements
        for action in ([each["Action"]] if isinstance(each["Action"], str) else each["Action"])
    }
    assert not any("*" in action for action in actions)
    (invalidates,) = (each for each in statements if "cloudfront:CreateInvalidation" in each["Action"])
    assert ":distribution/" in json.dumps(invalidates["Resource"])


def test_log_and_alarm_are_there_where_cloudfront_has_them(prod: Environment) -> None:
    (condition,) = (
        name for name, each in prod.templates["Web"]["Conditions"].items() if "us-east-1" in json.dumps(each)
    )
    kinds = {each["Type"]: each for each in prod.resources("Web").values() if each.get("Condition") == condition}
    assert set(kinds) == {
        "AWS::CloudWatch::Alarm",
        "AWS::Logs::Delivery",
        "AWS::Logs::DeliveryDestination",
        "AWS::Logs::DeliverySource",
    }
    fields = set(kinds["AWS::Logs::Delivery"]["Properties"]["RecordFields"])
    assert not fields & {"c-ip", "x-forwarded-for", "cs-uri-query", "cs(Cookie)", "cs(User-Agent)", "cs(Referer)"}
    assert kinds["AWS::CloudWatch::Alarm"]["Properties"]["MetricName"] == "5xxErrorRate"


def test_signed_addresses_may_be_used_from_the_consoles_pages(prod: Environment, everything: Environment) -> None:
    def origins(template: dict[str, Any]) -> set[str]:
        rules = [
            rule
            for each in template["Resources"].values()
            if each["Type"] == "AWS::S3::Bucket"
            for rule in each["Properties"].get("CorsConfiguration", {}).get("CorsRules", [])
        ]
        assert len(rules) == 2, "recordings and content"
        assert all(set(rule["AllowedMethods"]) == {"GET", "HEAD", "PUT"} for rule in rules)
        assert all("ETag" in rule["ExposedHeaders"] for rule in rules)
        return {origin for rule in rules for origin in rule["AllowedOrigins"]}

    assert origins(prod.templates["Data"]) == {"*"}

    data, web = everything.templates["Data"], everything.templates["Web"]
    assert origins(data) == {"https://debrief.example.org", "https://reports.example.org"}, "those, and no others"
    (found,) = (each for each in web["Resources"].values() if each["Type"] == "AWS::CloudFront::Distribution")
    config = found["Properties"]["DistributionConfig"]
    assert config["Aliases"] == ["debrief.example.org"]
    assert config["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2021"
    # With an own domain of the API, its other name is switched off.
    assert "api.example.org" in [each["DomainName"] for each in config["Origins"]]


def test_only_named_pages_of_others_may_ask_the_api_from_elsewhere(prod: Environment) -> None:
    assert not any(load(name, {}).api_origins for name in (*CHECKED, "local")), "the console needs none"
    (deployed,) = prod.resources("Api", "AWS::ApiGatewayV2::Api").values()
    assert deployed["Properties"]["CorsConfiguration"]["AllowOrigins"] == ["https://reports.example.org"]


@pytest.mark.feature("N10")
def test_the_laptop_needs_no_distribution_and_no_build(local: Environment, tmp_path: Path) -> None:
    assert "Web" not in local.templates
    build(cdk.App(context=context(), outdir=str(tmp_path)), load("local", {}), console=tmp_path / "nothing")


def test_a_missing_build_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(MissingBuild, match=r"isn't built.*make console"):
        build(cdk.App(outdir=str(tmp_path)), load("dev", {}), console=tmp_path / "nothing")
