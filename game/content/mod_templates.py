"""What does a first mod hold? The files that `mods new` writes, with ID and NAME to be filled in.

Each of them plays as it stands and passes `content check` without a warning, so that whoever begins
with one changes something that works.
"""

from __future__ import annotations

MANIFEST = """\
id = "ID"
version = "0.1.0"
game = "GAME"             # which versions of the game it was made for
license = "CC-BY-4.0"
needs = []                # mods that must be there too, such as "other_mod >= 1.2"
after = []                # mods that come first if they are there
breaks = []               # mods it cannot stand beside

[name]
en = NAME
fr = NAME
"""

STORYLET = """\
# Two scenes. The first comes on the first morning; the second comes back on its answer.
- id: ID_letter
  size: minor
  seats: [usa, china, lab_hangzhou, lab_paris]
  when: quarter <= 2023.5        # a figure of content/base/figures; 2023.5 is the summer of 2023
  priority: 200                  # a dated scene: it comes before those that are drawn by weight
  mood: neutral
  kind: invented
  place: {en: "The post room", fr: "Au courrier"}
  title: {en: "A letter without a sender", fr: "Une lettre sans expéditeur"}
  text:
    en: >
      Between two invoices lies an envelope, written by hand. Somebody who signs with one letter has
      watched your machines for a year and asks what they are for. There is an address, and a stamp
      for the answer.
    fr: >
      Entre deux factures, une enveloppe écrite à la main. Quelqu’un qui signe d’une seule lettre
      observe vos machines depuis un an et demande à quoi elles servent. Il y a une adresse, et un
      timbre pour la réponse.
  choices:
    - id: answer_it
      en: "Answer it yourself, on paper"
      fr: "Y répondre soi-même, sur papier"
      win:
        en: "It takes an evening. You tear up three drafts that sounded like a brochure."
        fr: "Il y faut une soirée. Vous déchirez trois brouillons qui sentaient la brochure."
        pay: {usd: 300}
        then: {ID_reply: 2}      # the other scene, two quarters later
      ai: 1
    - id: file_it
      default: true              # what happens when nobody answers
      en: "Have it filed"
      fr: "La faire classer"
      win:
        en: "It gets a number and a drawer."
        fr: "Elle reçoit un numéro et un tiroir."
        then: {ID_reply: 3}
      ai: 2

- id: ID_reply
  size: minor
  follow_up: true                # never drawn: it comes only when an answer has called it
  seats: [usa, china, lab_hangzhou, lab_paris]
  when: taken.ID_letter.answer_it == 1     # what was answered then; otherwise the fallback is read
  mood: rest
  kind: invented
  place: {en: "The post room", fr: "Au courrier"}
  title: {en: "A second envelope", fr: "Une deuxième enveloppe"}
  text:
    en: >
      The same hand, and this time a name. Your letter was read aloud in a kitchen, then in a town
      hall. Three questions came of it, all of them better than those of your board.
    fr: >
      La même écriture et, cette fois, un nom. Votre lettre a été lue à voix haute dans une cuisine,
      puis dans une mairie. Il en est sorti trois questions, toutes meilleures que celles de votre
      conseil.
  fallback:
    en: >
      The same hand, and no name. One line only: the stamp was for you, please send it back.
    fr: >
      La même écriture, toujours sans nom. Une seule ligne : le timbre était pour vous, merci de
      bien vouloir le renvoyer.
  choices:
    - id: invite
      en: "Send an invitation"
      fr: "Envoyer une invitation"
      win:
        en: "They come on a Tuesday, look at the racks for a long time, and ask to hear them off."
        fr: "On vient un mardi, on regarde longtemps les baies, on demande à les entendre éteintes."
        pay: {usd: 2_000}
        add: {tension: -1}
      ai: 1
    - id: keep_it
      default: true
      en: "Keep the envelope"
      fr: "Garder l’enveloppe"
      win:
        en: "It leans against the screen for a month."
        fr: "Elle reste un mois appuyée contre l’écran."
      ai: 1
"""

ORDER = """\
# One order for four seats; the menu, the price, the refusal, the delay and the effect stand here.
- id: ID_open_doors
  family: society
  seats: [usa, china, lab_hangzhou, lab_paris]
  attention: 1
  cost: 2_000_000
  payee: outside
  needs:
    - when: me.cash_usd >= 2_000_000
      else:
        en: "The account does not hold two million."
        fr: "Le compte ne contient pas deux millions."
  lead: 1
  wears: 0.5                     # repeated at once, it does less
  title: {en: "Open the doors for a day", fr: "Ouvrir les portes un jour"}
  text:
    en: "Visitors walk past the racks, ask what the noise is, and see the meter turn."
    fr: "Des visiteurs longent les baies, demandent quel est ce bruit, voient tourner le compteur."
  expects:
    en: "A little less tension next quarter; less again when it is repeated."
    fr: "Un peu moins de tension au trimestre prochain ; moins encore quand on recommence."
  effects:
    - add: {tension: "-1 * fresh"}   # at night: seen the next morning; `after: 2` a quarter later
  moves: [tension]
  kind: invented
"""

FIRST_ORDERS = """\
# In the first year a seat is shown only six `first_orders`: the last makes room for the new one.
- patch: base:usa
  add: {first_orders: [ID_open_doors]}
  remove: [first_orders.5]
- patch: base:china
  add: {first_orders: [ID_open_doors]}
  remove: [first_orders.5]
- patch: base:lab_hangzhou
  add: {first_orders: [ID_open_doors]}
  remove: [first_orders.5]
- patch: base:lab_paris
  add: {first_orders: [ID_open_doors]}
  remove: [first_orders.5]
"""

SEAT = """\
# Tokyo already gives orders, by a policy: from here on a person may take its chair.
- patch: base:japan
  expect: {playable: false}
  set:
    playable: true
    figures: [me.approval, me.cash_usd, machine_time.japan, me.align, licence.duv.cn, tension]
  add:
    goals:
      - until: 40
        when: me.approval >= 42
        text:
          en: "In 2032, be thanked by four in ten of those you govern."
          fr: "En 2032, être remercié par quatre sur dix de ceux que l’on gouverne."
"""

SCENARIO = """\
- patch: base:autumn_2022
  add: {seats: [japan]}
"""

PATCH = """\
# A patch names an id of the base, what it expects to find there, and what it changes.
- patch: base:difficulty.starting_cash
  expect: {value.normal: 1.0}    # when the base changes here, the mod is said to be stale
  set: {value.normal: 1.1}       # a tenth more cash on the first morning
"""

README = """\
# NAME

A mod for Machine Time. Switch it on: `machinetime mods enable ID`
Check it after a change, from this folder: `machinetime content check .`
Play while you write: `machinetime play --watch` (good edits show at the next turn)
"""

# What `--from` may name: the files of the mod by their path.
KINDS: dict[str, dict[str, str]] = {
    "storylet": {"storylets/ID.yaml": STORYLET},
    "order": {"orders/ID.yaml": ORDER, "seats/first_orders.yaml": FIRST_ORDERS},
    "seat": {"seats/japan.yaml": SEAT, "scenarios/japan.yaml": SCENARIO},
    "patch": {"coefficients/patches.yaml": PATCH},
}
