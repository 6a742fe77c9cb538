"""The entry point. A command, and Django with it, is loaded only when it is called."""

import os
import sys
from importlib import import_module

import click

from otklik import __version__
from otklik.cli.words import _, speak

# Name of the command: where it is, and its line in the list of commands.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": (
        "otklik.cli.demonstrate:demo",
        _("Make the demonstration district and serve it."),
    ),
    "init": ("otklik.cli.init:init", _("Create or upgrade the database and load a registry.")),
    "serve": ("otklik.cli.serve:serve", _("Serve the site and take in uploaded files.")),
    "import": (
        "otklik.cli.import_file:import_file",
        _("Take in a file of the feedback platform or Incident Management."),
    ),
    "cases": ("otklik.cli.cases:cases", _("List cases.")),
    "report": ("otklik.cli.report:report", _("Print reports.")),
    "load-registry": (
        "otklik.cli.registry:load_registry",
        _("Load a folder of registry files."),
    ),
    "export-registry": (
        "otklik.cli.registry:export_registry",
        _("Write the registry to a folder of files."),
    ),
    "load-gar": (
        "otklik.cli.load_gar:load_gar",
        _("Load settlements, streets and houses of the state address register."),
    ),
    "create-user": ("otklik.cli.users:create_user", _("Add a person who may log in.")),
    "set-password": ("otklik.cli.users:set_password", _("Give a person a new password.")),
    "login": ("otklik.cli.login:login", _("Help people who cannot log in.")),
    "places": ("otklik.cli.places:places", _("Measure how well places are found in texts.")),
    "learn": (
        "otklik.cli.learn:learn",
        _("Let the machine learn from cases that people and files have sorted."),
    ),
    "evaluate": (
        "otklik.cli.evaluate:evaluate",
        _("Measure the trained classifier on messages with known labels."),
    ),
    "find-repeats": (
        "otklik.cli.find_repeats:find_repeats",
        _("Compare new cases with the register: repeats and problems."),
    ),
    "watch-promises": (
        "otklik.cli.watch_promises:watch_promises",
        _("Return deferred cases to work when the promised day has passed."),
    ),
    "remind": (
        "otklik.cli.remind:remind",
        _("Tell people what is new, and send the letters that are due."),
    ),
    "verify-log": ("otklik.cli.verify_log:verify_log", _("Check the chain of the log.")),
    "verify-files": (
        "otklik.cli.verify_files:verify_files",
        _("Check that every attached file is there and whole."),
    ),
    "duplicates": (
        "otklik.cli.duplicates:duplicates",
        _("Measure how copies of messages are found."),
    ),
}


class LazyGroup(click.Group):
    """Lists the commands from the table and loads one only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table: the way a centre is set up."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Start Django and return the command, or ``None`` when there is no such one."""
        if cmd_name not in COMMANDS:
            return None
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
        import_module("django").setup()
        module, _colon, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without loading any."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, line) for name, (_path, line) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_(
        "The workplace of a municipal control centre: every appeal and message a case, "
        "from arrival to rating."
    ),
)
@click.version_option(
    __version__,
    prog_name="otklik",
    message="%(prog)s %(version)s",
    help=_("Show the version and exit."),
)
def otklik() -> None:
    """Hold the commands together."""


def main() -> None:
    """Run the command named by the arguments of the process."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    speak()
    otklik(prog_name="otklik")


if __name__ == "__main__":
    main()
