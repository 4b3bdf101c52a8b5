"""Languages as people and programs write them: by their codes, and by their names."""

import re
from collections.abc import Mapping
from typing import Final

LANGUAGES: Final[Mapping[str, str]] = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "castilian": "es", "italian": "it",
    "portuguese": "pt", "dutch": "nl", "flemish": "nl", "polish": "pl", "russian": "ru", "ukrainian": "uk",
    "turkish": "tr", "arabic": "ar", "hebrew": "he", "hindi": "hi", "chinese": "zh", "mandarin": "zh",
    "cantonese": "yue", "japanese": "ja", "korean": "ko", "swedish": "sv", "danish": "da", "norwegian": "no",
    "finnish": "fi", "czech": "cs", "slovak": "sk", "hungarian": "hu", "romanian": "ro", "moldavian": "ro",
    "moldovan": "ro", "greek": "el", "bulgarian": "bg", "croatian": "hr", "catalan": "ca", "valencian": "ca",
    "vietnamese": "vi", "thai": "th", "indonesian": "id", "malay": "ms", "maori": "mi", "malayalam": "ml",
    "welsh": "cy", "telugu": "te", "persian": "fa", "latvian": "lv", "bengali": "bn", "serbian": "sr",
    "azerbaijani": "az", "slovenian": "sl", "kannada": "kn", "estonian": "et", "macedonian": "mk", "breton": "br",
    "basque": "eu", "icelandic": "is", "armenian": "hy", "nepali": "ne", "mongolian": "mn", "bosnian": "bs",
    "kazakh": "kk", "albanian": "sq", "swahili": "sw", "galician": "gl", "marathi": "mr", "punjabi": "pa",
    "panjabi": "pa", "sinhala": "si", "sinhalese": "si", "khmer": "km", "shona": "sn", "yoruba": "yo", "somali": "so",
    "afrikaans": "af", "occitan": "oc", "georgian": "ka", "belarusian": "be", "tajik": "tg", "sindhi": "sd",
    "gujarati": "gu", "amharic": "am", "yiddish": "yi", "lao": "lo", "uzbek": "uz", "faroese": "fo",
    "haitian creole": "ht", "haitian": "ht", "pashto": "ps", "pushto": "ps", "turkmen": "tk", "nynorsk": "nn",
    "norwegian nynorsk": "nn", "norwegian bokmal": "nb", "norwegian bokmål": "nb", "maltese": "mt", "sanskrit": "sa",
    "luxembourgish": "lb", "letzeburgesch": "lb", "myanmar": "my", "burmese": "my", "tibetan": "bo", "tagalog": "tl",
    "filipino": "fil", "malagasy": "mg", "assamese": "as", "tatar": "tt", "hawaiian": "haw", "lingala": "ln",
    "hausa": "ha", "bashkir": "ba", "javanese": "jv", "sundanese": "su", "tamil": "ta", "urdu": "ur", "latin": "la",
    "lithuanian": "lt", "irish": "ga", "zulu": "zu", "xhosa": "xh", "kurdish": "ku", "kyrgyz": "ky",
}  # fmt: skip
"""The codes of languages as they are called in English: those that Whisper knows, and more. Its API writes them out."""

_NATIVE: Final[Mapping[str, str]] = {
    "deutsch": "de", "français": "fr", "francais": "fr", "español": "es", "espanol": "es", "castellano": "es",
    "italiano": "it", "português": "pt", "portugues": "pt", "nederlands": "nl", "vlaams": "nl", "polski": "pl",
    "русский": "ru", "українська": "uk", "türkçe": "tr", "turkce": "tr", "العربية": "ar", "عربي": "ar", "עברית": "he",
    "हिन्दी": "hi", "हिंदी": "hi", "中文": "zh", "普通话": "zh", "汉语": "zh", "日本語": "ja", "한국어": "ko",
    "svenska": "sv", "dansk": "da", "norsk": "no", "suomi": "fi", "čeština": "cs", "slovenčina": "sk",
    "magyar": "hu", "română": "ro", "ελληνικά": "el", "български": "bg", "hrvatski": "hr", "català": "ca",
    "tiếng việt": "vi", "ไทย": "th", "bahasa indonesia": "id", "bahasa melayu": "ms", "cymraeg": "cy", "farsi": "fa",
    "gaelic": "gd", "esperanto": "eo",
}  # fmt: skip
"""By what they are called by those who speak them, and other names."""

_REGIONS: Final[Mapping[str, str]] = {
    "uk": "GB", "united kingdom": "GB", "great britain": "GB", "british": "GB", "us": "US", "usa": "US",
    "united states": "US", "american": "US", "australia": "AU", "australian": "AU", "new zealand": "NZ",
    "canada": "CA", "canadian": "CA", "ireland": "IE", "india": "IN", "indian": "IN", "germany": "DE",
    "deutschland": "DE", "austria": "AT", "switzerland": "CH", "swiss": "CH", "schweiz": "CH", "france": "FR",
    "spain": "ES", "mexico": "MX", "latin america": "419", "brazil": "BR", "brazilian": "BR", "brasil": "BR",
    "portugal": "PT", "italy": "IT", "belgium": "BE", "netherlands": "NL", "china": "CN", "taiwan": "TW",
    "japan": "JP", "south africa": "ZA",
}  # fmt: skip

