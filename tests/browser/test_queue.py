"""The moderators' queue as mo works it: keys, what is said aloud, what never moves and what is never lost."""

from django.utils import timezone
from playwright.sync_api import expect

from core.audience.actions.groups import leave
from core.audience.groups import MODERATORS
from ideas.actions.submitting import edit_idea
from moderation.actions.claiming import claim
from moderation.models import Case, Decision
from tests.browser.queue import QUEUE, SAID, WHY, heading, state_of
from tests.cast import make_member, with_role
from tests.moderation.things import case_of


def test_a_run_with_the_keyboard_alone(desk, ideas):
    """From the list to a case, rejected with a rule, undone, approved: what is seen, focused and said."""
    bench, lamp, _tree = ideas
    desk.keyboard.press("j")
    expect(heading(desk)).to_have_text("Idea: Bench")
    expect(heading(desk)).to_be_focused()
    desk.keyboard.press("d")
    expect(desk.get_by_role("button", name="Reject", exact=True)).to_have_attribute("aria-expanded", "true")
    expect(desk.locator(SAID)).to_have_text("Reject: pick a rule with its digit, Enter sends.")
    expect(desk.locator("#claim-line")).to_contain_text("Yours until")
    desk.keyboard.press("2")
    expect(desk.get_by_role("radio", name="Say what is true")).to_be_checked()
    expect(desk.get_by_role("textbox", name="What the author will read")).to_have_value(
        "This broke our rule “Say what is true”."
    )
    expect(desk.locator(SAID)).to_have_text("Rule: Say what is true.")
    desk.keyboard.press("Enter")
    expect(desk.locator(SAID)).to_have_text("Not published: “Bench”.")
    expect(heading(desk)).to_have_text("Idea: Lamp")
    expect(heading(desk)).to_be_focused()
    assert state_of(bench) == "rejected"
    assert Decision.objects.get().rule.slug == "true"
    desk.keyboard.press("u")
    expect(desk.locator(SAID)).to_have_text("Taken back, and nobody was told. The case is yours again.")
    expect(heading(desk)).to_have_text("Idea: Bench")
    assert state_of(bench) == "waiting"
    desk.keyboard.press("f")
    expect(desk.locator(SAID)).to_have_text("Approved: “Bench”.")
    expect(heading(desk)).to_have_text("Idea: Lamp")
    assert state_of(bench) == "published"
    assert case_of(lamp).is_claimed()


def test_the_rows_keep_their_place_while_cases_are_decided(desk, ideas):
    before = [row.bounding_box() for row in desk.locator(".queue-row").all()]
    desk.keyboard.press("j")
    desk.keyboard.press("f")
    expect(heading(desk)).to_have_text("Idea: Bench")
    desk.keyboard.press("f")
    expect(heading(desk)).to_have_text("Idea: Lamp")
    done = desk.locator(".queue-row[data-done]")
    expect(done).to_have_count(1)
    expect(done).to_contain_text("Bench")
    expect(desk.locator("[data-tab=waiting] .queue-count")).to_have_text("2")
    after = [row.bounding_box() for row in desk.locator(".queue-row").all()]
    assert [(box["y"], box["height"]) for box in after] == [(box["y"], box["height"]) for box in before]


def test_the_next_case_is_seen_from_its_beginning(desk, ideas):
    desk.keyboard.press("j")
    expect(heading(desk)).to_have_text("Idea: Bench")
    desk.keyboard.press("d")
    desk.keyboard.press("1")
    desk.get_by_role("textbox", name="Note for the team").scroll_into_view_if_needed()
    desk.get_by_role("button", name="Send: Reject").click()
    expect(heading(desk)).to_have_text("Idea: Lamp")
    expect(heading(desk)).to_be_in_viewport()


def test_j_and_k_walk_the_list_and_say_where_it_ends(desk, ideas):
    for title in ("Bench", "Lamp", "Tree"):
        desk.keyboard.press("j")
        expect(heading(desk)).to_have_text(f"Idea: {title}")
        expect(desk.locator(".queue-row a[aria-current]")).to_contain_text(title)
    desk.keyboard.press("j")
    expect(desk.locator(SAID)).to_have_text("This is the last of the list.")
    desk.keyboard.press("k")
    expect(heading(desk)).to_have_text("Idea: Lamp")
    assert not Case.objects.exclude(claimed_by=None).exists()
    desk.go_back()
    expect(heading(desk)).to_have_text("Idea: Tree")


