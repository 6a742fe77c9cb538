"""Second factors of people, their sessions, and what happened at the door."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from otklik.registry.models import Person

NAME_LENGTH = 60
DEVICE_LENGTH = 300


class Proof(models.TextChoices):
    """What a person has shown beside, or in the place of, the password."""

    NONE = "", _("only the password")
    APP = "app", _("code of an app")
    PASSKEY = "passkey", _("passkey")
    RECOVERY = "recovery", _("recovery code")


class AuthenticatorApp(models.Model):
    """The app on a phone that makes a code every half minute (RFC 6238); kept once confirmed.

    ``secret`` is encrypted by a key of the installation. ``last_step`` is the half minute of the
    last code taken: no code is taken twice.
    """

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    secret = models.TextField()
    last_step = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("app with codes")
        verbose_name_plural = _("apps with codes")

    def __str__(self) -> str:
        return str(self.person)


class Passkey(models.Model):
    """A passkey (WebAuthn): its public half, in base64url as the browser names it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    credential_id = models.CharField(max_length=1400, unique=True)
    credential = models.TextField()
    sign_count = models.BigIntegerField(default=0)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("passkey")
        verbose_name_plural = _("passkeys")

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code that opens once where app and passkey are lost; only its digest is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [
            models.UniqueConstraint(fields=["person", "digest"], name="recovery_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.made_at:%Y-%m-%d}"


class WrongCodes(models.Model):
    """How many wrong codes in a row followed a right password, and when the last came."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("wrong codes")
        verbose_name_plural = _("wrong codes")

    def __str__(self) -> str:
        return f"{self.person}: {self.count}"


class SessionEnd(models.TextChoices):
    """Why a session ended."""

    LOGGED_OUT = "logged_out", _("logged out")
    BY_HIMSELF = "by_himself", _("ended from another session")
    BY_ADMINISTRATOR = "by_administrator", _("ended by the administrator")
    PASSWORD = "password", _("the password was changed")
    CLOSED = "closed", _("the account was closed")
    IDLE = "idle", _("nothing was done for long")
    TOO_LONG = "too_long", _("the longest session was over")
    REPLACED = "replaced", _("logged in anew")


class LoginSession(models.Model):
    """A person in one browser, from the password on. The session of the browser names the row."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    proof = models.CharField(max_length=10, choices=Proof, blank=True, default=Proof.NONE)
    ip = models.GenericIPAddressField(null=True, blank=True)
    device = models.CharField(max_length=DEVICE_LENGTH, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=20, choices=SessionEnd, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = [
            models.Index(fields=["person"], condition=Q(ended_at=None), name="open_sessions_of"),
            models.Index(fields=["started_at"], name="sessions_by_start"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.started_at:%Y-%m-%d %H:%M}"


class LoginEventKind(models.TextChoices):
    """What may happen at the door."""

    ENTERED = "entered", _("logged in")
    FAILED = "failed", _("wrong login or password")
    LOCKED = "locked", _("locked out after failed attempts")
    WRONG_CODE = "wrong_code", _("wrong code or passkey")
    SESSION_ENDED = "session_ended", _("session ended")
    PASSWORD_CHANGED = "password_changed", _("password changed")
    APP_ADDED = "app_added", _("app with codes set up")
    APP_REMOVED = "app_removed", _("app with codes removed")
    PASSKEY_ADDED = "passkey_added", _("passkey added")
    PASSKEY_REMOVED = "passkey_removed", _("passkey removed")
    CODES_MADE = "codes_made", _("recovery codes made")
    CODE_USED = "code_used", _("recovery code used")
    UNLOCKED = "unlocked", _("unlocked")
    FACTOR_RESET = "factor_reset", _("second factor taken off by another")


class LoginEvent(models.Model):
    """What happened at the door. ``by`` is who did it to another; both blank: command line.

    Without a ``person`` somebody typed a login there is none of; what he typed is not kept, for
    it may be a password in the wrong field. The same failure again within minutes raises
    ``times``.
    """

    kind = models.CharField(max_length=20, choices=LoginEventKind)
    at = models.DateTimeField()
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    ip = models.GenericIPAddressField(null=True, blank=True)
    device = models.CharField(max_length=DEVICE_LENGTH, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("event at the door")
        verbose_name_plural = _("log of logins")
        indexes = [
            models.Index(fields=["person", "at"], name="login_events_of"),
            models.Index(fields=["at"], name="login_events_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"
