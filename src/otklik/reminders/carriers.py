"""The ways a letter goes out by: one face, a class for each way.

A new way, such as a messenger, is a class with ``deliver`` and its row in ``CARRIERS``; the
rest of the room does not know by which way a letter goes.
"""

import smtplib
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection


@dataclass(frozen=True, slots=True)
class Message:
    """A letter made ready. ``key`` is the same for every try: who gets two can tell it by that."""

    key: str
    address: str
    subject: str
    text: str
    html: str
    settings_url: str


class NotDelivered(Exception):
    """The letter did not go out. ``is_final``: trying again would not help."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final


class Carrier(Protocol):
    """Takes a letter to a person."""

    def deliver(self, message: Message) -> None:
        """Hand the letter over. Raises ``NotDelivered``."""
        ...


class MailCarrier:
    """E-mail by the server of the settings."""

    def deliver(self, message: Message) -> None:
        """Hand the letter to the mail server. Raises ``NotDelivered``."""
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "otklik"
        headers = {
            "Message-ID": f"<{message.key}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{message.settings_url}>",
        }
        try:
            mail = EmailMultiAlternatives(
                message.subject,
                message.text,
                to=[message.address],
                headers=headers,
                connection=get_connection(),
            )
            mail.attach_alternative(message.html, "text/html")
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()), (0, b""))
            raise NotDelivered(_said(code, said), is_final=code >= 500) from error
        except smtplib.SMTPResponseException as error:
            raise NotDelivered(_said(error.smtp_code, error.smtp_error)) from error
        except (OSError, ValueError, smtplib.SMTPException) as error:
            raise NotDelivered(f"{type(error).__name__}: {error}") from error


def _said(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {words}"


CARRIERS: dict[str, Carrier] = {"email": MailCarrier()}
