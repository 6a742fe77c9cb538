"""Texts of the commands in the language of the installation, without starting Django.

``otklik --help`` must answer at once, so the catalogue is read by the standard library; it is
the same catalogue the pages use.
"""

import gettext as catalogue
import os
from pathlib import Path

LOCALE_FOLDER = Path(__file__).resolve().parent.parent / "locale"
LANGUAGE = os.environ.get("OTKLIK_LANGUAGE") or "ru"
DOMAIN = "django"

_translation = catalogue.translation(DOMAIN, str(LOCALE_FOLDER), [LANGUAGE], fallback=True)
_ = _translation.gettext
ngettext = _translation.ngettext


def speak() -> None:
    """Let click say its own sentences in the same language and out of the same catalogue."""
    os.environ["LANGUAGE"] = LANGUAGE
    catalogue.bindtextdomain(DOMAIN, str(LOCALE_FOLDER))
    catalogue.textdomain(DOMAIN)


# What click itself says, named here so that it gets into the catalogue.
SAID_BY_CLICK = (
    _("Usage:"),
    _("Options"),
    _("Commands"),
    _("Show this message and exit."),
    _("Show the version and exit."),
    _("Error: {message}"),
    _("Aborted!"),
    _("Try '{command} {option}' for help."),
    _("No such command {name!r}."),
    _("No such option {name!r}."),
    _("Missing argument"),
    _("Missing option"),
    _("Missing command."),
    _("Invalid value: {message}"),
    _("Invalid value for {param_hint}: {message}"),
    ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 2),
    _("{value!r} is not a valid {number_type}."),
    _("{value} is not in the range {range}."),
    _("{name} {filename!r} is a directory."),
    _("{name} {filename!r} is a file."),
    _("default: {default}"),
    _("Error: The two entered values do not match."),
    _("Repeat for confirmation"),
)
