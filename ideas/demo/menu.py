"""Everything on the menu that does not come out of the oven."""

from ideas.demo.shapes import Answer, Comment, Idea

IDEAS = (
    Idea(
        key="oat-milk-same-price",
        title="Oat milk should cost the same as milk",
        body="Half of my street cannot drink milk. We pay more for the same cup every single day.",
        category="menu",
        author="nadia",
        days_ago=205,
        status="launched",
        supporters=39,
        labels=("milk", "fairness"),
        answers=(
            Answer(
                "under-review",
                201,
                "bea",
                (
                    "You are not the first to ask, but you put it so that our owners went quiet. I have asked for the "
                    "real cost of a cup, both kinds."
                ),
            ),
            Answer(
                "planned",
                184,
                "bea",
                (
                    "The real difference is smaller than what we charge for it, and that is not right. It goes in two "
                    "steps, so that the shops can plan: half now, the rest in two months."
                ),
            ),
            Answer(
                "in-the-works",
                160,
                "bea",
                (
                    "Half of the extra charge is gone since this week. For the other half we need a new supplier, and "
                    "we are tasting three."
                ),
            ),
            Answer(
                "launched",
                122,
                "bea",
                "The same price since this morning, for every drink, in all 14 shops. Your idea, Nadia.",
                evidence_url="https://kaffa.example/news/one-price-for-every-milk",
            ),
        ),
        comments=(
            Comment(
                "leila",
                200,
                "And soya?",
                replies=(Comment("bea", 199, "All of them. Anything else would be a strange kind of fair."),),
            ),
            Comment("jens", 121.5, "I drink ordinary milk and I was for this anyway."),
            Comment(
                "nadia",
                121.4,
                "I went in this morning and paid the same. I said nothing and grinned at the till like a fool.",
                replies=(Comment("sofie", 121, "I stood behind you. I grinned as well."),),
            ),
        ),
    ),
    Idea(
        key="allergens-on-the-glass",
        title="Write the allergens on the glass, not in a folder",
        body=(
            "My son is allergic to nuts. The folder is behind the till, so every time I hold up the queue while "
            "somebody kind turns the pages. And who says that the page is not old?"
        ),
        category="menu",
        author="hilde",
        days_ago=159,
        status="launched",
        supporters=14,
        labels=("allergies", "families"),
        answers=(
            Answer(
                "planned",
                155,
                "bea",
                (
                    "A folder that nobody can see helps nobody. There will be a card on the glass for each tray. The "
                    "folder stays as the second check."
                ),
            ),
            Answer(
                "in-the-works",
                134,
                "bea",
                (
                    "Five shops have the cards. While writing them we found two mistakes in the old folder, both "
                    "about almonds. Both are put right."
                ),
            ),
            Answer(
                "launched",
                112,
                "bea",
                (
                    "In all 14 shops. Whoever brings the tray brings its card. If you ever see a tray without one, "
                    "please ask us to take it away."
                ),
            ),
        ),
        comments=(Comment("hilde", 111, "He read the card himself and chose for himself. He is seven. Thank you."),),
    ),
    Idea(
        key="small-cocoa",
        title="A small cocoa with half the sugar",
        body=(
            "My daughter is four and wants “a coffee like mum”. What she gets is a bucket that keeps her awake until "
            "ten."
        ),
        category="menu",
        author="rut",
        days_ago=67,
        status="planned",
        supporters=6,
        labels=("families",),
        answers=(
            Answer(
                "planned",
                62,
                "bea",
                (
                    "A small cup, half the sugar, and on a saucer like everybody else’s. It needs a key of its own on "
                    "the till, and those are changed four times a year. The next time is yours."
                ),
                next_update_in=80,
            ),
        ),
        comments=(Comment("orla", 60, "Also for grown-ups who are four, please."),),
    ),
    Idea(
        key="beer-after-five",
        title="Beer after five",
        body="One tap. One good beer from somebody small. Your terrace would never be empty again.",
        category="menu",
        author="nikos",
        days_ago=89,
        status="not-planned",
        supporters=2,
        labels=("evenings",),
        answers=(
            Answer(
                "not-planned",
                85,
                "bea",
                (
                    "This is not what we do. For some of our guests we are the one place in the evening without "
                    "alcohol, and they have told us so. We would rather be good at that."
                ),
                reason_code="not-us",
                change_our_mind="Very little, to be honest. If those guests asked for it themselves, we would listen.",
            ),
        ),
        comments=(Comment("aleksi", 84, "I am one of those guests. Thank you."),),
    ),
    Idea(
        key="tap-water",
        title="Free tap water on the counter",
        body="I should not have to ask. When I ask, I end up buying a bottle out of politeness.",
        category="menu",
        author="amit",
        days_ago=74,
        status="not-planned",
        supporters=3,
        answers=(
            Answer(
                "not-planned",
                71,
                "bea",
                (
                    "It is already there, and that you could not know is our fault: the jug stood behind the syrups. "
                    "It is now at the end of the counter, with glasses, in the nine shops that I have been to this "
                    "week. Five to go."
                ),
                reason_code="done",
                change_our_mind="If it is hidden again somewhere, name the shop here and I will go and move it.",
            ),
        ),
        comments=(
            Comment(
                "dunja",
                63,
                "Hidden at the Station.",
                replies=(Comment("bea", 62, "Moved. It was behind a plant."),),
            ),
        ),
    ),
    Idea(
        key="soup-at-lunch",
        title="Soup at lunchtime",
        body="It rains here two hundred days a year. Nobody has ever come in from the rain and wanted a salad.",
        category="menu",
        author="ante",
        days_ago=127,
        status="not-planned",
        supporters=5,
        labels=("lunch",),
        answers=(
            Answer(
                "not-planned",
                121,
                "bea",
                (
                    "We worked out what it takes: a hood, a second sink and one more person from ten to two, in each "
                    "shop, for about thirty bowls a day. We would lose money on every bowl."
                ),
                reason_code="cost",
                change_our_mind=(
                    "A kitchen that cooks for several of us and delivers hot. If a neighbour who has one would like "
                    "to try it with one shop, I would start there."
                ),
            ),
        ),
        comments=(
            Comment(
                "tomasz",
                120,
                "My sister has a kitchen. I am serious.",
                replies=(Comment("bea", 119, "So am I. Write to the shop at Mill Lane, they will pass it on to me."),),
            ),
        ),
    ),
)
