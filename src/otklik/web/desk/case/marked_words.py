"""The words that spoke for the machine's topic, marked where they stand in the text."""

import re

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString

from otklik.cases.models import Case
from otklik.core.text import words

# What was read of a text; marks further on would point at words nobody has weighed.
READ = 20_000
_WORD = re.compile(r"[0-9A-Za-zÀ-ÿ\u0400-\u04ff]+")


def marked(text: str, case: Case) -> SafeString:
    """Return the text as html, the words that spoke for the machine's topic in ``mark``."""
    spoke = _spoke_for_topic(case)
    if not spoke:
        return conditional_escape(text)
    pieces = []
    end = 0
    for found in _WORD.finditer(text, 0, READ):
        if spoke.issuperset(words(found.group()) or [""]):
            pieces.append((text[end : found.start()], found.group()))
            end = found.end()
    return format_html_join("", "{}<mark>{}</mark>", pieces) + conditional_escape(text[end:])


def _spoke_for_topic(case: Case) -> frozenset[str]:
    decision = case.decisions.get("topic", {})
    if decision.get("by") != "machine":
        return frozenset()
    return frozenset(
        word
        for reason in decision.get("reasons", [])
        if reason.get("code") == "words_matched"
        for word in words(str(reason.get("params", {}).get("words", "")))
    )
