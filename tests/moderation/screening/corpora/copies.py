from tests.moderation.screening.corpora.repeats import CUP, LATER_HR, MILK_EL, OATS, QUEUE
from tests.moderation.screening.corpora.sample import bad, fine

STORY = (
    "I drink my coffee on the tram every morning. The lid of the paper cup opens when the tram stops at the bridge. "
    "Twice it ruined my coat. A lid that clicks would be worth ten cents more to me."
)
SUGAR_EL = "Το μικρό ποτήρι έχει πάντα πολλή ζάχαρη. Ρωτήστε τον πελάτη πριν βάλετε ζάχαρη στον φρέντο εσπρέσο."

COPIES = [
    bad("en", CUP, others=(CUP,)),
    bad("en", STORY, others=("Something else.", STORY)),
    bad("en", STORY.replace("The lid", "Lid").replace("Twice it", "It twice").lower(), others=(STORY,)),
    bad("en", f"{STORY} https://capsules.example.com", others=(STORY,)),
    bad("en", STORY.replace("bridge", "church"), others=(STORY,), is_hard=True),  # a word in the longest sentence
    bad("el", MILK_EL, others=(MILK_EL,)),
    bad("el", SUGAR_EL.upper(), others=(SUGAR_EL,)),
    bad("nb", OATS, others=(OATS,)),
    bad("nb", OATS.replace("også på", "på"), others=(OATS,), is_hard=True),
    bad("hr", LATER_HR, others=(LATER_HR,)),
    bad("hr", f"Bok! {LATER_HR}", others=(LATER_HR,)),
    bad("he", QUEUE, others=(QUEUE,)),
    bad("he", f"{QUEUE} תודה.", others=(QUEUE,)),
    fine("en", CUP),
    fine("en", CUP, own=(CUP,)),
    fine("en", "I agree, please do it!", others=("I agree, please do it!",)),
    fine("en", "So that one can sit while waiting.", others=("So that one can sit while waiting.",)),
    fine(
        "en",
        "“Twice it ruined my coat.” Mine too, and my laptop. I now carry a cup of my own, but your staff refuse to "
        "fill it.",
        others=(STORY,),
    ),
    fine("en", "A cup with a handle, like the blue one of some years ago, and made of steel.", others=(CUP,)),
    fine("el", "Και εγώ θα ήθελα γάλα βρώμης, αλλά και αμυγδάλου.", others=(MILK_EL,)),
    fine("el", "Συμφωνώ, πολύ καλή ιδέα!", others=("Συμφωνώ, πολύ καλή ιδέα!",)),
    fine("nb", "Havremelk hadde vært fint på Finse også.", others=(OATS,)),
    fine("nb", "Enig, dette må dere få til snart.", others=("Enig, dette må dere få til snart.",)),
    fine("hr", "I ja bih subotom navečer na kavu nakon kina.", others=(LATER_HR,)),
    fine("hr", "Slažem se, odličan prijedlog.", others=("Slažem se, odličan prijedlog.",)),
    fine("he", "גם אצלנו התור ארוך, אבל דווקא בערב.", others=(QUEUE,)),
    fine("he", "רעיון מצוין, מסכים!", others=("רעיון מצוין, מסכים!",)),
]
