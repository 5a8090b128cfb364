"""What is wrong with texts: a language, a number, a length, the way they are set?"""

from __future__ import annotations

from game.content.codes.entry import Code

TEXTS = (
    Code(
        "W501",
        "a language that is missing",
        "Whoever plays in that language reads the other one.",
        'title: {en: "A night", fr: ""}',
        'title: {en: "A night", fr: "Une nuit"}',
    ),
    Code(
        "W502",
        "French set as it is not set",
        "French has ’ for an apostrophe, « … » for quotation marks, … for three dots, and narrow "
        "no-break spaces (U+202F) before ; : ! ? % » and after «. `--fix` mends all of it.",
        'fr: "L\'usine est prête..."',
        'fr: "L’usine est prête…"',
    ),
    Code(
        "W503",
        "a text that is too short or too long",
        "A beat reads well at 15 to 75 words; every kind of text has bounds of its own.",
        'text: {en: "Too short.", fr: "Trop court."}',
        'text: {en: "The message names a pier and a sum, and asks for an answer before the '
        'ferries start.", fr: "…"}',
        confidence="likely",
    ),
    Code(
        "W504",
        "other names in braces in each language",
        "One language shows a figure that the other one does not.",
        'en: "It costs {price.h100}."\nfr: "Cela coûte."',
        'en: "It costs {price.h100}."\nfr: "Cela coûte {price.h100}."',
    ),
    Code(
        "W505",
        "nearly the same text twice",
        "More than half of the runs of three words are those of another definition.",
        'en: "The minister smiles and signs the first page."\n'
        'en: "The minister smiles and signs the second page."',
        'en: "The minister smiles and signs the first page."\n'
        'en: "This time the minister reads before signing."',
        confidence="likely",
    ),
    Code(
        "W506",
        "a number without a unit",
        "A sum in digits ends its sentence, and nothing says of what.",
        'en: "They ask for 300."',
        'en: "They ask for 300 cards."',
        confidence="maybe",
    ),
    Code(
        "W507",
        "a unit twice",
        "A figure in braces is written with its unit; the text should not add one.",
        'en: "It costs ${price.h100}."',
        'en: "It costs {price.h100}."',
    ),
    Code(
        "W508",
        "other numbers in each language",
        "Both languages write numbers in digits, and they are not the same ones.",
        'en: "In 2023, 40 cards."\nfr: "En 2023, 14 cartes."',
        'en: "In 2023, 40 cards."\nfr: "En 2023, 40 cartes."',
        confidence="likely",
    ),
    Code(
        "W509",
        "the same words in both languages",
        "More than three words that are the same in English and in French: one is not translated.",
        'en: "Nobody asks who paid."\nfr: "Nobody asks who paid."',
        'en: "Nobody asks who paid."\nfr: "Nul ne demande qui a payé."',
        confidence="likely",
    ),
    Code(
        "W510",
        "English set as it is not set",
        "A space before a comma or a question mark, or two spaces between words. `--fix` mends it.",
        'en: "Who paid ?"',
        'en: "Who paid?"',
    ),
    Code(
        "W511",
        "a word that stands there twice",
        "The same word twice in a row, where the language does not want it.",
        'en: "The the minister smiles."',
        'en: "The minister smiles."',
        confidence="likely",
    ),
    Code(
        "W512",
        "a quotation mark or a bracket without the other",
        "As many are opened as are closed.",
        'fr: "Il dit : « Non."',
        'fr: "Il dit : « Non. »"',
    ),
    Code(
        "N513",
        "a line that may not fit",
        "Titles and answers stand on one line, which a narrow window cuts.",
        'title: {en: "In which the minister, who had been warned, signs all the same, at night"}',
        'title: {en: "The minister signs all the same"}',
        confidence="likely",
    ),
    Code(
        "W514",
        "a season in which the scene may not come",
        "Where a scene happens or what it is called names a season or a month, or its text says "
        "that it is one now; and nothing keeps the scene to those quarters.",
        'place: {en: "A quay, a January evening"}\nwhen: tension > 40',
        'place: {en: "A quay, after dark"}\nwhen: tension > 40',
    ),
    Code(
        "W515",
        "a patch of one language only",
        "The other language still says what was there before, and the two no longer say the same. "
        "Set both; or, where the other one still says it, `expect` it: then the patch is reported "
        "when that changes. To write a language that was missing is no such case.",
        '- patch: base:second_crop\n  set: {title.en: "The first crop, dearer"}',
        '- patch: base:second_crop\n  set: {title.en: "The first crop, dearer", '
        'title.fr: "La première récolte, plus chère"}',
        confidence="likely",
    ),
)
