"""What it costs, and for whom."""

from ideas.demo.shapes import Answer, Comment, Idea

IDEAS = (
    Idea(
        key="pay-back-a-stranger",
        title="Let me pay back a stranger’s coffee",
        body="Someone paid for mine when my card failed. I would like to pass it on without making a scene.",
        category="paying",
        author="dunja",
        days_ago=26,
        status="under-review",
        supporters=15,
        labels=("kindness",),
        answers=(
            Answer(
                "under-review",
                21,
                "bea",
                (
                    "I like this a lot, @dunja. We are trying the simplest way at Mill Lane: you buy one “for "
                    "somebody”, it goes on the chalk board as a stroke, and anyone may ask for it. No names, no scene."
                ),
                next_update_in=35,
            ),
        ),
        comments=(
            Comment(
                "katerina",
                20,
                (
                    "My uncle’s café has had a jar of buttons for thirty years. One button, one coffee. Nobody has "
                    "ever counted, and it has always come out right."
                ),
                replies=(Comment("bea", 19, "@katerina We have a jar. I am looking for buttons."),),
            ),
            Comment(
                "tom",
                10,
                "I took a stroke on Tuesday, when I had forgotten my wallet, and bought two on Wednesday.",
            ),
        ),
    ),
    Idea(
        key="order-ahead",
        title="Order ahead and skip the queue",
        body="I pay on my phone at the tram stop, and the cup is ready when I come in. Everybody else has this.",
        category="paying",
        author="aleksi",
        days_ago=91,
        status="not-planned",
        supporters=10,
        labels=("queues",),
        answers=(
            Answer(
                "not-planned",
                86,
                "bea",
                (
                    "We tried it for six weeks in two shops. Those who had ordered ahead waited one minute. Those who "
                    "stood in the shop waited four minutes longer than before and could not see why. We do not want "
                    "two kinds of guests."
                ),
                reason_code="other",
                change_our_mind=(
                    "A bar that keeps both under three minutes at half past seven. The new machine at the Station may "
                    "manage it, and we will measure."
                ),
            ),
        ),
        comments=(
            Comment("noor", 85, "Thank you for measuring the other side as well."),
            Comment("aleksi", 84, "Not the answer I wanted. It is an answer, though."),
        ),
    ),
    Idea(
        key="order-on-the-phone",
        title="Order on the phone and skip the queue",
        body="Let me order ahead and pay on my phone, so that the cup is ready when I come in.",
        category="paying",
        author="mathias",
        days_ago=2.5,
        status="new",
        supporters=3,
        labels=("queues",),
    ),
    Idea(
        key="student-discount",
        title="A discount for students",
        body="We sit here all day. We might as well pay less for it.",
        category="paying",
        author="ivana",
        days_ago=57,
        status="not-planned",
        supporters=5,
        labels=("prices",),
        answers=(
            Answer(
                "not-planned",
                52,
                "bea",
                (
                    "No. We would have to check cards at the till, and the cleaner who earns no more than you would "
                    "pay for it. What we did instead: the small filter is now our cheapest cup, for everybody."
                ),
                reason_code="other",
                change_our_mind=(
                    "A good reason why students need it more than others who have little. I mean that as a question."
                ),
            ),
        ),
        comments=(
            Comment("ivana", 51, "The small filter costs less than what I would have asked for. Fine."),
            Comment("fatima", 50, "The cleaner says thank you."),
        ),
    ),
    Idea(
        key="more-like-before",
        title="It should be more like before",
        body="You know what I mean.",
        category="paying",
        author="lars",
        days_ago=39,
        status="not-planned",
        supporters=0,
        answers=(
            Answer(
                "not-planned",
                35,
                "bea",
                (
                    "I read this out at the morning meeting. We do not know what you mean, though everybody had a "
                    "theory: the chairs, the cups, the prices, Jonas. I am closing it for now."
                ),
                reason_code="unclear",
                change_our_mind="One sentence that says what was better before. I will open it again the same day.",
            ),
        ),
        comments=(
            Comment(
                "lars",
                34,
                "The chairs.",
                replies=(Comment("bea", 33.5, "Thank you! The chairs deserve an idea of their own. Please write it."),),
            ),
            Comment("jonas", 33, "Relieved."),
        ),
    ),
    Idea(
        key="month-of-filter",
        title="A month of filter for one price",
        body="I drink one filter every working day and pay twenty times. Let me pay once and nod.",
        category="paying",
        author="idastrand",
        days_ago=19,
        status="under-review",
        supporters=7,
        labels=("prices", "filter"),
        answers=(
            Answer(
                "under-review",
                14,
                "bea",
                (
                    "I would like to be nodded at. We need a price at which neither the person with one cup a day nor "
                    "the person with nine feels foolish. Two proposals go to the owners on Thursday."
                ),
                next_update_in=25,
            ),
        ),
        comments=(Comment("hilde", 13, "The person with nine needs a doctor, not a price."),),
    ),
    Idea(
        key="price-per-kilo",
        title="Write the price per kilo on the shelf",
        body=(
            "250 grams here, 340 there, a kilo on the bottom shelf. I am good at coffee and bad at division, and "
            "before ten I am bad at both."
        ),
        category="paying",
        author="carmen",
        days_ago=4.3,
        status="new",
        supporters=4,
        labels=("prices", "beans"),
        comments=(Comment("anneke", 3.9, "Seconded. I stand there with my phone out as if I were filming a crime."),),
    ),
)
