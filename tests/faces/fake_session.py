"""What does the terminal face need of a game? This double answers with canned, bilingual views.

It keeps a plan, scenes and turns so that a screen test can play, and knows no rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from game.errors import GameError, IllegalOrder
from game.faces.tui.desk import ModRow, SaveRow, Switch
from game.session import hearing
from game.session import views as v
from game.session import work_views as w
from game.session.annals import Ended
from game.session.lobby import LevelChoice, ScenarioChoice, SeatChoice
from game.session.records import Best, Records, again
from tests.faces.fake_story import (
    ATTENTION,
    CHOICES,
    CODEX,
    FIGURES,
    MEANING,
    NEWS,
    ORDERS,
    SCENE,
    TURNS,
    Text,
)
from tests.faces.fake_words import FakeWords


class FakeSession:
    """A game of canned quarters; the same methods as the real session."""

    def __init__(self, folder: Path, lang: str = "en", seat: str = "china", turn: int = 5) -> None:
        self.folder, self.lang, self.seat, self.turn = folder, lang, seat, turn
        self.planned: list[tuple[str, float | None]] = []
        self.past: list[list[tuple[str, float | None]]] = []
        self.answer: int | None = None
        self.finished = False
        self.notice = ""
        self.tasks_done = 0
        self.heard: frozenset[str] = frozenset()
        self.missed = False  # the goal of the quarter before

    def briefing(self) -> str:
        return self.say(
            (
                "The cards are counted; the licences are not.",
                "Les cartes sont comptées ; les licences, non.",
            )
        )

    def question(self) -> str:
        return self.say(
            (
                "Can one catch up without the right to buy?",
                "Rattraper l’avance sans le droit d’acheter ?",
            )
        )

    def say(self, text: Text) -> str:
        return text[self.lang == "fr"]

    def quarter(self, turn: int) -> str:
        return FakeWords(self.lang).quarter(turn - 1)

    def figure(self, index: int) -> v.FigureView:
        name, label, unit, history = FIGURES[index]
        words = FakeWords(self.lang)
        change = history[-1] - history[-2]
        sign = "+" if change > 0 else ""
        return v.FigureView(
            name, self.say(label), self.say(MEANING), history[-1],
            f"{words.number(history[-1])} {unit}".strip(), change,
            f"{sign}{words.number(change)}" if change else "", (change > 0) - (change < 0),
            history, unit,
        )  # fmt: skip

    def table(self) -> v.TableView:
        return v.TableView(
            self.say(("Beijing", "Pékin")), self.quarter(self.turn), self.turn, TURNS, ATTENTION,
            self._left(), "$412bn" if self.lang == "en" else "412 Md$",
            tuple(map(self.figure, range(len(FIGURES)))),
            self.say(("End 2023 with more machine time than today",
                      "Finir 2023 avec plus de temps machine qu’aujourd’hui")),
            False, self.say(("memory", "mémoire")), tuple(self.plan()), tuple(self.news()),
            0 if self.answer is not None else 1, self.finished,
        )  # fmt: skip

    def tasks(self) -> tuple[int, int]:
        return self.tasks_done, 6

    def task_told(self, before: int) -> str:
        return f"Done: {self.tasks_done} of 6." if self.tasks_done > before else ""

    def tidings(self) -> tuple[str, ...]:
        return (self.say(("Goal missed.", "But manqué.")),) if self.missed else ()

    def brought(self) -> tuple[str, ...]:
        return ()

    def brought_beyond(self) -> tuple[str, ...]:
        return ()

    def _left(self) -> int:
        return ATTENTION - sum(self._order(order_id)[4] for order_id, _ in self.planned)

    def _order(self, order_id: str) -> tuple[str, Text, Text, Text, int, str, str, Text]:
        return next(order for order in ORDERS if order[0] == order_id)

    def figures(self) -> tuple[v.FigureView, ...]:
        return self.table().figures

    def offer(self, number: int, order_id: str, amount: float) -> v.OfferView:
        view = next(offer for offer in self.offers() if offer.id == order_id)
        return replace(view, number=number, cost_text=f"{amount:g} $")

    def offers(self, family: str | None = None) -> tuple[v.OfferView, ...]:
        given = {order_id for order_id, _ in self.planned}
        shown = [order for order in ORDERS if order[0] not in given]
        return tuple(
            v.OfferView(
                number, order[0], order[1][0], self.say(order[1]), self.say(order[2]),
                self.say(order[3]), order[4], order[5],
                self.say(("in 2 quarters", "dans 2 trimestres")),
                self.say(("machine time up, and the price with it",
                          "le temps machine monte, le prix aussi")),
                v.AmountView(order[6], 20000, 1000, 100000, self.say(("20,000 chips",
                             "20 000 puces"))) if order[6] else None,
                self.say(order[7]) or (self.say(("no attention left", "plus d’attention"))
                                       if order[4] > self._left() else None) or None,
                self.say(("documented", "documenté")), ("Bureau of statistics, 2023",),
            )
            for number, order in enumerate(shown, 1)
            if family in (None, order[1][0])
        )  # fmt: skip

    def waiting_offers(self) -> tuple[v.OfferView, ...]:
        return ()

    def plan(self) -> tuple[v.PlanLine, ...]:
        words = FakeWords(self.lang)
        return tuple(
            v.PlanLine(n, order_id, self.say(self._order(order_id)[2]),
                       "" if amount is None else words.number(amount),
                       self._order(order_id)[5], self._order(order_id)[4])
            for n, (order_id, amount) in enumerate(self.planned, 1)
        )  # fmt: skip

    def do(self, order_id: str, amount: float | None = None) -> None:
        offer = next(offer for offer in self.offers() if offer.id == order_id)
        if offer.refused:
            raise IllegalOrder(offer.refused)
        self.past.append(list(self.planned))
        self.planned.append((order_id, amount))

    def undo(self) -> bool:
        if not self.past:
            return False
        self.planned = self.past.pop()
        return True

    def drop(self, number: int) -> None:
        self.past.append(list(self.planned))
        del self.planned[number - 1]

    def scenes(self) -> tuple[v.SceneView, ...]:
        choices = tuple(
            v.ChoiceView(n, c[0], self.say(c[1]), self.say(c[2]), self.say(c[3]) or None)
            for n, c in enumerate(CHOICES, 1)
        )  # fmt: skip
        advice = (
            v.AdviceView("Shen", self.say(("treasury", "trésor")), self.say((
                "A box that was never there is never paid back.",
                "Une caisse qui n’a jamais existé ne se rembourse pas.")), choices[2].label),
            v.AdviceView("Ruan", self.say(("science", "science")), self.say((
                "Eleven weeks of work for two universities.",
                "Onze semaines de travail pour deux universités.")), choices[0].label),
        )  # fmt: skip
        done = None if self.answer is None else choices[self.answer - 1]
        return (
            v.SceneView(1, "cargo", "major", *(self.say(SCENE[key]) for key in ("title", "place",
                        "text")), advice, choices, self.say(("disputed", "contesté")),
                        ("A weekly, after a Chinese daily",), done,
                        "" if done is None else self.say(("The quay is empty by six.",
                                                          "À six heures, le quai est vide."))),
        )  # fmt: skip

    def choose(self, scene_no: int, choice_no: int) -> None:
        choice = self.scenes()[scene_no - 1].choices[choice_no - 1]
        if choice.refused:
            raise IllegalOrder(choice.refused)
        self.answer = choice_no

    def end_turn(self) -> None:
        self.turn += 1
        self.planned, self.past, self.answer = [], [], None
        self.finished = self.turn > TURNS

    def news(self, turn: int | None = None) -> tuple[v.NewsItem, ...]:
        return tuple(
            v.NewsItem(self.say(head), self.say(body), self.say(("markets", "marchés")),
                       self.say(("invented", "inventé")), ())
            for head, body in NEWS
        )  # fmt: skip

    def questions(self) -> tuple[v.FigureView, ...]:
        return ()

    def why(self, name: str, turn: int | None = None) -> v.WhyView:
        figure = self.figure([row[0] for row in FIGURES].index(name))
        parts = (
            v.PartView(self.say(("demand left without licence", "demande restée sans licence")),
                       "+26", 26, self.say(("rule: grey market", "règle : marché gris")),
                       (self._driver(),)),
            v.PartView(self.say(("cards from third ports", "cartes venues de ports tiers")),
                       "−6", -6, self.say(("your order", "votre ordre"))),
        )  # fmt: skip
        quarter = self.quarter(self.turn if turn is None else turn + 1)
        return v.WhyView(figure, figure.change_text or "0", parts, quarter)

    def _driver(self) -> v.DriverView:
        demand = self.say(("demand against supply", "demande contre offre"))
        return v.DriverView(
            "shortage", self.say(("Chips not to be had", "Puces introuvables")), "78 %",
            "+12 pts", 1,
            self.quarter(self.turn - 1), demand, "+12 pts",
            (v.DriverView("capex", self.say(("Clouds’ spending", "Dépense des hébergeurs")),
                          "$86bn",
                          "+$12bn", 1, self.quarter(self.turn - 2),
                          self.say(("plans of the clouds", "plans des hébergeurs")), "+$14bn"),),
        )  # fmt: skip

    def pipeline(self) -> w.PipelineView:
        you, order = self.say(("you", "vous")), self.say(("order", "ordre"))
        lines = self.say(("Wafers 7 nm, SMIC", "Galettes 7 nm, SMIC"))
        return w.PipelineView(
            (
                w.WorkView("H100", self.say(("+155 chips", "+155 puces")),
                           self.quarter(self.turn + 1), self.quarter(self.turn + 1), 1,
                           self.say(("Buy accelerators", "Acheter des accélérateurs")),
                           f"{you}, {order}", self.quarter(self.turn - 1), self.turn),
                w.WorkView(lines, "+82 000", self.quarter(self.turn + 2),
                           self.quarter(self.turn + 5), 4,
                           self.say(("fabs begun", "usines mises en chantier")),
                           self.say(("the course of things", "le cours des choses")), "",
                           self.turn + 1),
            ),
            (
                w.WorkView(self.say(("Rented", "Loué")), "−990 H100e", self.quarter(self.turn + 3),
                           self.quarter(self.turn + 3), 1,
                           self.say(("Rent machine time", "Louer du temps machine")),
                           f"{you}, {order}", self.quarter(self.turn - 1), self.turn + 2),
            ),
            (),
            w.BillsView(
                ((self.say(("Wages", "Salaires")), "−$3m"),
                 (self.say(("Rent of machine time", "Loyer du temps machine")), "−$2m")),
                "−$5m", "$412bn", False,
            ),
        )  # fmt: skip

    def graph(self, name: str) -> v.GraphView:
        figure = self.figure([row[0] for row in FIGURES].index(name))
        quarters = tuple(self.quarter(self.turn - back) for back in (4, 3, 2, 1, 0))
        words = f"{figure.label}: {figure.history[0]:g} → {figure.history[-1]:g}."
        return v.GraphView(figure.label, figure.unit, quarters, figure.history, words)

    def forecasts(
        self, name: str, *, stop: Callable[[], bool] | None = None
    ) -> Iterator[v.ForecastView]:
        figure = self.figure([row[0] for row in FIGURES].index(name))
        quarters = tuple(self.quarter(self.turn + ahead) for ahead in range(9))
        spread = 0.04 * abs(figure.value)
        middle = [figure.value + spread * ahead / 2 for ahead in range(9)]

        def level(share: float) -> tuple[float, ...]:
            return tuple(m + share * spread * ahead for ahead, m in enumerate(middle))

        for worlds in (64, 1000):
            yield v.ForecastView(
                name, figure.label, figure.unit, quarters,
                level(-1), level(-0.4), level(0), level(0.4), level(1), (),
                worlds,
                self.say((f"{figure.label}: {worlds} futures.",
                          f"{figure.label} : {worlds} avenirs.")),
                f"{worlds}", figure.label,
                self.say(("No scene is dealt.", "Aucune scène ne survient.")),
            )  # fmt: skip

    def codex_titles(self, word: str = "") -> tuple[v.CodexTitle, ...]:
        shelf = self.say(("Chips", "Puces"))
        named = ((page[0], self.say(page[1])) for page in CODEX)
        return tuple(
            v.CodexTitle(id_, title, shelf) for id_, title in named if word.lower() in title.lower()
        )

    def codex_page(self, page_id: str) -> v.CodexPage | None:
        titles = {page[0]: self.say(page[1]) for page in CODEX}
        page = next((page for page in CODEX if page[0] == page_id), None)
        if page is None:
            return None
        text, links = self.say(page[2]), tuple((link, titles[link]) for link in page[3])
        marks = tuple((0, 3, link) for link in page[3][:1])
        return v.CodexPage(
            page[0], titles[page_id], text, self.say(("documented", "documenté")),
            ("machine-01",), links, self.say(("Chips", "Puces")), marks,
            ((self.say(("made by", "fabricant")), "Nvidia"),), (self.figures()[0],),
            (self.say(("One source.", "Une source.")), self.say(("Another.", "Une autre."))),
            (v.CitationView(self.say(("A report", "Un rapport")), 2024, "https://example.org/a"),),
        )  # fmt: skip

    def codex_topics(
        self, kind: str, name: str = "", turn: int | None = None
    ) -> tuple[v.CodexTitle, ...]:
        """A scene and the papers lead to two pages, everything else to one."""
        self.asked = (kind, name)
        several = kind in ("scene", "news", "pipeline", "council")
        return tuple(self.codex_titles())[: 2 if several else 1]

    def ask(self, word: str) -> v.CouncilLine:
        self.asked = ("ask", word)
        return self.council()[0]

    def hear(self, lines: Iterable[v.CouncilLine]) -> None:
        self.heard = hearing.heard(lines, self.turn)

    def council_note(self) -> str:
        return "Forecasts suppose that nobody changes."

    def council(self, full: bool = False) -> tuple[v.CouncilLine, ...]:
        role = self.say(("treasury", "trésor"))
        line = ("Memory binds us until the spring.", "La mémoire nous tient jusqu’au printemps.")
        forecast = self.say(("Tension: 41 to 52 by 2024Q3", "Tension : de 41 à 52 en 2024T3"))
        remark = self.say(("For “Build”. Tension: −2.", "Pour « Bâtir ». Tension : −2."))
        lines = (
            v.CouncilLine(
                "Shen", role, self.say(line), "shen",
                self.say(("To count.", "Compter.")), self.say(("He counts.", "Il compte.")),
                forecasts=(forecast,), since=("",), reason=self.say(("a treaty", "un traité")),
                record=self.say(("right 3 of 4", "juste 3 sur 4")), remark=remark, stand="backs",
            ),
        )  # fmt: skip
        return hearing.marked(lines, self.heard)

    def epilogue(self) -> v.EpilogueView:
        labels = ("Prosperity", "Sovereignty", "Capability", "Commons", "Planet", "Peace")
        text = (
            "Two sets of chips, two sets of rules.",
            "Deux familles de puces, deux jeux de règles.",
        )
        return v.EpilogueView(
            "two_worlds",
            self.say(("Two worlds", "Deux mondes")),
            self.say(text),
            tuple((label, 20.0 + 12 * n) for n, label in enumerate(labels)),
            (self.say(("2023Q4: bought at night", "2023T4 : achat de nuit")),),
            (
                self.say(
                    (
                        "Catch up. Missed: lag 9 months, at most 6 months asked.",
                        "Rattraper. Manqué : retard 9 mois, il fallait au plus 6 mois.",
                    )
                ),
            ),
            total=self.say(
                (
                    "In all 50 of 100, the mean of the parts.",
                    "En tout 50 sur 100, la moyenne des parts.",
                )
            ),
        )

    def chronicle(self) -> tuple[str, ...]:
        return (self.say(("In Hong Kong, a quay emptied.", "À Hong Kong, un quai s’est vidé.")),)

    def save(self, name: str | None = None) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{name or 'save'}.save"
        path.write_text(str(self.turn), encoding="utf-8")
        return path

    def leave(self) -> Path | None:
        return self.save()


class FakeHost:
    """Menus over `FakeSession`; `made` keeps the last game so that a test can look at it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: FakeSession | None = None
        self.ready = True
        self.newcomer = False
        self.asked: tuple[object, ...] = ()  # what the last new game was asked for with

    def start(self, done: Callable[[Exception | None], None]) -> None:
        done(None)

    def notices(self, lang: str) -> tuple[str, ...]:
        return ()

    def said(self, error: GameError, lang: str) -> str:
        return str(error)

    def words(self, lang: str) -> FakeWords:
        return FakeWords(lang)

    @property
    def first_scenario(self) -> str:
        return "lesson" if self.newcomer else "autumn"

    def scenarios(self, lang: str) -> tuple[ScenarioChoice, ...]:
        french = lang == "fr"
        return (
            ScenarioChoice("lesson", "Première leçon" if french else "A first lesson",
                           "Une chose à la fois." if french else "One thing at a time.",
                           "2022Q4 – 2024Q1", guided=True),
            ScenarioChoice("autumn", "Automne 2022" if french else "Autumn 2022",
                           "Une règle paraîtra dans six jours." if french
                           else "In six days a rule will be published.", "2022Q4 – 2032Q4"),
        )  # fmt: skip

    def seats(self, scenario: str, lang: str) -> tuple[SeatChoice, ...]:
        french = lang == "fr"
        found = (
            SeatChoice("china", "Pékin" if french else "Beijing",
                       "Rattraper l’avance sans le droit d’acheter ?" if french
                       else "Can one catch up without the right to buy?",
                       "un État" if french else "a state",
                       "Facile en argent, difficile en puces." if french
                       else "Forgiving with money, hard with chips.",
                       "Vos hébergeurs possèdent les anciennes cartes." if french
                       else "Your clouds own the old cards.",
                       ("Fin 2023, 60 000 H100e.",)),
            SeatChoice("lab_paris", "Paris", "Peut-on rester ouvert avec les machines des autres ?"
                       if french else "Can one stay open on borrowed machines?"),
        )  # fmt: skip
        return found[1:] if scenario == "lesson" else found

    def difficulties(self, lang: str) -> tuple[LevelChoice, ...]:
        french = lang == "fr"
        return (
            LevelChoice("normal", "normale" if french else "normal",
                        "l’argent qu’on avait" if french else "the money one had"),
            LevelChoice("hard", "rude" if french else "hard",
                        "moins d’argent" if french else "less money"),
        )  # fmt: skip

    def saves(self, lang: str) -> tuple[SaveRow, ...]:
        rows = [SaveRow(path, path.stem, "Beijing", "2023Q4", "2026-01-01 10:00")
                for path in sorted(self.folder.glob("*.save"))]  # fmt: skip
        return tuple(rows)

    def new(
        self,
        seat: str,
        seed: int,
        difficulty: str,
        lang: str,
        drawn: bool = False,
        scenario: str = "",
    ) -> FakeSession:
        self.made = FakeSession(self.folder, lang, seat)
        self.asked = (scenario, seat, seed, difficulty, drawn)
        return self.made

    def load(self, path: Path | str, lang: str) -> FakeSession:
        turn = int(Path(path).read_text(encoding="utf-8"))
        self.made = FakeSession(self.folder, lang, turn=turn)
        return self.made

    def mods(self, lang: str) -> tuple[ModRow, ...]:
        return ()

    def mods_on(self) -> int:
        return 0

    def mod_names(self, lang: str) -> tuple[str, ...]:
        return ()

    def mods_folder(self) -> str:
        return "mods"

    def named_mods(self) -> str | None:
        return None

    def switch_mod(self, mod_id: str, on: bool, lang: str) -> Switch:
        return Switch(False, "no mods here")

    def reload(self, play: object) -> str | None:
        return None

    def records(self, lang: str) -> Records:
        run = Ended("a", "autumn_2022", "china", 7, "normal", "wall", "2032Q4", {"peace": 61.0})
        ending = ("The Wall", "Le Mur")[lang == "fr"]
        best = (
            Best("china", "Beijing", run, 61.0, ending, "normal", again(run)),
            Best("usa", "Washington", None),
        )
        return Records(best, (("wall", ending, 2), ("", "", 0), ("", "", 0)))

    def keep_book(self, play: object) -> Path:
        self.folder.mkdir(exist_ok=True)
        path = self.folder / "book.html"
        path.write_text("\n".join(self.made.chronicle() if self.made else ()), encoding="utf-8")
        return path

    def export_save(self, path: Path, file: str) -> Path:
        if Path(file).exists():
            raise GameError("there already")
        return Path(Path(file).write_text(path.read_text()) and file)

    def import_save(self, file: str, lang: str) -> str:
        if not Path(file).exists():
            raise GameError("no such save")
        path = self.folder / f"{Path(file).stem}.save"
        path.write_text(Path(file).read_text(), encoding="utf-8")
        return f"taken in as {path.stem}"
