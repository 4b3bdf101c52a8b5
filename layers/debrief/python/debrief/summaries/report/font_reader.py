"""Fonts for every script, cut down to the characters of one document.

The files are Noto's (SIL Open Font License), of the packages `manimgx-fonts` and `manimgx-fonts-cjk`, and hold every
weight. HarfBuzz cuts out of them what is needed, in milliseconds; a document so carries some ten kilobytes of them.
"""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

from debrief.summaries.report.letters import BOX, JOINERS, MAIN, Letters

if TYPE_CHECKING:
    from uharfbuzz import Face

CJK: Final = "cjk"

_FAMILIES: Final = (
    (MAIN, "NotoSans"),
    *(
        (script.lower(), f"NotoSans{script}")
        for script in (
            "Arabic",
            "Hebrew",
            "Devanagari",
            "Thai",
            "Armenian",
            "Bengali",
            "Ethiopic",
            "Georgian",
            "Gujarati",
            "Gurmukhi",
            "Kannada",
            "Khmer",
            "Lao",
            "Malayalam",
            "Myanmar",
            "Oriya",
            "Sinhala",
            "Tamil",
            "Telugu",
            "Symbols",
        )
    ),
    ("emoji", "NotoEmoji"),
    (CJK, "NotoSansCJK"),
)
"""Families in the order in which they are asked for a character."""

_UNSEEN: Final = ("Cc", "Cf", "Zl", "Zp")
_WEIGHTS: Final = {"": 400, "B": 700}
_JAPANESE, _KOREAN, _CHINESE = 0, 1, 2


class FontFile(NamedTuple):
    """A font of a document. style: as fpdf2 calls it, `B` for bold and `I` for italic."""

    family: str
    style: str
    path: Path


class Fonts(NamedTuple):
    """The fonts of a document, and what they write. Their files are there as long as the document is made."""

    files: list[FontFile]
    letters: Letters


@contextmanager
def fonts_for(characters: frozenset[str]) -> Iterator[Fonts]:
    """Fonts with these characters, as far as there are any, in a folder that is gone afterwards."""
    left = {ord(character) for character in characters - JOINERS if unicodedata.category(character) not in _UNSEEN}
    joiners = {ord(character) for character in characters & JOINERS}
    families: dict[str, str] = {}
    joining: dict[str, frozenset[str]] = {}
    cut: list[FontFile] = []
    with TemporaryDirectory(prefix="fonts") as folder:
        for family, name in _FAMILIES:
            if not left:
                break
            face = _face(name, _of_cjk(characters) if family == CJK else 0)
            known = set(face.unicodes)
            # The last family is asked for what no other has, and writes a box for what it hasn't either.
            own = (left | {ord(BOX)} if family == CJK else left) & known
            # The main family has joiners too, and nothing to join: they would tear apart what they hold together.
            also = joiners & known if family != MAIN else set()
            if not own:
                continue
            left -= own
            families |= dict.fromkeys(map(chr, own), family)
            joining[family] = frozenset(map(chr, also))
            styles = [(style, face) for style in _WEIGHTS]
            if family == MAIN:
                styles.append(("I", _face("NotoSans-Italic", 0)))
            for style, of in styles:
                path = Path(folder) / f"{family}{style}.ttf"
                path.write_bytes(_cut(of, own | also, _WEIGHTS.get(style, _WEIGHTS[""])))
                cut.append(FontFile(family, style, path))
        yield Fonts(cut, Letters(families, joining))


def _of_cjk(characters: frozenset[str]) -> int:
    """Which language's shapes ideographs get: those of the script beside them."""
    if any("\u3040" <= character <= "\u30ff" for character in characters):
        return _JAPANESE
    return _KOREAN if any("\uac00" <= character <= "\ud7a3" for character in characters) else _CHINESE


@lru_cache(maxsize=len(_FAMILIES) + 3)
def _face(name: str, number: int) -> "Face":
    from uharfbuzz import Blob, Face

    package, file = (
        ("manimgx_fonts_cjk", f"{name}-VF.otf.ttc") if name == "NotoSansCJK" else ("manimgx_fonts", f"{name}[wght].ttf")
    )
    return Face(Blob.from_file_path(str(files(package) / file)), number)


def _cut(face: "Face", code_points: set[int], weight: int) -> bytes:
    """A font of one weight with these characters, and all that is needed to shape them."""
    from uharfbuzz import SubsetFlags, SubsetInput, subset

    what = SubsetInput()
    what.unicode_set.update(code_points)
    what.pin_axis_location(face, "wght", weight)
    what.flags = SubsetFlags.DOWNGRADE_CFF2 | SubsetFlags.NOTDEF_OUTLINE
    return bytes(subset(face, what).blob.data)
