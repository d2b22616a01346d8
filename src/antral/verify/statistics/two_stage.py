"""Simon's two-stage designs beside his tables and plain enumerations."""

from collections.abc import Mapping

from antral.design import two_stage
from antral.verify.oracles import Checks


def _simon(null: float, wanted: float, alpha: float, power: float) -> Mapping[str, float]:
    found = two_stage.simon(null, wanted, alpha=alpha, power=power)
    values: dict[str, float] = {}
    for name, design in (("optimal", found.optimal), ("minimax", found.minimax)):
        values |= {f"{name}_n1": design.n1, f"{name}_r1": design.r1, f"{name}_n": design.n, f"{name}_r": design.r}
        values[f"{name}_expected"] = design.at(null).expected
    return values


def _chances(n1: int, r1: int, n: int, r: int, share: float) -> Mapping[str, float]:
    return two_stage.TwoStage(n1, r1, n, r).at(share)._asdict()


def _inferred(n1: int, r1: int, n: int, events: int, null: float, stopped: bool) -> Mapping[str, float]:
    found = two_stage.inferred(two_stage.TwoStage(n1, r1, n, max(r1, events)), events, null=null, stopped=stopped)
    return {"estimate": found.estimate, "p": found.p_value, "low": found.low, "high": found.high}


def _conditional(n1: int, r1: int, n: int, r: int, events: int, women: int, share: float) -> Mapping[str, float]:
    return {"power": two_stage.conditional_power(two_stage.TwoStage(n1, r1, n, r), events, women, share)}


CHECKS: Checks = {"simon": _simon, "chances": _chances, "inferred": _inferred, "conditional": _conditional}
