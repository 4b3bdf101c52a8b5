"""What an e-mail quotes of the ones before is no word of who answers."""

import json
import time
from collections.abc import Iterator, Sequence
from typing import Any, SupportsIndex, overload

import pytest
from hypothesis import given
from hypothesis import strategies as st

from debrief.interactions.conversations.model import Speaker
from debrief.interactions.formats import quoted_mails
from debrief.interactions.formats.detect import read_conversation
from debrief.interactions.formats.emails import html_words
from debrief.interactions.formats.quoted_mails import FROM_ELSEWHERE, QUOTED_VOICE, without_quoted
from debrief.interactions.formats.voices import Segment

pytestmark = pytest.mark.feature("S2.1", "N7")

FIRST = "My bill of March is wrong.\nPlease look at it."


def own(*texts: str) -> list[str]:
    return [each.text for each in without_quoted([Segment(text=text) for text in texts])]


@pytest.mark.parametrize(
    "quoting",
    [
        "\n\n> My bill of March is wrong.\n> Please look at it.",
        "\n\nOn Mon, 2 Mar 2026 at 10:00, Jonas wrote:\n> My bill of March is wrong.\n> Please look at it.",
        "\nAm 2. März 2026 schrieb Jonas:\n\nMy bill of March is wrong.\nPlease look at it.",
        "\n-----Original Message-----\nFrom: Jonas\nSubject: Bill\n\nMy bill of March is wrong.\nPlease look at it.",
        "\nFrom: Jonas\nTo: Support\nMy bill of March is wrong. Please look at it.",
        "\n__________\nFrom: Jonas\nSent: 2 March 2026 10:00\nTo: Support\n\n"
        "My bill of March is wrong.\nPlease look at it.",
    ],
)
def test_what_is_quoted_of_an_earlier_message_is_left_out(quoting: str) -> None:
    assert own(FIRST, f"I am sorry for that.{quoting}") == [FIRST, "I am sorry for that."]


@pytest.mark.parametrize(
    "text",
    [
        "See below.\n> The terms say thirty days of notice.",
        "My bill of March is wrong.\nPlease look at it.",
        "You wrote:\nMy bill of March is wrong.",
        "Thanks.\n> Please look",
        "> My bill of March is wrong.\n> Please look at it.",
    ],
)
def test_what_is_said_nowhere_else_and_no_program_marks_stays(text: str) -> None:
    assert own(FIRST, text) == [FIRST, text]


def test_a_thread_of_several_is_each_ones_own() -> None:
    second = f"Sorry.\nOn Monday Jonas wrote:\n> {FIRST}".replace("\nPlease", "\n> Please")
    third = "Thank you.\nOn Tuesday Kim wrote:\n" + "\n".join(f"> {line}" for line in second.split("\n"))
    assert own(FIRST, second, third) == [FIRST, "Sorry.", "Thank you."]


def test_a_vcon_of_mails_is_read_so() -> None:
    mails = [
        (0, "10:00", FIRST),
        (
            1,
            "11:00",
            "I am sorry for that.\n\nOn Monday, Jonas wrote:\n> My bill of March is wrong.\n> Please look at it.",
        ),
    ]
    document = {
        "vcon": "0.3.0",
        "uuid": "018e3f72-c3a8-8b8e-b468-6ebf29e2c195",
        "created_at": "2026-03-02T12:00:00Z",
        "parties": [{"name": "Jonas", "role": "customer"}, {"name": "Kim", "role": "agent"}],
        "dialog": [
            {
                "type": "text",
                "start": f"2026-03-02T{at}:00Z",
                "parties": [who],
                "body": body,
                "encoding": "none",
                "mediatype": "text/plain",
            }
            for who, at, body in mails
        ],
    }
    turns = read_conversation(json.dumps(document).encode(), time_zone="UTC").turns
    assert [(each.speaker.value, each.text) for each in turns] == [
        ("customer", FIRST),
        ("agent", "I am sorry for that."),
    ]


def test_answers_between_quoted_lines_are_ones_own() -> None:
    text = "I answer below.\n> My bill of March is wrong.\nIt was mended.\n> Please look at it.\nI did."
    assert own(FIRST, text) == [FIRST, "I answer below.\nIt was mended.\nI did."]


