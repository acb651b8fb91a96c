"""How often mail comes: chosen in one click, changed for one kind, stopped and taken back. Without JavaScript, too."""

import pytest
from playwright.sync_api import expect

from core.notices.models import Preference
from core.notices.models.digest import Rhythm
from core.notices.tokens import unsubscribe_path


@pytest.mark.parametrize("scripted", [True, False])
def test_a_rhythm_is_chosen_in_one_click_and_left_in_one(open_window, tom, barriers, scripted):
    page = open_window(by=tom, width=360, java_script_enabled=scripted)
    page.goto("/me/notices/preferences/")
    page.get_by_role("button", name="Once a week").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    answered = page.get_by_role("group", name="An idea that you wrote, support or follow is answered")
    expect(answered.get_by_role("radio", name="Once a week")).to_be_checked()
    answered.get_by_role("radio", name="Once a week").press("ArrowLeft")
    expect(answered.get_by_role("radio", name="Once a day")).to_be_checked()
    page.get_by_label("Your clock").select_option("Asia/Jerusalem")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Your clock")).to_have_value("Asia/Jerusalem")
    assert not scripted or barriers(page) == []
    chosen = Preference.objects.chosen_by(tom)
    assert (chosen["idea-answered"], chosen["idea-commented"]) == ("daily", "weekly")

    page.goto(unsubscribe_path(tom.pk, Rhythm.WEEKLY))
    page.get_by_role("button", name="Stop them").click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    assert not scripted or barriers(page) == []
    assert Preference.objects.chosen_by(tom) == {**chosen, **dict.fromkeys(weekly(chosen), "never")}
    page.get_by_role("button", name="Take this back").click()
    expect(page.get_by_role("heading", name="It goes on")).to_be_visible()
    assert Preference.objects.chosen_by(tom) == chosen


def weekly(chosen: dict[str, str]) -> list[str]:
    return [kind for kind, by_email in chosen.items() if by_email == "weekly"]
