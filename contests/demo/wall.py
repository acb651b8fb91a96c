"""Paint our billboard: the public picks a shortlist, a jury decides. It is being voted on."""

from functools import partial

from contests.demo.billboards import (
    BLUE,
    CREAM,
    GREEN,
    PINK,
    RED,
    SKY,
    YELLOW,
    billboard,
    layers,
    one_line,
    one_red_bean,
    six_o_clock,
    steam,
    sunrise,
    town_of_cups,
    two_faces,
)
from contests.demo.shapes import Contest, Criterion, Entry, Judge, Prize

WALL = Contest(
    slug="paint-our-billboard",
    title="Paint our billboard",
    brief="Show Harbour Street what six in the morning tastes like. One wall, twelve metres wide, yours for a month.",
    about="<p>The wall is on the gable of number 5, opposite the tram stop. Some forty thousand people a day see it, "
    "most of them before their first coffee. There are no words we want to have on it, and no cup has to be ours.</p>"
    "<p>Draw, paint, cut paper, photograph: what counts is whether it can be read from across the street.</p>",
    times={"entries_from": -34, "entries_until": -6, "voting_from": -5, "voting_until": 9, "judging_from": 10}
    | {"judging_until": 17, "results_from": 20},
    fields={
        "kind": "billboard",
        "aspect": "2x1",
        "decides": "public-then-jury",
        "shortlist_size": 4,
        "vote_rule": "each",
    }
    | {"entries_each": 2, "quorum": 2, "minimum_age": 16},
    rules_in_short=(
        "Two to one, at least 3,000 pixels wide, JPEG or PNG.",
        "Up to two designs from one person, made by yourself.",
        "One vote for each design, as many designs as you like. Not your own.",
        "The four designs with the most votes go to the jury.",
        "Your work stays yours. We print the winning one, and nothing else.",
        "Say so when parts of it were made with AI.",
        "From sixteen years of age, from anywhere.",
        "Who works at Kaffa looks on.",
    ),
    prizes=(
        Prize(
            rank=1,
            name="The wall, for a month",
            text="Your design, twelve metres wide on Harbour Street, with your name on it. "
            "You press the button when the cloth comes down.",
        ),
        Prize(rank=2, name="A day with our printer", text="Screen-print your own run of fifty at Trykk & Co."),
        Prize(rank=3, name="The takeaway cup", text="Your design on every takeaway cup in March."),
    ),
    criteria=(
        Criterion(name="From across the street", question="Is it read in three seconds, from sixty metres?", weight=3),
        Criterion(name="Idea", question="Have you seen it before?", weight=2),
        Criterion(name="Six in the morning", question="Would it wake you, kindly?", weight=1),
    ),
    judges=(
        Judge(by="solene", about="Draws for newspapers"),
        Judge(by="emre", about="Paints walls for a living"),
        Judge(by="hilde", about="Has waited at that tram stop for eleven years"),
    ),
    suffix=".jpg",
    poster="Harbour Street at dusk",
    entries=(
        Entry(
            by="amina",
            title="Sun, rising",
            caption="It comes up over the harbour at about the time the first tram does. I only put it in a cup.",
            alt="An orange sun rises out of a white cup on a blue ground with rays.",
            make=partial(billboard, sunrise, BLUE),
            days_ago=30,
            votes=21,
        ),
        Entry(
            by="pavel",
            title="The one that is not asleep",
            caption="Forty-eight of us are still in bed.",
            alt="Rows of dark coffee beans on yellow; one of them is red.",
            make=partial(billboard, one_red_bean, YELLOW),
            days_ago=28,
            votes=17,
        ),
        Entry(
            by="noa",
            title="אדים",
            caption="מה שרואים מהחלון כשהמטבח עוד חשוך.",
            alt="Pink, white and orange steam rises in waves from a wide bowl.",
            make=partial(billboard, steam, GREEN),
            days_ago=24,
            votes=14,
        ),
        Entry(
            by="bram",
            title="Cup town",
            caption="Everybody in it drinks the same thing and nobody knows anybody yet.",
            alt="A town whose houses are takeaway cups with windows.",
            make=partial(billboard, town_of_cups, SKY),
            days_ago=20,
            votes=9,
        ),
        Entry(
            by="chiara",
            title="Sei in punto",
            caption="Six sharp, seen from above. The handle is where a quarter past three would be.",
            alt="A cup from above is a clock that shows six.",
            make=partial(billboard, six_o_clock, RED),
            days_ago=17,
            votes=19,
        ),
        Entry(
            by="dunja",
            title="Tko prvi progovori",
            caption="Who speaks first loses. The space between them is the cup.",
            alt="Two dark faces in profile; between them steams an orange cup.",
            make=partial(billboard, two_faces, CREAM),
            days_ago=13,
            votes=11,
        ),
        Entry(
            by="aleksi",
            title="Kerrokset",
            caption="Milk, foam, caramel, coffee, and the hill behind our house.",
            alt="Hills in the colours of a latte below an orange sun.",
            make=partial(billboard, layers, PINK),
            days_ago=10,
            votes=12,
            ai_use="parts",
            ai_note="A model proposed palettes; I drew the hills.",
        ),
        Entry(
            by="carmen",
            title="Without lifting the pen",
            caption="One line: it comes from the left, makes a cup and goes on to work.",
            alt="One unbroken line draws a cup and runs on to the right.",
            make=partial(billboard, one_line, PINK),
            days_ago=8,
            votes=16,
        ),
    ),
)
