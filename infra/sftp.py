"""Who may hand in files over SFTP: sources by name, each with its public SSH keys."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass

from infra.variables import SettingsError

VARIABLE = "DEBRIEF_SFTP_SOURCES"
MOST_KEYS = 10
"""Keys of one source: Transfer Family takes no more of one user."""

_NAME = re.compile(r"[a-z][a-z0-9-]{2,31}")
_KINDS = ("ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521")


@dataclass(frozen=True, slots=True)
class SftpSource:
    """A telephony system that hands in files.

    Attributes
    ----------
    name: what it signs in as, and the folder below `sftp/` that it drops into.
    keys: its public SSH keys as `<kind> <base64>`; two of them while one takes the other's place.
    """

    name: str
    keys: tuple[str, ...]


def sftp_sources(given: Mapping[str, str]) -> tuple[SftpSource, ...]:
    """The sources of `DEBRIEF_SFTP_SOURCES`, in the order of their names; none where it isn't set.

    Each is `<name> <kind> <key>`, separated by `;` or line ends; a name that stands twice has two keys.

    Raises
    ------
    SettingsError: one of them is no source. The text never repeats a key.
    """
    keys: dict[str, list[str]] = {}
    for entry in re.split(r"[;\n]", given.get(VARIABLE, "")):
        if entry.strip():
            name, key = _source(entry.split())
            keys.setdefault(name, []).append(key)
    for name, own in keys.items():
        if len(own) > MOST_KEYS:
            raise SettingsError(f"{VARIABLE}: {name} has more than {MOST_KEYS} keys")
        if len({*own}) < len(own):
            raise SettingsError(f"{VARIABLE}: {name} has one key twice")
    return tuple(SftpSource(name, tuple(own)) for name, own in sorted(keys.items()))


def _source(words: list[str]) -> tuple[str, str]:
    name, kind, key = (*words, "", "", "")[:3]
    if not _NAME.fullmatch(name):
        raise SettingsError(
            f"{VARIABLE}: a source is a name of 3 to 32 small letters, digits and hyphens, followed by its public key"
        )
    if any("PRIVATE" in word for word in words):
        raise SettingsError(f"{VARIABLE}: {name} has a private key, which belongs to the telephony system alone")
    if kind not in _KINDS or not _is_key(kind, key):
        raise SettingsError(f"{VARIABLE}: the key of {name} is none of {', '.join(_KINDS)}, as `<kind> <base64>`")
    return name, f"{kind} {key}"


def _is_key(kind: str, key: str) -> bool:
    """Whether the base64 holds a key of this kind: its first field is the kind again (RFC 4253, 6.6)."""
    try:
        raw = base64.b64decode(key, validate=True)
    except (binascii.Error, ValueError):
        return False
    length = int.from_bytes(raw[:4], "big")
    return raw[4 : 4 + length] == kind.encode() and len(raw) > 4 + length
