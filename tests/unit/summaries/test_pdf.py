"""The report on paper, in every script: names and emoji survive (S0.15)."""

import base64
import unicodedata
from datetime import UTC, datetime

import pytest

from debrief.summaries.model import Summary
from debrief.summaries.report.font_reader import fonts_for
from debrief.summaries.report.letters import BOX, MAIN, isolated, runs_right_to_left, wanted
from debrief.summaries.report.print_service import pdf_of
from debrief.summaries.report.report import Passage, Report, ReportSection, Span, Spotlight, computed
from debrief.summaries.report.saying import no_quote_text
from tests.pdf_text import line_with, pages_of, picture_of, text_of
from tests.unit.coaching.world import LEAD
from tests.unit.summaries.world import World

NAMES = {
    "latin": "Łukasz Žižková Nguyễn Ñandú",
    "greek": "Γιώργος Παπαδόπουλος",
    "cyrillic": "Юлія Щербак",
    "arabic": "محمد علي",
    "vowelled": "مُحَمَّد",
    "persian": "می‌خواهم",
    "hebrew": "דוד לוי",
    "devanagari": "क्षितिज शर्मा",
    "bengali": "রবীন্দ্রনাথ",
    "tamil": "கார்த்திக்",
    "thai": "สมชาย ใจดี",
    "georgian": "გიორგი",
    "armenian": "Արամ",
    "amharic": "አበበ",
    "japanese": "山田太郎 ひらがな",
    "korean": "김철수",
    "chinese": "王小明",
    "emoji": "🎉 👍🏽 👩‍👩‍👧 🇩🇪",
    "signs": "→ ≤ ≥ − … “ ” ✓",
}

TURNED = {"vowelled", "persian"}
"""What readers give back in pieces: they lose the place of vowels and of what keeps letters apart."""


@pytest.fixture
def made(filled: World) -> tuple[Summary, Report]:
    body = filled.ready(LEAD).body
    summary, report = filled.store.summary(body["id"]), filled.store.report(body["id"])
    assert summary is not None
    assert report is not None
    return summary, report


def asking(report: Report, *questions: str) -> Report:
    passages = tuple(Passage(spans=(Span(text=text),)) for text in questions)
    return report.model_copy(update={"questions": passages})


def named(summary: Summary, name: str) -> Summary:
    return summary.model_copy(update={"frame": summary.frame.model_copy(update={"agent_name": name})})


def letters_of(text: str) -> list[str]:
    """Its letters in no order: readers differ in how they turn what runs from right to left."""
    decomposed = unicodedata.normalize("NFKD", text)
    return sorted(character for character in decomposed if character not in "\u200d\u200c" and not character.isspace())


@pytest.mark.feature("S0.15")
def test_a_name_survives_in_every_script(made: tuple[Summary, Report]) -> None:
    summary, report = made
    for script, name in NAMES.items():
        text = text_of(pdf_of(named(summary, name), asking(report, f"What did {name} say?"), "Lead"))
        assert "?" not in text.replace("say?", ""), script
        assert BOX not in text, script
        # At the head, at the foot and in the question, each time with all its letters.
        for letter in set(letters_of(name)):
            times = letters_of(text).count(letter)
            assert times >= 3 * letters_of(name).count(letter), (script, letter, times)
        if script not in TURNED:
            assert unicodedata.normalize("NFC", name) in unicodedata.normalize("NFC", text), script


@pytest.mark.feature("S0.15")
def test_the_pages_show_letters_and_not_boxes(made: tuple[Summary, Report]) -> None:
    """Each name's ink differs from that of as many missing letters."""
    summary, report = made

    def ink(name: str) -> bytes:
        return picture_of(pdf_of(named(summary, name), report, "Lead")).crop((100, 90, 1000, 190)).tobytes()

    boxes = {ink("\ue000" * n) for n in range(1, 12)}
    shown = {script: ink(name) for script, name in NAMES.items()}
    assert not boxes & set(shown.values())
    assert len(set(shown.values())) == len(NAMES)


