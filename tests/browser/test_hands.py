"""A hand and a scanner at the counter's field: nothing typed is eaten, nothing scanned is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Counter
from tests.browser.crossing import crossed
from tests.browser.keys import Keyboard

pytestmark = pytest.mark.browser
Tablet = Callable[..., Page]


def raws(counter: Counter) -> list[str | None]:
    return [row.raw for row in counter.captures()]


# --- a hand at the counter is never robbed ----------------------------------------------------


def shown(page: Page) -> str:
    return page.locator("#f-code").input_value()


@pytest.mark.parametrize(
    ("gap", "text"), crossed([36, 60, 110, 400], ["DUPONT 12", "F0000019ABC", "12"])
)
def test_what_a_hand_types_stays_until_it_says_so(
    usual: Counter, tablet: Tablet, gap: int, text: str
) -> None:
    page = tablet()
    keys = Keyboard(page)
    keys.type(text, gap)
    page.wait_for_timeout(1_200)
    assert shown(page) == text
    assert usual.captures() == []
    keys.key("Enter", gap)
    expect(page.locator("#f-code")).to_have_value("")
    expect(page.locator("#last .row")).to_have_count(1)
    assert raws(usual) == [text]


def test_a_hand_that_corrects_itself_sends_what_it_sees(usual: Counter, tablet: Tablet) -> None:
    page, code = tablet(), usual.codes.bag
    keys = Keyboard(page)
    keys.type(code[:4] + "XX")
    keys.key("Backspace")
    keys.key("Backspace")
    keys.wait(5_000)
    keys.type(code[4:], 20)
    page.wait_for_timeout(700)
    assert shown(page) == code
    keys.key("Enter")
    expect(page.locator("#answer .thing .code")).to_have_text(code)
    assert raws(usual) == [code]


def test_a_pasted_code_waits_for_enter(usual: Counter, tablet: Tablet) -> None:
    page, code = tablet(), usual.codes.bag
    page.locator("#f-code").focus()
    page.keyboard.insert_text(code)
    page.wait_for_timeout(700)
    assert shown(page) == code
    assert usual.captures() == []
    page.keyboard.press("Enter")
    expect(page.locator("#answer .thing .code")).to_have_text(code)


def test_a_composed_text_is_a_hand_s(usual: Counter, tablet: Tablet) -> None:
    page = tablet()
    wire = page.context.new_cdp_session(page)
    for length in range(1, 9):
        wire.send(
            "Input.imeSetComposition",
            {"text": "日本語日本語日本"[:length], "selectionStart": length, "selectionEnd": length},
        )
    wire.send("Input.insertText", {"text": "日本語日本語日本"})
    page.wait_for_timeout(700)
    assert shown(page) == "日本語日本語日本"
    assert usual.captures() == []


def test_a_finger_that_stays_on_a_key_is_no_scanner(usual: Counter, tablet: Tablet) -> None:
    page = tablet()
    page.locator("#f-code").focus()
    for _ in range(12):
        page.keyboard.down("1")  # without release: the browser says that the key repeats
    page.keyboard.up("1")
    page.wait_for_timeout(700)
    assert shown(page) == "1" * 12
    assert usual.captures() == []


@pytest.mark.parametrize("end", ["Enter", "Tab", "Control+j", ""])
@pytest.mark.parametrize("layout", ["us", "fr"])
def test_a_scan_among_typed_signs_is_taken_alone_and_they_stay(
    usual: Counter, tablet: Tablet, end: str, layout: str
) -> None:
    page, code = tablet(), usual.codes.bag
    keys = Keyboard(page)
    keys.type("12", 150)
    keys.scan(code, end, layout=layout)
    expect(page.locator("#answer .thing .code")).to_have_text(code)
    assert shown(page) == "12"
    keys.scan(usual.codes.other, end, layout=layout)
    expect(page.locator("#answer .thing .code")).to_have_text(usual.codes.other)
    assert shown(page) == "12"
    keys.type("3")
    keys.key("Enter")
    expect(page.locator("#f-code")).to_have_value("")
    expect(page.locator("#last .row")).to_have_count(3)
    assert raws(usual)[2] == "123"


def test_a_client_s_code_among_typed_signs_is_never_cut(usual: Counter, tablet: Tablet) -> None:
    """Only a check sign proves where a code begins: without one, all of it is shown as unread."""
    page = tablet()
    keys = Keyboard(page)
    keys.type("12")
    keys.scan("3012345678901")
    expect(page.locator("#answer .state")).to_contain_text("Code inconnu")
    expect(page.locator("#last .row").first).to_contain_text("123012345678901")


def test_a_sign_typed_inside_a_scan_opens_nothing_and_is_kept(
    usual: Counter, tablet: Tablet
) -> None:
    page, code = tablet(), usual.codes.bag
    keys = Keyboard(page)
    keys.type(code[:4] + "4" + code[4:], 4)
    keys.key("Enter", 4)
    expect(page.locator("#last .row")).to_have_count(1)
    expect(page.locator("#answer .thing")).to_have_count(0)
    assert raws(usual) == [code[:4] + "4" + code[4:]]


def test_a_scanner_whose_radio_stutters_is_read_whole(usual: Counter, tablet: Tablet) -> None:
    page, code = tablet(), usual.codes.bag
    keys = Keyboard(page)
    keys.type(code[:3], 5)
    keys.wait(300)
    keys.type(code[3:], 5)
    keys.key("Enter", 5)
    expect(page.locator("#answer .thing .code")).to_have_text(code)
    assert raws(usual) == [code]


def test_a_hand_that_begins_right_after_a_scan_without_suffix_loses_no_sign(
    usual: Counter, tablet: Tablet
) -> None:
    page, code = tablet(), usual.codes.bag
    keys = Keyboard(page)
    keys.scan(code, "")
    keys.type("45", 90)
    expect(page.locator("#answer .thing .code")).to_have_text(code)
    assert shown(page) == "45"
    keys.key("Enter")
    expect(page.locator("#f-code")).to_have_value("")
    expect(page.locator("#last .row")).to_have_count(2)
    assert raws(usual) == [code, "45"]


def test_a_suffix_of_two_keys_ends_one_code(usual: Counter, tablet: Tablet) -> None:
    page, code = tablet(), usual.codes.bag
    keys = Keyboard(page)
    keys.type("12")
    keys.scan(code)
    keys.key("Enter", 4)
    expect(page.locator("#answer .thing .code")).to_have_text(code)
    assert shown(page) == "12"
    assert raws(usual) == [code]


def test_the_tab_of_a_hand_leaves_the_field(usual: Counter, tablet: Tablet) -> None:
    page = tablet()
    keys = Keyboard(page)
    keys.type("DUPONT", 70)
    keys.key("Tab", 70)
    expect(page.get_by_role("button", name="Valider")).to_be_focused()
    assert shown(page) == "DUPONT"
    assert usual.captures() == []


def test_the_tab_of_a_hand_after_a_scan_leaves_the_field_too(
    usual: Counter, tablet: Tablet
) -> None:
    page, code = tablet(), usual.codes.bag
    keys = Keyboard(page)
    keys.scan(code, "")
    keys.key("Tab", 110)
    expect(page.locator("#answer .thing .code")).to_have_text(code)
    assert raws(usual) == [code]


def test_a_slow_device_eats_no_hand_s_word_either(counter: Counter, tablet: Tablet) -> None:
    """At 250 ms a sign a hand looks like a scanner: only a check sign or a sure speed ends."""
    page = tablet()
    keys = Keyboard(page)
    keys.type("DUPONT", 120)
    keys.key("Tab", 120)
    page.wait_for_timeout(1_200)
    assert shown(page) == "DUPONT"
    assert counter.captures() == []


def test_a_client_s_code_without_suffix_ends_by_itself(usual: Counter, tablet: Tablet) -> None:
    page = tablet()
    Keyboard(page).scan("3012345678901", "", gap=3)
    expect(page.locator("#answer .state")).to_contain_text("Code inconnu")
    assert raws(usual) == ["3012345678901"]


# --- a scan while the focus is elsewhere --------------------------------------------------------


def holding(page: Page, code: str) -> Keyboard:
    """A thing scanned, its reasons to hold unfolded, one of them chosen."""
    keys = Keyboard(page)
    keys.scan(code)
    page.get_by_text("Retenir…").click()
    page.get_by_text("Quarantaine").click()
    return keys


@pytest.mark.parametrize("end", ["Enter", "Tab"])
def test_a_scan_into_a_note_stays_there_and_does_nothing(
    usual: Counter, tablet: Tablet, end: str
) -> None:
    page, shown_codes = tablet(), usual.codes
    keys = holding(page, shown_codes.item)
    note = page.get_by_label("Un mot de plus")
    note.fill("Tache : ")
    keys.scan(shown_codes.other, end)
    expect(page.locator("#messages")).to_contain_text("scanné dans un autre champ")
    expect(note).to_have_value(f"Tache : {shown_codes.other}")
    expect(note).to_be_focused()
    assert raws(usual) == [shown_codes.item]


def test_a_hand_may_still_send_its_note_by_enter(usual: Counter, tablet: Tablet) -> None:
    page = tablet()
    keys = holding(page, usual.codes.item)
    page.get_by_label("Un mot de plus").focus()
    keys.type("TACHE", 90)
    keys.key("Enter", 90)
    expect(page.locator("#answer .state")).to_contain_text("retenu")
    assert len(usual.captures()) == 2


def test_a_scan_after_a_choice_is_a_scan_and_sends_no_choice(
    usual: Counter, tablet: Tablet
) -> None:
    page, shown_codes = tablet(), usual.codes
    keys = holding(page, shown_codes.item)
    keys.scan(shown_codes.other)
    expect(page.locator("#answer .thing .code")).to_have_text(shown_codes.other)
    assert [(row.kind, row.raw) for row in usual.captures()] == [
        ("scan", shown_codes.item),
        ("scan", shown_codes.other),
    ]


@pytest.mark.parametrize("end", ["Enter", "Control+j"])
def test_a_scan_before_an_open_dialog_presses_none_of_its_buttons(
    usual: Counter, tablet: Tablet, end: str
) -> None:
    page = tablet()
    page.evaluate(
        """() => {
          const dialog = document.createElement("dialog");
          const yes = Object.assign(document.createElement("button"), { textContent: "Oui" });
          yes.addEventListener("click", () => { document.title = "pressed"; });
          dialog.append(yes);
          document.body.append(dialog);
          dialog.showModal();
        }"""
    )
    expect(page.get_by_role("button", name="Oui")).to_be_focused()
    Keyboard(page).scan(usual.codes.bag, end)
    expect(page.locator("#messages")).to_contain_text("Rien n’a été fait", ignore_case=True)
    expect(page).not_to_have_title("pressed")
    assert usual.captures() == []
