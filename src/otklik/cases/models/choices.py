"""Symbols stored in the case file, with their labels apart (glossary: facts.md 12)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """By which way an item came."""

    POS = "pos", _("feedback platform")
    IM = "im", _("Incident Management")
    OFFICIAL_PAGE = "official_page", _("official page")
    EMAIL = "email", _("e-mail")
    PAPER = "paper", _("paper")
    PHONE = "phone", _("telephone")
    RECEPTION = "reception", _("personal reception")


class CaseKind(models.TextChoices):
    """A message, or an appeal under 59-FZ (decree 211, clause 4)."""

    MESSAGE = "message", _("message")
    APPEAL = "appeal", _("appeal under 59-FZ")


class AppealKind(models.TextChoices):
    """Kinds of appeal (59-FZ art. 4)."""

    PROPOSAL = "proposal", _("proposal")
    APPLICATION = "application", _("application")
    COMPLAINT = "complaint", _("complaint")


class AuthorKind(models.TextChoices):
    """Who wrote (decree 211, clause 2 а)."""

    CITIZEN = "citizen", _("citizen of Russia")
    FOREIGN = "foreign", _("foreign citizen")
    STATELESS = "stateless", _("stateless person")
    CITIZEN_ABROAD = "citizen_abroad", _("citizen of Russia living abroad")
    ORGANISATION = "organisation", _("organisation")


class State(models.TextChoices):
    """Where a case stands; the allowed steps between them are in ``otklik.cases.states``."""

    REGISTERED = "registered", _("new")
    ASSIGNED = "assigned", _("assigned")
    IN_PROGRESS = "in_progress", _("in work")
    IN_REVIEW = "in_review", _("waiting for approval")
    APPROVED = "approved", _("approved, to be sent")
    DEFERRED = "deferred", _("deferred")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")
    TRANSFERRED = "transferred", _("transferred by competence")
    LEFT_WITHOUT_ANSWER = "left_without_answer", _("left without answer")


OPEN_STATES: tuple[str, ...] = (
    State.REGISTERED,
    State.ASSIGNED,
    State.IN_PROGRESS,
    State.IN_REVIEW,
    State.APPROVED,
    State.DEFERRED,
)


class CaseImportance(models.TextChoices):
    """Two levels of importance (facts.md 3.2)."""

    NORMAL = "normal", _("normal")
    HEIGHTENED = "heightened", _("heightened")


class RedFlag(models.TextChoices):
    """What people must know of at once; the symbols are those of ``otklik.understanding.flags``."""

    SUICIDE = "suicide", _("suicide")
    THREAT_TO_LIFE = "threat_to_life", _("threat to life")
    EMERGENCY = "emergency", _("emergency")
    THREATS = "threats", _("threats")
    EXTREMISM = "extremism", _("extremism")
    CRIME = "crime", _("crime")


class Tone(models.TextChoices):
    """How a text is written; the symbols are those of ``otklik.understanding.tone``."""

    POSITIVE = "positive", _("thanks")
    NEUTRAL = "neutral", _("calm")
    NEGATIVE = "negative", _("displeasure")
    HOSTILE = "hostile", _("insults or obscenity")


class Resolution(models.TextChoices):
    """Outcome of a case or a question (facts.md 1, 3.8, 7)."""

    EXPLAINED = "explained", _("explained")
    SOLVED = "solved", _("solved")
    SUPPORTED = "supported", _("supported")
    NOT_SUPPORTED = "not_supported", _("not supported")
    NOT_SOLVED = "not_solved", _("not solved")
    DEFERRED = "deferred", _("deferred")
    REFUSED = "refused", _("refused")
    TRANSFERRED = "transferred", _("transferred by competence")
    ANSWERED = "answered", _("answer given")
    LEFT_WITHOUT_ANSWER = "left_without_answer", _("left without answer")


class QuestionResult(models.TextChoices):
    """The outcome of one question of an appeal (facts.md 7); blank while it is in work."""

    EXPLAINED = "explained", _("explained")
    SUPPORTED = "supported", _("supported")
    NOT_SUPPORTED = "not_supported", _("not supported")
    TRANSFERRED = "transferred", _("transferred by competence")
    ANSWERED = "answered", _("answer given")
    LEFT_WITHOUT_ANSWER = "left_without_answer", _("left without answer")


class RepeatKind(models.TextChoices):
    """Registry marks of repetition (facts.md 1)."""

    NONE = "", _("no")
    REPEATED = "repeated", _("repeated")
    SEVERAL = "several", _("several times")
    DUPLICATE = "duplicate", _("duplicate")
    MULTIPLE = "multiple", _("many times")


class AnswerKind(models.TextChoices):
    """An interim or the final answer."""

    INTERIM = "interim", _("interim answer")
    FINAL = "final", _("final answer")


class AnswerState(models.TextChoices):
    """The way of one version of an answer."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("waiting for approval")
    RETURNED = "returned", _("returned with a remark")
    APPROVED = "approved", _("approved")
    SENT = "sent", _("sent")


class AttachmentKind(models.TextChoices):
    """What a file of a case is; the first two come from the applicant."""

    MESSAGE = "message", _("enclosed by the applicant")
    SCAN = "scan", _("scan of the paper")
    BEFORE = "before", _("photo before")
    AFTER = "after", _("photo after")
    PROOF = "proof", _("proof of the work")
    ANSWER = "answer", _("enclosed in the answer")
    DOCUMENT = "document", _("document")


class FileCheck(models.TextChoices):
    """What the virus checker says of a file."""

    UNCHECKED = "unchecked", _("not checked for viruses")
    CLEAN = "clean", _("no viruses found")
    WAITING = "waiting", _("waits for the virus check")
    INFECTED = "infected", _("infected, removed")


class BatchState(models.TextChoices):
    """The way of an uploaded file."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("being read")
    APPLIED = "applied", _("taken in")
    FAILED = "failed", _("refused as a whole")
    UNDONE = "undone", _("undone")


class LeaveGround(models.TextChoices):
    """Grounds to leave an appeal without an answer (59-FZ art. 11; facts.md 1)."""

    NO_NAME_OR_ADDRESS = "no_name_or_address", _("no surname or no address (art. 11 part 1)")
    COURT_DECISION = "court_decision", _("against a court decision, returned (art. 11 part 2)")
    INSULTING = "insulting", _("obscene, insulting or threatening (art. 11 part 3)")
    ILLEGIBLE = "illegible", _("text cannot be read (art. 11 part 4)")
    MEANING_UNCLEAR = "meaning_unclear", _("meaning cannot be made out (art. 11 part 4.1)")
    CORRESPONDENCE_ENDED = (
        "correspondence_ended",
        _("answered repeatedly, correspondence ended (art. 11 part 5)"),
    )
    ANSWER_PUBLISHED = "answer_published", _("answer is on the official site (art. 11 part 5.1)")
    PROTECTED_SECRET = "protected_secret", _("would disclose a protected secret (art. 11 part 6)")
    COMPLAINED_BODY = (
        "complained_body",
        _("only the body complained of is competent, returned (art. 8 part 7)"),
    )
    NOT_AN_APPEAL = "not_an_appeal", _("a message without a question to the authorities")


class RatingSource(models.TextChoices):
    """Where a rating came from."""

    FILE = "file", _("file of the channel")
    PHONE = "phone", _("telephone call")
    PERSON = "person", _("entered by hand")
    LINK = "link", _("link under the answer")
