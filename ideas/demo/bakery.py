"""Buns, bread and pastries."""

from ideas.demo.shapes import Answer, Comment, Idea

IDEAS = (
    Idea(
        key="half-size-pastries",
        title="Half-size pastries at half the price",
        body=(
            "Your buns are the size of a child’s head. I eat half, wrap the rest in a napkin and find it in my coat a "
            "week later."
        ),
        category="menu",
        author="katerina",
        days_ago=35,
        status="under-review",
        supporters=23,
        labels=("bakery", "prices"),
        answers=(
            Answer(
                "under-review",
                31,
                "bea",
                (
                    "We baked sixty half-size buns for Mill Lane, and they were gone by ten. Half the price does not "
                    "work, because the baker folds a small one just as often. Three fifths might. We are trying two "
                    "more Saturdays."
                ),
                next_update_in=45,
            ),
        ),
        comments=(
            Comment(
                "bram",
                30,
                "Three fifths of the price for a half. I need to sit down.",
                replies=(Comment("bea", 29, "I know. I did the sum three times, hoping for another result."),),
            ),
            Comment("hilde", 26, "For children it is simply the right size."),
            Comment("mathieu", 20, "I found one in my coat today."),
        ),
    ),
    Idea(
        key="no-raisins",
        title="Stop putting raisins in things",
        body="A bun is a promise. I have nothing more to add.",
        category="menu",
        author="kaffefan88",
        days_ago=13,
        status="under-review",
        supporters=29,
        labels=("bakery",),
        answers=(
            Answer(
                "under-review",
                9,
                "bea",
                (
                    "This has split the bakery in two, and I cannot promise you an end to raisins. What I can do, "
                    "from Monday: a small sign on everything that has them, so that nobody is surprised. In a month "
                    "we look at what was left on the trays."
                ),
                next_update_in=40,
            ),
        ),
        comments=(
            Comment(
                "margit",
                12.5,
                "I like raisins.",
                replies=(Comment("kaffefan88", 12.3, "I respect you and I am worried about you."),),
            ),
            Comment("tomasz", 6, "The sign says “contains raisins (sorry)”. Well done, whoever wrote it."),
            Comment(
                "margit",
                5.2,
                "I now buy everything with the sign on it. Thank you for making them so easy to find.",
            ),
        ),
    ),
    Idea(
        key="something-salty",
        title="Something salty before eight",
        body="At seven in the morning you have nine kinds of sweet and nothing with cheese. I am not a butterfly.",
        category="menu",
        author="joao",
        days_ago=49,
        status="planned",
        supporters=8,
        labels=("bakery", "mornings"),
        answers=(
            Answer(
                "under-review",
                40,
                "bea",
                (
                    "This took me longer than the week that we promise, sorry. I asked the bakery for the reason and "
                    "got “we have always done it so”. That is not one, and they agree."
                ),
                next_update_in=14,
            ),
            Answer(
                "planned",
                27,
                "bea",
                (
                    "A cheese roll and one with egg, from half past seven at first, because until then the oven is "
                    "full of buns. For seven o’clock we need one more oven shift; I am working on that part."
                ),
                next_update_in=21,
            ),
        ),
        comments=(Comment("agnieszka", 26, "And mustard, please, somewhere in the building."),),
    ),
    Idea(
        key="bun-without-butter",
        title="A cinnamon bun without butter",
        body=(
            "Not a dry thing from the fridge, in film. A proper bun, warm, that happens to have no butter and no egg "
            "in it."
        ),
        category="menu",
        author="leila",
        days_ago=12,
        status="under-review",
        supporters=11,
        labels=("bakery", "vegan"),
        answers=(
            Answer(
                "under-review",
                7.5,
                "bea",
                (
                    "The third try, with rapeseed oil and oat cream, rose beautifully and then sat down. The fourth "
                    "is in the oven as I write. I will tell you how it went."
                ),
                next_update_in=12,
            ),
        ),
        comments=(
            Comment(
                "leila",
                6.5,
                "How was the fourth?",
                replies=(Comment("bea", 6, "Good at eight, bread by the evening. The fifth is on Tuesday."),),
            ),
            Comment("yael", 3, "Volunteering as a taster. Any day, any hour."),
        ),
    ),
    Idea(
        key="yesterdays-bread",
        title="Yesterday’s bread in a basket by the door",
        body=(
            "I see you carry bags out at closing time and I know what is in them. I would take a loaf for half. My "
            "neighbour would take one for nothing, and should."
        ),
        category="menu",
        author="solene",
        days_ago=152,
        status="launched",
        supporters=19,
        labels=("bakery", "waste"),
        answers=(
            Answer(
                "under-review",
                148,
                "bea",
                (
                    "It is about thirty pieces a day, all shops together. We are asking what we may give away and "
                    "what we have to throw out."
                ),
            ),
            Answer(
                "planned",
                130,
                "bea",
                (
                    "We may give away everything that has no cream in it. A basket by the door each morning, marked "
                    "“yesterday”, and you pay what you like."
                ),
            ),
            Answer(
                "in-the-works",
                117,
                "bea",
                (
                    "The first three baskets are out, at Mill Lane, Harbour Street and the Station. The others follow "
                    "when the baskets are woven."
                ),
            ),
            Answer(
                "launched",
                104,
                "bea",
                (
                    "A basket in every shop. In the first week 171 of 190 pieces found somebody. The last 19 went to "
                    "the hens of a guest."
                ),
                evidence_url="https://kaffa.example/news/yesterdays-bread",
            ),
        ),
        comments=(
            Comment("margit", 103, "Yesterday’s rye is better than today’s. Do not tell them."),
            Comment(
                "ante",
                95,
                "Pay what I like, into what?",
                replies=(
                    Comment(
                        "bea",
                        94,
                        (
                            "Into the tin on the basket. It goes to the night shelter, and the sum is on the notice "
                            "board every month."
                        ),
                    ),
                ),
            ),
        ),
    ),
    Idea(
        key="sealed-gluten-free",
        title="Something gluten-free that has not stood beside the flour",
        body=(
            "I have coeliac disease. The cake is gluten-free; the tongs are not. One thing in a wrapper that I can "
            "trust would be enough."
        ),
        category="menu",
        author="petra",
        days_ago=78,
        status="planned",
        supporters=13,
        labels=("allergies", "bakery"),
        answers=(
            Answer(
                "not-planned",
                74,
                "bea",
                (
                    "We cut everything in one room and there is flour in the air. I will not put a label on something "
                    "that could make you ill, and there is no bakery nearby that delivers wrapped."
                ),
                reason_code="safety",
                change_our_mind=(
                    "A bakery with a gluten-free room of its own that wraps every piece. If you know one, tell me."
                ),
            ),
            Answer(
                "planned",
                48,
                "bea",
                (
                    "I wrote that no bakery nearby delivers wrapped. That was wrong. Dunja knew one on the hill, with "
                    "a room of its own and a certificate, which I have seen. We start with two cakes, sealed, in five "
                    "shops."
                ),
                next_update_in=60,
                corrects=0,
            ),
        ),
        comments=(
            Comment(
                "dunja",
                73,
                "There is one on the hill. They have done nothing else for twenty years. I have sent you the number.",
                replies=(Comment("bea", 72, "Called. I am going there on Monday. Thank you."),),
            ),
            Comment("petra", 47, "I read “that was wrong” twice, to be sure. I am not used to it. Thank you."),
        ),
    ),
)
