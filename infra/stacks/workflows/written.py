"""What a model writes for people: summaries, drafts of answers, practice."""

from __future__ import annotations

from infra.constructs.workflow import Workflow
from infra.stacks.data import SUMMARIES, TRANSCRIPTS
from infra.stacks.workflows.room import LONG, MODEL, SHORT, TWICE, Room


def performance_summary(room: Room) -> Workflow:
    may, add = room.may, room.functions.add
    # Every step but the last asks whether it has been done before, and reads what the one before has left; the last
    # one looks for what further rounds may have left.
    working = may.content(read=[SUMMARIES], write=[SUMMARIES], look=True)
    quoting = may.content(read=[SUMMARIES, TRANSCRIPTS], write=[SUMMARIES], look=True)
    progress = may.summaries("GetItem", "PutItem")
    # Whom no sentence may name: their names are looked up anew, and lie in no dossier.
    naming = may.people("BatchGetItem")
    ending = may.summaries("DeleteItem", "GetItem", "PutItem")
    functions = {
        "SummaryGatherFunction": add(
            "summary_gather",
            [
                may.quality("BatchGetItem", "GetItem", "Query", "Query GSI1", "Query GSI2"),
                may.interactions("Query GSI1"),
                may.insights("Query"),
                may.coaching("Query", "Query GSI1", "Query GSI3"),
                # Whom no sentence may name, by their ids.
                may.people("GetItem", "Query GSI1"),
                progress,
                working,
            ],
            seconds=LONG,
        ),
        "SummaryCapFunction": add("summary_cap", [progress, quoting, may.know_model], seconds=60),
        "SummaryPromptFunction": add("summary_prompt", [progress, working, may.ask_model], seconds=MODEL),
        # What a rule would leave out shows only beside the transcripts that quotes are looked up in.
        "SummaryRepairFunction": add("summary_repair", [progress, quoting, naming, may.ask_model], seconds=MODEL),
        "SummaryCheckFunction": add("summary_check", [progress, quoting, naming, may.ask_model], seconds=MODEL),
        "SummaryFilterChipsFunction": add("summary_filter_chips", [progress, quoting, naming], seconds=60),
        "SummarySaveFunction": add("summary_save", [ending, may.content(read=[SUMMARIES], look=True)], seconds=60),
        # Update: what failed for want of budget is looked after.
        "SummaryFailFunction": add(
            "summary_fail", [may.summaries("DeleteItem", "GetItem", "PutItem", "UpdateItem")], seconds=SHORT
        ),
    }
    return Workflow(
        room.stack,
        "performance_summary",
        settings=room.settings,
        alarms=room.data.alarms,
        functions=functions,
        numbers=room.retries(model=True),
    )


def draft_answers(room: Room) -> Workflow:
    may, add = room.may, room.functions.add
    return Workflow(
        room.stack,
        "draft_answers",
        settings=room.settings,
        alarms=room.data.alarms,
        functions={
            "AnswerDraftFunction": add(
                "answer_draft",
                [
                    may.content(read=[TRANSCRIPTS]),
                    may.interactions("GetItem"),
                    may.quality("GetItem", "PutItem", "UpdateItem"),
                    # What the agent and their team are called, so that the model isn't told.
                    may.people("GetItem"),
                    may.ask_model,
                ],
                seconds=TWICE,
            ),
            "FailDraftAnswersFunction": add(
                "fail_draft_answers", [may.quality("GetItem", "PutItem", "UpdateItem")], seconds=SHORT
            ),
        },
        numbers=room.retries(model=True),
    )


def practice(room: Room) -> Workflow:
    may, add = room.may, room.functions.add
    return Workflow(
        room.stack,
        "practice",
        settings=room.settings,
        alarms=room.data.alarms,
        functions={
            "WorkPracticeFunction": add(
                "work_practice",
                [
                    may.coaching("GetItem", "PutItem"),
                    # Query: who judges the conversation blindly isn't told what follows from it.
                    may.quality("GetItem", "Query"),
                    # The conversation that a scenario follows from.
                    may.interactions("GetItem"),
                    may.content(read=[TRANSCRIPTS]),
                    # Who leads the agent, and may coach by their roles; and what those in a conversation are
                    # called, so that no model is told.
                    may.people("GetItem", "Query"),
                    may.ask_model,
                ],
                seconds=MODEL,
            ),
            "FailPracticeFunction": add(
                "fail_practice",
                [may.coaching("GetItem", "PutItem"), may.people("GetItem", "Query"), may.quality("Query")],
                seconds=SHORT,
            ),
        },
        numbers=room.retries(model=True),
    )
