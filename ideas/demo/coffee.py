"""What is roasted and what is brewed."""

from ideas.demo.shapes import Answer, Comment, Idea

IDEAS = (
    Idea(
        key="decaf-that-tastes",
        title="Decaf that tastes of something",
        body=(
            "I gave up caffeine for the baby. I did not give up taste. Every other bag gets a story: a hill, a "
            "farmer, a year. Decaf gets the word “decaf”."
        ),
        category="coffee",
        author="ines",
        days_ago=110,
        status="in-the-works",
        supporters=30,
        labels=("decaf", "beans"),
        answers=(
            Answer(
                "under-review",
                106,
                "jonas",
                (
                    "Fair. Ours was bought by price, and one can tell. I have asked for samples of four that are "
                    "decaffeinated with water only."
                ),
                next_update_in=30,
            ),
            Answer(
                "planned",
                79,
                "jonas",
                (
                    "Two of the four were good and one was very good. We are buying ten sacks of it and learning to "
                    "roast it: decaf scorches early and hides it well."
                ),
                next_update_in=45,
            ),
            Answer(
                "in-the-works",
                34,
                "jonas",
                (
                    "Decaf No. 3 is with the Insiders. “Bitter at the end, like a door closing”, one of them wrote, "
                    "and she was right. No. 4 is roasted more slowly."
                ),
                next_update_in=45,
            ),
        ),
        comments=(
            Comment("lars", 100, "My heart doctor thanks you in advance."),
            Comment(
                "amina",
                33,
                "The line about the door was mine. No. 4 closes softly.",
                replies=(Comment("jonas", 32, "Yours hangs on the wall of the roastery now."),),
            ),
            Comment(
                "katerina",
                20,
                "When may the rest of us taste it?",
                replies=(Comment("jonas", 19, "When two roasts in a row come out the same. We are at one."),),
            ),
        ),
    ),
    Idea(
        key="decaf-worth-drinking",
        title="A decaf that one would order on purpose",
        body=(
            "After five I drink decaf or I do not sleep. Yours is what is left when the coffee has gone. Buy good "
            "beans for it, too."
        ),
        category="coffee",
        author="orla",
        days_ago=100,
        status="new",
        supporters=11,
        labels=("decaf",),
        comments=(Comment("lars", 98, "Ines asked for the same last week. You should talk."),),
        same_as="decaf-that-tastes",
        merged_days_ago=96,
        merged_by="jonas",
    ),
    Idea(
        key="what-the-farmer-got",
        title="Say what the farmer was paid",
        body=(
            "You write about the hill and how high it is. Write the price as well. If it is good you can be proud of "
            "it, and if it is not we can talk."
        ),
        category="coffee",
        author="fatima",
        days_ago=83,
        status="under-review",
        supporters=21,
        labels=("beans", "fairness"),
        answers=(
            Answer(
                "under-review",
                77,
                "jonas",
                (
                    "I would like that too. For five of our nine coffees I know the price at the farm. For the other "
                    "four I only know what the exporter got, and I will not print that as if it were the same."
                ),
                next_update_in=32,
            ),
            Answer(
                "under-review",
                45,
                "jonas",
                (
                    "It is seven of nine now. One exporter refuses, and we are looking for another source for that "
                    "coffee. I would rather publish when we have all nine."
                ),
                next_update_in=60,
            ),
        ),
        comments=(
            Comment(
                "solene",
                76,
                "Publish what you have and leave the rest blank. A blank says something too.",
                replies=(Comment("jonas", 75, "That is a good argument. I have taken it to the owners."),),
            ),
            Comment("mathieu", 44, "Seven and two blanks. Please."),
        ),
    ),
    Idea(
        key="filter-after-two",
        title="Brew filter after two o’clock as well",
        body=(
            "At five past two there is no filter “because nobody asks”. I ask. I ask every day. I am beginning to "
            "take it personally."
        ),
        category="coffee",
        author="noor",
        days_ago=143,
        status="launched",
        supporters=20,
        labels=("filter",),
        answers=(
            Answer(
                "under-review",
                139,
                "jonas",
                (
                    "It stops at two because the last pot used to stand for an hour and was then poured away. For two "
                    "weeks the tills write down who asks after two."
                ),
            ),
            Answer(
                "planned",
                122,
                "jonas",
                (
                    "Eleven people a day in each shop, so you are not alone. The answer is a small pot, brewed when "
                    "you ask. It takes four minutes."
                ),
            ),
            Answer(
                "in-the-works",
                108,
                "jonas",
                "Four shops have the small pots. The others get theirs as they arrive, two a week or so.",
            ),
            Answer(
                "launched",
                97,
                "jonas",
                "Filter all day, in all 14 shops. After two it takes four minutes, because it is brewed for you.",
            ),
        ),
        comments=(
            Comment("noor", 96, "It took four minutes. I have stopped taking it personally."),
            Comment("tom", 90, "The four minutes are the best part of my break."),
        ),
    ),
    Idea(
        key="roast-with-us",
        title="Let us roast our own beans with you on a Sunday",
        body="I would pay for it. Give me an apron and a place by the drum and I will be quiet.",
        category="coffee",
        author="mathieu",
        days_ago=101,
        status="not-planned",
        supporters=3,
        labels=("roastery",),
        answers=(
            Answer(
                "not-planned",
                95,
                "jonas",
                (
                    "I wish I could. The drum is at 210 degrees, there is an open flame under it, and our insurance "
                    "covers three people by name. I asked whether it could be four. It could not."
                ),
                reason_code="safety",
                change_our_mind=(
                    "A small electric roaster behind a screen. If a used one turns up, I will hang out the list myself."
                ),
            ),
        ),
        comments=(
            Comment(
                "mathieu",
                94,
                "Then let us watch.",
                replies=(Comment("jonas", 93, "That I can do. Thursdays from nine, at the side door. Knock loudly."),),
            ),
        ),
    ),
)
