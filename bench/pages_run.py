"""The measuring part of ``bench.pages``; runs with the settings of a bench folder."""

import re
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.cookiejar import CookieJar
from itertools import islice
from pathlib import Path
from random import Random

import django
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone

django.setup()

from bench.crowd import crowd  # noqa: E402
from otklik.cases.models import Case, Clock  # noqa: E402
from otklik.cli.demo.stories import StoryBook  # noqa: E402
from otklik.core.text import search_tokens  # noqa: E402
from otklik.intake.numbers import Numbered, take_numbers  # noqa: E402
from otklik.registry.files import BASE_FOLDER, DEMO_FOLDER, load_folder  # noqa: E402
from otklik.registry.models import (  # noqa: E402
    Municipality,
    Organisation,
    Person,
    Territory,
    Topic,
)

PORT = 8765
ROUNDS = 60
OPEN_SHARE = 0.03
PASSWORD = "bench-only-password"
# Those who may open every case: what one may not see would be a quick 404.
READERS = ("curator",)


def measure(cases: int) -> None:
    """Fill the register up to ``cases``, serve it and print how long pages take."""
    call_command("migrate", verbosity=0)
    at = timezone.now()
    for registry in (BASE_FOLDER, DEMO_FOLDER):
        load_folder(registry, at=at)
    municipality = Municipality.objects.get()
    have = Case.objects.count()
    started = time.perf_counter()
    _fill(municipality, cases - have, at)
    print(f"{connection.vendor}: {cases:,} cases, filled in {time.perf_counter() - started:.0f} s")
    curator = Person.objects.get(login="curator")
    curator.set_password(PASSWORD)
    curator.save()
    server = subprocess.Popen(
        [sys.executable, "-m", "otklik.cli.main", "serve", "--port", str(PORT)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _ask(server.pid, municipality)
    finally:
        server.terminate()
        server.wait(20)


def _fill(municipality: Municipality, missing: int, at: datetime) -> None:
    rows = _cases(municipality, missing, at)
    while chunk := list(islice(rows, 5000)):
        with transaction.atomic():
            _store(municipality, chunk)
    with connection.cursor() as cursor:
        # What autovacuum does by itself between two mornings.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _store(municipality: Municipality, cases: list[Case]) -> None:
    wanted = [
        Numbered(municipality.local(case.received_at).date(), case.kind, case.channel)
        for case in cases
    ]
    for case, number in zip(cases, take_numbers(municipality, wanted), strict=True):
        case.number = number
    Case.objects.bulk_create(cases)
    Clock.objects.bulk_create(
        Clock(
            case=case,
            kind="final_reply",
            amount=30,
            unit="calendar_days",
            started_at=case.received_at,
            due_at=case.received_at + timedelta(days=30),
            original_due_at=case.received_at + timedelta(days=30),
            met_at=case.closed_at,
        )
        for case in cases
    )


def _cases(municipality: Municipality, number: int, at: datetime) -> Iterator[Case]:
    random, book = Random(7), StoryBook()
    topics = list(Topic.objects.filter(edition__classifier="im", parent__isnull=False))
    settlements = list(Territory.objects.filter(kind="settlement"))
    recipients = list(Organisation.objects.filter(is_recipient=True).select_related("block"))
    channels = ["im", "pos", "official_page", "phone", "email", "paper", "reception"]
    for index in range(number):
        received = at - timedelta(days=1500 * random.random())
        topic = topics[min(int(random.expovariate(0.02)), len(topics) - 1)]
        recipient, settlement = random.choice(recipients), random.choice(settlements)
        story = book.of_month(received.month, random)
        text = random.choice(story.texts).format(place=str(settlement), landmark="школы")
        is_open = random.random() < OPEN_SHARE
        due = at + timedelta(days=random.uniform(-20, 25))
        yield Case(
            municipality=municipality,
            channel=random.choices(channels, (40, 30, 8, 8, 4, 6, 4))[0],
            external_id=f"B{index}-{received.timestamp():.0f}",
            text=text,
            received_at=received,
            registered_at=received,
            closed_at=None if is_open else received + timedelta(days=9),
            answered_at=None if is_open else received + timedelta(days=8),
            topic=topic,
            topic_group_id=topic.parent_id,
            settlement=settlement,
            recipient=recipient,
            block=recipient.block,
            state="assigned" if is_open else "closed",
            state_at=received,
            next_due_at=due if is_open else None,
            next_clock="final_reply" if is_open else "",
            rating=random.choice((None, None, None, 5, 4, 2)),
            search_text=search_tokens(text),
        )


def _ask(pid: int, municipality: Municipality) -> None:
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    base = f"http://127.0.0.1:{PORT}"
    _wait(opener, f"{base}/login/")
    baseline = _time(opener, f"{base}/login/")
    page = opener.open(f"{base}/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    form = {
        "username": "curator",
        "password": PASSWORD,
        "csrfmiddlewaretoken": token.group(1) if token else "",
    }
    opener.open(f"{base}/login/", urllib.parse.urlencode(form).encode())
    print(f"{'page':44} {'median':>8} {'p95':>8} {'worst':>8}   × login")
    _print("baseline: login page", baseline, baseline)
    for name, path in _pages(opener, base, municipality):
        _print(name, _time(opener, base + path), baseline)
    open_cases = Case.objects.of_municipality(municipality).open().order_by("-received_at")
    crowd(base, list(READERS), PASSWORD, list(open_cases.values_list("number", flat=True)[:2_000]))
    print(f"server memory: {_memory(pid):.0f} MB")


def _pages(
    opener: urllib.request.OpenerDirector, base: str, municipality: Municipality
) -> Iterator[tuple[str, str]]:
    yield "board", "/"
    yield "inbox, first page", "/cases/"
    deep = "/cases/"
    for _ in range(40):
        deep = _next(opener, base, deep) or deep
    yield "inbox, page 41", deep
    newest = Case.objects.of_municipality(municipality).open().order_by("-received_at").first()
    yield "card", f"/cases/{urllib.parse.quote(newest.number)}/"
    by_count = Case.objects.values("topic").annotate(count=Count("pk")).order_by("count")
    rare, frequent = by_count.first()["topic"], by_count.last()["topic"]
    recipient = Organisation.objects.filter(is_recipient=True, block__isnull=False).first()
    place = Territory.objects.filter(kind="settlement").order_by("code").first()
    council = Territory.objects.filter(kind="village_council").order_by("code").first()
    filters = [
        ("channel", "reception"),
        ("state", "assigned"),
        ("state", "closed"),
        ("recipient", recipient.pk),
        ("recipient", "none"),
        ("block", recipient.block_id),
        ("topic", rare),
        ("topic", frequent),
        ("group", Topic.objects.get(pk=frequent).parent_id),
        ("place", place.pk),
        ("place", council.pk),
        ("due", "overdue"),
        ("rating", "2"),
        ("kind", "appeal"),
        ("repeat", "1"),
        ("control", "1"),
        ("from", "2024-01-01"),
        ("q", "грейдер"),
        ("q", "яма на дороге"),
        ("q", "нет"),
    ]
    for name, value in filters:
        path = f"/cases/?{urllib.parse.urlencode({name: value})}"
        if "desk-chip" not in opener.open(base + path).read().decode():
            raise SystemExit(f"{path}: the filter is not taken")
        yield f"inbox, {name}={value}", path


def _next(opener: urllib.request.OpenerDirector, base: str, path: str) -> str | None:
    page = opener.open(base + path).read().decode()
    found = re.search(r'href="([^"]+)"[^>]*rel="next"|rel="next"[^>]*href="([^"]+)"', page)
    if found is None:
        return None
    href = (found.group(1) or found.group(2)).replace("&amp;", "&")
    return urllib.parse.urljoin(f"{base}{path}", href).removeprefix(base)


def _wait(opener: urllib.request.OpenerDirector, url: str) -> None:
    for _ in range(120):
        try:
            opener.open(url, timeout=5).read()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the server did not start")


def _time(opener: urllib.request.OpenerDirector, url: str) -> list[float]:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        opener.open(url).read()
        times.append((time.perf_counter() - started) * 1000)
    return times


def _print(name: str, times: list[float], baseline: list[float]) -> None:
    median = statistics.median(times)
    p95 = sorted(times)[int(len(times) * 0.95)]
    ratio = median / statistics.median(baseline)
    print(f"{name:44} {median:6.1f}ms {p95:6.1f}ms {max(times):6.1f}ms {ratio:8.1f}")


def _memory(pid: int) -> float:
    total = 0
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for key in (str(pid), *children):
        status = Path(f"/proc/{key}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        total += int(found.group(1)) if found else 0
    return total / 1024
