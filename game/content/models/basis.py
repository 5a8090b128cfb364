"""What are the definitions made of: text, ids, expressions, sources?

The pieces that every kind shares. A reference to another definition is an annotated string; this
file only marks it, the check over all files is elsewhere.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from game.content.compiler import ExpressionError
from game.content.document import Plain
from game.content.expressions import (
    Expression,
    compile_condition,
    compile_expression,
)
from game.content.records import TwoTongues


class Model(BaseModel):
    """A frozen definition, or a part of one, that refuses unknown keys."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
        protected_namespaces=(),
        hide_input_in_errors=True,
    )


@dataclass(frozen=True)
class Ref:
    """This string names a definition of a kind, or one of a few words beside them."""

    kind: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Also:
    """Another way to write this in a file, as a JSON Schema: what its validator lets through."""

    schema: dict[str, Any]


@dataclass(frozen=True)
class Filled:
    """At least one of its languages must say something."""


@dataclass(frozen=True)
class Placeholders:
    """Which names in braces a text may hold: figures, figures of last quarter, the amount."""

    figures: bool = True
    was: bool = False
    names: tuple[str, ...] = ()


Str = Annotated[str, Strict()]
Int = Annotated[int, Strict()]
Float = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Bool = Annotated[bool, Strict()]
Positive = Annotated[Float, Field(gt=0)]
NotNegative = Annotated[Float, Field(ge=0)]
Quarters = Annotated[Int, Field(ge=0, le=60)]
Count = Annotated[Int, Field(ge=0)]

Id = Annotated[Str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
FactId = Annotated[Str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,79}$")]
DottedId = Annotated[Str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]{0,79}$")]
Quarter = Annotated[Str, StringConstraints(pattern=r"^[12][0-9]{3}Q[1-4]$")]
Url = Annotated[Str, StringConstraints(pattern=r"^https?://[^\s]+$", max_length=300)]

Status = Literal["documented", "disputed", "invented"]
Standing = Literal["sourced", "fit", "guess", "invented"]


def _prose(value: Any) -> Any:
    if isinstance(value, Plain):
        raise PydanticCustomError(
            "unquoted",
            "a text without quotes, of which YAML may drop a part",
            {"code": "E111", "hint": "put double quotes round it, or write it as a block after >"},
        )
    return value.strip() if isinstance(value, str) else value


# Text that people read: always quoted or in a block.
Prose = Annotated[Str, BeforeValidator(_prose)]


class Text(TwoTongues, Model):
    """The same thing said in English and in French."""

    en: Prose = ""
    """The text in English."""
    fr: Prose = ""
    """The text in French, as a French writer would put it."""


def _filled(value: Text) -> Text:
    if not value:
        raise PydanticCustomError("no_text", "neither English nor French", {"code": "E202"})
    return value


Said = Annotated[Text, AfterValidator(_filled), Filled()]


class Reference(Model):
    """A publication that can be looked up."""

    title: Prose
    """Title of the publication, with its author or publisher."""
    fr: Prose = ""
    """The same in French, where `title` describes and quotes no title."""
    url: Url = ""
    """Where it can be read."""
    year: Annotated[Int, Field(ge=1800, le=2100)] | None = None
    """Year of publication."""


def _reference(value: Any) -> Any:
    if isinstance(value, str):
        if value.strip() != "invented for balance":
            raise PydanticCustomError(
                "source",
                'a source is {title, url, year} or the words "invented for balance"',
                {"code": "E203"},
            )
        return {"title": "invented for balance"}
    return value


def _remark(value: Any) -> Any:
    if isinstance(value, str):
        return {"en": str(value)}
    return value


# A remark for whoever reads the file; in one language when written as a plain string.
Note = Annotated[Text, BeforeValidator(_remark), Also({"type": "string"})]

# Where a number comes from. The title "invented for balance" says that nobody measured it.
Source = Annotated[Reference, BeforeValidator(_reference), Also({"enum": ["invented for balance"]})]


def _compiled(value: Any, condition: bool) -> Any:
    if isinstance(value, Expression):
        return value
    if not isinstance(value, str | int | float):
        raise PydanticCustomError(
            "expression", "an expression or a number belongs here", {"code": "E203"}
        )
    try:
        return compile_condition(value) if condition else compile_expression(value)
    except ExpressionError as error:
        details = {"code": error.code, "hint": error.hint, "offset": error.offset}
        raise PydanticCustomError("expression", error.message, details) from None


Amount = Annotated[
    Expression,
    BeforeValidator(lambda value: _compiled(value, False)),
    WithJsonSchema({"$ref": "#/definitions/Amount"}),
]
Condition = Annotated[
    Expression,
    BeforeValidator(lambda value: _compiled(value, True)),
    WithJsonSchema({"$ref": "#/definitions/Condition"}),
]

ZERO = compile_expression(0)
ONE = compile_expression(1)
ALWAYS = compile_condition(1)

ActorId = Annotated[Id, Ref("actors")]
RegionId = Annotated[Id, Ref("regions")]
ChipId = Annotated[Id, Ref("chips")]
NodeId = Annotated[Id, Ref("nodes")]
ItemId = Annotated[Id, Ref("items")]
SeatId = Annotated[Id, Ref("seats")]
ScenarioId = Annotated[Id, Ref("scenarios")]
OrderId = Annotated[Id, Ref("orders")]
StoryletId = Annotated[Id, Ref("storylets")]
AdvisorId = Annotated[Id, Ref("advisors")]
EndingId = Annotated[Id, Ref("endings")]
CitedFact = Annotated[FactId, Ref("facts")]
PageId = Annotated[FactId, Ref("pages")]
FigureName = Annotated[DottedId, Ref("figures")]
AddedFigure = Annotated[DottedId, Ref("add")]
SetFigure = Annotated[DottedId, Ref("set")]


class Cited(Model):
    """What every definition may say about where it comes from."""

    sources: tuple[CitedFact, ...] = ()
    """Ids of facts (content/base/facts) that this carries."""
    references: tuple[Reference, ...] = ()
    """Publications of your own that this carries."""
    kind: Status = "invented"
    """What the player is told about it: documented and disputed things name their sources."""


class Rule(Model):
    """A rule of the engine may cite the claims that it carries."""

    sources: tuple[CitedFact, ...] = ()
    """Ids of facts (content/base/facts) that this carries."""
    references: tuple[Reference, ...] = ()
    """Publications of your own that this carries."""