def test_the_line_above_may_be_broken_in_two() -> None:
    quoting = "\n\nOn Mon, Mar 2, 2026 at 10:00 AM Jonas Quill <jonas@quill.example>\nwrote:\n\n"
    assert own(FIRST, f"Sorry.{quoting}> My bill of March is wrong.\n> Please look at it.") == [FIRST, "Sorry."]


@pytest.mark.parametrize(
    ("quoting", "kept"),
    [
        (
            "\n\nOn Mon, 2 Mar 2026 at 10:00, Jonas wrote:\n> Close the account.\n> It is too dear.",
            "On Mon, 2 Mar 2026 at 10:00, Jonas wrote:\nClose the account.\nIt is too dear.",
        ),
        (
            "\n\nFrom: Jonas\nSent: Monday\nTo: Support\nSubject: Account\n\nClose the account.",
            "From: Jonas\nSent: Monday\nTo: Support\nSubject: Account\nClose the account.",
        ),
        (
            "\n\nma 2. maalisk. 2026 klo 10.00 Jonas (jonas@quill.example) kirjoitti:\n> Close the account.",
            "ma 2. maalisk. 2026 klo 10.00 Jonas (jonas@quill.example) kirjoitti:\nClose the account.",
        ),
        (
            "\n\nDnia 2.03.2026 o 10:00 Jonas <jonas@quill.example> pisze:\n> Close the account.",
            "Dnia 2.03.2026 o 10:00 Jonas <jonas@quill.example> pisze:\nClose the account.",
        ),
    ],
)
def test_a_message_that_is_nowhere_else_is_kept_and_is_nobodys(quoting: str, kept: str) -> None:
    turns = without_quoted(
        [Segment(text=f"I will.{quoting}", speaker=Speaker.AGENT, voice="Kim", start_ms=5, end_ms=9)]
    )
    assert [(each.speaker, each.text) for each in turns] == [(Speaker.SYSTEM, kept), (Speaker.AGENT, "I will.")]
    assert [each.start_ms for each in turns] == [5, 5]
    assert turns[0].voice == QUOTED_VOICE


@pytest.mark.parametrize(
    "head",
    [
        "From: Jonas\nSent: Monday, March 2, 2026 10:00 AM\nTo: Support",
        "Von: Jonas\nGesendet: Montag, 2. März 2026 10:00\nAn: Support\nBetreff: Bill",
        "De\u00a0: Jonas\nEnvoyé\u00a0: lundi 2 mars 2026 10:00\nÀ\u00a0: Support\nObjet\u00a0: Bill",
        "Da: Jonas\nInviato: lunedì 2 marzo 2026 10:00\nA: Support\nOggetto: Bill",
        "From: jonas@quill.example\nTo: Support\nImportance: High",
        "__________\nDe: Jonas\nEnviado el: lunes, 2 de marzo de 2026 10:00\nPara: Support\nAsunto: Bill",
        "-----Original Message-----\nFrom: Jonas\nReference: 7",
    ],
)
def test_the_head_of_a_message_begins_one_that_is_nobodys(head: str) -> None:
    turns = without_quoted([Segment(text=f"I will.\n\n{head}\n\nClose the account.", speaker=Speaker.AGENT)])
    assert [each.speaker for each in turns] == [Speaker.SYSTEM, Speaker.AGENT]
    assert turns[0].text == f"{head}\nClose the account.".removeprefix("-----Original Message-----\n")
    assert turns[1].text == "I will."


@pytest.mark.parametrize(
    "text",
    [
        "Gerne, hier Ihre Verbindung:\nVon: Berlin Hbf\nNach: Hamburg\nDatum: 3. Juni 2026\nGute Fahrt!",
        "Von: Berlin Hbf\nNach: Hamburg\nDatum: 3. Juni 2026, 10:15\nGleis: 3",
        "Am 3. Juni 2026 um 10:15 fährt Ihr Zug:\nVon: Berlin Hbf\nAn: Hamburg\nGleis: 3",
        "De: Madrid\nA: Barcelona\nFecha: 3 de junio de 2026, 10:15\nBuen viaje.",
        "From: Berlin\nSent: 03.06.2026\nTo: Rome\nYour parcel is on its way.",
        "Ihr Postfach:\nVon: kim@quill.example\nServer: mail\nPort: 993",
        "I will.\n__________\nTel: 1 23\nMail: kim@quill.example\nWeb: quill.example",
        "I will.\n__________\nTo: whom it may concern\nSubject: to change\nDate: 3 June 2026",
    ],
)
def test_lines_of_names_and_values_are_ones_own_where_they_are_no_head(text: str) -> None:
    turns = without_quoted([Segment(text=text, speaker=Speaker.AGENT)])
    assert [(each.speaker, each.text) for each in turns] == [(Speaker.AGENT, text)]


