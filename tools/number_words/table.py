"""Every word that CLDR's rules spell numbers with, by language (Unicode licence; see the head of the table).

Of each rule only the literal words are taken: `←←­hundert[­→→]` gives "hundert". Zero and one are left out, since in
most languages they are articles or "none"; so are signs, decimal points and English, whose words are a list of our own.
"""

import json
import re
import unicodedata
from pathlib import Path
from typing import Final

HEAD: Final = """\
# Words that numbers are spelt with, by language, made by `python -m tools.number_words` from cldr-rbnf.
# © 2004-2026 Unicode, Inc. Unicode is a registered trademark of Unicode, Inc. in the United States and other countries.
# The data is used under the Unicode Licence v3: https://www.unicode.org/license.txt
"""
_LANGUAGES: Final = """
af ar az be bg bs ca cs da de el es et fa fi fil fr fr-BE fr-CH ga gu he hi hr hu hy id is it ja ka kk km ko ky lb lo lt
lv mk ms mt my ne nl nn no pl pt pt-PT ro ru sk sl sq sr sr-Latn sv sw ta th tr uk vi yue zh zh-Hant
"""

_NO_WORDS: Final = re.compile(r"←[^←]*←|→[^→]*→|=[^=]*=|#[,0#.]+|\$\((?:cardinal|ordinal),|\w+(?=\{)")
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff])*")
_LEAST: Final = {"LATIN": 3}
_JOINING: Final = """
minus und komma virgule virgola coma vírgula point points och and kai και punkt pilkku koma comma negativ negativo meno
moins menos miinus mínusz mínus filler null con with
"""


def table_of(folder: Path) -> str:
    """The text of the table. folder: an unpacked `cldr-rbnf`."""
    lines = []
    for language in _LANGUAGES.split():
        rules = json.loads((folder / "rbnf" / f"{language}.json").read_text(encoding="utf-8"))["rbnf"]["rbnf"]
        words = sorted(_words(rules.get("SpelloutRules", {})))
        if words:
            lines.append(f"{language}: {' '.join(words)}")
    return HEAD + "\n".join(lines) + "\n"


def _words(rules: dict[str, list[list[str]]]) -> set[str]:
    found: set[str] = set()
    joining = frozenset(_JOINING.split())
    for pairs in rules.values():
        for key, rule in (pair for pair in pairs if len(pair) == 2):
            base = key.split("/")[0].rstrip(">")
            if not base.isdigit() or int(base) < 2:
                continue
            text = _NO_WORDS.sub(" ", rule.replace("\u00ad", " ").replace("'", " "))
            found.update(
                word
                for each in _WORD.findall(unicodedata.normalize("NFC", text))
                if _long_enough(word := each.casefold()) and word not in joining
            )
    return found


def _long_enough(word: str) -> bool:
    script = unicodedata.name(word[0], "").split(" ")[0]
    return len(word) >= _LEAST.get(script, 2)
