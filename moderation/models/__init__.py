from moderation.acts import Act
from moderation.models.appeal import Appeal
from moderation.models.bulk import BulkApproval, BulkEnd
from moderation.models.case import Case, CaseState
from moderation.models.decision import Decision, Telling
from moderation.models.notice import IllegalNotice
from moderation.models.report import Finding, Report
from moderation.models.rule import HouseRule, HouseRuleWords
from moderation.models.screening import ScreeningCheck, TextPrint
from moderation.models.settings import ModerationSettings
from moderation.models.suspension import Suspension

__all__ = [
    "Act",
    "Appeal",
    "BulkApproval",
    "BulkEnd",
    "Case",
    "CaseState",
    "Decision",
    "Finding",
    "HouseRule",
    "HouseRuleWords",
    "IllegalNotice",
    "ModerationSettings",
    "Report",
    "ScreeningCheck",
    "Suspension",
    "Telling",
    "TextPrint",
]