def test_skipping_taking_and_releasing(desk, ideas, mo):
    desk.get_by_role("button", name="Take the next").click()
    expect(desk.locator(SAID)).to_have_text("The next case is yours.")
    expect(heading(desk)).to_have_text("Idea: Bench")
    desk.keyboard.press("s")
    expect(desk.locator(SAID)).to_have_text("Skipped. The next case is yours.")
    expect(heading(desk)).to_have_text("Idea: Lamp")
    desk.keyboard.press("c")
    expect(desk.locator(SAID)).to_have_text("Released. Anybody can take it.")
    assert not case_of(ideas[1]).is_claimed()
    desk.keyboard.press("c")
    expect(desk.locator(SAID)).to_have_text("It is yours.")
    assert case_of(ideas[1]).claimed_by == mo


def test_asking_for_changes_and_escalating_open_what_they_need(desk, ideas):
    desk.keyboard.press("j")
    expect(heading(desk)).to_have_text("Idea: Bench")
    desk.keyboard.press("n")
    text = desk.get_by_role("textbox", name="What the author will read")
    text.fill(WHY)
    expect(desk.locator("#statement")).to_contain_text(WHY)
    desk.keyboard.press("Escape")
    expect(desk.locator("#reasons")).to_be_hidden()
    expect(desk.get_by_role("button", name="Ask for changes")).to_be_focused()
    desk.keyboard.press("e")
    chooser = desk.get_by_role("combobox", name="Who should look at it")
    expect(chooser).to_be_focused()
    expect(text).to_be_hidden()
    desk.get_by_role("button", name="Send: Escalate").click()
    expect(desk.locator("#problems")).to_be_focused()
    expect(desk.locator("#problems")).to_contain_text("Say who should look at it.")
    chooser.select_option("legal")
    desk.get_by_role("textbox", name="Note for the team").fill("Whose words are these?")
    desk.get_by_role("button", name="Send: Escalate").click()
    expect(desk.locator(SAID)).to_have_text("Passed on: “Bench”.")
    assert case_of(ideas[0]).escalated_to == "legal"


def test_keys_rest_while_somebody_types_and_with_a_modifier(desk, ideas):
    desk.keyboard.press("j")
    desk.keyboard.press("n")
    expect(heading(desk)).to_have_text("Idea: Bench")
    desk.keyboard.press("n")
    text = desk.get_by_role("textbox", name="What the author will read")
    text.focus()
    desk.keyboard.type("fundjskcbze?/123")
    expect(text).to_have_value("fundjskcbze?/123")
    expect(heading(desk)).to_have_text("Idea: Bench")
    heading(desk).focus()
    for chord in ("Control+f", "Alt+f", "Meta+f", "Shift+F"):
        desk.keyboard.press(chord)
    expect(heading(desk)).to_have_text("Idea: Bench")
    assert not Decision.objects.exists()


def test_search_help_blur_and_single_view(desk, ideas):
    desk.keyboard.press("/")
    expect(desk.get_by_role("textbox", name="Author, number or receipt")).to_be_focused()
    heading(desk).focus()
    desk.keyboard.press("?")
    dialog = desk.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    desk.keyboard.press("j")
    expect(heading(desk)).to_have_text("Choose a case, or take the next.")
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    desk.keyboard.press("j")
    blur, single = desk.get_by_role("button", name="Blur"), desk.get_by_role("button", name="Single view")
    expect(blur).to_have_attribute("aria-pressed", "false")
    desk.keyboard.press("b")
    expect(blur).to_have_attribute("aria-pressed", "true")
    expect(desk.locator(SAID)).to_have_text("Blurred.")
    desk.keyboard.press("z")
    expect(single).to_have_attribute("aria-pressed", "true")
    expect(desk.locator(".queue-list")).to_be_hidden()
    expect(desk.locator(".queue-context")).to_be_hidden()
    desk.keyboard.press("j")
    expect(heading(desk)).to_have_text("Idea: Lamp")
    expect(single).to_have_attribute("aria-pressed", "true")
    desk.keyboard.press("z")
    expect(desk.locator(".queue-list")).to_be_visible()


