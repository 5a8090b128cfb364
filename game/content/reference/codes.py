"""What does each code of the check mean, and what mends it? Made from the table of codes."""

from __future__ import annotations

from collections.abc import Iterator

from game.content.codes import FAMILIES, Code


def codes_page() -> str:
    """Every code, family by family, with an example of each side."""
    parts = [
        "# Codes of the check",
        "What `machinetime content check` reports, each under a code that never changes its "
        "meaning. E forbids the use of a file, W is worth a look, N is a remark; *likely* and "
        "*maybe* say how often it is really a mistake, and `--all` shows the doubtful ones too. "
        "`machinetime content check --explain E203` prints one of these entries.",
    ]
    for family, codes in FAMILIES.items():
        parts.append(f"## {family.capitalize()}")
        for code in codes:
            parts += _entry(code)
    return "\n\n".join(parts) + "\n"


def _entry(code: Code) -> Iterator[str]:
    yield f"### {code.code} {code.title}"
    where = "" if code.static else ", found by playing or by what one does with a mod"
    yield f"*{code.severity}, {code.confidence}{where}.* {code.meaning}"
    yield f"Not so:\n\n```\n{code.bad.strip(chr(10))}\n```"
    yield f"But:\n\n```\n{code.good.strip(chr(10))}\n```"