_CODES: Final = frozenset({
    "aa", "ab", "ae", "af", "ak", "am", "an", "ar", "as", "av", "ay", "az", "ba", "be", "bg", "bi", "bh", "bm", "bn",
    "bo", "br", "bs", "ca", "ce", "ch", "co", "cr", "cs", "cu", "cv", "cy", "da", "de", "dv", "dz", "ee", "el", "en",
    "eo", "es", "et", "eu", "fa", "ff", "fi", "fj", "fo", "fr", "fy", "ga", "gd", "gl", "gn", "gu", "gv", "ha", "he",
    "hi", "ho", "hr", "ht", "hu", "hy", "hz", "ia", "id", "ie", "ig", "ii", "ik", "in", "io", "is", "it", "iu", "iw",
    "ja", "ji", "jv", "jw", "ka", "kg", "ki", "kj", "kk", "kl", "km", "kn", "ko", "kr", "ks", "ku", "kv", "kw", "ky",
    "la", "lb", "lg", "li", "ln", "lo", "lt", "lu", "lv", "mg", "mh", "mi", "mk", "ml", "mn", "mo", "mr", "ms", "mt",
    "my", "na", "nb", "nd", "ne", "ng", "nl", "nn", "no", "nr", "nv", "ny", "oc", "oj", "om", "or", "os", "pa", "pi",
    "pl", "ps", "pt", "qu", "rm", "rn", "ro", "ru", "rw", "sa", "sc", "sd", "se", "sg", "sh", "si", "sk", "sl", "sm",
    "sn", "so", "sq", "sr", "ss", "st", "su", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tl", "tn", "to", "tr",
    "ts", "tt", "tw", "ty", "ug", "uk", "ur", "uz", "ve", "vi", "vo", "wa", "wo", "xh", "yi", "yo", "za", "zh", "zu",
})  # fmt: skip
"""Of two letters, ISO 639-1, also those that were given up. Of three letters there are thousands: each is believed."""

_OF_THREE: Final[Mapping[str, str]] = {
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "nld": "nl",
    "dut": "nl", "pol": "pl", "rus": "ru", "ukr": "uk", "tur": "tr", "ara": "ar", "heb": "he", "hin": "hi", "zho": "zh",
    "chi": "zh", "cmn": "zh", "jpn": "ja", "kor": "ko", "swe": "sv", "dan": "da", "nor": "no", "fin": "fi", "ces": "cs",
    "cze": "cs", "slk": "sk", "slo": "sk", "hun": "hu", "ron": "ro", "rum": "ro", "ell": "el", "gre": "el", "bul": "bg",
    "hrv": "hr", "srp": "sr", "slv": "sl", "cat": "ca", "eus": "eu", "vie": "vi", "tha": "th", "ind": "id", "msa": "ms",
    "est": "et", "lav": "lv", "lit": "lt", "fas": "fa", "per": "fa", "urd": "ur", "ben": "bn", "tam": "ta", "tel": "te",
    "cym": "cy", "gle": "ga", "isl": "is", "afr": "af", "swa": "sw",
}  # fmt: skip
"""The codes of three letters (ISO 639-2 and 639-3) of languages that have one of two."""

_CODE: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_LONGEST: Final = 40


def language_code(given: object) -> str | None:
    """The code of a language that is called by its code or its name; None for another word.

    A code of two letters stays as it is written, one of three is that of two where there is one. `German`, `Deutsch`
    and `English (UK)` are `de`, `de` and `en-GB`.
    """
    if not isinstance(given, str) or len(given) > _LONGEST:
        return None
    code = given.strip()
    plain = " ".join(re.sub(r"[_(),/-]", " ", code).split()).casefold()
    if found := _named(plain):
        return found
    for first, second in ((plain.partition(" ")[0], plain.partition(" ")[2]), plain.rpartition(" ")[::-2]):
        if (found := _named(first)) and second in _REGIONS:
            return f"{found}-{_REGIONS[second]}"
    match = _CODE.fullmatch(code)
    if match is None or (len(match[1]) == 2 and match[1].lower() not in _CODES):
        return None
    known = _OF_THREE.get(match[1].lower())
    return code if known is None else known + code[3:]


def _named(plain: str) -> str | None:
    return LANGUAGES.get(plain) or _NATIVE.get(plain)


def read_language(value: object) -> str:
    """The code of a language. Raises ValueError, with a sentence's end, where it is none."""
    found = language_code(value)
    if found is None:
        raise ValueError(f'"{str(value).strip()[:_LONGEST]}" is no language; write a code such as "en-GB"')
    return found
