"""Letters: when they are due, what is in them, and that they arrive once."""

import email
import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import override_settings

from otklik.cases.models import Case
from otklik.cases.operations.assign import assign
from otklik.reminders.carriers import CARRIERS, Message, NotDelivered
from otklik.reminders.letters import make_letters
from otklik.reminders.models import Letter, Notice, NoticeKind, NoticeSettings
from otklik.reminders.sending import MOST_TRIES, send_letters, try_again
from otklik.reminders.telling import begin, tell_news
from tests.district import NOW, ZONE, District

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Mails = list[EmailMessage]


class Post:
    """A mail server of this machine: keeps what it is given, or refuses as it is told."""

    def __init__(self) -> None:
        self.mails: Mails = []
        self.answer = ""

    async def handle_RCPT(  # noqa: N802 - the name is the server's
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        mail = email.message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[Controller, Post]]:
    post = Post()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    yield controller, post
    controller.stop()


@pytest.fixture
def post(server: tuple[Controller, Post]) -> Iterator[Post]:
    controller, post = server
    post.mails, post.answer = [], ""
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=controller.port,
        EMAIL_USE_TLS=False,
        DEFAULT_FROM_EMAIL="Otklik <otklik@example.org>",
        SITE_ADDRESS="https://otklik.example.org",
    ):
        yield post


@pytest.fixture
def people(district: District) -> District:
    for login, person in district.people.items():
        person.email = f"{login}@example.org"
        person.save()
    begin(district.municipality, at=NOW)
    return district


def letters(at: datetime) -> int:
    tell_news(at=at)
    make_letters(at=at)
    return send_letters(at=at)


def notice(district: District, login: str, kind: str, at: datetime = NOW, **more: Any) -> Notice:
    key = f"test-{Notice.objects.count()}"
    return Notice.objects.create(
        person=district.people[login],
        municipality=district.municipality,
        kind=kind,
        key=key,
        at=at,
        **more,
    )


def choose(district: District, login: str, **chosen: Any) -> None:
    NoticeSettings.objects.create(person=district.people[login], **chosen)


def to(post: Post, login: str) -> Mails:
    return [mail for mail in post.mails if mail["To"] == f"{login}@example.org"]


def test_an_urgent_thing_comes_at_once(
    people: District, one_call: Callable[..., Case], post: Post
) -> None:
    case = one_call(
        "Снег не чистят, звоните Ивановой Анне 8 913 123-45-67", applicant_name="Иванова"
    )
    case = assign(case=case, grants=people.grants("curator"), at=NOW, recipient=people.council)
    choose(people, "executor", digest="off")
    for login in people.people:
        if login != "executor":
            choose(people, login, digest="off", urgent_at_once=False)
    notice(people, "executor", NoticeKind.RETURNED, case=case)
    assert letters(NOW) == 1
    (mail,) = post.mails
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    for body in (text, html):
        assert case.number in body
        assert f"https://otklik.example.org/cases/{case.number}/" in body
        assert "https://otklik.example.org/notices/settings/" in body
        assert "Иванов" not in body
        assert "123-45-67" not in body
        assert "чистят" not in body
    assert mail["From"] == "Otklik <otklik@example.org>"
    assert mail["List-Unsubscribe"] == "<https://otklik.example.org/notices/settings/>"
    assert letters(NOW + HOUR) == 0
    assert Notice.objects.get(kind="returned").sent_at == NOW


def test_what_is_seen_already_comes_by_no_letter(people: District, post: Post) -> None:
    for login in people.people:
        choose(people, login, digest="off")
    made = notice(people, "executor", NoticeKind.OVERDUE, data={"count": 7})
    make_letters(at=NOW)
    made.seen_at = NOW
    made.save()
    assert send_letters(at=NOW) == 0
    assert Letter.objects.get().state == "empty"


def test_what_he_may_see_no_more_is_in_no_letter(
    people: District, one_call: Callable[..., Case], post: Post
) -> None:
    case = one_call()
    choose(people, "executor", digest="off")
    notice(people, "executor", NoticeKind.RETURNED, case=case)
    make_letters(at=NOW)
    case.recipient, case.block = people.school, people.other_block
    case.save()
    send_letters(at=NOW)
    assert to(post, "executor") == []


