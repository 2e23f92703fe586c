"""The page of posts on a tablet that lost its network: what has expired is refused there too."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from esat import clock
from esat.workers.posts.models import WorkAuthorisation, WorkPost
from tests.browser.team_tablet import TUESDAY, Tablet, at, van

__all__ = ["van"]

pytestmark = pytest.mark.browser


def until_tuesday(van: Tablet, worker: int) -> None:
    """The post asks for an authorisation; this worker's ends that day."""
    with clock.pinned(at(7, 30)), van.database.write() as session:
        session.get_one(WorkPost, van.van.post).guarded = True
        session.add(
            WorkAuthorisation(
                worker_id=worker, post_id=van.van.post, allowed=True, since=date(2026, 1, 1),
                until=TUESDAY, recorded_at=clock.now(),
            )
        )  # fmt: skip


def test_an_authorisation_that_ended_yesterday_is_refused_without_network(van: Tablet) -> None:
    worker = van.van.people[0]
    until_tuesday(van, worker)
    page = van.start(at(7, 45), online=True)
    van.sign_in()
    page.goto(f"{van.van.home}/postes")
    page.locator(f"label:has(input[name=worker][value='{worker}'])").click()
    page.locator(f"label:has(input[name=place][value='post:{van.van.post}'])").click()
    refused = page.locator("#post-refused")
    expect(refused).to_be_empty()
    van.connect(online=False)
    van.at(at(7, 45, TUESDAY + timedelta(days=1)))
    page.get_by_role("button", name="Placer").click()
    expect(refused).to_contain_text("Autorisation expirée")
    expect(page.locator("#unsent")).to_be_hidden()
    page.get_by_text("Une autre activité").click()
    page.locator("label:has(input[value='activity:hygiene'])").click()
    expect(refused).to_be_empty()
    page.get_by_role("button", name="Placer").click()
    expect(page.locator("#unsent-count")).to_have_text("1")
    expect(page.locator("label.person").first).to_contain_text("à envoyer")
