"""My morning cup: photos, three votes a day for everybody. It is over, and has results."""

from functools import partial

from contests.demo.photos import Cup, photo
from contests.demo.shapes import Contest, Entry, Prize

WHITE, OAK, SLATE, MILK = (250, 248, 246), (196, 158, 118), (52, 60, 66), (244, 240, 232)

MORNINGS = Contest(
    slug="my-morning-cup",
    title="My morning cup",
    brief="A photo of the first cup of your day, as it really stood there.",
    about="<p>No styling, no second take. We would like to know what the first cup looks like when nobody is watching: "
    "which table, which light, what lies beside it.</p>",
    times={"entries_from": -62, "entries_until": -41, "voting_from": -40, "voting_until": -19, "results_from": -16},
    fields={
        "kind": "photo",
        "decides": "public",
        "vote_rule": "a-day",
        "vote_limit": 3,
        "entries_each": 1,
        "tie_rule": "shared",
    },
    rules_in_short=(
        "One photo from one person, at least 1,600 pixels on its long side.",
        "Taken this autumn, by you.",
        "Three votes a day, at most one of them for the same photo. Not for your own.",
        "Who has the most votes when voting closes has won.",
        "When two have the same, both have the place, and both the prize.",
        "Your photo stays yours. We may show it here, and the first three in our shops.",
        "Say so when parts of it were made with AI.",
        "Who works at Kaffa looks on.",
    ),
    prizes=(
        Prize(rank=1, name="A year of mornings", text="A bag of beans every other week, chosen with our roaster."),
        Prize(rank=2, name="The good grinder", text="The one that stands in our own kitchen."),
        Prize(rank=3, name="Your cup, twice", text="Our potter makes a second one like yours."),
    ),
    suffix=".jpg",
    entries=(
        Entry(
            by="ingrid",
            title="Before the children",
            caption="Ten to six. The spoon is only there so that I do not have to look for it later.",
            alt="A white cup with a heart in the foam, a spoon beside it, on an oak table.",
            make=partial(photo, Cup(OAK, MILK, WHITE, art="heart", beside=("spoon",), seed=1)),
            days_ago=60,
            votes=24,
        ),
        Entry(
            by="eleni",
            title="Πράσινο",
            caption="Το φλιτζάνι της γιαγιάς, στο τραπέζι του παππού.",
            alt="A green cup with a leaf in the foam on a dark table, with beans.",
            make=partial(
                photo,
                Cup(
                    SLATE,
                    (40, 96, 86),
                    (46, 112, 100),
                    art="leaf",
                    at=(0.46, 0.5),
                    beside=("beans",),
                    seed=2,
                    light=200,
                ),
            ),
            days_ago=58,
            votes=31,
        ),
        Entry(
            by="tom",
            title="Black, with half a biscuit",
            caption="The other half went into it.",
            alt="Black coffee in an orange cup, half a biscuit on the saucer's edge.",
            make=partial(
                photo, Cup((232, 222, 206), (214, 98, 72), (226, 112, 84), seed=3, at=(0.56, 0.5), beside=("biscuit",))
            ),
            days_ago=55,
            votes=18,
        ),
        Entry(
            by="tomasz",
            title="Noc zmiana",
            caption="The first cup of my day is at eight in the evening. It counts.",
            alt="A black cup with rings of foam on dark wood.",
            make=partial(
                photo, Cup((120, 84, 58), (28, 28, 32), (36, 36, 42), art="rings", across=0.31, seed=4, light=240)
            ),
            days_ago=52,
            votes=22,
        ),
        Entry(
            by="anneke",
            title="Blauw",
            caption="We have four of these. This is the one without the chip.",
            alt="A small blue cup with a heart, a spoon and some beans, on a pale blue table.",
            make=partial(
                photo,
                Cup(
                    (176, 196, 200),
                    (240, 236, 228),
                    (58, 84, 150),
                    art="heart",
                    across=0.22,
                    at=(0.4, 0.45),
                    seed=5,
                    beside=("spoon", "beans"),
                ),
            ),
            days_ago=50,
            votes=31,
        ),
        Entry(
            by="fatima",
            title="On my mother's cloth",
            caption="She says it is for guests. I am a guest at that hour.",
            alt="Black coffee in a white cup on a pink cloth, with a biscuit and a spoon.",
            make=partial(
                photo,
                Cup((222, 188, 190), WHITE, WHITE, seed=6, light=190, at=(0.5, 0.55), beside=("biscuit", "spoon")),
            ),
            days_ago=47,
            votes=15,
        ),
        Entry(
            by="dylan",
            title="Melyn",
            caption="Yellow helps.",
            alt="A yellow cup with a leaf in the foam on a dark table.",
            make=partial(
                photo,
                Cup(
                    (64, 44, 34),
                    (206, 160, 70),
                    (222, 176, 84),
                    art="leaf",
                    seed=7,
                    across=0.25,
                    at=(0.6, 0.5),
                    beside=("spoon",),
                ),
            ),
            days_ago=45,
            votes=9,
        ),
        Entry(
            by="ivana",
            title="Ponedjeljak",
            caption="Monday. You can tell by the beans.",
            alt="A pale cup with rings of foam, a biscuit, and beans all over the table.",
            make=partial(
                photo,
                Cup(
                    (210, 206, 198),
                    (60, 64, 62),
                    (238, 232, 220),
                    art="rings",
                    seed=8,
                    light=225,
                    at=(0.45, 0.5),
                    beside=("biscuit", "beans"),
                ),
            ),
            days_ago=43,
            votes=12,
        ),
    ),
)
