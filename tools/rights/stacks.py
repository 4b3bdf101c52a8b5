"""The templates of one environment, read as they would stand in an account."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Json = dict[str, Any]

PARTITION, REGION, ACCOUNT = "aws", "us-east-1", "000000000000"
"""Where the templates are read as standing: the laptop cloud's own Region and account."""

SPOKEN = "local"
"""The environment whose names everything is read under, so that what was seen there can be held against all others."""

_PSEUDO = {
    "AWS::Partition": PARTITION,
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::URLSuffix": "amazonaws.com",
}

# Type → (the property with its name, its ARN behind the partition). Without such a property, CloudFormation makes a
# name up; here it is the logical id.
_KINDS: Mapping[str, tuple[str, str]] = {
    "AWS::CloudFront::Distribution": ("", "cloudfront::{account}:distribution/{name}"),
    "AWS::Cognito::UserPool": ("", "cognito-idp:{region}:{account}:userpool/{name}"),
    "AWS::DynamoDB::Table": ("TableName", "dynamodb:{region}:{account}:table/{name}"),
    "AWS::Events::EventBus": ("Name", "events:{region}:{account}:event-bus/{name}"),
    "AWS::Events::Rule": ("Name", "events:{region}:{account}:rule/{name}"),
    "AWS::IAM::Role": ("RoleName", "iam::{account}:role/{name}"),
    "AWS::KMS::Key": ("", "kms:{region}:{account}:key/{name}"),
    "AWS::Lambda::Function": ("FunctionName", "lambda:{region}:{account}:function:{name}"),
    "AWS::Logs::LogGroup": ("LogGroupName", "logs:{region}:{account}:log-group:{name}:*"),
    "AWS::S3::Bucket": ("BucketName", "s3:::{name}"),
    "AWS::SNS::Topic": ("TopicName", "sns:{region}:{account}:{name}"),
    "AWS::SQS::Queue": ("QueueName", "sqs:{region}:{account}:{name}"),
    "AWS::SecretsManager::Secret": ("Name", "secretsmanager:{region}:{account}:secret:{name}"),
    "AWS::StepFunctions::StateMachine": ("StateMachineName", "states:{region}:{account}:stateMachine:{name}"),
}
_REFERRED_TO_BY_ARN = {"AWS::SNS::Topic", "AWS::SecretsManager::Secret", "AWS::StepFunctions::StateMachine"}


class UnreadableTemplate(ValueError):
    """A template says something in a way that isn't understood here. The text is one sentence."""


class Stacks:
    """All stacks of an environment.

    Whatever its environment is, its names are read as those of `SPOKEN`.

    templates: by the last part of the stack's name (`Data`, `Workflows`).
    """

    def __init__(self, environment: str, templates: Mapping[str, Json]) -> None:
        self.environment = environment
        text = json.dumps(templates)
        for prefix in ("debrief", "Debrief"):
            text = text.replace(f"{prefix}-{environment}", f"{prefix}-{SPOKEN}")
        self.templates: dict[str, Json] = json.loads(text)
        self._exports = {
            self.text(stack, output["Export"]["Name"]): (stack, output["Value"])
            for stack, template in self.templates.items()
            for output in template.get("Outputs", {}).values()
            if "Export" in output
        }

    def resources(self, kind: str | None = None) -> Iterator[tuple[str, str, Json]]:
        """(stack, logical id, resource) of all resources, or those of one type."""
        for stack, template in self.templates.items():
            for logical, resource in template["Resources"].items():
                if kind in (None, resource["Type"]):
                    yield stack, logical, resource

    def text(self, stack: str, value: Any) -> str:
        """What a value in a template is in the account. Raises UnreadableTemplate."""
        if isinstance(value, str):
            return value
        if isinstance(value, dict) and len(value) == 1:
            ((function, argument),) = value.items()
            if function in self._functions:
                return self._functions[function](stack, argument)
        raise UnreadableTemplate(f"{stack} has {json.dumps(value)[:200]}, which tools/rights/stacks.py can't read.")

    def reference(self, stack: str, logical: str) -> str:
        """What `Ref` gives."""
        if logical in _PSEUDO:
            return _PSEUDO[logical]
        kind = self._kind(stack, logical)
        return self.arn(stack, logical) if kind in _REFERRED_TO_BY_ARN else self._name(stack, logical)

    def arn(self, stack: str, logical: str) -> str:
        """The ARN of a resource. Raises UnreadableTemplate for a type that isn't known."""
        kind = self._kind(stack, logical)
        if kind not in _KINDS:
            raise UnreadableTemplate(f"{stack} asks for the ARN of a {kind}: tell tools/rights/stacks.py its form.")
        place = _KINDS[kind][1].format(region=REGION, account=ACCOUNT, name=self._name(stack, logical))
        return f"arn:{PARTITION}:{place}"

    def names(self, deployed: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
        """Name in a running cloud → name here.

        deployed: stack (as in `templates`) → logical id → what CloudFormation calls its physical id.
        """
        return {
            deployed[stack][logical]: self.reference(stack, logical)
            for stack, logical, resource in self.resources()
            if resource["Type"] in _KINDS and logical in deployed.get(stack, {})
        }

    @property
    def _functions(self) -> Mapping[str, Callable[[str, Any], str]]:
        return {
            "Ref": self.reference,
            "Fn::GetAtt": self._attribute,
            "Fn::ImportValue": self._imported,
            "Fn::Join": lambda stack, given: given[0].join(self.text(stack, part) for part in given[1]),
            "Fn::Sub": self._substituted,
        }

    def _kind(self, stack: str, logical: str) -> str:
        try:
            return str(self.templates[stack]["Resources"][logical]["Type"])
        except KeyError:
            raise UnreadableTemplate(f"{stack} refers to {logical}, which is none of its resources.") from None

    def _name(self, stack: str, logical: str) -> str:
        name_in = _KINDS.get(self._kind(stack, logical), ("", ""))[0]
        given = self.templates[stack]["Resources"][logical].get("Properties", {}).get(name_in)
        return logical if given is None else self.text(stack, given)

    def _attribute(self, stack: str, given: list[str]) -> str:
        logical, attribute = given
        if attribute == "Arn":
            return self.arn(stack, logical)
        if attribute == "StreamArn":
            return f"{self.arn(stack, logical)}/stream/label"
        if attribute in ("Name", "ServerId"):
            return self._name(stack, logical)
        raise UnreadableTemplate(f"{stack} asks for {attribute} of {logical}, which tools/rights/stacks.py can't tell.")

    def _imported(self, stack: str, given: Any) -> str:
        name = self.text(stack, given)
        if name not in self._exports:
            raise UnreadableTemplate(f"{stack} imports {name}, which no stack exports.")
        return self.text(*self._exports[name])

    def _substituted(self, stack: str, given: str | list[Any]) -> str:
        pattern, values = (given, {}) if isinstance(given, str) else given

        def value(found: re.Match[str]) -> str:
            name = found[1]
            if name in values:
                return self.text(stack, values[name])
            logical, _, attribute = name.partition(".")
            return self._attribute(stack, [logical, attribute]) if attribute else self.reference(stack, logical)

        return re.sub(r"\$\{([^!}]+)\}", value, pattern)
