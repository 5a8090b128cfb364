"""Where do a thousand storylets come from, when a test wants to know what they cost?

Writes a mod of generated scenes, each of the size of the game's own: sixty words twice over, three
answers, odds, conditions. The texts say nothing; every one is different.
"""

from __future__ import annotations

import random
from pathlib import Path

MANIFEST = """id = "many"
version = "1.0.0"
license = "CC0-1.0"

[name]
en = "A thousand scenes"
fr = "Mille scènes"
"""
EN = "the ferry clerk counts crates of cards under a lamp while rain falls on the pier and nobody"
FR = (
    "le commis du bac compte des caisses de cartes sous une lampe tandis que la pluie tombe au quai"
)
SEATS = ("china", "usa", "lab_paris", "lab_hangzhou")
SCENE = """- id: many_{n}
  size: {size}
  tags: [generated]
  seats: [{seat}]
  when: quarter >= {year} and tension < {tension} and me.cash_usd > {cash}
  weight: 1 + tension / {divisor}
  mood: neutral
  kind: invented
  place: {{en: "Pier {n}", fr: "Quai {n}"}}
  title: {{en: "Crates, number {n}", fr: "Des caisses, numéro {n}"}}
  text:
    en: >
      {en}
    fr: >
      {fr}
  choices:
    - id: count
      en: "Count them again, {a}"
      fr: "Les recompter, {b}"
      needs: me.cash_usd >= {cost}
      needs_text: {{en: "There is no money to count.", fr: "Il n’y a pas d’argent à compter."}}
      odds: min(0.9, max(0.1, 0.5 + tension / 200))
      win:
        en: "{c}."
        fr: "{d}."
        pay: {{usd: {cost}}}
        add: {{tension: -{step}, me.trust: 2}}
      lose:
        en: "{d}, {n}."
        fr: "{c}, {n}."
        add: {{tension: {step}}}
      ai: 2
    - id: wait
      en: "Wait for the rain to stop, {a}"
      fr: "Attendre la fin de la pluie, {b}"
      win:
        en: "It stops. {c}."
        fr: "Elle cesse. {d}."
        add: {{me.trust: {trust}}}
      ai: 1 + tension / 50
    - id: leave
      default: true
      en: "Leave the pier"
      fr: "Quitter le quai"
      win: {{en: "The crates stay. {a}.", fr: "Les caisses restent. {b}."}}
  chronicle:
    en: "Crates number {n} were counted, or not."
    fr: "On compta les caisses {n}, ou non."
"""


def write(folder: Path, count: int = 1000, seed: int = 1) -> Path:
    """A mod with so many storylets, forty to a file; the same seed writes the same bytes."""
    dice = random.Random(seed)
    scenes = folder / "storylets"
    scenes.mkdir(parents=True)
    (folder / "mod.toml").write_text(MANIFEST, encoding="utf-8")
    for first in range(0, count, 40):
        numbers = range(first, min(first + 40, count))
        text = "\n".join(_scene(number, dice) for number in numbers)
        (scenes / f"many_{first:04}.yaml").write_text(text, encoding="utf-8")
    return folder


def _scene(number: int, dice: random.Random) -> str:
    return SCENE.format(
        n=number,
        size=dice.choice(("major", "minor")),
        seat=dice.choice(SEATS),
        year=dice.randrange(8, 36) / 4 + 2022,
        tension=dice.randrange(30, 95),
        cash=dice.randrange(1, 900) * 1_000_000,
        divisor=dice.randrange(10, 90),
        cost=dice.randrange(1, 500) * 100_000,
        step=dice.randrange(1, 9),
        trust=dice.randrange(1, 4),
        en=_words(EN, 58, dice),
        fr=_words(FR, 62, dice),
        a=_words(EN, 5, dice),
        b=_words(FR, 5, dice),
        c=_words(EN, 26, dice),
        d=_words(FR, 28, dice),
    )


def _words(source: str, count: int, dice: random.Random) -> str:
    known = sorted(set(source.split()))
    found = dice.sample(known, 2)
    while len(found) < count:
        found.append(dice.choice([word for word in known if word != found[-1]]))
    return " ".join(found[:count])
