"""Browsers and machines in plain words, from what a browser says of itself (User-Agent)."""

from django.utils.translation import gettext as _

# The first that fits: most browsers also call themselves by the names further down.
BROWSERS = (
    ("YaBrowser/", "Яндекс Браузер"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_words(device: str) -> str:
    """Return the browser and the machine in words, as far as the browser has said."""
    browser = next((name for sign, name in BROWSERS if sign in device), "")
    machine = next((name for sign, name in MACHINES if sign in device), "")
    if browser and machine:
        return f"{browser}, {machine}"
    return browser or machine or _("unknown browser")
