"""Fifty people at work on one server at once: reading lists and cards, writing notes.

Each has a session of his own, rests between two pages, and writes a note now and then. What is
printed is how long a page took, against the login page asked in the same minute by one of them.
Asked twice: at the pace of people who read what they open, and as fast as nobody works, to find
out how many pages a second the machine gives.
"""

import random
import re
import statistics
import threading
import time
import urllib.parse
import urllib.request
from collections import defaultdict
from http.cookiejar import CookieJar

PEOPLE = 50
SECONDS = 60.0
PACES = {"reading what they open": (5.0, 25.0), "in a hurry": (1.0, 5.0)}
# What one does, and how often among a hundred.
HABITS = {"inbox": 30, "card": 35, "queues": 15, "board": 10, "note": 8, "login page": 2}


class Worker(threading.Thread):
    """A person with a browser."""

    def __init__(self, base: str, login: str, password: str, numbers: list[str], seed: int) -> None:
        """Prepare the person; ``numbers`` are cases he may open and write notes to."""
        super().__init__(daemon=True)
        self.base, self.login, self.password = base, login, password
        self.numbers, self.random = numbers, random.Random(seed)
        self.times: dict[str, list[float]] = defaultdict(list)
        self.failures = 0
        jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.until = 0.0
        self.rest = (0.0, 0.0)

    def enter(self) -> None:
        """Log in."""
        form = {"username": self.login, "password": self.password}
        self._post("/login/", "/login/", form)

    def run(self) -> None:
        """Work until the time is over."""
        while time.monotonic() < self.until:
            time.sleep(self.random.uniform(*self.rest))
            habit = self.random.choices(list(HABITS), list(HABITS.values()))[0]
            started = time.perf_counter()
            try:
                self._do(habit)
            except OSError:
                self.failures += 1
                continue
            self.times[habit].append((time.perf_counter() - started) * 1000)

    def _do(self, habit: str) -> None:
        number = urllib.parse.quote(self.random.choice(self.numbers))
        paths = {
            "inbox": self.random.choice(("/cases/", "/cases/?state=open", "/cases/?order=due")),
            "card": f"/cases/{number}/",
            "queues": "/inbox/queues/",
            "board": "/",
            "login page": "/login/",
        }
        if habit != "note":
            self.opener.open(self.base + paths[habit], timeout=60).read()
            return
        page = f"/cases/{number}/do/write_note/"
        self._post(page, page, {"text": "Позвонили заявителю, ждём ответа бригады."})

    def _post(self, page: str, path: str, form: dict[str, str]) -> None:
        html = self.opener.open(self.base + page, timeout=60).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
        form["csrfmiddlewaretoken"] = token.group(1) if token else ""
        data = urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(self.base + path, data, {"Referer": self.base + page})
        self.opener.open(request, timeout=60).read()


def crowd(base: str, logins: list[str], password: str, numbers: list[str]) -> None:
    """Let fifty people work for a minute at each pace and print how long their pages took."""
    for pace, rest in PACES.items():
        people = [
            Worker(base, logins[n % len(logins)], password, numbers, seed=n) for n in range(PEOPLE)
        ]
        for person in people:
            person.enter()
        until = time.monotonic() + SECONDS
        for person in people:
            person.until, person.rest = until, rest
            person.start()
        for person in people:
            person.join()
        _print(pace, people)


def _print(pace: str, people: list[Worker]) -> None:
    times: dict[str, list[float]] = defaultdict(list)
    for person in people:
        for habit, taken in person.times.items():
            times[habit] += taken
    done = sum(map(len, times.values()))
    print(
        f"{PEOPLE} people {pace}: {done} pages in {SECONDS:.0f} s, {done / SECONDS:.1f} a second,"
    )
    print(f"failed: {sum(person.failures for person in people)}")
    baseline = statistics.median(times["login page"]) if times["login page"] else float("nan")
    for habit in HABITS:
        if taken := sorted(times[habit]):
            median, p95 = statistics.median(taken), taken[int(len(taken) * 0.95)]
            print(
                f"  {habit:42} {median:6.1f}ms {p95:6.1f}ms {taken[-1]:6.1f}ms "
                f"{median / baseline:8.1f}"
            )
