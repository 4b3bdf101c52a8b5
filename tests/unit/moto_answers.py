"""moto's answers about rows are written as they are.

moto asks of every field of an answer by which of many names its result may have it. What it found out about rows
stands in DynamoDB's form already: to write that down takes a tenth of the time, and most of what these tests do is
ask for rows.
"""

import functools
import json

from moto.core import responses, utils
from moto.core.common_types import TYPE_RESPONSE
from moto.core.responses import ActionContext, ActionResult
from moto.dynamodb.responses import DynamoResult

_execute_result = ActionResult.execute_result


def written(result: ActionResult, context: ActionContext) -> TYPE_RESPONSE:
    """The answer; by moto's own way where there is more in it than rows, such as the time when a table was made."""
    try:
        return 200, {"Content-Type": "application/x-amz-json-1.0"}, json.dumps(result.result)
    except TypeError:
        return _execute_result(result, context)


def write_answers_directly() -> None:
    """Let moto answer so, from now on; and look once which requests it knows."""
    DynamoResult.execute_result = written  # type: ignore[assignment, method-assign]
    responses.method_names_from_class = functools.cache(utils.method_names_from_class)  # type: ignore[attr-defined]
