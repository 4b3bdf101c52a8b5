"""E-mails as programs write them: where their lines break, and what only looks like an earlier message."""

import pytest

from debrief.interactions.conversations.model import Speaker
from debrief.interactions.formats.emails import html_words
from debrief.interactions.formats.quoted_mails import without_quoted
from debrief.interactions.formats.voices import Segment

pytestmark = pytest.mark.feature("S2.1", "N7")

FIRST = "My bill of March is wrong.\nPlease look at it."
MARKED = "> My bill of March is wrong.\n> Please look at it."


def own(*texts: str) -> list[str]:
    return [each.text for each in without_quoted([Segment(text=text) for text in texts])]


def parted(text: str) -> list[tuple[Speaker, str]]:
    return [
        (each.speaker, each.text) for each in without_quoted([Segment(text=text, speaker=Speaker.AGENT, voice="Kim")])
    ]


def test_the_last_line_of_an_answer_is_no_part_of_the_line_above_the_quote() -> None:
    quoting = f"On Mon, 2 Mar 2026 at 10:00, Jonas wrote:\n{MARKED}"
    assert own(FIRST, f"Hello Jonas.\nI am sorry.\n{quoting}") == [FIRST, "Hello Jonas.\nI am sorry."]
    assert own(FIRST, f"I am sorry.\n{quoting}") == [FIRST, "I am sorry."]


@pytest.mark.parametrize(
    "above",
    [
        "Am Mo., 2. März 2026 um 10:00 Uhr schrieb Jonas Quill <\njonas.quill@quill.example>:",
        "Am Mo., 2. März 2026 um 10:00 Uhr schrieb Support of Quill\n<support@quill.example>:",
        "On Mon, Mar 2, 2026 at 10:00 AM Jonas of a company with a long name\n"
        "<jonas.quill.of.a.company@quill-and-company.example>\nwrote:",
        "man. 2. mar. 2026 kl. 10:00 skrev Jonas Quill <\njonas.quill@quill.example>:",
    ],
)
def test_the_line_above_is_broken_where_programs_break_it(above: str) -> None:
    assert own(FIRST, f"Sorry.\n\n{above}\n\n{MARKED}") == [FIRST, "Sorry."]
    # Where it is nowhere else, it is nobody's.
    kept = f"{above}\nMy bill of March is wrong.\nPlease look at it."
    assert parted(f"Sorry.\n\n{above}\n\n{MARKED}") == [(Speaker.SYSTEM, kept), (Speaker.AGENT, "Sorry.")]


def test_the_line_above_may_be_marked_as_what_is_below_it() -> None:
    above = "On 2 Mar 2026, at 10:00, Jonas Quill <jonas@quill.example> wrote:"
    kept = f"{above}\nMy bill of March is wrong.\nPlease look at it."
    # With text right above it, too.
    for gap in ("\n", "\n\n"):
        assert parted(f"Sorry.{gap}> {above}\n> \n{MARKED}") == [(Speaker.SYSTEM, kept), (Speaker.AGENT, "Sorry.")]


def test_what_ends_with_the_same_name_is_no_earlier_message() -> None:
    ends = "\n\nKind regards\nKim of the support team"
    journey = f"Booked.\nFrom: Berlin\nTo: Hamburg\nPlatform: 7\nPrice: 30 EUR{ends}"
    assert own("Please book a train.", f"I will look.{ends}", journey)[2] == journey


def test_lines_of_names_and_values_in_a_quote_are_kept() -> None:
    head = "From: Jonas\nSent: 2 March 2026 10:00\nTo: Support\nSubject: Journey"
    journey = "I travel so:\nFrom: Berlin\nDate: 3 June\nPrice: 30 EUR\nPlease book."
    assert parted(f"I will.\n\n{head}\n\n{journey}") == [
        (Speaker.SYSTEM, f"{head}\n{journey}"),
        (Speaker.AGENT, "I will."),
    ]


@pytest.mark.parametrize(
    "form",
    [
        "From: jonas@quill.example\nName: Jonas\nSubject: Bill\nMessage: My bill is wrong.",
        "Name: Jonas\nFrom: jonas@quill.example\nPhone: 12\nSubject: Bill\n\nMy bill is wrong.",
        "Von: jonas@quill.example\nTelefon: 12\nBetreff: Bill\nNachricht: My bill is wrong.",
    ],
)
def test_what_somebody_fills_in_on_a_web_site_is_theirs(form: str) -> None:
    assert parted(form) == [(Speaker.AGENT, form)]


@pytest.mark.parametrize(
    "above", ['<p id="reply-intro">{}</p>', '<div class="gmail_extra"><br><div class="gmail_quote">{}<br></div></div>']
)
def test_a_line_that_html_does_not_mark_goes_with_the_quote_below_it(above: str) -> None:
    line = "On 2026-03-02 10:00, Jonas Quill wrote:"
    quote = '<blockquote type="cite">My bill of March is wrong.<br>Please look at it.</blockquote>'
    words = html_words(f"<p>I am sorry.</p>{above.format(line)}{quote}")
    assert own(FIRST, words) == [FIRST, "I am sorry."]
    assert parted(words) == [(Speaker.SYSTEM, f"{line}\n{FIRST}"), (Speaker.AGENT, "I am sorry.")]


OF_WORD = """<p class=MsoNormal>I am
sorry.<o:p></o:p></p>
<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in'>
<p class=MsoNormal><b><span style='font-size:11.0pt'>From:</span></b><span
style='font-size:11.0pt'> Jonas Quill
&lt;jonas@quill.example&gt; <br>
<b>Sent:</b> Monday, March 2, 2026 10:00 AM<br>
<b>To:</b> Support<br>
<b>Subject:</b> Bill<o:p></o:p></span></p></div></div>
<p class=MsoNormal>My bill of March is wrong.
Please look at it.<o:p></o:p></p>"""


def test_lines_of_html_break_where_it_says_so_and_not_where_a_program_breaks_its_own() -> None:
    assert own("My bill of March is wrong. Please look at it.", html_words(OF_WORD.replace("\n", "\r\n")))[1:] == [
        "I am sorry."
    ]
    assert [speaker for speaker, _ in parted(html_words(OF_WORD))] == [Speaker.SYSTEM, Speaker.AGENT]


def test_lines_without_tags_and_such_as_are_set_as_written_stay() -> None:
    assert html_words("Good day\nJonas <b>Quill</b>") == "Good day\nJonas Quill"
    assert html_words("<p>See\nhere:</p><pre>one\ntwo</pre>and\nthree") == "See here:\none\ntwo\nand three"