def test_a_line_that_only_looks_like_one_above_a_quote_hides_none() -> None:
    text = f"From: Berlin to Rome\nSorry.\nOn Monday, Jonas wrote:\n> {FIRST}".replace("\nPlease", "\n> Please")
    assert own(FIRST, text) == [FIRST, "From: Berlin to Rome\nSorry."]


def test_of_a_quote_only_what_is_new_is_kept() -> None:
    text = f"Done.\nOn 3 March 2026 Jonas wrote:\n> Any news?\n> On 2 March 2026 Kim wrote:\n> > {FIRST[:26]}"
    assert own(FIRST, text) == [FIRST, "On 3 March 2026 Jonas wrote:\nAny news?", "Done."]


OF_GMAIL = (
    '<div dir="ltr">I am sorry for that.</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" '
    'class="gmail_attr">On Mon, Mar 2, 2026 at 10:00&#8239;AM Jonas Quill &lt;<a href="mailto:jonas@quill.example">'
    'jonas@quill.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">'
    '<div dir="ltr">{}</div></blockquote></div>'
)
OF_OUTLOOK_ON_THE_WEB = (
    '<div class="elementToProof">I am sorry for that.</div><div id="appendonsend"></div><hr tabindex="-1" '
    'style="display:inline-block; width:98%"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>Von:</b> '
    "Jonas Quill &lt;jonas@quill.example&gt;<br><b>Gesendet:</b> Montag, 2. März 2026 10:00<br><b>An:</b> Support<br>"
    "<b>Betreff:</b> Bill</font><div>&nbsp;</div></div><div>{}</div>"
)
OF_OUTLOOK = (
    '<p class="MsoNormal">I am sorry for that.<o:p></o:p></p><div><div style="border:none;border-top:solid #E1E1E1 '
    '1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal"><b>From:</b> Jonas Quill &lt;jonas@quill.example&gt; <br>'
    "<b>Sent:</b> Monday, March 2, 2026 10:00 AM<br><b>To:</b> Support<br><b>Subject:</b> Bill<o:p></o:p></p></div>"
    "</div>"
    '<p class="MsoNormal">{}</p>'
)
OF_APPLE = (
    '<div>I am sorry for that.<br><div><br><blockquote type="cite"><div>On 2. Mar 2026, at 10:00, Jonas Quill '
    '&lt;jonas@quill.example&gt; wrote:</div><br class="Apple-interchange-newline"><div>{}</div></blockquote></div>'
    "</div>"
)
OF_THUNDERBIRD = (
    '<p>I am sorry for that.</p><div class="moz-cite-prefix">Am 02.03.26 um 10:00 schrieb Jonas Quill:<br></div>'
    '<blockquote type="cite" cite="mid:1@quill.example"><p>{}</p></blockquote>'
)
OF_YAHOO = (
    '<div class="ydp1a2b"><div>I am sorry for that.</div></div><div id="yahoo_quoted_42" class="yahoo_quoted"><div '
    'style="font-family:sans-serif"><div>On Monday, March 2, 2026 at 10:00:00 AM GMT+1, Jonas Quill wrote: </div>'
    "<div><br></div><div>{}</div></div></div>"
)
EVERY_PROGRAM = pytest.mark.parametrize(
    "form", [OF_GMAIL, OF_OUTLOOK_ON_THE_WEB, OF_OUTLOOK, OF_APPLE, OF_THUNDERBIRD, OF_YAHOO]
)


