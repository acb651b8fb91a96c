from tests.moderation.screening.corpora.sample import bad, fine

TERMS = [
    bad("en", "Whoever designed this lid is an idiot."),
    bad("en", "You m0r0ns closed the only branch near me"),
    bad("en", "just SHUT   UP about oat milk already"),
    bad("en", "what an i d i o t at the counter"),
    bad("en", "the manager is an id!ot and a m.o.r.o.n"),
    bad("en", "Iiiidiooots, all of you"),
    bad("el", "Ο υπεύθυνος είναι ΗΛΙΘΙΟΣ, μου έβαλε ζάχαρη πάλι."),
    bad("el", "Βρε βλάκα, ο φρέντο θέλει αφρό!"),
    bad("nb", "Din idiot, kaffen var kald igjen."),
    bad("nb", "Hold kjeft om papirsugerør, tosk"),
    bad("hr", "Budalo, to nije espresso, nego voda."),
    bad("hr", "Vaš konobar je gl00upan i kreten.", is_hard=False),
    bad("hr", "Kakvi glupani smišljaju ove cijene?"),
    bad("he", "איזה טיפש החליט לסגור ביום שישי?"),
    bad("he", "המנהל שלכם מטומטם לגמרי"),
    bad("he", "הטיפש הזה שפך לי קפה על המעיל"),
    bad("en", "Your barista is a total plonker and a disgrace", is_hard=True),  # not in the list
    fine("en", "This machine is not idiotproof: the lid pops open."),
    fine("en", "The shutters are up at seven, please open the door then too."),
    fine("en", "Please bring back the caramel slice, it was stupidly good."),
    fine(
        "en", "A foolproof, idiot-proof coffee machine for the office, please.", is_hard=True
    ),  # the word stands there
    fine("el", "Ηλίθια ακριβός δεν είναι, αλλά ένα ευρώ λιγότερο θα ήταν ωραίο."),
    fine("el", "Θα ήθελα φρέντο εσπρέσο χωρίς ζάχαρη στο μικρό μέγεθος."),
    fine("el", "Ο καφές βαλκανικής συνταγής ήταν εξαιρετικός."),
    fine("nb", "Maskinen er idiotsikker, men kaffen er litt tynn."),
    fine("nb", "Det samler seg støv og dust på hylla ved inngangen."),
    fine("nb", "Toskansk mørkbrent kaffe hadde vært godt til helga."),
    fine("hr", "Glupo je bacati šalice, uvedite povratne čaše."),
    fine("hr", "Kremasta kava s malo cimeta, molim."),
    fine("he", "הטיפות בקצה הכוס מטפטפות על השולחן, אפשר מכסה אחר?"),
    fine("he", "אשמח לקפה טפטוף קולומביאני בסניף"),
    fine("he", "המשלוח הגיע מטונף, אבל הקפה מצוין"),
    fine("en", "100 cups, 5 stars, 1 happy customer"),
]
