"""The pages that a report is written on: fonts by script, shaped letters, directions in a line, numbers (S0.15)."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, Final, cast

from debrief.summaries.model import Summary
from debrief.summaries.report.letters import MAIN, Letters, clusters, isolated, parts_of, runs_right_to_left

if TYPE_CHECKING:
    from fpdf import FPDF
    from fpdf.fonts import TTFFont

QUIET: Final = (112, 108, 102)


def paper_of(summary: Summary, fonts: Iterable[tuple[str, str, Any]], letters: Letters, *, compress: bool) -> "FPDF":
    """An empty document with its first page, that writes with these fonts. See `pdf.written`."""
    from fpdf import FPDF
    from fpdf.enums import TextDirection
    from fpdf.line_break import Fragment

    class Shaped(Fragment):
        """Part of a line whose letters are joined and stacked, and still found by whoever searches the document."""

        def render_pdf_text(
            self,
            frag_ws: float,  # noqa: ARG002
            current_ws: float,  # noqa: ARG002
            word_spacing: float,  # noqa: ARG002
            adjust_x: float,
            adjust_y: float,
            h: float,
        ) -> str:
            face = cast("TTFFont", self.font)
            shapes, places = face.perform_harfbuzz_shaping(self.string, self.font_size_pt, self.text_shaping_parameters)
            unit = face.scale * self.font_size_pt / 1000
            x, y = adjust_x * self.k, (h - adjust_y) * self.k
            drawn: list[str] = []
            beside: list[str] = []
            for text, first, end in clusters(self.string, [shape.cluster for shape in shapes]):
                widest = max(range(first, end), key=lambda at: places[at].x_advance)
                for at in range(first, end):
                    code = self._code(shapes[at].codepoint, text if at == widest else "\u200b")
                    left, up = x + places[at].x_offset * unit, y + places[at].y_offset * unit
                    (drawn if at == widest else beside).append(f"1 0 0 1 {left:.2f} {up:.2f} Tm ({code}) Tj")
                    x, y = x + places[at].x_advance * unit, y + places[at].y_advance * unit
            out = " ".join(drawn)
            if beside and runs_right_to_left(self.string):
                # Readers turn what runs from right to left by where it stands, and take the way back to a letter's
                # points for a space: those come last on the page.
                colour = self.text_color.serialize().lower() if self.text_color else ""
                font = f"/F{face.i} {self.font_size_pt:.2f} Tf"
                document.points.append(f"BT {colour} {font} {' '.join(beside)} ET")
            elif beside:
                # Letters may stand elsewhere than they are spoken: the word says itself what it is.
                said = f"\ufeff{self.string}".encode("utf-16-be").hex()
                out = f"/Span <</ActualText <{said}>>> BDC {' '.join([out, *beside])} EMC"
            return f"{out} 1 0 0 1 {x:.2f} {y:.2f} Tm"

        def _code(self, shape: int, text: str) -> str:
            """The code of a glyph in the document, of which readers are told that it is `text`."""
            face = cast("TTFFont", self.font)
            name = face.ttfont.getGlyphName(shape)
            width = round(face.scale * face.ttfont["hmtx"].metrics[name][0])
            code = face.subset.pick_glyph(face.subset.get_glyph(shape, tuple(map(ord, text)), name, width))
            return str(face.escape_text(chr(code or 0)))

    class Document(FPDF):
        """Pages with their number at the foot, written in the fonts that have the letters."""

        letters: Letters
        points: list[str]

        def footer(self) -> None:
            self.set_y(-14)
            self.set_font(MAIN, size=8)
            self.set_text_color(*QUIET)
            self.cell(0, 5, said(self, f"AI performance report · {isolated(summary.frame.agent_name)}"), align="L")
            self.set_x(self.l_margin)
            self.cell(0, 5, f"Page {self.page_no()} of {{nb}}", align="R")
            if self.points:
                self._out(f"/Artifact BMC {' '.join(self.points)} EMC")
                self.points = []

        # fpdf2 gives each part one of two directions and sets the parts one after the other: what of an isolated part
        # runs the other way, as figures do, would stand at its wrong end.
        def _preload_bidirectional_text(self, text: str, markdown: bool) -> Sequence[Fragment]:
            shaping = self.text_shaping
            if not shaping or shaping["direction"] == TextDirection.RTL:
                return super()._preload_bidirectional_text(text, markdown)
            found: list[Fragment] = []
            for part, turned in parts_of(text):
                shaping["direction"] = TextDirection.RTL if turned else TextDirection.LTR
                own = super()._preload_bidirectional_text(part, markdown)
                alike = [list(each) for _, each in groupby(own, lambda each: each.fragment_direction)]
                found += chain.from_iterable(reversed(alike) if turned else alike)
            shaping["direction"] = TextDirection.LTR
            for each in found:
                known = each.graphics_state.text_shaping or {}
                each.graphics_state.text_shaping = {**known, "paragraph_direction": TextDirection.LTR}
            return tuple(found)

        # fpdf2 looks for fonts character by character, and cuts words at marks that belong to every script: emoji that
        # are joined fall apart, and Arabic with its vowels.
        def _parse_chars(self, text: str, markdown: bool, **more: Any) -> Iterator[Fragment]:
            if "{nb}" in text:
                yield from super()._parse_chars(text, markdown, **more)
                return
            for family, part in self.letters.runs(text):
                state = self._get_current_graphics_state()
                style = self.font_style if family == MAIN else self.font_style.replace("I", "")
                state.font_family, state.font_style = family, style
                state.current_font = self.fonts[f"{family}{style}"]
                yield (Fragment if family == MAIN else Shaped)(part, state, self.k)

    document = Document(format="A4", unit="mm")
    document.letters, document.points = letters, []
    for family, style, path in fonts:
        document.add_font(family, style, path)
    document.set_text_shaping(True, direction="ltr")
    document.set_compression(compress)
    document.set_creation_date(summary.ready_at or summary.created_at)
    document.set_title(f"AI performance report: {summary.frame.agent_name}")
    document.set_creator("Debrief")
    document.set_lang("en")
    document.set_margins(22, 20, 22)
    document.set_auto_page_break(True, margin=20)
    document.add_page()
    return document


def said(document: "FPDF", text: str) -> str:
    """`text` as the document's fonts can write it."""
    letters: Letters = document.letters  # type: ignore[attr-defined]
    return letters.readable(text)
