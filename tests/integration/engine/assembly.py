"""A tiny cloud assembly, written by hand: two stacks, one of which imports from the other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HANDLERS = """
import json, os

class RecordUnreadable(Exception):
    pass

def fail(event, context):
    if event.get("quote"):
        raise RecordUnreadable("first line\\nTraceback (most recent call last):\\nValueError: quoted")
    raise RecordUnreadable("nothing to read")

def slow(event, context):
    import subprocess, sys, time
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)  # begun by a handler"])
    time.sleep(600)

def stream(event, context):
    import boto3
    table = boto3.resource("dynamodb").Table(os.environ["SEEN"])
    failed = []
    for record in event["Records"]:
        image = record["dynamodb"]["NewImage"]
        key = image["pk"]["S"]
        row = table.update_item(
            Key={"pk": key},
            UpdateExpression="ADD times :one",
            ExpressionAttributeValues={":one": 1},
            ReturnValues="ALL_NEW",
        )["Attributes"]
        if "bad" in key or ("shaky" in key and row["times"] == 1):
            failed.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
            break
    return {"batchItemFailures": failed}
"""

ASL = {
    "StartAt": "Fail",
    "States": {
        "Fail": {
            "Type": "Task",
            "Resource": "${Fail}",
            "Catch": [{"ErrorEquals": ["RecordUnreadable"], "ResultPath": "$.why", "Next": "Start"}],
            "End": True,
        },
        "Start": {
            "Type": "Task",
            "Resource": "arn:aws:states:::aws-sdk:transcribe:startCallAnalyticsJob",
            "Parameters": {
                "CallAnalyticsJobName.$": "$.job",
                "Media": {"MediaFileUri.$": "$.media"},
                "OutputLocation.$": "$.output",
                "DataAccessRoleArn": "arn:aws:iam::000000000000:role/any",
                "ChannelDefinitions": [
                    {"ChannelId": 0, "ParticipantRole": "AGENT"},
                    {"ChannelId": 1, "ParticipantRole": "CUSTOMER"},
                ],
            },
            "ResultPath": "$.started",
            "Catch": [{"ErrorEquals": ["Transcribe.ConflictException"], "ResultPath": "$.known", "Next": "Look"}],
            "Next": "Look",
        },
        "Look": {
            "Type": "Task",
            "Resource": "arn:aws:states:::aws-sdk:transcribe:getCallAnalyticsJob",
            "Parameters": {"CallAnalyticsJobName.$": "$.job"},
            "ResultPath": "$.looked",
            "Next": "Done",
        },
        "Done": {
            "Type": "Choice",
            "Choices": [
                {
                    "Variable": "$.looked.CallAnalyticsJob.CallAnalyticsJobStatus",
                    "StringEquals": "IN_PROGRESS",
                    "Next": "Wait",
                }
            ],
            "Default": "End",
        },
        "Wait": {"Type": "Wait", "Seconds": 1, "Next": "Look"},
        "End": {"Type": "Succeed"},
    },
}


def _table(name: str, **more: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            **more,
        },
    }


def _function(handler: str, timeout: int = 10, **variables: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "Runtime": "python3.14",
            "Handler": f"handlers.{handler}",
            "Timeout": timeout,
            "Role": "arn:aws:iam::000000000000:role/any",
            "Code": {
                "S3Bucket": {"Fn::Sub": "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"},
                "S3Key": "handlers.zip",
            },
            "Environment": {"Variables": variables},
        },
    }


DATA: dict[str, Any] = {
    "Parameters": {
        "BootstrapVersion": {
            "Type": "AWS::SSM::Parameter::Value<String>",
            "Default": "/cdk-bootstrap/hnb659fds/version",
        }
    },
    "Resources": {
        "Rows": _table(
            "Rows",
            TimeToLiveSpecification={"AttributeName": "expires_at", "Enabled": True},
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
            StreamSpecification={"StreamViewType": "NEW_AND_OLD_IMAGES"},
        ),
        "Seen": _table("Seen"),
        "Bucket": {"Type": "AWS::S3::Bucket"},
    },
    "Outputs": {
        "Rows": {"Value": {"Ref": "Rows"}},
        "Seen": {"Value": {"Ref": "Seen"}, "Export": {"Name": "Data:Seen"}},
        "Stream": {"Value": {"Fn::GetAtt": ["Rows", "StreamArn"]}, "Export": {"Name": "Data:Stream"}},
        "Bucket": {"Value": {"Ref": "Bucket"}},
    },
}

FLOWS: dict[str, Any] = {
    "Resources": {
        "Fail": _function("fail"),
        "Slow": _function("slow", timeout=900),
        "Stream": _function("stream", SEEN={"Fn::ImportValue": "Data:Seen"}),
        "Failures": {"Type": "AWS::SQS::Queue"},
        "Mapping": {
            "Type": "AWS::Lambda::EventSourceMapping",
            "Properties": {
                "FunctionName": {"Ref": "Stream"},
                "EventSourceArn": {"Fn::ImportValue": "Data:Stream"},
                "StartingPosition": "TRIM_HORIZON",
                "BatchSize": 10,
                "MaximumRetryAttempts": 1,
                "FunctionResponseTypes": ["ReportBatchItemFailures"],
                "DestinationConfig": {"OnFailure": {"Destination": {"Fn::GetAtt": ["Failures", "Arn"]}}},
                "FilterCriteria": {"Filters": [{"Pattern": '{"dynamodb":{"NewImage":{"kind":{"S":["outbox"]}}}}'}]},
            },
        },
        "Flow": {
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {
                "RoleArn": "arn:aws:iam::000000000000:role/any",
                "DefinitionString": json.dumps(ASL),
                "DefinitionSubstitutions": {"Fail": {"Fn::GetAtt": ["Fail", "Arn"]}},
            },
        },
        "Api": {
            "Type": "AWS::ApiGatewayV2::Api",
            "Properties": {
                "Name": "tiny",
                "ProtocolType": "HTTP",
                "CorsConfiguration": {
                    "AllowOrigins": ["http://localhost:1"],
                    "AllowMethods": ["GET"],
                    "AllowHeaders": ["authorization"],
                    "MaxAge": 60,
                },
            },
        },
    },
    "Outputs": {
        "Flow": {"Value": {"Ref": "Flow"}},
        "Api": {"Value": {"Ref": "Api"}},
        "Mapping": {"Value": {"Ref": "Mapping"}},
        "Failures": {"Value": {"Ref": "Failures"}},
    },
}


def write(folder: Path) -> Path:
    """Write the assembly; its path."""
    (folder / "handlers").mkdir(parents=True, exist_ok=True)
    (folder / "handlers" / "handlers.py").write_text(HANDLERS, encoding="utf-8")
    bucket = "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"
    artifacts: dict[str, Any] = {}
    # The stack that imports stands first: the order has to come from the dependencies.
    for name, template, needs in (("Flows", FLOWS, ["Data", "Flows.assets"]), ("Data", DATA, [])):
        (folder / f"{name}.template.json").write_text(json.dumps(template), encoding="utf-8")
        artifacts[name] = {
            "type": "aws:cloudformation:stack",
            "properties": {"templateFile": f"{name}.template.json", "stackName": f"Tiny-{name}"},
            "dependencies": needs,
        }
    artifacts["Flows.assets"] = {"type": "cdk:asset-manifest", "properties": {"file": "Flows.assets.json"}}
    files = {
        "handlers": {
            "source": {"path": "handlers", "packaging": "zip"},
            "destinations": {"here": {"bucketName": bucket, "objectKey": "handlers.zip"}},
        }
    }
    (folder / "Flows.assets.json").write_text(json.dumps({"files": files}), encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}), encoding="utf-8")
    return folder
