"""Names and addresses as they are compared, whatever their case and spacing."""

import unicodedata


def name_key(name: str) -> str:
    """A name as it is sorted and compared: without case, accents and doubled spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return " ".join(bare.split())


def email_key(email: str) -> str:
    """An e-mail address as it is compared."""
    return email.strip().lower()
