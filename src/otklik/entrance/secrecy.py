"""Secrets at rest: what has to be read again is encrypted, the rest is kept as a digest.

The key comes from the secret key of the installation, so a copy of the database alone opens
nothing. With a new secret key apps with codes have to be set up anew; passkeys stay.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac


def encrypted(text: str) -> str:
    """Return the text as only this installation can read it."""
    return _box().encrypt(text.encode()).decode()


def decrypted(text: str) -> str:
    """Return the text again; blank when it was encrypted by another key."""
    try:
        return _box().decrypt(text.encode()).decode()
    except InvalidToken:
        return ""


def digest_of(purpose: str, text: str) -> str:
    """Return the digest of the text, other for each purpose and each installation."""
    return salted_hmac(f"otklik.entrance.{purpose}", text, algorithm="sha256").hexdigest()


def _box() -> Fernet:
    key = salted_hmac("otklik.entrance.box", "key", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
