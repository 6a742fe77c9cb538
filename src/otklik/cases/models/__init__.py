"""The case file as tables."""

from otklik.cases.models.answers import Answer, Rating
from otklik.cases.models.attachments import Attachment, StoredFile
from otklik.cases.models.case import Case, Problem
from otklik.cases.models.clocks import Clock
from otklik.cases.models.controls import Control
from otklik.cases.models.counters import CaseCounter
from otklik.cases.models.events import Event, LogHead, PersonalDataLook
from otklik.cases.models.imports import CaseSource, ImportBatch, QuarantinedRow
from otklik.cases.models.information import InformationRequest
from otklik.cases.models.promises import Promise, PromiseState
from otklik.cases.models.quality import AnswerCheck, AnswerMark
from otklik.cases.models.questions import Question, QuestionTransfer
from otklik.cases.models.topic_guesses import TopicGuess
from otklik.cases.models.views import SavedView
from otklik.cases.models.visas import Visa

__all__ = [
    "Answer",
    "Attachment",
    "AnswerCheck",
    "AnswerMark",
    "Case",
    "CaseCounter",
    "CaseSource",
    "Clock",
    "Control",
    "Event",
    "ImportBatch",
    "InformationRequest",
    "LogHead",
    "PersonalDataLook",
    "Problem",
    "Promise",
    "PromiseState",
    "QuarantinedRow",
    "Question",
    "QuestionTransfer",
    "Rating",
    "SavedView",
    "StoredFile",
    "TopicGuess",
    "Visa",
]
