"""A browser's own long description in the few words by which a person knows the device; pure."""

import re

BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/.*Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def _first(table: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for pattern, name in table if re.search(pattern, text)), "")


def name_of(user_agent: str) -> str:
    """`Firefox, Windows`; a description nobody knows is shortened, an empty one is a dash."""
    known = ", ".join(filter(None, (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))))
    return known or user_agent[:40] or "–"
