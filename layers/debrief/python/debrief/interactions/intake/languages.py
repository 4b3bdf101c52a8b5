"""Which language a recording is transcribed as: Transcribe wants a language and a region, people often say `en`."""

DEFAULT = "en-US"
"""Where nobody says what is spoken."""

TRANSCRIBED = frozenset({
    "ab-GE", "af-ZA", "ar-AE", "ar-SA", "ast-ES", "az-AZ", "ba-RU", "be-BY", "bg-BG", "bn-IN", "bs-BA", "ca-ES",
    "ckb-IQ", "ckb-IR", "cs-CZ", "cy-WL", "da-DK", "de-CH", "de-DE", "el-GR", "en-AB", "en-AU", "en-GB", "en-IE",
    "en-IN", "en-NZ", "en-US", "en-WL", "en-ZA", "es-ES", "es-US", "et-EE", "et-ET", "eu-ES", "fa-IR", "fi-FI",
    "fr-CA", "fr-FR", "gl-ES", "gu-IN", "ha-NG", "he-IL", "hi-IN", "hr-HR", "hu-HU", "hy-AM", "id-ID", "is-IS",
    "it-IT", "ja-JP", "ka-GE", "kab-DZ", "kk-KZ", "kn-IN", "ko-KR", "ky-KG", "lg-IN", "lt-LT", "lv-LV", "mhr-RU",
    "mi-NZ", "mk-MK", "ml-IN", "mn-MN", "mr-IN", "ms-MY", "mt-MT", "nl-NL", "no-NO", "or-IN", "pa-IN", "pl-PL",
    "ps-AF", "pt-BR", "pt-PT", "ro-RO", "ru-RU", "rw-RW", "si-LK", "sk-SK", "sl-SI", "so-SO", "sr-RS", "su-ID",
    "sv-SE", "sw-BI", "sw-KE", "sw-RW", "sw-TZ", "sw-UG", "ta-IN", "te-IN", "th-TH", "tl-PH", "tr-TR", "tt-RU",
    "ug-CN", "uk-UA", "uz-UZ", "vi-VN", "wo-SN", "zh-CN", "zh-TW", "zu-ZA",
})  # fmt: skip
"""The codes that a transcription job takes."""

CALL_ANALYTICS = frozenset({
    "ar-AE", "de-CH", "de-DE", "en-AB", "en-AU", "en-GB", "en-IE", "en-IN", "en-US", "en-WL", "es-ES", "es-US", "fr-CA",
    "fr-FR", "hi-IN", "it-IT", "ja-JP", "ko-KR", "pt-BR", "pt-PT", "zh-CN",
})  # fmt: skip
"""Those of them in which Transcribe analyses calls after they are over."""

_BY_CASE = {code.casefold(): code for code in TRANSCRIBED}
_MEANT = {
    "ar": "ar-SA",
    "ckb": "ckb-IQ",
    "de": "de-DE",
    "en": DEFAULT,
    "es": "es-ES",
    "et": "et-EE",
    "fr": "fr-FR",
    "iw": "he-IL",
    "nb": "no-NO",
    "pt": "pt-PT",
    "sw": "sw-KE",
    "zh": "zh-CN",
}
"""What a language alone means where several regions are to choose from, or where it goes by another name."""


def transcribed_as(language: str | None) -> str | None:
    """The code for a transcription job; None where the language isn't transcribed.

    A language alone gets its usual region; a region that isn't known gets the language's usual one, so that `en-CA` is
    transcribed as English all the same.
    """
    if not language or not language.strip():
        return DEFAULT
    code = language.strip().replace("_", "-").casefold()
    if code in _BY_CASE:
        return _BY_CASE[code]
    alone = code.partition("-")[0]
    return _MEANT.get(alone) or next((each for each in sorted(TRANSCRIBED) if each.startswith(f"{alone}-")), None)


def is_analysed(language: str | None) -> bool:
    """Whether calls in this language may go through Call Analytics; also where nobody says what is spoken.

    Call Analytics finds out by itself what is spoken, out of the languages that it knows.
    """
    return not language or not language.strip() or transcribed_as(language) in CALL_ANALYTICS
