"""Check digits: what makes a number one of a card, an account or a person, and not just any number."""

import re
from collections.abc import Sequence
from typing import Final


def luhn(digits: str) -> bool:
    """The Luhn formula (ISO/IEC 7812-1, annex B), which payment cards and some national numbers follow."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


_SCHEMES: Final = re.compile(r"(?:[2-6]|1800|2131)\d+")
"""How the numbers of payment schemes begin (ISO/IEC 7812: 3 travel and leisure, 4 to 6 banking; 2 Mastercard; JCB)."""


def is_card(digits: str) -> bool:
    """Whether it may be the number of a payment card: 13 to 19 digits, a scheme's beginning, Luhn."""
    return 13 <= len(digits) <= 19 and _SCHEMES.fullmatch(digits) is not None and luhn(digits)


_IBAN_LENGTHS: Final = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28,
    "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
    "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
    "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20,
    "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15,
    "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24, "SI": 19,
    "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip
"""Length of an IBAN by country (SWIFT's IBAN registry)."""


def iban_length(country: str) -> int | None:
    """How many signs an IBAN of a country has; None of one that has none."""
    return _IBAN_LENGTHS.get(country)


def is_iban(text: str) -> bool:
    """Whether it is an IBAN: its country's length, and 1 as the remainder by 97 (ISO 13616, ISO 7064)."""
    plain = re.sub(r"[\s\-]", "", text).upper()
    if _IBAN_LENGTHS.get(plain[:2]) != len(plain) or not plain.isascii() or not plain.isalnum():
        return False
    return int("".join(str(int(each, 36)) for each in plain[4:] + plain[:4])) % 97 == 1


def is_ssn(digits: str) -> bool:
    """Whether it may be a US social security number or an ITIN: no group is nothing but zeros, and not 666."""
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    return len(digits) == 9 and area not in {"000", "666"} and group != "00" and serial != "0000"


def _weighted(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _cpf(digits: str) -> bool:
    """Brazil's CPF: two check digits, each by 11."""
    if len(set(digits)) == 1:
        return False
    first = _weighted(digits, range(10, 1, -1)) * 10 % 11 % 10
    second = _weighted(digits, range(11, 1, -1)) * 10 % 11 % 10
    return digits[9:] == f"{first}{second}"


def _pesel(digits: str) -> bool:
    """Poland's PESEL: weights 1, 3, 7, 9, and a month of its century."""
    month = int(digits[2:4]) % 20
    return 1 <= month <= 12 and _weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0


def _steuer_id(digits: str) -> bool:
    """Germany's tax id: ISO 7064, MOD 11,10; the first digit is no zero."""
    product = 10
    for digit in digits[:10]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return digits[0] != "0" and (11 - product) % 10 == int(digits[10])


def _bsn(digits: str) -> bool:
    """The Netherlands' BSN: the eleven test with -1 for the last digit."""
    return int(digits) > 0 and _weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def _nhs(digits: str) -> bool:
    """The NHS number of England: weights 10 to 2, by 11."""
    return (11 - _weighted(digits[:9], range(10, 1, -1)) % 11) % 11 == int(digits[9])


def _nir(digits: str) -> bool:
    """France's social security number: 97 less the remainder of the first 13 digits by 97."""
    return digits[0] in "12" and 97 - int(digits[:13]) % 97 == int(digits[13:])


_VERHOEFF_D: Final = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_VERHOEFF_P: Final = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip


def _aadhaar(digits: str) -> bool:
    """India's Aadhaar: Verhoeff's check digit; it doesn't begin with 0 or 1."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = int(_VERHOEFF_D[check][int(_VERHOEFF_P[place % 8][int(digit)])])
    return digits[0] > "1" and check == 0


def is_national(digits: str) -> bool:
    """Whether its check digits make it the number of somebody in a state's register, among those known here."""
    rules = {
        9: (_bsn,),
        10: (_nhs,),
        11: (_cpf, _pesel, _steuer_id),
        12: (_aadhaar,),
        15: (_nir,),
    }.get(len(digits), ())
    return any(rule(digits) for rule in rules)


_DNI_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"


def is_dni(text: str) -> bool:
    """Whether it is a Spanish DNI or NIE: eight digits, or X, Y or Z and seven, and the letter of the rest by 23."""
    plain = re.sub(r"[\s.\-]", "", text).upper()
    if plain[:1] in {"X", "Y", "Z"}:
        plain = str("XYZ".index(plain[0])) + plain[1:]
    if not re.fullmatch(r"\d{8}[A-Z]", plain, re.ASCII):
        return False
    return _DNI_LETTERS[int(plain[:8]) % 23] == plain[8]


_CF_ODD: Final = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21,
         2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
        strict=True,
    )
)  # fmt: skip


def is_codice_fiscale(text: str) -> bool:
    """Whether it is an Italian codice fiscale: its form and its check letter (D.M. 23 December 1976)."""
    plain = text.upper()
    if not re.fullmatch(r"[A-Z]{6}[\dL-NP-V]{2}[A-EHLMPRST][\dL-NP-V]{2}[A-Z][\dL-NP-V]{3}[A-Z]", plain, re.ASCII):
        return False
    odd = sum(_CF_ODD[each] for each in plain[:15:2])
    even = sum(int(each) if each.isdigit() else ord(each) - 65 for each in plain[1:15:2])
    return chr(65 + (odd + even) % 26) == plain[15]
