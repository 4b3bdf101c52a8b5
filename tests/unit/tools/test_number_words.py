"""The table of number words is made of the literal words of CLDR's rules."""

import json
from pathlib import Path

import pytest

from debrief.summaries.drafting.number_tables import tables
from tools.number_words import table


def test_only_words_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = {
        "_rbnfRulesFile": ["some.txt"],
        "%spellout-cardinal": [
            ["-x", "minus →→;"],
            ["x.x", "←← Komma →→;"],
            ["0", "null;"],
            ["1", "ein;"],
            ["2", "zwei;"],
            ["20", "[→%spellout-cardinal-masculine→\u00adund\u00ad]zwanzig;"],
            ["100", "←%spellout-cardinal-masculine←\u00adhundert[\u00ad→→];"],
            ["1000000", "←← $(cardinal,one{Million}other{Millionen})$[ →→];"],
        ],
    }
    (tmp_path / "rbnf").mkdir()
    text = json.dumps({"rbnf": {"rbnf": {"SpelloutRules": rules}}})
    (tmp_path / "rbnf" / "de.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr(table, "_LANGUAGES", "de")
    made = table.table_of(tmp_path)
    assert made.startswith("# Words")
    assert made.splitlines()[-1] == "de: hundert million millionen zwanzig zwei"


@pytest.mark.feature("N1")
def test_the_tables_hold_no_ordinary_words_of_english() -> None:
    found = tables()
    assert len(found.numbers) > 3000
    for word in ("the", "and", "once", "due", "fire", "set", "none", "in", "on", "area", "more", "first"):
        assert word not in found.numbers
    assert {"zwanzig", "vingt", "veinte", "двадцать", "yirmi"} <= found.numbers
