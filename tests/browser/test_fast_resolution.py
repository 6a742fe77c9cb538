"""A mechanism of fast resolution: written, tried on the last quarter, switched on, used."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk

pytestmark = pytest.mark.browser
NAME = "Ямы в Матуре: сразу в сельсовет"
RECEIPT = "Здравствуйте! Сообщение о яме принято, номер {number}."


def test_a_rule_is_tried_and_then_takes_the_next_message(open_desk: OpenDesk) -> None:
    coordinator = open_desk("im")
    page = coordinator.page
    coordinator.go("/rules/")
    page.get_by_role("link", name="Написать правило").click()
    page.get_by_label("Название").fill(NAME)
    page.get_by_label("Приоритет").fill("40")
    page.get_by_label("Слова в тексте").fill("яма;ямы")
    page.get_by_label("Места").select_option(label="с. Матур")
    page.get_by_label("Получатель").select_option(label="Матурский сельсовет")
    executor = page.get_by_label("Исполнитель, к которому дело попадает сразу")
    executor.select_option(label="Горкина Вера Степановна (Матурский сельсовет)")
    page.get_by_label("Шаблон ответа").select_option(label="Яма на дороге")
    page.get_by_label("Уведомление заявителю о приёме").fill(RECEIPT)

    page.get_by_role("button", name="Проверить, не сохраняя").click()
    expect(page.locator("#tried")).to_contain_text("Просмотрено дел")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Правило выключено и ничего не решает.")).to_be_visible()
    page.get_by_role("button", name="Включить").click()
    expect(page.locator("#messages")).to_contain_text("включено")

    clerk = open_desk("curator")
    clerk.go("/cases/new/")
    clerk.page.get_by_label("Телефон", exact=True).first.check()
    words = clerk.page.locator("textarea[name=text]")
    words.fill("В селе Матур на дороге огромная яма, не проехать")
    clerk.page.get_by_role("button", name="Зарегистрировать").click()
    expect(clerk.page.locator("body")).to_contain_text(NAME)
    number = clerk.page.locator("h1 .desk-case-number, .desk-case-number").first.inner_text()
    expect(clerk.page.locator("#receipt")).to_contain_text(f"принято, номер {number}.")
    clerk.page.get_by_role("button", name="Отправлено", exact=True).click()
    expect(clerk.page.locator("#messages")).to_contain_text("Записано")

    matur = open_desk("exec-matur", width=390)
    matur.go(f"/cases/{number}/")
    expect(matur.page.locator("body")).to_contain_text("Горкина")
    template = matur.page.locator("details", has_text="Яма на дороге").first
    expect(template).to_contain_text("назван правилом")
    coordinator.go("/rules/?only=scenarios")
    expect(page.locator("tr", has_text=NAME)).to_contain_text("1 / 1")
