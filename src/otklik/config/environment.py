"""Settings of an installation, read from the environment only and checked at start.

Every variable is described in ``docs/settings.md``; a test keeps the two in step.
"""

import os
import secrets
import shlex
import sys
from email.utils import parseaddr
from pathlib import Path
from typing import Literal
from zoneinfo import available_timezones

import dj_database_url
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from otklik.enclosures.kinds import KINDS


def default_data_folder() -> Path:
    """Return the folder of the user where Otklik keeps its database and uploads."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "Otklik"
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "otklik"


DATABASE_FORMS = "give sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/NAME"
# Django's own limit for a key that protects anything.
SHORTEST_KEY = 50


def make_data_folder(path: Path) -> None:
    """Make the folder of the database and the uploads, open to its owner only.

    Raises ``SystemExit`` with one sentence when it cannot be made.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SystemExit(f"Otklik cannot make its data folder {path}: {error.strerror}") from error


class Environment(BaseSettings):
    """The environment variables Otklik understands, with their defaults.

    Raises ``pydantic.ValidationError`` when a value makes no sense.
    """

    model_config = SettingsConfigDict(env_prefix="OTKLIK_", env_ignore_empty=True, extra="ignore")

    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    data_folder: Path = Field(default_factory=default_data_folder)
    secret_key: str = ""
    debug: bool = False
    allowed_hosts: str = "localhost,127.0.0.1,[::1]"
    trusted_origins: str = ""
    https: bool = False
    language: Literal["ru", "en"] = "ru"
    time_zone: str = "Asia/Krasnoyarsk"
    sqlite_synchronous: Literal["NORMAL", "FULL"] = "FULL"
    upload_limit_mb: int = Field(default=100, ge=1, le=2000)
    import_worker: bool = True
    learn_at_night: bool = True
    public_url: str = ""
    session_hours: int = Field(default=12, ge=1, le=720)
    login_log_days: int = Field(default=365, ge=30, le=3650)
    file_kinds: str = ",".join(KINDS)
    file_limit_mb: int = Field(default=50, ge=1, le=1000)
    case_files: int = Field(default=50, ge=1, le=1000)
    case_files_limit_mb: int = Field(default=300, ge=1, le=10_000)
    antivirus_command: str = ""
    antivirus_seconds: int = Field(default=60, ge=1, le=600)
    rehearsal_cases: int = Field(default=30_000, ge=100)
    site_address: str = "http://127.0.0.1:8000"
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["none", "starttls", "tls"] = "starttls"
    smtp_user: str = ""
    smtp_password_file: Path | None = None
    mail_from: str = "otklik@localhost"

    @field_validator("time_zone")
    @classmethod
    def _zone_is_known(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"unknown time zone {value!r}, give a name such as Asia/Krasnoyarsk")
        return value

    @field_validator("file_kinds")
    @classmethod
    def _kinds_are_known(cls, value: str) -> str:
        unknown = {name.strip() for name in value.split(",")} - KINDS.keys()
        if unknown:
            raise ValueError(
                f"unknown {', '.join(sorted(unknown))}, give some of {', '.join(KINDS)}"
            )
        return value

    @field_validator("antivirus_command")
    @classmethod
    def _command_is_whole(cls, value: str) -> str:
        shlex.split(value)
        return value

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, value: str) -> str:
        if not value:
            return value
        if not value.startswith(("sqlite://", "postgres://", "postgresql://")):
            raise ValueError(DATABASE_FORMS)
        try:
            name = dj_database_url.parse(value).get("NAME")
        except ValueError as error:
            raise ValueError(DATABASE_FORMS) from error
        if not name:
            raise ValueError(DATABASE_FORMS)
        return value

    @field_validator("trusted_origins")
    @classmethod
    def _origins_have_schemes(cls, value: str) -> str:
        for origin in value.split(","):
            if origin.strip() and "://" not in origin:
                raise ValueError(f"give {origin.strip()!r} with its scheme: https://HOST")
        return value

    @field_validator("public_url")
    @classmethod
    def _address_has_a_scheme(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://")):
            raise ValueError("give it with its scheme: https://HOST")
        return value

    @field_validator("site_address")
    @classmethod
    def _address_is_whole(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("give the address of the site with its scheme: https://HOST")
        return value.rstrip("/")

    @field_validator("mail_from")
    @classmethod
    def _sender_is_an_address(cls, value: str) -> str:
        if "@" not in parseaddr(value)[1] or not value.isprintable():
            raise ValueError("give an address such as otklik@HOST or Otklik <otklik@HOST>")
        return value

    def smtp_password(self) -> str:
        """Return the password of the mail server from its file; blank without one.
        Raises ``SystemExit`` with one sentence when the file cannot be read.
        """
        path = self.smtp_password_file
        if path is None:
            return ""
        try:
            return path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeError) as error:
            raise SystemExit(f"OTKLIK_SMTP_PASSWORD_FILE {path} cannot be read: {error}") from error

    def hosts(self) -> list[str]:
        """Return the host names the site answers to."""
        return [name.strip() for name in self.allowed_hosts.split(",") if name.strip()]

    def origins(self) -> list[str]:
        """Return the origins (scheme and host) from which forms are accepted behind a proxy."""
        return [name.strip() for name in self.trusted_origins.split(",") if name.strip()]

    def kinds_of_files(self) -> frozenset[str]:
        """Return the symbols of the kinds of file that may be attached."""
        return frozenset(name.strip() for name in self.file_kinds.split(","))

    def stored_secret_key(self) -> str:
        """Return the secret key; without one in the environment make and keep one on disk."""
        if self.secret_key:
            return self.secret_key
        path = self.data_folder / "secret_key"
        if not path.exists():
            make_data_folder(self.data_folder)
            # Renamed when whole: a file that was cut short would be a key anybody could guess.
            draft = path.with_suffix(f".{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
            draft.replace(path)
        key = path.read_text(encoding="ascii").strip()
        if len(key) < SHORTEST_KEY:
            raise SystemExit(f"{path} holds no key: remove the file, a new one will be made")
        return key


def read_environment() -> Environment:
    """Read and check the environment, or stop the program with one clear sentence a variable.

    Raises ``SystemExit`` with the list of what is wrong.
    """
    try:
        return Environment()
    except ValidationError as error:
        lines = [f"  {_variable(e['loc'])}: {e['msg']}" for e in error.errors()]
        raise SystemExit("Otklik cannot start, settings are wrong:\n" + "\n".join(lines)) from error


def _variable(location: tuple[int | str, ...]) -> str:
    name = str(location[0]) if location else "?"
    return name if name.isupper() else f"OTKLIK_{name.upper()}"
