"""What is known of one code: how bad, how sure, and what it means with an example of each side?"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import indent

SEVERITY = {"E": "error", "W": "warning", "N": "note"}


@dataclass(frozen=True)
class Code:
    """One kind of problem."""

    code: str
    title: str
    meaning: str
    bad: str
    good: str
    confidence: str = "sure"  # "sure" | "likely" | "maybe": how often it is really a mistake
    level: str = ""  # where the letter does not say how severe it is
    static: bool = True  # found by reading; else by playing, or by what one does with a mod

    @property
    def severity(self) -> str:
        """How bad it is: error, warning or note."""
        return self.level or SEVERITY[self.code[0]]

    def as_dict(self) -> dict[str, str]:
        """What `--explain --json` prints, and pages of reference are made from."""
        return {
            "code": self.code,
            "title": self.title,
            "severity": self.severity,
            "confidence": self.confidence,
            "meaning": self.meaning,
            "bad": self.bad,
            "good": self.good,
        }

    def text(self) -> str:
        """What `--explain` prints."""
        head = f"{self.code} {self.title} ({self.severity}, {self.confidence})"
        bad, good = indent(self.bad.strip("\n"), "    "), indent(self.good.strip("\n"), "    ")
        return f"{head}\n\n{self.meaning}\n\nNot so:\n\n{bad}\n\nBut:\n\n{good}"
