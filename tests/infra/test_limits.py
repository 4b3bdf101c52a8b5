"""How near the templates are to AWS's limits, and that operations.md says so."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infra.limits import COUNTED, DELAYED, RAISED, RECKONED, REFUSED, SHARE, Limit
from infra.settings import load
from infra.usage import filled_in, history, usage
from tests.infra.conftest import OF_EACH_KIND, Environment
from tools.limits import DOCUMENT, documented, table
from tools.measure_packages import largest_unzipped


@pytest.fixture(scope="module")
def unzipped_mb() -> float:
    """Layers of the packages as they are installed here: larger than those for Lambda's processor."""
    return largest_unzipped(sys.executable)


def used(environment: Environment, unzipped_mb: float) -> dict[str, float]:
    files = {path.name: path.read_bytes() for path in environment.folder.glob("*.template.json")}
    polls = load("prod", {}).transcription.poll_limit
    return usage(files, polls=polls, unzipped_mb=unzipped_mb)


@pytest.mark.parametrize(("name", "variables"), OF_EACH_KIND)
def test_of_no_limit_more_than_seven_tenths_are_used(
    synthesised: Callable[..., Environment], name: str, variables: tuple[tuple[str, str], ...], unzipped_mb: float
) -> None:
    measured = used(synthesised(name, variables), unzipped_mb)
    assert set(measured) == set(COUNTED)
    near = {key: (value, COUNTED[key].most) for key, value in measured.items() if value > SHARE * COUNTED[key].most}
    assert not near
    assert all(measured.values()), "what counts nothing proves nothing"


def test_every_limit_has_its_row_in_the_operations_guide(prod: Environment, unzipped_mb: float) -> None:
    """`python -m tools.limits` writes the table; how much is used may have moved a little since."""
    measured = used(prod, unzipped_mb)
    told = documented((DOCUMENT).read_text(encoding="utf-8"))
    assert [row.without_now() for row in told] == [row.without_now() for row in table(measured)]
    for key, row, now in zip(COUNTED, told, table(measured), strict=False):
        assert abs(row.number() - now.number()) <= 0.1 * COUNTED[key].most, (key, row.now, now.now)


def test_limits_that_show_only_at_run_time_are_reckoned() -> None:
    for limit in RECKONED:
        assert limit.at_scale, limit
        assert limit.source, limit
        assert "same" not in limit.at_scale or limit.now or ":" in limit.at_scale, limit


@pytest.mark.parametrize("limit", RECKONED, ids=lambda each: f"{each.service}, {each.what}")
def test_what_is_reckoned_stays_below_seven_tenths_as_well_or_says_why_not(limit: Limit) -> None:
    assert limit.comes_to > 0
    assert (limit.comes_to > SHARE * limit.most) == bool(limit.near)
    assert limit.near in ("", RAISED, REFUSED, DELAYED)
    # What has to be done about it is marked for who reads the table.
    assert ("**" in limit.at_scale) == (limit.near == RAISED)
    if limit.comes_to >= 1:
        words = f"{limit.at_scale} {limit.now}"
        assert {f"{limit.comes_to:,.{digits}f}" for digits in (0, 1)} & set(re.findall(r"[\d,.]*\d", words)), words


def template(**resources: dict[str, Any]) -> bytes:
    return json.dumps({"Resources": resources}).encode()


def test_what_is_counted() -> None:
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17"}}}
    document = {"Statement": [{"Resource": {"Fn::GetAtt": ["Table", "Arn"]}}]}
    policy = {"Type": "AWS::IAM::Policy", "Properties": {"Roles": [{"Ref": "R"}], "PolicyDocument": document}}
    routes = {f"Route{n}": {"Type": "AWS::ApiGatewayV2::Route"} for n in range(7)}
    function = {"Type": "AWS::Lambda::Function", "Properties": {"Environment": {"Variables": {"A": "bc"}}}}
    first = template(R=role, P=policy, Q=policy, F=function, **routes)
    measured = usage({"a": first, "b": template(Route={"Type": "AWS::ApiGatewayV2::Route"})}, polls=1, unzipped_mb=9)
    assert measured["routes"] == 7
    assert measured["resources"] == 11
    assert measured["template"] == len(first)
    # Both policies of the role, with an ARN of a hundred characters and more in place of what CloudFormation fills in.
    assert measured["role_policies"] == 2 * len(json.dumps(filled_in(document), separators=(",", ":")))
    assert 200 < measured["role_policies"] < 400
    assert measured["environment"] == 3
    assert measured["unzipped"] == 9


def test_a_loop_counts_as_often_as_it_is_run() -> None:
    definition = {
        "States": {
            "Start": {"Type": "Task", "Next": "Wait"},
            "Wait": {"Type": "Wait", "Next": "Look"},
            "Look": {"Type": "Task", "Next": "Done?", "Catch": [{"Next": "Failed"}]},
            "Done?": {"Type": "Choice", "Choices": [{"Next": "Ready"}], "Default": "Wait"},
            "Ready": {"Type": "Succeed"},
            "Failed": {"Type": "Fail"},
        }
    }
    once = 2 + 5 + 2 + 2
    assert history(definition, polls=1) == once + (2 + 5 + 2)
    assert history(definition, polls=100) == once + 100 * (2 + 5 + 2)


def test_intrinsic_functions_are_filled_in() -> None:
    arn = {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":s3:::", {"Ref": "Bucket"}, "/*"]]}
    assert filled_in(arn) == f"arn:aws:s3:::{'n' * 64}/*"
    assert len(str(filled_in({"Fn::ImportValue": "x"}))) > 100
    assert filled_in({"a": [1, {"Ref": "AWS::Region"}]}) == {"a": [1, "ap-southeast-2"]}


def test_the_documented_table_is_found_and_read(tmp_path: Path) -> None:
    rows = table(dict.fromkeys(COUNTED, 1234.0))
    text = f"before\n\n{tmp_path}\n" + "\n".join(row.text() for row in rows) + "\n\nafter | not a row |\n"
    assert documented(text) == rows
    assert rows[0].number() == 1234
