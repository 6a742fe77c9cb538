"""Two who try the same code at the same moment: one comes in."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from otklik.entrance import codes
from otklik.entrance.codes import WrongCode, check_code
from otklik.entrance.place import NOWHERE
from otklik.registry.models import Person

THREADS = 4


@pytest.mark.django_db(transaction=True)
def test_a_recovery_code_opens_once_for_many_at_once() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one write at a time, and its test database lives in one thread")
    person = Person.objects.create(login="vera", last_name="Луговая")
    code = codes.make_recovery_codes(person, at=timezone.now(), place=NOWHERE)[0]
    start = Barrier(THREADS)

    def tries(_number: int) -> str:
        try:
            start.wait()
            return str(check_code(person, code, at=timezone.now(), place=NOWHERE))
        except WrongCode:
            return "wrong"
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        answers = sorted(pool.map(tries, range(THREADS)))
    assert answers == ["recovery"] + ["wrong"] * (THREADS - 1)
    assert codes.codes_left(person) == codes.RECOVERY_CODES - 1
