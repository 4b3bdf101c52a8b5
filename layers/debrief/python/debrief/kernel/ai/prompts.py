"""Prompts are files with a version; what they were is known by their hash."""

import hashlib
import re
from functools import cache
from importlib.resources import files
from string import Template

from debrief.kernel.model import Entity

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
    """A prompt ready to be sent."""

    name: str
    version: int
    hash: str
    system: str
    text: str

    @property
    def label(self) -> str:
        """Name and version, such as `analyse_interaction.v1`: the file it came from."""
        return f"{self.name}.v{self.version}"


@cache
def prompt_template(package: str, name: str, version: int) -> PromptTemplate:
    """Read `<package>/prompts/<name>.v<version>.md`, which has the headings `## system` and `## prompt`."""
    text = files(package).joinpath("prompts", f"{name}.v{version}.md").read_text(encoding="utf-8")
    parts = _SECTION.split(text)
    found = {parts[i]: parts[i + 1].strip() for i in range(1, len(parts), 2)}
    return PromptTemplate(name=name, version=version, system=found["system"], text=found["prompt"])


def harmless(text: str) -> str:
    """Untrusted text in which `<` and `>` are look-alikes: it can't close the fence it stands in or open another."""
    return text.replace("<", "‹").replace(">", "›")


def fence(label: str, text: str) -> str:
    """Untrusted text as data, between marks that the text itself can't contain."""
    return f"<{label}>\n{harmless(text)}\n</{label}>"
