"""The function behind the queue, and e-mail through SES as moto has it."""

import json
from typing import Any

import boto3
import moto.backends
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from moto.core.models import DEFAULT_ACCOUNT_ID

from debrief.kernel.errors import DebriefError, Throttled, Unavailable
from debrief.kernel.events import consumers
from debrief.kernel.events.consumers import NothingHandled
from debrief.kernel.storage.clients import ONCE
from debrief.notices.channels import email_client
from debrief.notices.channels.email_client import EmailClient, EmailEnvironment, Refused
from debrief.notices.events import DELIVERY_QUEUED, NOTICE_REQUESTED, NOTICE_WITHDRAWN
from debrief.notices.mails import Mail
from debrief.notices.outcomes import outcome_of
from debrief.notices.store import NoticesRow
from events.send_notices import handler
from tests.unit.coaching.world import AGENT
from tests.unit.conftest import REGION
from tests.unit.helpers import LAMBDA_CONTEXT, Unanswered
from tests.unit.notices.world import World, message

SENDER = "debrief@example.com"
MAIL = Mail("Something happened", "Something happened.", "<p>Something happened.</p>", "https://debrief.example.com/p")


@pytest.fixture
def ses(world: World, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An environment that sends e-mails; the messages that it sent."""
    for name, value in {
        "EMAIL_FROM": SENDER,
        "EMAIL_CONFIGURATION_SET": "debrief-test",
        "CONSOLE_URL": "https://debrief.example.com",
    }.items():
        monkeypatch.setenv(name, value)
    boto3.client("sesv2").create_email_identity(EmailIdentity="example.com")
    return lambda: moto.backends.get_backend("ses")[DEFAULT_ACCOUNT_ID][REGION].sent_messages


def work_off(*messages: dict[str, Any]) -> list[str]:
    answer = handler.lambda_handler({"Records": list(messages)}, LAMBDA_CONTEXT)
    return [each["itemIdentifier"] for each in answer["batchItemFailures"]]


@pytest.mark.feature("S2.5")
def test_the_function_tells_sends_and_takes_back(world: World, ses: Any) -> None:
    assert handler.consumer.types == {NOTICE_REQUESTED, NOTICE_WITHDRAWN, DELIVERY_QUEUED}
    assert work_off(message(world.say(AGENT)), message(world.take_back(AGENT), 2)) == []
    (queued,) = world.outbox(NoticesRow)
    assert work_off(message(queued)) == []
    (sent,) = ses()
    assert sent.destinations == {"ToAddresses": [f"{AGENT}@example.com"]}
    assert sent.source == f"Debrief <{SENDER}>"
    assert sent.subject.endswith("Tuesday 10 March 2026, 09:00")
    assert world.told(AGENT) == [("meeting_cancelled", False)]


@pytest.mark.feature("S2.5")
def test_what_cannot_be_sent_waits_longer_each_time(world: World, ses: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[int] = []

    class Sqs:
        def get_queue_url(self, **_: Any) -> dict[str, str]:
            return {"QueueUrl": "https://queues.example.com/notices"}

        def change_message_visibility(self, **what: Any) -> None:
            waits.append(what["VisibilityTimeout"])

    monkeypatch.setattr(consumers, "client", lambda _: Sqs())
    event = world.say(AGENT)
    work_off(message(event))
    (queued,) = world.outbox(NoticesRow)
    boto3.client("sesv2").delete_email_identity(EmailIdentity="example.com")
    for tries in range(1, 6):
        with pytest.raises(NothingHandled):
            work_off(message(queued, tries=tries))
    assert next(round(each / 60) for each in waits) == 1
    assert waits[0] < waits[1] < waits[2] < waits[3]
    assert waits[4] < 100, "after the last try there is nothing to wait for"
    found = world.delivery(AGENT, event)
    assert (found.state, found.error, found.attempts) == ("failing", "MessageRejected", 5)


def refusing(code: str, monkeypatch: pytest.MonkeyPatch) -> EmailClient:
    class Ses:
        def send_email(self, **_: Any) -> None:
            if code == "no answer":
                raise EndpointConnectionError(endpoint_url="https://email.example.com")
            raise ClientError({"Error": {"Code": code, "Message": "secret words"}}, "SendEmail")

    monkeypatch.setattr(email_client, "client", lambda *_: Ses())
    return EmailClient(EmailEnvironment(email_from=SENDER))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("TooManyRequestsException", Throttled),
        ("MessageRejected", Unavailable),
        ("AccountSuspendedException", Unavailable),
        ("MailFromDomainNotVerifiedException", Unavailable),
        ("AccessDeniedException", Unavailable),
        ("no answer", Unavailable),
        ("BadRequestException", Refused),
    ],
)
def test_an_answer_of_ses_says_whether_it_is_worth_trying_again(
    code: str, kind: type[DebriefError], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(kind) as raised:
        refusing(code, monkeypatch).send("a@example.com", MAIL, {})
    assert type(raised.value) is kind
    assert "secret" not in raised.value.detail


def test_what_is_asked_of_ses(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []

    class Ses:
        def send_email(self, **request: Any) -> dict[str, str]:
            asked.append(request)
            return {"MessageId": "m-1"}

    where: list[Any] = []

    def client(*asked_for: Any) -> Ses:
        where.append(asked_for)
        return Ses()

    monkeypatch.setattr(email_client, "client", client)
    environment = EmailEnvironment(email_from=SENDER, email_region="eu-west-1")
    assert EmailClient(environment).send("a@example.com", MAIL, {"notice": "nt_1"}) == "m-1"
    (request,) = asked
    assert where == [("sesv2", "eu-west-1", ONCE)]
    assert "ConfigurationSetName" not in request
    assert request["EmailTags"] == [{"Name": "notice", "Value": "nt_1"}]
    body = request["Content"]["Simple"]["Body"]
    assert (body["Text"]["Data"], body["Html"]["Data"]) == (MAIL.text, MAIL.html)
    # Accepted by the SDK's own model of the request.
    real: Any = boto3.client("sesv2", region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x")
    real._convert_to_request_dict(request, real.meta.service_model.operation_model("SendEmail"), "https://x.example")


@pytest.mark.parametrize("status", [None, 500, 503])
def test_an_e_mail_whose_answer_is_lost_is_not_sent_again_in_the_same_try(
    monkeypatch: pytest.MonkeyPatch, status: int | None
) -> None:
    """SES has taken it, maybe: it has no token that would tell the second from the first."""
    unanswered = Unanswered()
    unanswered.status = status
    unanswered.stand_in(monkeypatch)
    with pytest.raises(Unavailable):
        EmailClient(EmailEnvironment(email_from=SENDER)).send("a@example.com", MAIL, {})
    assert len(unanswered.calls) == 1


# What comes back ---------------------------------------------------------------------------------------------------

TAGS = {"recipient": [AGENT], "notice": ["nt_1"], "ses:configuration-set": ["debrief-test"]}


@pytest.mark.feature("S2.5")
@pytest.mark.parametrize(
    ("detail", "state", "error"),
    [
        (
            {"bounce": {"bounceType": "Permanent", "bounceSubType": "OnAccountSuppressionList"}},
            "bounced",
            "Permanent.OnAccountSuppressionList",
        ),
        ({"bounce": {"bounceType": "Transient"}}, "bounced", "Transient"),
        ({"complaint": {"complaintFeedbackType": "abuse"}}, "complained", "Complaint.abuse"),
        ({"complaint": {"complaintSubType": None}}, "complained", "Complaint"),
        ({"reject": {"reason": "Bad content"}}, "refused", "Rejected"),
    ],
)
def test_what_ses_tells_is_an_outcome(detail: dict[str, Any], state: str, error: str) -> None:
    found = outcome_of({"mail": {"tags": TAGS}, **detail})
    assert found is not None
    assert (found.user_id, found.notice_id, found.state, found.error) == (AGENT, "nt_1", state, error)


@pytest.mark.feature("S2.5")
def test_a_suppressed_address_is_noted_on_the_delivery(world: World, ses: Any) -> None:
    event = world.say(AGENT)
    work_off(message(event))
    work_off(*(message(each) for each in world.outbox(NoticesRow)))
    tags = {"recipient": [AGENT], "notice": [world.delivery(AGENT, event).notice.id]}
    bounce = {"bounceType": "Permanent", "bounceSubType": "Suppressed"}
    body = {
        "source": "aws.ses",
        "detail-type": "Email Bounced",
        "detail": {"eventType": "Bounce", "bounce": bounce, "mail": {"tags": tags, "destination": ["x@example.com"]}},
    }
    others = {**body, "detail": {"bounce": bounce, "mail": {"tags": {"ses:configuration-set": ["debrief-test"]}}}}
    records = [{**message(event, n), "body": json.dumps(each)} for n, each in enumerate((body, body, others))]
    assert work_off(*records) == []
    found = world.delivery(AGENT, event)
    assert (found.state, found.error) == ("bounced", "Permanent.Suppressed")
