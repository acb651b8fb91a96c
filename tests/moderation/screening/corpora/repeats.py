from tests.moderation.screening.corpora.sample import bad, fine

CUP = "Please bring back the big blue cup with the handle. It kept the coffee warm on the whole way to work."
MILK_EL = "Θα ήθελα να έχετε γάλα βρώμης σε όλα τα καταστήματα, γιατί πολλοί δεν πίνουν αγελαδινό."
OATS = "Kan dere få havremelk på alle kaffebarene deres, også på de små stasjonene langs Bergensbanen?"
LATER_HR = "Molim vas da subotom radite barem do deset navečer, jer nakon kina nemamo kamo na kavu."
QUEUE = "התור בסניף בתחנת הרכבת ארוך מדי בכל בוקר, צריך להוסיף עוד קופה אחת בשעות העומס."
SHORT = "Cheap capsules, ask me how today"

REPEATS = [
    bad("en", CUP, own=(CUP,)),
    bad("en", CUP.upper(), own=(CUP,)),
    bad("en", f"{CUP} https://spam.example.com/7", own=(f"{CUP} https://spam.example.com/3",)),
    bad(
        "en",
        "The coffee kept warm on the whole way to work. Bring back the big blue cup with handle, please!",
        own=(CUP,),
    ),
    bad("en", SHORT, own=(SHORT, SHORT, SHORT)),
    bad("el", MILK_EL, own=(MILK_EL,)),
    bad("el", MILK_EL.replace(",", " -").upper(), own=(MILK_EL,)),
    bad("nb", OATS, own=(OATS, OATS)),
    bad("nb", f"Hei! {OATS}", own=(OATS,)),
    bad("hr", LATER_HR, own=(LATER_HR,)),
    bad("hr", f"{LATER_HR} Hvala.", own=("Dobar dan.", LATER_HR)),
    bad("he", QUEUE, own=(QUEUE,)),
    bad("he", f"שלום, {QUEUE}", own=(QUEUE,), is_hard=True),  # one sentence, and a word more in it
    fine("en", CUP),
    fine("en", CUP, others=(CUP,)),
    fine("en", SHORT, own=(SHORT,)),
    fine("en", "Thank you!", own=("Thank you!", "Thank you!", "Thank you!", "Thank you!")),
    fine("en", "The big blue cup was nice, but a lid for it would be even better.", own=(CUP,)),
    fine(
        "en",
        f"{CUP} Since then I carry my own, which leaks into the bag, and the bag smells. A lid with a screw would help "
        "everyone who walks, and you could sell it beside the till.",
        own=(CUP,),
    ),
    fine("el", MILK_EL, own=("Θα ήθελα να έχετε και παγωτό καφέ το καλοκαίρι.",)),
    fine("el", "Συμφωνώ απόλυτα!", own=("Συμφωνώ απόλυτα!", "Συμφωνώ απόλυτα!")),
    fine("nb", OATS, own=("Kan dere få soyamelk også?",)),
    fine("nb", "Enig, takk for svaret.", own=("Enig, takk for svaret.", "Enig, takk for svaret.")),
    fine("hr", LATER_HR, own=("Molim vas da nedjeljom otvarate ranije, oko osam.",)),
    fine("hr", "Slažem se s ovim prijedlogom.", own=("Slažem se s ovim prijedlogom.",)),
    fine("he", QUEUE, own=("אשמח לראות עוד קפה קר בתפריט הקיץ.",)),
    fine("he", "תודה רבה!", own=("תודה רבה!", "תודה רבה!", "תודה רבה!")),
]
