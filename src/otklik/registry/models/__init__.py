"""The directories of a centre as tables; each is loaded from and exported to a readable file."""

from otklik.registry.models.agreement import AgreementRoute
from otklik.registry.models.answers import QualityItem, ReplyTemplate
from otklik.registry.models.appeals import NoAnswerGround, NumberPattern
from otklik.registry.models.calendar import CalendarDay, WorkingHours
from otklik.registry.models.escalation import EscalationStep
from otklik.registry.models.house import House
from otklik.registry.models.login_policy import LoginPolicy
from otklik.registry.models.municipality import Municipality
from otklik.registry.models.organisations import Organisation, SectorBlock
from otklik.registry.models.people import Person, RoleAssignment, Substitution
from otklik.registry.models.regulations import Regulation, RegulationTerm
from otklik.registry.models.routing import RoutingRule
from otklik.registry.models.satisfaction import RatingReason, SurveyQuestion
from otklik.registry.models.territory import Territory
from otklik.registry.models.topics import Topic, TopicBlock, TopicEdition, TopicMapping
from otklik.registry.models.trained import TrainedClassifier

__all__ = [
    "AgreementRoute",
    "CalendarDay",
    "EscalationStep",
    "House",
    "LoginPolicy",
    "Municipality",
    "NoAnswerGround",
    "NumberPattern",
    "Organisation",
    "Person",
    "RatingReason",
    "QualityItem",
    "Regulation",
    "RegulationTerm",
    "ReplyTemplate",
    "RoleAssignment",
    "RoutingRule",
    "SectorBlock",
    "Substitution",
    "SurveyQuestion",
    "Territory",
    "Topic",
    "TopicBlock",
    "TopicEdition",
    "TopicMapping",
    "TrainedClassifier",
    "WorkingHours",
]
