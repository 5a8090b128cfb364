"""How is a scene laid out on its card?

Title and place, the text, the advice, the numbered choices, then where it all comes from.
"""

from __future__ import annotations

from rich.cells import cell_len

from game.faces.tui.lines import BLANK, Lines, fit, joined, say, spread, wrap
from game.faces.tui.look import (
    AMBER,
    BAD,
    BRIGHT,
    KEY,
    PLAIN,
    QUIET,
    REFUSED,
    RULE,
    TITLE,
    VOICE,
)
from game.faces.tui.paint.table import Say
from game.session.views import AdviceView, ChoiceView, SceneView


def scene_head(scene: SceneView, width: int) -> Lines:
    """Title and place on one line, or on two when they are long, and a rule."""
    rule = say(("─" * width, RULE))
    if cell_len(scene.title) + cell_len(scene.place) + 2 <= width:
        return [spread(say((scene.title, TITLE)), say((scene.place, QUIET)), width), rule]
    return [*wrap(say((scene.title, TITLE)), width), *wrap(say((scene.place, QUIET)), width), rule]


def what_happens(scene: SceneView, width: int) -> Lines:
    """What is to be answered."""
    paragraphs = scene.text.strip().split("\n")
    return [line for each in paragraphs for line in wrap(say((each, PLAIN)), width)]


def scene_text(scene: SceneView, t: Say, width: int, roomy: bool) -> Lines:
    """What happens, and what the advisers say of it."""
    lines = what_happens(scene, width)
    numbers = {choice.label: choice.number for choice in scene.choices}
    lines += [BLANK] if scene.advice else []
    for place, advice in enumerate(scene.advice):
        lines += [BLANK] if roomy and place else []
        lines += _advice(advice, numbers.get(advice.backs_label), t, width)
    return lines


def whole_voices(lines: Lines, height: int, scene: SceneView) -> int:
    """At most `height` of the lines of a text, so many that none of its voices is only a name."""
    if height >= len(lines) or height < 1:
        return height
    named = tuple(f"  {advice.who}" for advice in scene.advice)
    return height - lines[height - 1].plain.startswith(named)


def _advice(advice: AdviceView, number: int | None, t: Say, width: int) -> Lines:
    """One voice: who, the number of the choice they back, what they say."""
    who = say(
        ("  ", PLAIN), (advice.who, BRIGHT), (f" · {advice.role}" if advice.role else "", QUIET)
    )
    backs = t("scene.backs", choice=number) if number is not None else advice.backs_label
    lines = [spread(who, say((backs, AMBER)), width)]
    return [*lines, *wrap(say((advice.line, VOICE)), width, "  ", "  ")]


def choice_lines(choice: ChoiceView, width: int, most: int = 9) -> Lines:
    """A choice: its number and label, then what it moves, its odds, or why it is refused.

    At most `most` lines say what it moves; an ellipsis tells when there is more.
    """
    open_ = choice.refused is None
    label = say(
        (f"{choice.number} ", KEY if open_ else QUIET), (choice.label, PLAIN if open_ else QUIET)
    )
    lines = wrap(label, width, "", "  ")
    if not open_:
        return lines + wrap(say((f"{REFUSED} {choice.refused}", BAD)), width, "  ", "    ")
    facts = joined((choice.effects_text,))
    moves = wrap(facts, width, "  ", "  ") if facts.cell_length else []
    return lines + fit(moves, most, width)


def scene_result(scene: SceneView, t: Say, width: int) -> Lines:
    """What was chosen and what came of it."""
    lines: Lines = [BLANK]
    if scene.answered is not None:
        lines += wrap(say((t("scene.chose"), QUIET), " ", (scene.answered.label, BRIGHT)), width)
    if scene.result:
        lines += [BLANK, *wrap(say((scene.result, PLAIN)), width)]
    if scene.gamble:
        lines += [BLANK, *wrap(say((scene.gamble, BRIGHT)), width)]
    return [*lines, BLANK]


def provenance(kind: str, sources: tuple[str, ...], t: Say, width: int) -> Lines:
    """Whether it is documented, disputed or invented, and after whom."""
    words = joined((kind, t("source", sources=", ".join(sources)) if sources else ""))
    return wrap(words, width) if words.cell_length else []