@pytest.mark.feature("S0.15")
def test_letters_are_joined_as_their_script_joins_them() -> None:
    """Shaped, a word is narrower or wider than its letters one by one, and joined emoji are one picture."""
    import uharfbuzz

    def glyphs(family: str, text: str) -> list[int]:
        with fonts_for(wanted([text])) as fonts:
            path = next(each.path for each in fonts.files if (each.family, each.style) == (family, ""))
            font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(path.read_bytes())))
            (run,) = list(fonts.letters.runs(fonts.letters.readable(text)))
            assert run.family == family
            buffer = uharfbuzz.Buffer()
            buffer.add_str(run.text)
            buffer.guess_segment_properties()
            uharfbuzz.shape(font, buffer)
            return [each.codepoint for each in buffer.glyph_infos]

    assert len(glyphs("emoji", "👩‍👩‍👧")) == 1
    assert len(glyphs("emoji", "🇩🇪")) == 1
    assert len(glyphs("emoji", "👍🏽")) == 1
    assert len(set(glyphs("arabic", "ععع"))) == 3, "at the beginning, within and at the end of a word"
    assert len(glyphs("devanagari", "क्ष")) == 1
    assert 0 not in glyphs("arabic", "مُحَمَّد")


@pytest.mark.feature("S0.15")
def test_what_no_font_has_is_a_box_with_a_note(made: tuple[Summary, Report]) -> None:
    summary, report = made
    text = text_of(pdf_of(named(summary, "Ann \ue000\U0001fbff𓀀"), report, "Lead"))
    assert f"Ann {BOX * 3}" in text
    assert f"{BOX} stands for a character that no font here has: U+E000, U+1FBFF, U+13000." in text
    assert "stands for a character" not in text_of(pdf_of(named(summary, "Ann"), report, "Lead"))


@pytest.mark.feature("S0.15")
def test_what_nobody_sees_is_left_out(made: tuple[Summary, Report]) -> None:
    summary, report = made
    text = text_of(pdf_of(named(summary, "A\u200bn\u200en\ufe0f\u200d Lee\x07"), report, "Lead"))
    assert "Ann Lee" in text
    assert BOX not in text


@pytest.mark.feature("S0.15")
def test_paragraphs_stand_at_the_side_where_their_script_begins(made: tuple[Summary, Report]) -> None:
    assert not runs_right_to_left("محمد علي said no to that")
    assert runs_right_to_left("محمد علي محمد: ok")
    assert not runs_right_to_left("12:30 – 4%")
    summary, report = made
    long = "قال الزبون: شكرا جزيلا على المساعدة 12:30 اليوم. " * 3
    pages = pdf_of(named(summary, NAMES["arabic"]), asking(report, long), "Lead")
    head = picture_of(pages).crop((100, 132, 1100, 180)).point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert head is not None
    assert head[0] < 60, "a name stands where names stand"
    text = text_of(pages)
    assert all(text.count(word) >= 3 for word in long.split())


def test_the_same_report_makes_the_same_bytes_and_small_ones(made: tuple[Summary, Report]) -> None:
    summary, report = made
    full = asking(report, *NAMES.values())
    pdf = pdf_of(summary, full, "Lead")
    assert pdf == pdf_of(summary, full, "Lead")
    assert len(pdf) < 250_000
    assert len(pdf_of(summary, report, "Lead")) < 60_000
    assert 1 <= len(pages_of(pdf)) <= 3


@pytest.mark.feature("S0.15")
def test_the_api_gives_it(filled: World) -> None:
    got = filled.ready(LEAD)
    answer = filled.call("GET", f"/summaries/{got.body['id']}/pdf", LEAD)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert "Conversation insights" in text_of(base64.b64decode(answer.body))


def test_a_document_has_the_fonts_it_needs_and_no_more() -> None:
    with fonts_for(wanted(["Ann"])) as fonts:
        assert [(each.family, each.style) for each in fonts.files] == [(MAIN, ""), (MAIN, "B"), (MAIN, "I")]
        assert all(each.path.stat().st_size < 60_000 for each in fonts.files)
        folder = fonts.files[0].path.parent
    assert not folder.exists()


@pytest.mark.feature("S0.15")
def test_it_was_made_on_the_account_s_day(made: tuple[Summary, Report]) -> None:
    summary, report = made
    period = summary.period.model_copy(update={"time_zone": "Pacific/Auckland"})
    late = summary.model_copy(update={"period": period, "ready_at": datetime(2026, 3, 10, 23, 30, tzinfo=UTC)})
    assert "Made on 11 March 2026" in text_of(pdf_of(late, report, ""))


