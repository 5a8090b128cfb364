"""Which files of schemas and reference pages are there, and are those on the disk up to date?

The texts come from the models, the tables and the base content; this file only names them, writes
them, and says which ones on the disk say something else. Each bears a mark, and no file without it
is ever written over or removed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from game.content.cases import read_cases
from game.content.files import Table
from game.content.loader import Assembly, assemble
from game.content.reference import arrays, codes, coefficients, lists, pages, schemas
from game.content.reference.told import MODELS, TESTS, file_name, singular, summary
from game.content.ruleset import Ruleset
from game.errors import ContentError

Texts = dict[str, str]  # file name → text

SCHEMAS = Path("schema")
PAGES = Path("docs/modding/reference")
ENDS = {SCHEMAS: ".schema.json", PAGES: ".md"}
MARK = "Made by `machinetime content"  # stands in each file that is made here, and says how


@cache
def base_content() -> tuple[Table, Ruleset]:
    """The base content, without mods; read once in a process."""
    found: Assembly = assemble()
    if found.ruleset is None:
        raise ContentError(found.problems)
    cases, _ = read_cases(None, found.ruleset)
    tests = {case.id: definition for definition, case in cases}
    return {**found.reading.table, TESTS: tests}, found.ruleset


def schema_files() -> Texts:
    """The schema of every kind and of mod.toml, for editors."""
    return schemas.schemas(base_content()[1])


def page_files(told: arrays.Told) -> Texts:
    """The reference pages, for people; of the arrays of the world, with what it tells of them."""
    table, ruleset = base_content()
    files = {f"{file_name(kind)}.md": pages.kind_page(kind, table) for kind in MODELS}
    files |= {
        "mod.md": pages.manifest_page(),
        "names.md": lists.names_page(table, ruleset),
        "arrays.md": arrays.arrays_page(told, ruleset),
        "coefficients.md": coefficients.coefficients_page(table, ruleset),
        "effects.md": lists.effects_page(),
        "expressions.md": lists.expressions_page(),
        "causes.md": lists.causes_page(ruleset),
        "codes.md": codes.codes_page(),
    }
    files |= {"README.md": _index()}
    return {name: f"{text}\n<!-- {MARK} docs`. -->\n" for name, text in files.items()}


def _index() -> str:
    lines = [
        "# Reference",
        "",
        "Made from the models that check the files: what stands here is what the game accepts. "
        "The [tutorial](../README.md) is the place to begin.",
        "",
        "- [Names in expressions](names.md) · [Expressions](expressions.md) · "
        "[Arrays of the world](arrays.md) · "
        "[Coefficients](coefficients.md) · "
        "[Effects](effects.md) · [Causes](causes.md) · "
        "[Codes of the check](codes.md) · "
        "[mod.toml](mod.md)",
        "",
        '“Text in two languages” is `{en: "…", fr: "…"}`, always between double quotes or in a '
        "block after `>`; where one language is missing, players read the other.",
        "",
        "| folder | one entry is | |",
        "|---|---|---|",
    ]
    for kind, model in MODELS.items():
        page = f"[{singular(kind)}]({file_name(kind)}.md)"
        lines.append(f"| `{kind}/` | {page} | {summary(model)} |")
    return "\n".join(lines) + "\n"


def foreign(files: Texts, folder: Path) -> list[str]:
    """The files of somebody else that stand in the place of one to be made."""
    return [name for name in files if (folder / name).exists() and not _is_made(folder / name)]


def write(files: Texts, folder: Path, end: str) -> None:
    """Write the files, and delete those made before that no longer are."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    for path in _others(files, folder, end):
        path.unlink()


def stale(files: Texts, folder: Path, end: str) -> list[str]:
    """The files of a folder that are missing, say something else, or are no longer made."""
    found = []
    for name, text in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != text.encode():
            found.append(name)
    return found + [path.name for path in _others(files, folder, end)]


def _others(files: Texts, folder: Path, end: str) -> list[Path]:
    """The files that were made once and are no longer."""
    named = folder.glob(f"*{end}") if folder.is_dir() else ()
    return sorted(path for path in named if path.name not in files and _is_made(path))


def _is_made(path: Path) -> bool:
    """Whether a file was made here and not by somebody else."""
    return path.is_file() and MARK.encode() in path.read_bytes()
