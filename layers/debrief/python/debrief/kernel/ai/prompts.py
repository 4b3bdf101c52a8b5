"""Prompts are files with a version; what they were is known by their hash."""

import hashlib
import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from string import Template
from typing import Any, Final

from debrief.kernel.masking.kinds import Kind
from debrief.kernel.model import Entity
from debrief.kernel.text import BLANK

_SECTION = re.compile(r"^## (system|prompt)\s*$", re.MULTILINE)


class PromptTemplate(Entity):
    """A prompt as it lies in its file: a system part and a part with `$names` to fill in."""

    name: str
    version: int
    system: str
    text: str

    @property
    def hash(self) -> str:
        """SHA-256 over both parts, in hex: changes when a word of the prompt does."""
        return hashlib.sha256(f"{self.system}\0{self.text}".encode()).hexdigest()

    def fill(self, **values: str) -> "Prompt":
        """The prompt with its names filled in. Raises KeyError when one is missing."""
        return Prompt(
            name=self.name,
            version=self.version,
            hash=self.hash,
            system=self.system,
            text=Template(self.text).substitute(values),
        )


class Prompt(Entity):
    """A prompt ready to be sent.

    subject: id of what it is about; what was paid for answers that came to nothing is added to this one's next.
    """

    name: str
    version: int
    hash: str
    system: str
    text: str
    subject: str = ""

    @property
    def label(self) -> str:
        """Name and version, such as `analyse_interaction.v1`: the file it came from."""
        return f"{self.name}.v{self.version}"

    def masked(self, kinds: frozenset[Kind]) -> "Prompt":
        """The same prompt with masks over the personal data of these kinds in its text."""
        from debrief.kernel.masking.masks import masked_prompt

        return self.model_copy(update={"text": masked_prompt(self.text, kinds)})

    def about(self, subject: str) -> "Prompt":
        """The same prompt, about the thing with this id."""
        return self.model_copy(update={"subject": subject})


@cache
def prompt_template(package: str, name: str, version: int) -> PromptTemplate:
    """Read `<package>/prompts/<name>.v<version>.md`, which has the headings `## system` and `## prompt`."""
    text = files(package).joinpath("prompts", f"{name}.v{version}.md").read_text(encoding="utf-8")
    parts = _SECTION.split(text)
    found = {parts[i]: parts[i + 1].strip() for i in range(1, len(parts), 2)}
    return PromptTemplate(name=name, version=version, system=found["system"], text=found["prompt"])


_JOINERS: Final = "\u200c\u200d"
"""Invisible characters that belong to words: Persian and Hindi are written with them, and emoji are joined by them."""

_FORMS: Final = frozenset(
    map(chr, (0x034F, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
"""Marks that choose the form of a character or show nothing. A row of them holds a whole text that nobody sees."""

_JOINED_AGAIN: Final = re.compile(f"([{_JOINERS}])[{_JOINERS}]+")


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    if character in _JOINERS:
        return character
    category = unicodedata.category(character)
    if category in {"Zl", "Zp"} or character.isspace() or character in BLANK:
        return " "
    return "" if category in {"Cc", "Cf", "Co", "Cs"} or character in _FORMS else character


def one_line(text: str) -> str:
    """Untrusted text on one line, without what nobody sees (control, format and private characters, marks of forms).

    Lines that the text brings along could pass for turns of somebody else.
    """
    return _JOINED_AGAIN.sub(r"\1", " ".join("".join(map(_shown, text)).split()))


def data_json(value: Any, *, indent: int | None = None) -> str:
    """A value as JSON for a prompt, in its own script and without what nobody sees; strings have no line breaks."""
    separators = (",", ":") if indent is None else None
    return json.dumps(_shown_in(value), ensure_ascii=False, separators=separators, indent=indent)


def _shown_in(value: Any) -> Any:
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, dict):
        return {name: _shown_in(each) for name, each in value.items()}
    return [_shown_in(each) for each in value] if isinstance(value, list | tuple) else value


def harmless(text: str) -> str:
    """Untrusted text in which `<` and `>` are look-alikes: it can't close the fence it stands in or open another."""
    return text.replace("<", "‹").replace(">", "›")


def fence(label: str, text: str) -> str:
    """Untrusted text as data, between marks that the text itself can't contain."""
    return f"<{label}>\n{harmless(text)}\n</{label}>"
