"""What a browser says of itself, in a few words that its owner knows it by; nothing more of it is kept."""

from typing import Final

from wijkstem.kit.i18n import N_
from wijkstem.web.language import translated

#: In this order: most browsers also name those that they look like.
_BROWSERS: Final = (
    ("Edg", "edge", "Edge"),
    ("OPR/", "opera", "Opera"),
    ("SamsungBrowser", "samsung", "Samsung Internet"),
    ("Firefox/", "firefox", "Firefox"),
    ("FxiOS", "firefox", "Firefox"),
    ("CriOS", "chrome", "Chrome"),
    ("Chrome/", "chrome", "Chrome"),
    ("Safari/", "safari", "Safari"),
)
_SYSTEMS: Final = (
    ("iPhone", "iphone", "iPhone"),
    ("iPad", "ipad", "iPad"),
    ("Android", "android", "Android"),
    ("CrOS", "chromeos", "ChromeOS"),
    ("Windows", "windows", "Windows"),
    ("Mac OS X", "mac", "Mac"),
    ("Linux", "linux", "Linux"),
)


def device(user_agent: str) -> str:
    """Browser and system as a code: "firefox/windows"; a part that is not known is empty."""
    browser = next((code for mark, code, _ in _BROWSERS if mark in user_agent), "")
    system = next((code for mark, code, _ in _SYSTEMS if mark in user_agent), "")
    return f"{browser}/{system}"


def device_words(code: str, lang: str) -> str:
    """ "Firefox op Windows", in the reader's language."""
    browser, _, system = code.partition("/")
    known = {code: name for _, code, name in (*_BROWSERS, *_SYSTEMS)}
    values = {"browser": known.get(browser, ""), "system": known.get(system, "")}
    if all(values.values()):
        return translated(N_("%(browser)s op %(system)s"), lang, values)
    found = values["browser"] or values["system"]
    return found or translated(N_("Een apparaat dat wij niet herkennen"), lang)