@pytest.mark.feature("S0.15")
def test_paper_says_of_a_place_and_a_figure_what_the_console_says(made: tuple[Summary, Report]) -> None:
    summary, report = made
    quote = next(each.quote for each in report.examples if each.quote)
    late = quote.model_copy(update={"start_ms": 3_723_500, "started_at": datetime(2026, 3, 4, 12, tzinfo=UTC)})
    chip = report.strengths.chips[0].model_copy(
        update={"heading": "Late delivery", "started_at": late.started_at, "score": "60.83%"}
    )
    praise = Spotlight(line_item=report.strengths.line_items[0], quote=late)
    work = Spotlight(line_item=report.strengths.line_items[0], chip=chip)
    shown = report.model_copy(update={"praise": praise, "focus": work})
    text = " ".join(text_of(pdf_of(summary, shown, "Lead")).split())
    # The second that is nearest, as beside the transcript, and the day.
    assert f"4 Mar, at 1:02:04, {late.contact_reference}" in text
    # Where no words show the line item, the conversation to listen to, by what it was about.
    first_page = text[text.index("One thing to work on") : text.index("Questions to start with")]
    assert no_quote_text(praise=False) in first_page
    assert f"Late delivery, 4 Mar, 60.83%, {chip.contact_reference}: {chip.note.text}" in first_page
    assert "−5 to +5)" in text
    assert "−100 to +100)" in text


@pytest.mark.feature("S0.15")
def test_paper_has_the_order_of_the_console_and_says_what_it_says_for_want_of_data(
    made: tuple[Summary, Report],
) -> None:
    summary, report = made
    text = " ".join(text_of(pdf_of(summary, asking(report, "Why?"), "Lead")).split())
    headings = (
        *("One thing to praise", "One thing to work on", "Questions to start with", "Recommendations"),
        *("Conversation insights", "Highlights and positive patterns", "Areas for improvement and development"),
        *("Trend The period before is", "Examples", "Talking points", "Action items"),
    )
    places = [text.index(each) for each in headings]
    assert places == sorted(places)

    nothing = ReportSection(passages=(computed("Not enough data: nothing is concluded."),))
    thin = report.model_copy(update={"strengths": nothing, "development": nothing, "praise": None, "focus": None})
    text = " ".join(text_of(pdf_of(summary, thin, "Lead")).split())
    assert text.count("nothing is concluded") == 1
    assert "Highlights and positive patterns" not in text
    assert "One thing to praise" not in text
    one = report.model_copy(update={"praise": None})
    text = " ".join(text_of(pdf_of(summary, one, "Lead")).split())
    assert "No line item stands out as strong in this period." in text


@pytest.mark.feature("S0.15")
@pytest.mark.parametrize(
    ("name", "left", "right"), [("דוד לוי", "י", "ד"), ("הקשבה 24", "2", "ה"), ("الاستماع الفعال", "ل", "ا")]
)
def test_a_line_item_from_right_to_left_stands_whole_before_its_dash(
    made: tuple[Summary, Report], name: str, left: str, right: str
) -> None:
    summary, report = made
    item = report.strengths.line_items[0]
    shown = item.model_copy(update={"text": f"{name} — 92%", "applicable": 25, "low": 75.0, "high": 98.0})
    only = report.model_copy(update={"praise": Spotlight(line_item=shown, quote=None)})
    line = line_with(pdf_of(summary, only, "Lead"), "95% interval 75")
    # Readers turn the bracket behind such a name for themselves.
    before, dash, after = line.replace(")of", "(of").partition("—")
    assert dash
    assert after.split() == ["92%", "(of", "25;", "95%", "interval", "75", "to", "98%)"]
    own = unicodedata.normalize("NFKC", before.strip())
    assert (own[0], own[-1]) == (left, right), "it begins at the right, and its figures are at its end"
    assert runs_right_to_left(before), "nothing of ours is drawn into the name"
    assert sum(each.isdigit() for each in before) == sum(each.isdigit() for each in name)


@pytest.mark.feature("S0.15")
def test_a_name_from_right_to_left_within_a_line_of_ours_keeps_what_stands_beside_it(
    made: tuple[Summary, Report],
) -> None:
    summary, report = made
    passage = Passage(spans=(Span(text="Ask about "), Span(text="דוד לוי", fact_id="F1"), Span(text=" 24, and why.")))
    pdf = pdf_of(summary, report.model_copy(update={"questions": (passage,)}), "Lead")
    line = line_with(pdf, "Ask about")
    assert line.index("Ask about") < line.index("ד") < line.index("24, and why."), line


def test_a_part_with_its_own_direction_counts_in_no_line_of_ours() -> None:
    name = isolated("אחד שתיים שלוש ארבע")
    assert isolated("Ann") == "Ann"
    assert isolated(f"{name}\u2067") == name, "what was isolated before is so once"
    assert not runs_right_to_left(f"{name}: ok")
    assert runs_right_to_left(name), "a name alone has the direction of its letters"