def test_what_is_missing_is_said_and_takes_the_focus(desk, ideas):
    desk.keyboard.press("j")
    desk.keyboard.press("d")
    expect(heading(desk)).to_have_text("Idea: Bench")
    desk.keyboard.press("d") if desk.locator("#reasons").is_hidden() else None
    desk.get_by_role("textbox", name="What the author will read").fill(WHY)
    desk.get_by_role("button", name="Send: Reject").click()
    expect(desk.locator("#problems")).to_be_focused()
    expect(desk.locator("#problems")).to_contain_text("Name the house rule.")
    expect(desk.get_by_role("textbox", name="What the author will read")).to_have_value(WHY)
    expect(desk.get_by_role("button", name="Send: Reject")).to_be_visible()


def test_an_edit_meanwhile_keeps_what_was_typed(desk, ideas):
    desk.keyboard.press("j")
    expect(heading(desk)).to_have_text("Idea: Bench")
    desk.keyboard.press("n")
    desk.get_by_role("textbox", name="What the author will read").fill(WHY)
    edit_idea(ideas[0], by=ideas[0].author, title="Two benches", body="Please.", category=None, version=1)
    desk.get_by_role("button", name="Send: Ask for changes").click()
    alert = desk.locator(".queue-alert")
    expect(alert).to_contain_text("edited it meanwhile")
    expect(alert).to_be_focused()
    expect(heading(desk)).to_have_text("Idea: Two benches")
    expect(desk.get_by_role("textbox", name="What the author will read")).to_have_value(WHY)
    desk.get_by_role("button", name="Send: Ask for changes").click()
    expect(desk.locator(SAID)).to_have_text("Changes asked for: “Two benches”.")


def test_a_case_in_other_hands_can_be_read_and_no_more(open_window, mo, ideas):
    mia = with_role(make_member("mia"), "Community moderators")
    claim(case_of(ideas[0]), by=mia)
    page = open_window(by=mo)
    page.goto(f"{QUEUE}{case_of(ideas[0]).pk}/")
    expect(page.locator("#claim-line")).to_contain_text("Mia is working on this")
    expect(page.locator("#decision-form")).to_have_count(0)
    page.keyboard.press("f")
    expect(heading(page)).to_have_text("Idea: Bench")
    assert not Decision.objects.exists()


def test_undoing_is_offered_for_ten_seconds(open_window, mo, ideas):
    page = open_window(by=mo)
    page.clock.install()
    page.goto(f"{QUEUE}{case_of(ideas[0]).pk}/")
    page.keyboard.press("f")
    bar = page.locator("#undo-bar")
    expect(bar).to_contain_text("Approved: “Bench”.")
    page.keyboard.press("j")
    expect(heading(page)).to_have_text("Idea: Tree")
    expect(bar).to_be_visible()
    page.clock.run_for(11_000)
    expect(bar).to_have_count(0)


def test_the_page_says_that_it_is_still_there(open_window, mo, ideas):
    page = open_window(by=mo)
    page.clock.install()
    page.goto(f"{QUEUE}{case_of(ideas[0]).pk}/")
    page.keyboard.press("c")
    expect(page.locator("#claim-line")).to_contain_text("Yours until")
    Case.objects.filter(subject_id=ideas[0].pk).update(claimed_until=timezone.now())
    with page.expect_response(lambda answer: "/claim/" in answer.url):
        page.clock.run_for(46_000)
    assert case_of(ideas[0]).is_claimed()


def test_what_went_wrong_is_seen_and_nothing_typed_is_lost(desk, mo, ideas):
    desk.keyboard.press("j")
    expect(heading(desk)).to_have_text("Idea: Bench")
    desk.keyboard.press("n")
    desk.get_by_role("textbox", name="What the author will read").fill(WHY)
    leave(mo, MODERATORS)
    desk.get_by_role("button", name="Send: Ask for changes").click()
    expect(desk.get_by_role("alert")).to_be_visible()
    expect(desk.get_by_role("textbox", name="What the author will read")).to_have_value(WHY)
    assert not Decision.objects.exists()
