"""Where the functions lie: `functions/<what starts them>/…/<name>/handler.py`. Names are unique."""

from functools import cache
from pathlib import Path

FUNCTIONS = Path(__file__).resolve().parent.parent / "functions"


class MissingHandler(FileNotFoundError):
    """A function is declared that has no folder in functions/."""


@cache
def function_folders() -> dict[str, Path]:
    """Every function's folder by its name, in order of the names.

    Raises:
        ValueError: two folders have one name, and the deployed functions would too.
    """
    folders: dict[str, Path] = {}
    for handler in FUNCTIONS.rglob("handler.py"):
        folder = handler.parent
        if folder.name in folders:
            raise ValueError(f"two functions are called {folder.name}: {folder} and {folders[folder.name]}")
        folders[folder.name] = folder
    return dict(sorted(folders.items()))


def folder_of(name: str) -> Path:
    """The folder of a function.

    Raises:
        MissingHandler: there is none.
    """
    try:
        return function_folders()[name]
    except KeyError:
        raise MissingHandler(f"no folder below functions/ is called {name} and has a handler.py") from None


def module_of(name: str) -> str:
    """The module of a function's handler, as it is imported here, in tests and deployed."""
    return ".".join((*folder_of(name).relative_to(FUNCTIONS).parts, "handler"))
