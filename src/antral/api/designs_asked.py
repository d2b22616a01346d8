"""What a comparison of designs was asked, and the commands that make its numbers again."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """The inputs of `design`."""

    name: str
    """The protocol, as the user named it."""
    vary: tuple[str, ...]
    set: tuple[str, ...]
    """Changes that hold in every design."""
    trials: int
    seed: int
    women: int
    """In the bank."""
    effects: tuple[str, ...]
    search: str | None = None
    assurance: int = 0
    looks: str | None = None
    spending: str | None = None

    @property
    def varies_test(self) -> bool:
        """Whether the test is among what is varied: power then is that of the test named, not of one beside it."""
        fields = [one.partition("=")[0].strip() for one in self.vary]
        return any(field == "test" or field.endswith(".test") for field in fields)

    @property
    def command(self) -> str:
        """The comparison itself."""
        words = ["antral", "design", self.name]
        for one in self.vary:
            words += ["--vary", one]
        words += self._options(self.set)
        if self.search is not None:
            words += ["--search", self.search]
        if self.assurance:
            words += ["--assurance", str(self.assurance)]
        if self.looks is not None:
            words += ["--looks", self.looks, "--spending", str(self.spending)]
        return shlex.join(words)

    def simulate(self, changes: Sequence[str]) -> str:
        """The command that gives the rates of one design."""
        return shlex.join(["antral", "simulate", self.name, *self._options([*self.set, *changes]), "--no-sensitivity"])

    def python(self, changes: Sequence[str]) -> str:
        """The same in Python."""
        effect = [name for name in self.effects if name != "none"]
        return (
            "from antral import api\n\n"
            f"run = api.simulate({self.name!r}, trials={self.trials}, seed={self.seed}, women={self.women}, "
            f"effect={effect!r}, set={[*self.set, *changes]!r}, sensitivity=False)\n"
        )

    def replay(self, changes: Sequence[str], *, trial: int, scenario: str) -> str:
        """Lines that conduct and analyse one trial again."""
        return (
            "from antral.analysis import analyse\n"
            "from antral.population import bank\n"
            "from antral.protocol import load\n"
            "from antral.trial import conduct\n\n"
            f"protocol = load({self.name!r}, {[*self.set, *changes]!r})\n"
            f"women = bank(protocol, seed={self.seed}, size={self.women})\n"
            f"one = conduct(protocol, women, trials=[{trial}], seed={self.seed}, scenario={scenario!r})\n"
            f"print(analyse(one.tables, protocol, seed={self.seed}).tests)\n"
        )

    def _options(self, changes: Sequence[str]) -> list[str]:
        """What `design` and `simulate` are asked alike."""
        words = ["--trials", str(self.trials), "--seed", str(self.seed), "--women", str(self.women)]
        for name in self.effects:
            words += ["--effect", name] if name != "none" else []
        for change in changes:
            words += ["--set", change]
        return words