def test_a_digest_of_the_executor_tells_nothing_of_other_bodies(
    people: District, one_call: Callable[..., Case], post: Post
) -> None:
    own = one_call()
    other = one_call("Не чистят снег у школы")
    other.recipient, other.block = people.school, people.other_block
    other.save()
    late = own.clocks.get().due_at + DAY
    at = datetime(late.year, late.month, late.day, 10, tzinfo=ZONE)
    while at.isoweekday() > 5:
        at += DAY
    letters(at)
    (mail,) = [m for m in to(post, "executor") if "сводка" in m["Subject"]]
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert own.number in text
    assert other.number not in text
    # The observer of the region and the auditor see no cases: there is nothing to tell them.
    assert to(post, "observer") == to(post, "auditor") == to(post, "admin") == []


@pytest.mark.parametrize(
    ("at", "at_night", "kind", "comes"),
    [
        ("2026-10-12 19:59", False, NoticeKind.OVERDUE, True),
        ("2026-10-12 20:00", False, NoticeKind.OVERDUE, False),
        ("2026-10-13 07:59", False, NoticeKind.RED_FLAG, False),
        ("2026-10-13 08:00", False, NoticeKind.OVERDUE, True),
        ("2026-10-17 12:00", False, NoticeKind.RED_FLAG, False),
        ("2026-11-04 12:00", False, NoticeKind.RED_FLAG, False),
        ("2026-10-12 23:00", True, NoticeKind.RED_FLAG, True),
        ("2026-11-04 12:00", True, NoticeKind.RED_FLAG, True),
        ("2026-10-12 23:00", True, NoticeKind.OVERDUE, False),
        ("2026-10-12 12:00", False, NoticeKind.APPROVED, False),
    ],
)
def test_quiet_hours_and_days_off(
    people: District, post: Post, at: str, at_night: bool, kind: str, comes: bool
) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=ZONE)
    choose(people, "lead", digest="off", at_night=at_night)
    notice(people, "lead", kind, at=moment, data={"count": 6})
    letters(moment)
    assert bool(to(post, "lead")) == comes


def test_a_burst_is_one_letter_and_the_next_waits(people: District, post: Post) -> None:
    choose(people, "lead", digest="off")
    for _n in range(9):
        notice(people, "lead", NoticeKind.OVERDUE, data={"count": 6})
    letters(NOW)
    notice(people, "lead", NoticeKind.OVERDUE, at=NOW + HOUR / 10, data={"count": 6})
    letters(NOW + HOUR / 10)
    assert len(to(post, "lead")) == 1
    letters(NOW + HOUR / 2)
    assert len(to(post, "lead")) == 2


@pytest.mark.parametrize(
    ("digest", "weekday", "days"),
    [
        ("daily", 1, ["12", "13", "14", "15", "16", "19", "20", "21", "22", "23"]),
        ("weekly", 1, ["12", "19"]),
        ("weekly", 5, ["16", "23"]),
        ("off", 1, []),
    ],
)
def test_a_digest_comes_on_working_days_at_its_hour(
    people: District, post: Post, digest: str, weekday: int, days: list[str]
) -> None:
    choose(people, "lead", digest=digest, weekday=weekday, hour=9, urgent_at_once=False)
    for day in range(12, 26):
        for hour in (7, 9, 11):
            moment = NOW.replace(day=day, hour=hour)
            notice(people, "lead", NoticeKind.APPROVED, at=moment, data={"count": 6})
            make_letters(at=moment)
            send_letters(at=moment)
    made = Letter.objects.filter(person=people.people["lead"], state="sent").order_by("made_at")
    assert [f"{row.made_at.astimezone(ZONE):%d}" for row in made] == days
    assert {row.made_at.astimezone(ZONE).hour for row in made} <= {9}


def test_a_weekly_digest_of_a_holiday_comes_on_the_next_working_day(
    people: District, post: Post
) -> None:
    # Wednesday 4 November 2026 is a holiday.
    choose(people, "lead", digest="weekly", weekday=3, hour=9, urgent_at_once=False)
    for day in range(2, 8):
        moment = NOW.replace(month=11, day=day, hour=10)
        notice(people, "lead", NoticeKind.APPROVED, at=moment, data={"count": 6})
        letters(moment)
    (made,) = Letter.objects.filter(person=people.people["lead"])
    assert made.made_at.astimezone(ZONE).day == 5


