"""Whether an answer says what will be done, who does it and when, and to every question."""

import re

from otklik.wording.dates import terms_in
from otklik.wording.findings import Finding, Matter, Place, Verdict, quoted, reason, small
from otklik.wording.lexicon import word_list
from otklik.wording.questions import answered, questions_of, telling

GREETING_WITHIN = 160
_SHOWN = 90
_PHONE = re.compile(r"(?:\d[\s()-]{0,2}){5,}")
_MANY_DIGITS = 5
YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN


def hits(matter: Matter, name: str) -> tuple[Place, ...]:
    """Return where phrases of the list stand in the answer."""
    return tuple(
        Place(one.start, one.end, one.entry.instead) for one in word_list(name).find(matter.small)
    )


def _terms(matter: Matter) -> tuple[Place, ...]:
    return tuple(Place(*span) for span in terms_in(matter.small))


def _not_denied(matter: Matter, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Leave out «не заменили», «не будет отремонтирован»."""
    return tuple(
        one
        for one in places
        if not re.search(r"\bне(?:\s(?:буд\w{1,2}|был\w?))?\s$", matter.small[: one.start][-14:])
    )


def greeting(matter: Matter) -> Finding:
    """Say whether the answer begins with a greeting."""
    found = next(word_list("greeting").find(matter.small[:GREETING_WITHIN]), None)
    if found is None:
        return Finding("greeting", NO, (reason("no_greeting"),))
    return Finding("greeting", YES, (), ())


def questions(matter: Matter) -> Finding:
    """Say whether every question of the message is answered; those that are not are quoted."""
    asked = questions_of(matter.message)
    verdicts = [(one, answered(one, matter, is_only=len(asked) == 1)) for one in asked]
    count = sum(one.is_asked for one in asked)
    bare = [one.text[:_SHOWN] for one, verdict in verdicts if verdict == NO]
    open_ = [one.text[:_SHOWN] for one, verdict in verdicts if verdict == UNKNOWN]
    if bare:
        said = "; ".join(f"«{text}»" for text in bare)
        return Finding("questions", NO, (reason("not_answered", questions=said, count=count),))
    if open_:
        said = "; ".join(f"«{text}»" for text in open_)
        return Finding("questions", UNKNOWN, (reason("maybe_answered", questions=said),))
    return Finding("questions", YES, (reason("all_answered", count=max(count, 1)),))


def action(matter: Matter) -> Finding:
    """Say whether the answer names what is or will be done."""
    places = _not_denied(matter, hits(matter, "action"))
    if places:
        return Finding("action", YES, (reason("named", words=quoted(matter.said, places)),))
    empty = hits(matter, "formula")
    if empty:
        said = quoted(matter.said, empty)
        return Finding("action", NO, (reason("only_formula", words=said),), empty)
    return Finding("action", UNKNOWN, (reason("no_action_found"),))


def responsible(matter: Matter) -> Finding:
    """Say whether it is named who does it."""
    named = _bodies(matter) or hits(matter, "body")
    if named:
        return Finding("responsible", YES, (reason("named", words=quoted(matter.said, named)),))
    if hits(matter, "we"):
        return Finding("responsible", UNKNOWN, (reason("only_we"),))
    promises = hits(matter, "action") or hits(matter, "formula")
    return Finding("responsible", NO if promises else UNKNOWN, (reason("nobody_named"),))


def _bodies(matter: Matter) -> tuple[Place, ...]:
    said = telling(matter.small)
    for name in matter.bodies:
        asked = telling(name)
        if asked and asked <= said:
            start = matter.small.find(small(name)[:5])
            return (Place(max(start, 0), max(start, 0) + len(name)),)
    return ()


def date(matter: Matter) -> Finding:
    """Say whether it is named when; vague words are no day."""
    named = _terms(matter)
    vague = hits(matter, "vague")
    if named:
        return Finding("date", YES, (reason("named", words=quoted(matter.said, named)),))
    if vague:
        said = quoted(matter.said, vague)
        return Finding("date", NO, (reason("vague_date", words=said),), vague)
    if _not_denied(matter, hits(matter, "done")):
        return Finding("date", UNKNOWN, (reason("done_without_date"),))
    if _not_denied(matter, hits(matter, "action")) or hits(matter, "formula"):
        return Finding("date", NO, (reason("no_date"),))
    return Finding("date", UNKNOWN, (reason("no_date"),))


def formulas(matter: Matter) -> Finding:
    """Say whether the answer does without formulas that promise nothing."""
    empty = hits(matter, "formula")
    if not empty:
        return Finding("formulas", YES)
    why = (reason("formula", words=quoted(matter.said, empty)),)
    says_more = bool(_terms(matter)) and bool(_not_denied(matter, hits(matter, "action")))
    return Finding("formulas", UNKNOWN if says_more else NO, why, empty)


def redirect(matter: Matter) -> Finding:
    """Say whether nobody is sent elsewhere without an address or a telephone."""
    bare = []
    for number, sentence in enumerate(matter.sentences):
        plain = small(sentence.text)
        found = next(word_list("redirect").find(plain), None)
        if found is None or plain[found.start :].startswith("вам в"):
            continue
        near = plain + " ".join(small(one.text) for one in matter.sentences[number + 1 :][:1])
        if not _tells_where(near):
            bare.append(Place(sentence.start + found.start, sentence.start + found.end))
    if not bare:
        return Finding("redirect", YES)
    why = (reason("bare_redirect", words=quoted(matter.said, bare)),)
    return Finding("redirect", NO, why, tuple(bare))


def _tells_where(text: str) -> bool:
    return (
        word_list("where").is_in(text)
        or any(sum(c.isdigit() for c in f.group()) >= _MANY_DIGITS for f in _PHONE.finditer(text))
        or "@" in text
        or "www." in text
        or "http" in text
    )


def is_refusal(matter: Matter) -> bool:
    """Tell whether the answer refuses: as the outcome says, else by its words."""
    if matter.is_refusal is not None:
        return matter.is_refusal
    return word_list("refusal").is_in(matter.small)


def refusal(matter: Matter) -> Finding:
    """Say whether a refusal is grounded."""
    if not is_refusal(matter):
        return Finding("refusal", YES)
    if word_list("ground").is_in(matter.small):
        return Finding("refusal", YES, (reason("grounded"),))
    places = hits(matter, "refusal")
    return Finding("refusal", NO, (reason("no_ground", words=quoted(matter.said, places)),), places)


def rating(matter: Matter) -> Finding:
    """Say whether no rating is asked for a refusal (facts.md 3.6, Рязань)."""
    asked = hits(matter, "rate")
    if not asked or not is_refusal(matter):
        return Finding("rating", YES)
    why = (reason("asks_rating", words=quoted(matter.said, asked)),)
    return Finding("rating", NO, why, asked)


def photo(matter: Matter) -> Finding:
    """Say whether a photograph goes with the answer, when that is known."""
    if matter.has_photo is None:
        return Finding("photo", UNKNOWN, (reason("look_for_photo"),))
    if matter.has_photo:
        return Finding("photo", YES)
    return Finding("photo", NO, (reason("no_photo"),))
