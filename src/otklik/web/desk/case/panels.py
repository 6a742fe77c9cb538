"""The panel of the card in which a deed is done: its form and what is needed beside it."""

from typing import Any

from otklik.cases.models import Case
from otklik.cases.operations.check_quality import answer_to_check
from otklik.web.desk.case.card import answer_in_hand, safe_url
from otklik.web.desk.case.deed import Deed
from otklik.web.desk.case.invitation import invitation_of
from otklik.web.desk.case.topic_search import FoundTopic, find_codes, find_topics, topics_by_code
from otklik.web.desk.checklist.quality_lines import sheet_of
from otklik.web.desk.middleware import DeskRequest
from otklik.web.desk.veil import veil_of

# Deeds done with an answer before one's eyes.
WITH_ANSWER = frozenset(
    {"submit_answer", "approve_answer", "return_answer", "send_answer", "check_quality"}
)


def panel_of(request: DeskRequest, case: Case, deed: Deed | None, form: Any) -> dict[str, Any]:
    """Return the context of the panel for the deed; nothing to do gives an empty one."""
    context: dict[str, Any] = {"case": case, "deed": deed, "form": form}
    context["invitation"] = invitation_of(request, case)
    if deed is None:
        return context
    if deed.name in WITH_ANSWER:
        is_check = deed.name == "check_quality"
        answer = answer_to_check(case) if is_check else answer_in_hand(case)
        context["answer"] = answer
        veil = veil_of(case, request.grants)
        context["answer_text"] = veil.text(answer.text) if answer else ""
        # The address of a post may lead to its author.
        context["source_url"] = safe_url(case.source_url) if veil.is_open else ""
        if answer is not None:
            context["quality"] = sheet_of(case, answer, request.grants, request.at)
    if deed.name == "classify":
        query = request.GET.get("q", "")
        context["topic_query"] = query
        context["topics"] = _topics(request, case, query)
    if deed.name == "edit_question":
        context |= _codes(request, case, form)
    return context


def _codes(request: DeskRequest, case: Case, form: Any) -> dict[str, Any]:
    """Return the code the question has, or those that were searched for."""
    today = request.municipality.local(request.at).date()
    query = request.GET.get("q", "")
    question = form.chosen()
    now = question.sstu_topic if question else None
    found = find_codes(query, today) if query else find_codes(now.code, today) if now else []
    return {"code_query": query, "codes": found, "code_now": now, "question": question}


def _topics(request: DeskRequest, case: Case, query: str) -> list[FoundTopic]:
    """Return what was searched for; before that, the topics the machine had in mind."""
    today = request.municipality.local(request.at).date()
    if query:
        return find_topics(query, today)
    codes = [case.topic.code] if case.topic else []
    decision = case.decisions.get("topic", {})
    proposed = [decision["code"]] if decision.get("code") else []
    others = [code for code, _sure in decision.get("others", [])]
    return topics_by_code(dict.fromkeys([*codes, *proposed, *others]), today)
