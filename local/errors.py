"""What goes wrong in a way that the person at the keyboard can do something about."""

from __future__ import annotations


class DemoError(Exception):
    """The story, or the loading, can't go on. The text is one sentence. exit_code: 2 where what was asked can't be."""

    def __init__(self, sentence: str, exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code