def test_kinds_that_are_not_wanted_stay_in_the_desk(people: District, post: Post) -> None:
    choose(people, "lead", silent_kinds=["overdue", "approved"])
    notice(people, "lead", NoticeKind.OVERDUE, data={"count": 6})
    notice(people, "lead", NoticeKind.APPROVED, data={"count": 6})
    letters(NOW)
    assert to(post, "lead") == []


def waiting_letter(district: District) -> Letter:
    for login in district.people:
        choose(district, login, digest="off")
    notice(district, "lead", NoticeKind.OVERDUE, data={"count": 6})
    make_letters(at=NOW)
    return Letter.objects.get()


def test_a_server_that_is_down_is_tried_again_later_and_later(people: District, post: Post) -> None:
    letter = waiting_letter(people)
    post.answer = "451 later"
    moments, at = [], NOW
    while Letter.objects.get().state == "waiting":
        send_letters(at=at)
        letter.refresh_from_db()
        moments.append(letter.next_try_at - at)
        # A look in between finds nothing to do.
        assert send_letters(at=at + timedelta(minutes=1)) == 0
        at = letter.next_try_at
    assert letter.state == "failed"
    assert letter.tries == MOST_TRIES == len(moments)
    assert moments[:4] == [timedelta(minutes=n) for n in (5, 10, 20, 40)]
    assert moments == sorted(moments)
    assert "451" in letter.error
    post.answer = ""
    try_again(letter, at=at)
    assert send_letters(at=at) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.error) == ("sent", "")
    assert len(post.mails) == 1


def test_an_address_the_server_refuses_is_given_up(people: District, post: Post) -> None:
    letter = waiting_letter(people)
    post.answer = "550 no such user"
    assert send_letters(at=NOW) == 0
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == ("failed", 1)
    assert "550 no such user" in letter.error


def test_a_server_that_is_not_there_is_told_in_words(people: District, post: Post) -> None:
    letter = waiting_letter(people)
    with override_settings(EMAIL_PORT=1):
        send_letters(at=NOW)
    letter.refresh_from_db()
    assert letter.state == "waiting"
    assert "refused" in letter.error.lower()


class Dying:
    """A carrier whose process ends when the letter is out but not written down yet."""

    def deliver(self, message: Message) -> None:
        CARRIERS["email"].deliver(message)
        raise KeyboardInterrupt


def test_after_a_crash_in_the_middle_the_letter_comes_again_as_the_same(
    people: District, post: Post
) -> None:
    waiting_letter(people)
    with pytest.raises(KeyboardInterrupt):
        send_letters(at=NOW, carrier=Dying())
    assert send_letters(at=NOW + timedelta(minutes=1)) == 0
    assert send_letters(at=NOW + timedelta(minutes=11)) == 1
    assert send_letters(at=NOW + DAY) == 0
    first, second = post.mails
    assert first["Message-ID"] == second["Message-ID"]


class Meanwhile:
    """A carrier during whose work another process sends letters too."""

    def deliver(self, message: Message) -> None:
        assert send_letters(at=NOW) == 0
        CARRIERS["email"].deliver(message)


def test_two_who_send_at_once_send_one_letter(people: District, post: Post) -> None:
    waiting_letter(people)
    assert send_letters(at=NOW, carrier=Meanwhile()) == 1
    assert len(post.mails) == 1


def test_without_a_server_no_letters_are_made(people: District) -> None:
    notice(people, "lead", NoticeKind.OVERDUE, data={"count": 6})
    assert (make_letters(at=NOW), send_letters(at=NOW)) == (0, 0)
    assert not Letter.objects.exists()


def test_who_is_gone_or_has_no_address_gets_nothing(people: District, post: Post) -> None:
    lead, curator = people.people["lead"], people.people["curator"]
    lead.email = ""
    lead.save()
    curator.is_active = False
    curator.save()
    for login in ("lead", "curator"):
        notice(people, login, NoticeKind.OVERDUE, data={"count": 6})
    letters(NOW)
    assert to(post, "curator") == to(post, "lead") == []


def test_a_hostile_address_breaks_nothing(people: District, post: Post) -> None:
    lead = people.people["lead"]
    lead.email = "a@example.org\nBcc: b@example.org"
    lead.save()
    letter = waiting_letter(people)
    assert send_letters(at=NOW) == 0
    letter.refresh_from_db()
    assert letter.error
    assert post.mails == []


def test_what_was_not_delivered_says_why() -> None:
    assert NotDelivered("550 no", is_final=True).reason == "550 no"