@EVERY_PROGRAM
def test_what_programs_quote_in_html_is_no_word_of_who_answers(form: str) -> None:
    answer = html_words(form.format("My bill of March is wrong.<br>Please look at it."))
    assert own(FIRST, answer) == [FIRST, "I am sorry for that."]
    # The same where the first one isn't in the conversation: kept, and nobody's.
    turns = without_quoted([Segment(text=answer, speaker=Speaker.AGENT)])
    assert [each.speaker for each in turns] == [Speaker.SYSTEM, Speaker.AGENT]
    assert turns[0].text.endswith("My bill of March is wrong.\nPlease look at it.")
    assert "Jonas Quill" in turns[0].text
    assert turns[1].text == "I am sorry for that."


@EVERY_PROGRAM
def test_a_thread_in_html_within_a_quote(form: str) -> None:
    first = html_words(f"<p>{FIRST.replace(chr(10), '<br>')}</p>")
    second = form.format("My bill of March is wrong.<br>Please look at it.")
    third = html_words(OF_GMAIL.replace("I am sorry for that.", "Thank you.").format(second))
    assert own(first, html_words(second), third) == [FIRST, "I am sorry for that.", "Thank you."]


def test_answers_between_quotes_of_gmail_are_ones_own() -> None:
    html = (
        '<div dir="ltr">See below.</div><div class="gmail_quote"><div class="gmail_attr">On Monday Jonas wrote:<br>'
        "</div>"
        '<blockquote class="gmail_quote">My bill of March is wrong.</blockquote><div>It was, I mended it.</div>'
        '<blockquote class="gmail_quote">Please look at it.</blockquote><div>I did.</div></div>'
    )
    assert own(FIRST, html_words(html)) == [FIRST, "See below.\nIt was, I mended it.\nI did."]


def test_what_is_sent_on_is_nobodys_and_does_not_vanish() -> None:
    html = (
        '<div dir="ltr"><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message '
        "---------<br>From: <b>Jonas</b><br>Date: Mon, Mar 2, 2026<br>Subject: Bill<br></div><br><div>Close the "
        "account.</div></div></div>"
    )
    turns = without_quoted([Segment(text=html_words(html), speaker=Speaker.CUSTOMER)])
    assert [each.speaker for each in turns] == [Speaker.SYSTEM]
    assert "Close the account." in turns[0].text


@pytest.mark.parametrize(
    "html",
    [
        "<p>Our terms:</p><blockquote>Thirty days of notice.</blockquote><p>So it is.</p>",
        '<p>Hello</p><div style="border-top:solid #E1E1E1 1.0pt"><p>Support of Quill<br>We answer every day</p></div>',
        '<div class="footer">Hello<br>Phone: 1<br>Mail: 2<br>Web: 3</div>',
        '<p>Hello</p><div style="border-top:solid #E1E1E1 1.0pt">Phone: 1<br>Mail: 2<br>Web: 3</div><p>Bye</p>',
        '<p>Hello</p><div title="class=gmail_attr" data-class="yahoo_quoted">Thirty days of notice.</div>',
    ],
)
def test_what_a_sender_sets_off_is_their_own(html: str) -> None:
    words = html_words(html)
    assert ">" not in words
    assert own(words) == [words]


def test_a_vcon_of_mails_in_html_tells_what_it_keeps_apart() -> None:
    def mail(body: str) -> dict[str, object]:
        return {"type": "text", "start": "2026-03-02T11:00:00Z", "parties": [1], "body": body, "mediatype": "text/html"}

    document = {
        "vcon": "0.3.0",
        "parties": [{"name": "Jonas Quill", "role": "customer"}, {"name": "Kim", "role": "agent"}],
        "dialog": [mail(OF_OUTLOOK.format("My bill of March is wrong."))],
    }
    parsed = read_conversation(json.dumps(document).encode(), time_zone="UTC")
    assert [(each.speaker.value, each.voice) for each in parsed.turns] == [
        ("system", "quoted message"),
        ("agent", None),
    ]
    assert FROM_ELSEWHERE in parsed.warnings


