"""What the server refuses of a queued form stands beside its field, as on a page without script."""

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from esat.activity.day.models import Incident
from esat.activity.outputs.models import Output
from esat.workers.models import Group
from tests.browser.team_tablet import Tablet, at, van

__all__ = ["van"]

pytestmark = pytest.mark.browser


def start(van: Tablet, path: str) -> Page:
    page = van.start(at(15, 0), online=True)
    van.sign_in()
    page.goto(f"{van.van.home}{path}")
    return page


def test_a_refused_quantity_is_said_beside_its_box_until_it_is_sent_right(van: Tablet) -> None:
    page = start(van, "/productions")
    form, box = page.locator("#output"), page.locator("#f-quantity")
    form.locator("label.choice", has=page.locator(f"input[value='{van.van.refs[0]}']")).click()
    box.fill("trente")
    page.get_by_role("button", name="Noter la production").click()
    expect(form.get_by_role("alert")).to_contain_text("Corrigez les champs marqués")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_attribute("aria-describedby", "e-quantity")
    expect(page.locator("#e-quantity")).to_be_visible()
    expect(box).to_have_value("trente")
    page.wait_for_timeout(300)
    expect(form.get_by_role("alert")).to_be_visible()  # it stays
    box.fill("35")
    page.get_by_role("button", name="Noter la production").click()
    expect(page.get_by_text("Noté : 35")).to_be_visible()
    with van.database.read() as session:
        assert [row.quantity for row in session.exec(select(Output))] == [35]


def test_a_refusal_of_a_rule_stands_beside_its_field_else_at_the_top_of_its_form(
    van: Tablet,
) -> None:
    page = start(van, "")
    page.locator("summary", has_text="Noter un incident").click()
    form = page.locator("form[data-queue='act:day.incident']")
    form.get_by_role("button", name="Noter l’incident").click()
    tiles = form.locator("fieldset", has=page.locator("input[name=kind]"))
    expect(tiles).to_have_attribute("aria-describedby", "e-kind")
    expect(form.locator("input[name=kind]").first).to_be_focused()
    form.locator("label.choice", has=page.locator("input[name=kind]")).first.click()
    form.get_by_role("button", name="Noter l’incident").click()
    expect(page.locator("#e-text")).to_have_text("Écrivez le fait, en une phrase.")
    expect(page.locator("#e-kind")).to_have_count(0)
    expect(tiles).not_to_have_attribute("aria-describedby", "e-kind")
    with van.database.write() as session:
        assert session.exec(select(Incident)).all() == []
        session.get_one(Group, van.van.group_id).archived_at = at(15, 0)
    form.locator("[name=text]").fill("La tondeuse a calé.")
    form.get_by_role("button", name="Noter l’incident").click()
    alert = form.locator("> [role=alert]")
    expect(alert).to_contain_text("est fermé")
    expect(alert).to_be_in_viewport()
    expect(form.locator(".error")).to_have_count(0)
    expect(form.locator("[name=text]")).to_have_value("La tondeuse a calé.")
