"""Sixty seconds: films of a minute to a minute and a half; a jury picks a shortlist, the public decides. It is open."""

from functools import partial

from contests.demo.films import drip, one_cup_goes_round, street_wakes
from contests.demo.shapes import Contest, Criterion, Entry, Judge, Prize
from gallery.filming import film, still

MINUTE = Contest(
    slug="sixty-seconds",
    title="Sixty seconds",
    brief="Tell us about your first minute of the day, in a film of sixty to ninety seconds.",
    about="<p>A minute is what the machine takes. We show the three best on the screens above the counter, in all "
    "eleven shops, while people wait for theirs.</p>",
    times={"entries_from": -12, "entries_until": 16, "judging_from": 17, "judging_until": 24, "voting_from": 25}
    | {"voting_until": 39, "results_from": 41},
    fields={"kind": "video", "min_seconds": 60, "max_seconds": 90, "decides": "jury-then-public", "shortlist_size": 3}
    | {"vote_rule": "in-all", "vote_limit": 2, "entries_each": 1, "quorum": 2},
    rules_in_short=(
        "Sixty to ninety seconds; we measure by watching all of it.",
        "MP4, MOV or WebM, up to 500 MB. You can pause the upload and go on later.",
        "One film from one person, or from one team with one name.",
        "Everybody who can be recognised in it has agreed. Music is yours, or you may use it.",
        "The jury picks three; then everybody has two votes.",
        "Your film stays yours. We may show it in our shops for a year if it wins.",
        "Say so when parts of it were made with AI.",
        "Who works at Kaffa looks on.",
    ),
    prizes=(
        Prize(
            rank=1,
            name="Every screen in every shop",
            text="For a year, with your name; and a camera rental of your choice for a week.",
        ),
        Prize(rank=2, name="A roastery morning", text="Film where nobody is let in, from five to nine."),
        Prize(rank=3, name="A year of filters", text="And a mug that says who you are."),
    ),
    criteria=(
        Criterion(name="Holds", question="Did you look away?", weight=2),
        Criterion(name="Own", question="Could only this person have made it?", weight=2),
        Criterion(name="Craft", question="Picture, cut, sound.", weight=1),
    ),
    judges=(
        Judge(by="rut", about="Programmes a cinema with ninety seats"),
        Judge(by="joao", about="Edits other people's films"),
        Judge(by="orla", about="Barista, and impatient"),
    ),
    suffix=".mp4",
    still=partial(still, street_wakes, 0.42),
    entries=(
        Entry(
            by="greta",
            title="Drip",
            caption="One take. I did nothing but wait, which is the recipe.",
            alt="Coffee drips from a filter into a glass until it is full.",
            make=partial(film, drip, 64),
            days_ago=9,
        ),
        Entry(
            by="luca",
            title="La via si sveglia",
            caption="Sixty-four windows. The last one is mine.",
            alt="A street of dark houses; one window after the other is lit while the sun comes up.",
            make=partial(film, street_wakes, 72, each=5),
            days_ago=6,
        ),
        Entry(
            by="yael",
            title="סיבוב אחד",
            caption="דקה אחת, כוס אחת, סיבוב אחד.",
            alt="From above, the hand of a clock goes round a full cup and empties it.",
            make=partial(film, one_cup_goes_round, 60, each=5),
            days_ago=3,
        ),
    ),
)
