"""What each function of the API may do: a table of function and grants."""

from __future__ import annotations

from infra.constructs import grants
from infra.constructs.grants import Grant
from infra.stacks.data import INSIDE, PEOPLE_IMPORTS, SUMMARIES, TRANSCRIPTS, UPLOADS
from infra.stacks.shared import Rights
from infra.stacks.workflows.stack import WorkflowsStack


def rights(may: Rights, workflows: WorkflowsStack) -> dict[str, list[Grant]]:
    """By function, in the order in which they are made."""
    return {
        "people_api": [
            may.people(*grants.ALL_ROW_ACTIONS),
            may.users(*grants.SIGN_IN_ACTIONS),
            may.content(write=[PEOPLE_IMPORTS]),
            workflows.people_import.grant_start(),
            may.stalled_after,
            may.answer_once,
            may.encrypt_cursors,
        ],
        "interactions_api": [
            may.people("BatchGetItem", "GetItem", "Query", "Query GSI1", "Query GSI2"),
            may.interactions(*grants.ALL_ROW_ACTIONS),
            # What was evaluated isn't deleted, and of what is deleted no evaluation begins.
            may.quality("Query GSI3", "UpdateItem"),
            # Examining what was held reads it anew, wherever it was dropped.
            may.recordings(read=[grants.ANYWHERE], write=[UPLOADS, INSIDE], look=True),
            # A transcript is written anew where a person says who is who.
            may.content(read=[TRANSCRIPTS], write=[TRANSCRIPTS], look=True),
            workflows.interaction_pipeline.grant_start(),
            workflows.bulk_import.grant_start(describe=True),
            workflows.held_batch.grant_start(),
            may.answer_once,
            may.stalled_after,
            may.encrypt_cursors,
        ],
        "quality_api": [
            # Whose conversations a goal is to draw from: those of a group, of a team.
            may.people("BatchGetItem", "GetItem", "Query", "Query GSI1", "Query GSI3"),
            # Put, Update: who resolves that a conversation instructs the AI lets what a model read of it count.
            may.interactions("GetItem", "PutItem", "Query GSI1", "Query GSI2", "UpdateItem"),
            may.content(read=[TRANSCRIPTS], look=True),
            may.quality(
                "BatchGetItem",
                "DeleteItem",
                "GetItem",
                "PutItem",
                "Query",
                "Query GSI1",
                "Query GSI2",
                "Query GSI3",
                "UpdateItem",
            ),
            workflows.draft_answers.grant_start(),
            may.answer_once,
            may.encrypt_cursors,
        ],
        "insights_api": [
            # GSI2: all people and all teams, for what is taken apart by person or team.
            may.people("BatchGetItem", "GetItem", "Query", "Query GSI1", "Query GSI2", "Query GSI3"),
            # Agents' own rows are queried, benchmarks and how people stand are read by their keys.
            may.insights("BatchGetItem", "Query"),
            # What somebody judges blindly is left out of their figures.
            may.quality("BatchGetItem", "Query"),
        ],
        "coaching_api": [
            # GSI1: whom the caller leads, so that their lists are read and not everybody's. GSI3: the team of
            # somebody who looks for a colleague to learn from.
            may.people("BatchGetItem", "GetItem", "Query", "Query GSI1", "Query GSI3"),
            may.coaching(*grants.ALL_ROW_ACTIONS),
            # Assignments: their conversations, evaluations, areas of scorecards, and what best responses say.
            may.interactions("BatchGetItem", "GetItem"),
            # GSI1: where somebody's conversations met a criterion, for those who could learn from them.
            may.quality("BatchGetItem", "GetItem", "Query", "Query GSI1", "Query GSI3"),
            may.content(read=[TRANSCRIPTS], look=True),
            # How those who are coached get on, what a plan begins from and how far it has come, and how many
            # conversations an hour of the week brings.
            may.insights("BatchGetItem", "Query"),
            # What a practice asks of the model: the customer's next words, a score.
            workflows.practice.grant_start(),
            may.answer_once,
            may.encrypt_cursors,
        ],
        "summaries_api": [
            may.people("BatchGetItem", "GetItem", "Query"),
            may.summaries(
                "ConditionCheckItem",
                "DeleteItem",
                "GetItem",
                "PutItem",
                "Query GSI1",
                "Query GSI2",
                "Query GSI3",
                "UpdateItem",
            ),
            may.coaching(
                "ConditionCheckItem",
                "DeleteItem",
                "GetItem",
                "PutItem",
                "Query",
                "Query GSI1",
                "Query GSI3",
                "UpdateItem",
            ),
            may.insights("Query"),
            # Who judges a conversation blindly has no report made that tells of it.
            may.quality("Query"),
            may.content(read=[SUMMARIES], look=True),
            workflows.performance_summary.grant_start(),
            may.answer_once,
            may.encrypt_cursors,
        ],
        "notices_api": [
            may.people("BatchGetItem", "GetItem", "Query"),
            may.notices("BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query", "Query GSI1", "UpdateItem"),
            # What the scorecard or criterion is called that a notice is about.
            may.quality("BatchGetItem"),
            may.know_channels,
            # What opens a channel is written here and read by the sender alone.
            may.channel_secrets("CreateSecret", "DeleteSecret", "PutSecretValue"),
            may.channel_receivers,
            may.answer_once,
            may.encrypt_cursors,
        ],
        # Home reads of every context what waits for somebody, and changes nothing.
        "home_api": [
            may.people("BatchGetItem", "GetItem", "Query", "Query GSI1", "Query GSI2", "Query GSI3"),
            may.interactions("Query"),
            may.quality("BatchGetItem", "GetItem", "Query", "Query GSI1", "Query GSI2"),
            may.insights("Query"),
            may.coaching("BatchGetItem", "Query", "Query GSI1", "Query GSI2", "Query GSI3"),
            may.summaries("BatchGetItem"),
            may.notices("BatchGetItem", "Query GSI1"),
        ],
    }
