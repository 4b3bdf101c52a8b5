"""What goes through many at once: imports of conversations and of people, and held items."""

from __future__ import annotations

from infra.constructs import grants
from infra.constructs.function import DebriefFunction
from infra.constructs.workflow import Workflow
from infra.stacks.data import INSIDE, MANIFESTS, PEOPLE_IMPORTS
from infra.stacks.workflows.room import FILE, LONG, SHORT, Room


def bulk_import(room: Room, settle: DebriefFunction, pipeline: Workflow) -> Workflow:
    may, add = room.may, room.functions.add
    split = add(
        "import_split",
        [may.recordings(read=[grants.ANYWHERE], write=[MANIFESTS]), may.interactions("GetItem", "PutItem")],
        seconds=FILE,
    )
    lines = add(
        "import_lines",
        [
            may.recordings(read=[grants.ANYWHERE], write=[INSIDE]),
            # Who isn't known is compared with whoever is called nearly so, a queue with those that are known.
            may.interactions("DeleteItem", "GetItem", "PutItem", "Query GSI1", "UpdateItem"),
            may.people("GetItem", "Query GSI2"),
            pipeline.grant_start(),
            may.stalled_after,
        ],
        seconds=LONG,
    )
    workflow = Workflow(
        room.stack,
        "bulk_import",
        settings=room.settings,
        alarms=room.data.alarms,
        functions={
            "ImportSplitFunction": split,
            "ImportLinesFunction": lines,
            "SettleIntakeFunction": settle,
        },
        numbers={
            "ImportConcurrency": room.settings.import_concurrency,
            "ImportBatchLines": room.settings.import_batch_lines,
            **room.retries(model=False),
        },
    )
    workflow.allow_distributed_map(room.data.recordings, MANIFESTS)
    return workflow


def people_import(room: Room) -> Workflow:
    may, add = room.may, room.functions.add
    return Workflow(
        room.stack,
        "people_import",
        settings=room.settings,
        alarms=room.data.alarms,
        functions={
            "WritePeopleFunction": add(
                "write_people",
                [
                    may.people(
                        "BatchGetItem",
                        "ConditionCheckItem",
                        "DeleteItem",
                        "GetItem",
                        "PutItem",
                        "Query",
                        "UpdateItem",
                    ),
                    may.content(read=[PEOPLE_IMPORTS]),
                ],
                seconds=LONG,
            ),
            "FailPeopleImportFunction": add(
                "fail_people_import", [may.people("DeleteItem", "GetItem", "PutItem")], seconds=SHORT
            ),
        },
        numbers=room.retries(model=False),
    )


def held_batch(room: Room, pipeline: Workflow) -> Workflow:
    may, add = room.may, room.functions.add
    return Workflow(
        room.stack,
        "held_batch",
        settings=room.settings,
        alarms=room.data.alarms,
        functions={
            "WorkHeldBatchFunction": add(
                "work_held_batch",
                [
                    # What was held is examined anew, wherever it was dropped.
                    may.recordings(read=[grants.ANYWHERE], write=[INSIDE], look=True),
                    may.interactions("DeleteItem", "GetItem", "PutItem", "Query GSI1", "UpdateItem"),
                    may.people("GetItem", "Query", "Query GSI2"),
                    pipeline.grant_start(),
                    may.stalled_after,
                ],
                seconds=LONG,
            ),
            "FailHeldBatchFunction": add(
                "fail_held_batch", [may.interactions("DeleteItem", "GetItem", "PutItem")], seconds=SHORT
            ),
        },
        numbers=room.retries(model=False),
    )
