"""When the shops are open, and how long one waits in them."""

from ideas.demo.shapes import Answer, Comment, Idea

IDEAS = (
    Idea(
        key="open-at-six",
        title="Open the Harbour Street shop at six on weekdays",
        body=(
            "The night shift at the hospital ends at 5:45. There are forty of us at the tram stop and nowhere warm "
            "that is open. You are across the street with the lights on, baking.\n\n"
            "Even two mornings a week would help. I would start with Monday and Friday, when the shifts change over."
        ),
        category="shops",
        author="amina",
        days_ago=53,
        status="in-the-works",
        supporters=40,
        labels=("opening hours", "night shift"),
        answers=(
            Answer(
                "under-review",
                50,
                "bea",
                "We are counting who passes before seven. I will tell you what we find, either way.",
                next_update_in=21,
            ),
            Answer(
                "planned",
                32,
                "bea",
                (
                    "212 people before seven, on an ordinary Monday. Two of our bakers would like the early shift. We "
                    "are settling the pay."
                ),
                next_update_in=21,
            ),
            Answer(
                "in-the-works",
                18,
                "bea",
                (
                    "Yes. We open at six, Monday to Friday, four weeks from today. You were right about the trams: we "
                    "had never counted them.\n\n"
                    "It begins as a trial of three months. If forty cups a morning leave the counter, it stays."
                ),
                next_update_in=28,
                evidence_url="https://kaffa.example/shops/harbour-street",
            ),
        ),
        comments=(
            Comment("fatima", 45, "I clean the port offices, same hours. Put me down for Tuesdays as well."),
            Comment("pavel", 31, "Six, please, not half past. At half past I am on the tram."),
            Comment(
                "tom",
                17,
                "I drive the 5:52. If you hand cups out through the window I will ring the bell.",
                replies=(
                    Comment("bea", 16.8, "The window opens. I checked."),
                    Comment("amina", 16.4, "Forty nurses heard that."),
                ),
            ),
            Comment(
                "bram",
                12,
                "Will there be buns at six, or only coffee?",
                replies=(Comment("bea", 11, "Buns from the first tray, at ten past. Until then there is toast."),),
            ),
        ),
    ),
    Idea(
        key="coffee-before-first-tram",
        title="Coffee before the first tram",
        body=(
            "The first tram leaves the depot at 5:31 and none of us has had anything warm. A hatch would do. I do not "
            "need a chair, I am about to sit for eight hours."
        ),
        category="shops",
        author="tom",
        days_ago=47,
        status="under-review",
        supporters=5,
        labels=("opening hours",),
        answers=(
            Answer(
                "under-review",
                44,
                "bea",
                (
                    "This is the same wish as “Open the Harbour Street shop at six”, so I am reading both together "
                    "and answering there. The hatch is on my list: nobody has opened that window since we moved in."
                ),
                next_update_in=50,
            ),
        ),
        comments=(Comment("hilde", 40, "A hatch, yes. Nobody at that hour wants to be looked at."),),
    ),
    Idea(
        key="open-until-midnight",
        title="Stay open until midnight",
        body=(
            "Everything good in this town closes at six. Stay open until midnight, at least at the Station, at least "
            "on Fridays."
        ),
        category="shops",
        author="kaffefan88",
        days_ago=120,
        status="not-planned",
        supporters=9,
        labels=("opening hours", "evenings"),
        answers=(
            Answer(
                "not-planned",
                115,
                "bea",
                (
                    "Not planned. People sleep above six of our shops, and our licence ends at ten in all of them. I "
                    "asked about the Station as well: the hall is locked at eleven."
                ),
                reason_code="law",
                change_our_mind=(
                    "A shop that nobody sleeps above, and a licence that allows it. If the Station hall stays open "
                    "longer one day, we will ask again."
                ),
            ),
        ),
        comments=(
            Comment("luca", 114, "At least you asked."),
            Comment("kaffefan88", 113, "Fair. Sad, but fair."),
        ),
    ),
    Idea(
        key="sundays-old-town",
        title="Open on Sundays in the old town",
        body=(
            "Sunday is the one day when I have time for a coffee that takes time. The old town is full of people who "
            "walk up to your locked door, read the sign and make a face."
        ),
        category="shops",
        author="ilse",
        days_ago=187,
        status="launched",
        supporters=24,
        labels=("opening hours",),
        answers=(
            Answer(
                "under-review",
                183,
                "bea",
                "We are asking the team first. Nobody who works six days will be asked to make it seven.",
            ),
            Answer(
                "planned",
                166,
                "bea",
                "Four people would like to have Sundays, with Wednesday off instead. We begin with nine to four.",
            ),
            Answer(
                "in-the-works",
                150,
                "bea",
                "The rota is done and the bakery has added a Sunday delivery. Two more weeks.",
            ),
            Answer(
                "launched",
                136,
                "bea",
                (
                    "Open on Sundays in the old town since yesterday, nine to four. 161 guests came. We ran out of "
                    "buns at noon, and we are sorry about that."
                ),
                evidence_url="https://kaffa.example/shops/old-town",
            ),
        ),
        comments=(
            Comment(
                "tomasz",
                135,
                "I was number 162.",
                replies=(
                    Comment(
                        "bea",
                        134.5,
                        "Come next Sunday and say so at the till. There will be a bun with your name on it.",
                    ),
                ),
            ),
            Comment("ilse", 134, "Thank you. I read a whole newspaper."),
        ),
    ),
    Idea(
        key="two-queues-station",
        title="Two queues at the Station, one of them for filter",
        body=(
            "I want a filter coffee. It is there, in the pot, ready. In front of me are six people who want things "
            "with foam. My train wants to leave."
        ),
        category="shops",
        author="agnieszka",
        days_ago=17,
        status="under-review",
        supporters=14,
        labels=("queues", "mornings"),
        answers=(
            Answer(
                "under-review",
                13,
                "jonas",
                (
                    "I stood there with a stopwatch: forty seconds to pour a filter, four minutes to get to it. For "
                    "the next two weeks there is a second till with its own pot, from half past six to nine. Then we "
                    "compare."
                ),
                next_update_in=20,
            ),
        ),
        comments=(
            Comment(
                "joao",
                12,
                "Tried it today. Two minutes from door to door. Keep it.",
                replies=(Comment("jonas", 11, "Day one says the same. Let us see what a rainy Monday says."),),
            ),
            Comment("noor", 9, "I am one of the people with foam, and I am for it too."),
        ),
    ),
    Idea(
        key="one-lost-property-list",
        title="One place to ask for lost things",
        body=(
            "I left a grey scarf in one of three shops. I phoned all three. Each was friendly and none could look "
            "into the other two. A list that all your shops share would have saved four calls, counting the one I "
            "made to the wrong company."
        ),
        category="shops",
        author="joao",
        days_ago=8.5,
        status="under-review",
        supporters=3,
        answers=(
            Answer(
                "under-review",
                4,
                "bea",
                (
                    "The scarf is at Mill Lane, behind the till, in a bag with your name on it. The shared list is a "
                    "good idea, and I do not know yet who would keep it. I am asking the shop leads this week."
                ),
                next_update_in=12,
            ),
        ),
        comments=(Comment("joao", 3.5, "Collected. It smells of cardamom now. I am not complaining."),),
    ),
)