@pytest.mark.parametrize(
    "begins",
    [
        '<hr id="appendonsend">', '<hr id=appendonsend />', "<HR tabindex='-1' ID = 'x_x_appendonsend'>",
        '<br id="appendonsend">', '<div id="appendonsend"></div>', '<div id="replySplit">',
        '<div style="border-top:solid #B5C4DF 1.0pt">Lähettäjä: Jonas<br>Lähetetty: 2. maaliskuuta 2026 10.00<br>'
        "Vastaanottaja: Support<br></div>",
    ],
)  # fmt: skip
def test_what_follows_on_the_mark_of_a_program_is_quoted(begins: str) -> None:
    words = html_words(f"<p>I will.</p>{begins}<p>My bill of March is wrong.</p>")
    assert words.startswith("I will.\n-----Original Message-----\n> ")
    assert words.endswith("> My bill of March is wrong.")


@given(
    st.lists(
        st.lists(
            st.sampled_from(["> a b c", "a b c", "On x wrote:", "", "From: x", "new words here", "> other words"]),
            max_size=5,
        ),
        max_size=4,
    )
)
def test_nothing_is_lost_but_what_was_said_before(messages: list[list[str]]) -> None:
    before: list[str] = []
    for lines in messages:
        turns = own(*before, "\n".join(lines))
        shown = "\n".join(turns)
        for words in ("a b c", "new words here", "other words"):
            assert (words in shown) == any(words in each for each in (*before, "\n".join(lines)))
        before.append("\n".join(lines))


@pytest.mark.parametrize(
    "html",
    [
        '<div class="gmail_quote">' * 20_000,
        '<blockquote type="cite">a' * 20_000,
        '<div style="border-top:solid">From: x' * 10_000,
        "On x monday a wrote:<br>hi<br>" * 4_000,
        f"<div {'class=' * 8_000}>good day",
        f"<blockquote {'id=type=' * 8_000}>good day",
        f"<div {'style border-top ' * 5_000}>good day",
        f"<div {'a' * 50_000}>good day" * 20,
        "<b>a" * 100_000,
    ],
    ids=["of gmail", "cited", "lines", "above", "classes", "ids", "styles", "names", "pieces"],
)
def test_very_many_marks_take_a_time_that_their_number_explains(html: str) -> None:
    begun = time.process_time()
    without_quoted([Segment(text=html_words(html))] * 2)
    assert time.process_time() - begun < 30


class Watched(list[str]):
    """Lines that count how many of them are read or copied."""

    read = 0

    @overload
    def __getitem__(self, place: SupportsIndex) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(place)
        Watched.read += len(found) if isinstance(place, slice) else 1
        return found

    def __iter__(self) -> Iterator[str]:
        Watched.read += len(self)
        return super().__iter__()


@pytest.mark.parametrize(
    "lines",
    [
        "__________\nx\n", "From: a\n", "From: a\nb: c\n", "On x monday a wrote:\n\nx\n", "> a\nb\n",
        "\n\n__________\n\n",
        "__________\n> a\nb\n", "Tel: 1\nMail: 2\n",
    ],
)  # fmt: skip
def test_each_line_is_read_a_few_times_however_many_may_stand_above_a_quote(
    monkeypatch: pytest.MonkeyPatch, lines: str
) -> None:
    blocks = quoted_mails._blocks

    def watched(of: Sequence[str], said: Any) -> Iterator[Any]:
        return blocks(Watched(of), said)

    monkeypatch.setattr(quoted_mails, "_blocks", watched)
    Watched.read = 0
    text = lines * 3_000
    assert own(FIRST, text)[-1].strip()
    # Twenty may be compared with all that follows; beside that, a line is looked at for each that may begin a head.
    assert Watched.read < (text.count("\n") + 1) * 60


def test_what_may_stand_above_a_quote_is_looked_at_no_more_after_many_while_heads_are() -> None:
    text = 30 * "__________\nnothing\n" + "From: Jonas\nSent: 2 March 2026 10:00\nTo: Support\n\nClose the account."
    turns = without_quoted([Segment(text=text, speaker=Speaker.AGENT)])
    assert [each.speaker for each in turns] == [Speaker.SYSTEM, Speaker.AGENT]
    assert turns[0].text.endswith("Close the account.")
    assert turns[1].text.count("nothing") == 30


@given(st.text(alphabet='<>/divblockquote ="class gmail_', max_size=120))
def test_no_html_breaks_the_reader_of_quotes(html: str) -> None:
    without_quoted([Segment(text=html_words(f"<p>good day</p>{html}"))])
