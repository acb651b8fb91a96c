"""Cups, lids and what becomes of them."""

from ideas.demo.shapes import Answer, Comment, Idea

IDEAS = (
    Idea(
        key="lend-me-a-cup",
        title="Lend me a proper cup. I will bring it back tomorrow.",
        body=(
            "I walk to the hospital with a paper cup every night and throw it away at the door. Lend me a real one. I "
            "come past again in the morning. You could set your clock by me."
        ),
        category="cups",
        author="amina",
        days_ago=203,
        status="launched",
        supporters=37,
        labels=("lent cups", "waste"),
        answers=(
            Answer(
                "under-review",
                199,
                "bea",
                (
                    "We like it, and we are afraid of one thing: that they do not come home. We will lend out sixty "
                    "at Harbour Street and count them every night."
                ),
            ),
            Answer(
                "planned",
                168,
                "bea",
                (
                    "After a month 57 of 60 were back, and two of the other three came by post with a note. We will "
                    "do it everywhere."
                ),
            ),
            Answer(
                "in-the-works",
                120,
                "bea",
                "The rails are going up. Nine shops have theirs; the cups for the other five are still in the kiln.",
            ),
            Answer(
                "launched",
                66,
                "bea",
                (
                    "Every shop now has a rail of lent cups. Take one, return it to any of our shops, pay nothing. "
                    "Your idea, Amina."
                ),
                evidence_url="https://kaffa.example/launches/lent-cups",
            ),
        ),
        comments=(
            Comment(
                "joao",
                198,
                "I would steal one within a week, by accident.",
                replies=(Comment("bea", 197, "Then you are the one in sixty. We are counting on you."),),
            ),
            Comment("amina", 65, "The whole night ward drinks from them. Somebody has put up a shelf."),
            Comment("solene", 64, "I have found one of yours on a train, two countries away. It is on its way home."),
        ),
    ),
    Idea(
        key="lid-without-taste",
        title="A lid that does not taste of lid",
        body="The cup is paper, the lid is plastic, and the first sip tastes of neither coffee nor paper.",
        category="cups",
        author="oyvind",
        days_ago=54,
        status="planned",
        supporters=9,
        labels=("takeaway", "waste"),
        answers=(
            Answer(
                "under-review",
                50,
                "jonas",
                (
                    "I drank hot water through one to be sure, and you are right. I have ordered four others, all "
                    "made of pulp."
                ),
                next_update_in=21,
            ),
            Answer(
                "planned",
                33,
                "jonas",
                (
                    "Of the four lids two leaked, one tasted of egg box and one was good. It comes when the plastic "
                    "ones are used up, in seven weeks or so."
                ),
                next_update_in=45,
            ),
        ),
        comments=(
            Comment(
                "tomasz",
                32,
                "How do you know what egg box tastes of?",
                replies=(Comment("jonas", 31, "I have a brother."),),
            ),
        ),
    ),
    Idea(
        key="less-with-my-own-cup",
        title="A lower price when I bring my own cup",
        body="I bring the cup, I wash the cup, I carry the cup. It would only be fair.",
        category="cups",
        author="jens",
        days_ago=105,
        status="not-planned",
        supporters=5,
        labels=("own cup", "prices"),
        answers=(
            Answer(
                "not-planned",
                100,
                "jonas",
                (
                    "It is so already, since our second shop, and hardly anybody knew. I did not, until I asked at a "
                    "till. The sign is on the machine now, at eye height."
                ),
                reason_code="done",
                change_our_mind="Nothing to change in the rule. If a till does not know it, tell us which one.",
            ),
        ),
        comments=(
            Comment(
                "mathias",
                99,
                "Two years. For two years I have been bringing my own cup.",
                replies=(Comment("jonas", 98.5, "Come and see me at the roastery. I mean it."),),
            ),
        ),
    ),
    Idea(
        key="grounds-for-gardens",
        title="Give away the coffee grounds for gardens",
        body="You throw away what my tomatoes dream of.",
        category="cups",
        author="marko",
        days_ago=145,
        status="launched",
        supporters=10,
        labels=("waste", "gardens"),
        answers=(
            Answer(
                "planned",
                141,
                "jonas",
                (
                    "Each shop makes about eight kilos a day, and we pay to have them taken away. It needs dry bags "
                    "and a dry corner. I am looking for both."
                ),
            ),
            Answer(
                "in-the-works",
                124,
                "jonas",
                "Three shops have a crate by the door. Our old bean bags turn out to be perfect for it.",
            ),
            Answer(
                "launched",
                109,
                "jonas",
                (
                    "A crate in the ten shops that have a dry corner, bags of two kilos, free. Do not give it to "
                    "seedlings, they hate it."
                ),
            ),
        ),
        comments=(
            Comment("marko", 108, "The tomatoes say thank you. The basil has no opinion."),
            Comment("margit", 80, "My roses are shameless this year."),
        ),
    ),
    Idea(
        key="fill-my-own-tin",
        title="Fill my own tin with beans",
        body="I own a good tin. You own a good scale. Between us there is a bag that we both throw away.",
        category="cups",
        author="emre",
        days_ago=51,
        status="in-the-works",
        supporters=16,
        labels=("bags", "waste", "beans"),
        answers=(
            Answer(
                "under-review",
                47,
                "jonas",
                (
                    "To sell by weight the scale has to be sealed by the inspector, and those in the shops are not. I "
                    "am asking what a sealed one costs."
                ),
                next_update_in=21,
            ),
            Answer(
                "planned",
                30,
                "jonas",
                "It costs less than we spend on bags in a month. Two shops first: Mill Lane and the Station.",
                next_update_in=21,
            ),
            Answer(
                "in-the-works",
                12,
                "jonas",
                "The scales are here and the inspector comes next week. After that: any clean, dry tin, up to a kilo.",
                next_update_in=22,
            ),
        ),
        comments=(
            Comment(
                "mathieu",
                11,
                "Does a biscuit tin with a reindeer on it count?",
                replies=(Comment("jonas", 10, "It is the reason we are doing this."),),
            ),
        ),
    ),
    Idea(
        key="cup-with-a-handle",
        title="A cup with a handle, for hands that hurt",
        body=(
            "I have arthritis. Your new cups have no handle, because it looks nice. I hold mine with both hands and a "
            "napkin, and I am always afraid that I will drop it on somebody’s child."
        ),
        category="cups",
        author="margit",
        days_ago=15,
        status="under-review",
        supporters=19,
        labels=("access", "cups"),
        answers=(
            Answer(
                "under-review",
                11,
                "bea",
                (
                    "I tried to hold one with stiff fingers and understood at once. I want six cups with a handle in "
                    "every shop, for anybody who asks. I am finding out how soon the potter can make them."
                ),
                next_update_in=21,
            ),
        ),
        comments=(
            Comment(
                "hilde",
                10.5,
                "My mother has the same. She has stopped coming because of it.",
                replies=(Comment("bea", 10, "Please tell me which shop is hers. It gets the first six."),),
            ),
            Comment(
                "dylan",
                9,
                "For left-handed people as well, please.",
                replies=(
                    Comment("tomasz", 8.8, "Turn it round."),
                    Comment("dylan", 8.7, "I see. Carry on."),
                ),
            ),
        ),
    ),
    Idea(
        key="small-takeaway-cup",
        title="A small cup for the road",
        body="Your smallest takeaway cup is longer than my commute.",
        category="cups",
        author="katerina",
        days_ago=0.8,
        status="new",
        supporters=1,
        labels=("takeaway",),
    ),
    Idea(
        key="paper-straws-melt",
        title="The paper straws melt",
        body="Two minutes. I timed it. After that I am eating it.",
        category="cups",
        author="nadia",
        days_ago=5.6,
        status="new",
        supporters=8,
        labels=("takeaway",),
        comments=(
            Comment(
                "sofie",
                5,
                "A lid with a hole would do.",
                replies=(Comment("nadia", 4.8, "Or a cup. Cups have worked for years."),),
            ),
        ),
    ),
    Idea(
        key="cup-rail-hospital",
        title="A rail for lent cups at the hospital door",
        body=(
            "Forty of us carry your cups up to the wards, and nobody carries them down. A rail and a crate by the "
            "night entrance, and one of you to collect them once a day?"
        ),
        category="cups",
        author="leila",
        days_ago=3.6,
        status="new",
        supporters=11,
        labels=("lent cups", "night shift"),
        comments=(
            Comment("amina", 3.2, "I would carry the crate. I come past anyway."),
            Comment(
                "bea",
                2.4,
                (
                    "I have written to the hospital’s caretaker, because it is their wall. A proper answer follows "
                    "here this week."
                ),
            ),
        ),
    ),
)
