"""Seats, doors, sockets and everything else that stands in a shop."""

from ideas.demo.shapes import Answer, Comment, Idea

IDEAS = (
    Idea(
        key="quiet-table",
        title="A quiet table: no calls, no speakers",
        body=(
            "One table a shop, with a small sign. Libraries close at five and I would stay until eight if I could "
            "hear myself read."
        ),
        category="shops",
        author="mathias",
        days_ago=5,
        status="new",
        supporters=19,
        labels=("seats", "evenings"),
        comments=(
            Comment(
                "solene",
                4.6,
                "Only if the rule also counts for people who type as if the laptop owed them money.",
                replies=(Comment("mathias", 4.4, "I will type like a pianist."),),
            ),
            Comment(
                "kaffefan88",
                3.2,
                "A café is not a library. There is a library.",
                replies=(Comment("ilse", 3, "It closes at five. That is the whole idea."),),
            ),
            Comment("noor", 1.5, "Put it far from the grinder and I am there every evening."),
        ),
    ),
    Idea(
        key="bench-mill-lane",
        title="A bench outside in Mill Lane",
        body=(
            "I walk from the church to your shop, and by then I need to sit, and then there is a queue, and I stand "
            "in it. A bench outside would let me do these things in the right order."
        ),
        category="shops",
        author="margit",
        days_ago=198,
        status="launched",
        supporters=18,
        labels=("seats", "outdoors"),
        answers=(
            Answer(
                "planned",
                194,
                "bea",
                (
                    "A bench was on our list, far down. You have moved it up. The city wants a drawing first, and "
                    "since today it has one."
                ),
            ),
            Answer(
                "in-the-works",
                171,
                "bea",
                (
                    "The city said yes to 1.8 metres. The joiner two doors down is making it, with arms, so that one "
                    "can get up again."
                ),
            ),
            Answer(
                "launched",
                148,
                "bea",
                (
                    "It stands under the lime tree, and Margit sat on it first. We had it on our list before, so the "
                    "honest credit is: you pushed it up."
                ),
                evidence_url="https://kaffa.example/news/a-bench-in-mill-lane",
            ),
        ),
        comments=(
            Comment(
                "greta",
                146,
                "My father and the man from the pharmacy now sit there every day and disagree.",
                replies=(Comment("margit", 145, "I know. I have to come early."),),
            ),
            Comment(
                "emre",
                120,
                "It is wet after rain. A cloth on a hook?",
                replies=(Comment("bea", 119, "The hook is up. The cloth is the green one; please hang it back."),),
            ),
        ),
    ),
    Idea(
        key="hooks-under-counter",
        title="Hooks under the counter for bags",
        body=(
            "My bag is on the floor, my coat is on my bag, and somebody’s dog is on my coat. Hooks under the counter. "
            "Please."
        ),
        category="shops",
        author="carmen",
        days_ago=88,
        status="planned",
        supporters=12,
        labels=("seats",),
        answers=(
            Answer(
                "under-review",
                84,
                "bea",
                (
                    "I have crawled under all the counters at the Station. Nine would take a hook, five are stone. I "
                    "am asking our joiner about those five."
                ),
                next_update_in=30,
            ),
            Answer(
                "planned",
                52,
                "bea",
                (
                    "Hooks go under every wooden counter, four shops a month. The stone ones get a rail on the wall "
                    "instead. Mill Lane is first, next week."
                ),
                next_update_in=60,
            ),
        ),
        comments=(
            Comment(
                "chiara",
                83,
                "The dog was mine. Sorry. He liked the coat.",
                replies=(Comment("carmen", 82.5, "He has taste."),),
            ),
            Comment("ante", 50, "Please put them where knees are not."),
        ),
    ),
    Idea(
        key="step-free-old-town",
        title="Let me into the Old Town shop",
        body=(
            "There are two steps at the Old Town shop. I have been a customer for three years and have never been "
            "inside. Somebody always brings the cup out to me, and they are lovely about it.\n\n"
            "I would rather come in."
        ),
        category="shops",
        author="dylan",
        days_ago=64,
        status="in-the-works",
        supporters=32,
        labels=("access",),
        answers=(
            Answer(
                "under-review",
                61,
                "bea",
                (
                    "You should not have had to write this. The house is protected, so the city has to agree to "
                    "anything fixed. I meet them next week and take your words along."
                ),
                next_update_in=20,
            ),
            Answer(
                "planned",
                43,
                "bea",
                (
                    "The city agrees to a fixed ramp on the courtyard side. Until it stands there is a bell at the "
                    "street door, at a height that you can reach. It works since this morning."
                ),
                next_update_in=30,
            ),
            Answer(
                "in-the-works",
                15,
                "bea",
                (
                    "The mason began today. The courtyard door loses its sill and gets a push button. Three weeks, if "
                    "the weather lets us."
                ),
                next_update_in=24,
            ),
        ),
        comments=(
            Comment("rut", 60, "It is the same with a pram, but it is you who should be first through that door."),
            Comment("dylan", 42, "I tried the bell. Somebody was there before I had put my hand down."),
            Comment(
                "agnieszka",
                10,
                "Will the toilet door be wide enough as well?",
                replies=(
                    Comment(
                        "bea",
                        9,
                        (
                            "I went and measured after reading this: 71 cm, so no. It is part of the same work now. "
                            "Thank you for asking before it was too late."
                        ),
                    ),
                ),
            ),
        ),
    ),
    Idea(
        key="sockets-station",
        title="Sockets that work, at the Station",
        body="There are eleven sockets at the Station. I have tested them all. Four work.",
        category="shops",
        author="aleksi",
        days_ago=29,
        status="under-review",
        supporters=7,
        labels=("seats",),
        answers=(
            Answer(
                "under-review",
                25,
                "bea",
                (
                    "An electrician was there today and found five, so one has recovered. The others hang on a cable "
                    "from before our time. I have asked what a new one costs and will write the figure here."
                ),
                next_update_in=35,
            ),
        ),
        comments=(
            Comment(
                "dylan",
                24,
                "The one under the window bites.",
                replies=(
                    Comment("bea", 23.5, "Taped over and switched off since this afternoon. Thank you for saying so."),
                ),
            ),
        ),
    ),
    Idea(
        key="readable-toilet-code",
        title="Print the toilet code so that a person can read it",
        body=(
            "It is on the receipt, at the very bottom, in pale grey, in letters meant for ants. By the time I have "
            "found it I no longer have the time."
        ),
        category="shops",
        author="orla",
        days_ago=3,
        status="new",
        supporters=6,
        labels=("access",),
        comments=(
            Comment(
                "fatima",
                2.5,
                "Or no code at all?",
                replies=(Comment("orla", 2.3, "One revolution at a time."),),
            ),
        ),
    ),
    Idea(
        key="changing-table",
        title="A changing table that fathers can get to",
        body=(
            "I am a father of two. The changing table at Harbour Street is in the ladies’. So I have changed a baby "
            "on a bench, on my knees and once, I am sorry, on table four."
        ),
        category="shops",
        author="bram",
        days_ago=72,
        status="in-the-works",
        supporters=17,
        labels=("families", "access"),
        answers=(
            Answer(
                "planned",
                68,
                "bea",
                (
                    "That was a bad plan of ours, and it is easily put right. In the five shops that have the room, "
                    "the table moves to the accessible toilet. I am going through the other nine one by one."
                ),
                next_update_in=35,
            ),
            Answer(
                "in-the-works",
                38,
                "bea",
                (
                    "Five are moved. Six more get a folding one, and those are ordered. Three shops have no wall that "
                    "would hold it; there we are asking the neighbours."
                ),
                next_update_in=50,
            ),
        ),
        comments=(
            Comment("carmen", 66, "Table four has seen worse."),
            Comment("solene", 37, "Mill Lane is done, and it has a hook for the bag. Thank you."),
        ),
    ),
    Idea(
        key="heat-lamps",
        title="Heat lamps outside",
        body="I smoke, so I sit outside, so I am cold. Two lamps a shop would do.",
        category="shops",
        author="emre",
        days_ago=133,
        status="not-planned",
        supporters=4,
        labels=("outdoors",),
        answers=(
            Answer(
                "not-planned",
                128,
                "bea",
                (
                    "Not planned. One lamp uses as much in an evening as the lights of a whole shop in two days, and "
                    "most of it warms the street. We have put twenty more blankets in the baskets instead."
                ),
                reason_code="cost",
                change_our_mind=(
                    "A way to warm the person and not the street. Cushions with a battery come close; when one "
                    "survives the rain, we will try it."
                ),
            ),
        ),
        comments=(
            Comment(
                "hilde",
                127,
                "Blankets are good. Please wash the red one.",
                replies=(Comment("bea", 126, "It has gone to the laundry. It may not come back."),),
            ),
        ),
    ),
    Idea(
        key="water-bowl-for-dogs",
        title="A water bowl for dogs by the door",
        body=(
            "Mine drinks out of the flower pot in Mill Lane. I am told that the flowers are plastic, so nobody loses, "
            "but still."
        ),
        category="shops",
        author="chiara",
        days_ago=1.2,
        status="new",
        supporters=3,
        labels=("dogs", "outdoors"),
        comments=(Comment("rut", 0.6, "The flowers are not plastic. Or were not."),),
    ),
)
