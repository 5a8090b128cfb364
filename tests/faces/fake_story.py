"""What is the game of the double about? Canned figures, orders, a scene, news and pages.

Each text is (English, French). Brackets and quotes stand in them on purpose.
"""

from __future__ import annotations

TURNS = 41
ATTENTION = 4
Text = tuple[str, str]

FIGURES: tuple[tuple[str, Text, str, tuple[float, ...]], ...] = (
    ("me.machine_time", ("Machine time", "Temps machine"), "k H100e", (61, 70, 92, 111, 118)),
    ("me.eci", ("Best model", "Meilleur modèle"), "ECI", (96, 99, 104, 109, 112)),
    ("gap.us_cn", ("Gap to the US", "Retard sur les USA"), "mo", (9, 10, 11, 12, 13)),
    ("grey.premium", ("Grey premium", "Prime du marché gris"), "%", (4, 11, 24, 32, 52)),
    ("me.approval", ("Approval", "Popularité"), "", (64, 63, 62, 62, 61)),
)
MEANING = (
    "What counts is what runs: chips powered, cooled and let.",
    "Compte ce qui tourne : des puces alimentées, refroidies et louées.",
)
# id, family, title, text, attention, cost, amount unit, refusal
ORDERS: tuple[tuple[str, Text, Text, Text, int, str, str, Text], ...] = (
    ("buy_home", ("Machine time", "Temps machine"), ("Contract home chips",
     "Commander des puces nationales"), ("Sign for a year of Shenzhen's output.",
     "Signer pour un an de production de Shenzhen."), 1, "−$0.9bn", "units", ("", "")),
    ("third_ports", ("Machine time", "Temps machine"), ("Buy through third ports",
     "Acheter par des ports tiers"), ("Traders in two ports ask no questions.",
     "Dans deux ports, des négociants ne posent aucune question."), 1, "−$0.4bn", "usd", ("", "")),
    ("open_model", ("Openness", "Ouverture"), ("Open the Hangzhou model",
     "Ouvrir le modèle de Hangzhou"), ("Publish the weights, keep the team.",
     "Publier les poids, garder l’équipe."), 1, "", "", ("", "")),
    ("require_home", ("Sanctions", "Sanctions"), ("Require home chips",
     "Imposer les puces nationales"), ("Public clouds must buy one home chip in two.",
     "Les hébergeurs publics achètent une puce nationale sur deux."), 1, "−$0.1bn", "", ("", "")),
    ("gallium", ("Sanctions", "Sanctions"), ("Control gallium", "Contrôler le gallium"),
     ("Put the metal under licence.", "Mettre le métal sous licence."), 2, "", "",
     ("1 attention point short", "il manque 1 point d’attention")),
    ("litho", ("Fabs", "Usines"), ("Lithography, ten years", "Lithographie, dix ans"),
     ("Pay for light that does not exist yet.", "Payer une lumière qui n’existe pas encore."),
     2, "−$3.0bn", "", ("", "")),
)  # fmt: skip
SCENE: dict[str, Text] = {
    "title": ("A cargo [at] night", "Une cargaison, [la] nuit"),
    "place": ("Hong Kong · October 2023", "Hong Kong · octobre 2023"),
    "text": (
        "A trader gives the name of a quay and a sum. Four firms have already sent somebody, and "
        "nobody leaves a card. The boxes are sealed; the list price is not discussed.",
        "Un négociant donne le nom d’un quai et une somme. Quatre maisons ont déjà envoyé "
        "quelqu’un, et personne ne laisse sa carte. Les caisses sont scellées ; le prix ne se "
        "discute pas.",
    ),
}
CHOICES: tuple[tuple[str, Text, Text, Text], ...] = (
    ("buy", ("Buy it all before dawn", "Tout prendre avant l’aube"),
     ("75% chance: −$0.1bn, tension +2; 25%: tension +4",
      "75 % de chances : −0,1 Md$, tension +2 ; 25 % : tension +4"), ("", "")),
    ("bid", ("Let the firms bid", "Laisser enchérir les maisons"),
     ("half of it comes home", "la moitié revient au pays"),
     ("needs a customs office", "il faut un bureau de douane")),
    ("out", ("Stay out of it", "Ne pas s’en mêler"), ("nothing moves", "rien ne bouge"),
     ("", "")),
)  # fmt: skip
NEWS: tuple[tuple[Text, Text], ...] = (
    (("Washington redraws the line", "Washington déplace la ligne"),
     ("The chip made for the Chinese market falls under the rule as well; orders already paid "
      "wait in a warehouse.",
      "La puce faite pour le marché chinois tombe à son tour sous la règle ; des commandes "
      "payées attendent en entrepôt.")),
    (("A small lab in Paris gives its weights away", "Un petit labo parisien donne ses poids"),
     ("The file weighs as much as a film, and was copied eleven thousand times in a day.",
      "Le fichier pèse le poids d’un film ; onze mille copies en un jour.")),
    (("Memory sold out until the spring", "Plus de mémoire avant le printemps"),
     ("Seoul answers that it is sorry, and raises the price.",
      "Séoul se dit désolée, et relève le prix.")),
)  # fmt: skip
CODEX: tuple[tuple[str, Text, Text, tuple[str, ...]], ...] = (
    ("h100", ("H100", "H100"), ("The card by which the game counts: one H100 at work for a "
     "quarter is one unit of machine time.", "La carte qui sert d’unité : une H100 au travail "
     "pendant un trimestre vaut une unité de temps machine."), ("hbm", "tsmc")),
    ("hbm", ("High-bandwidth memory", "Mémoire à large bande"), ("Stacks beside the chip; three "
     "makers, and often the first thing to run out.", "Des piles contre la puce ; trois "
     "fabricants, et souvent la première pénurie."), ("h100",)),
    ("tsmc", ("TSMC", "TSMC"), ("The foundry that nearly all of them wait for.",
     "Le fondeur que presque tous attendent."), ("h100",)),
)  # fmt: skip
