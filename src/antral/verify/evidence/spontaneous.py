"""Directions, p-values and single-arm counts beside base R and plain enumeration."""

from collections.abc import Mapping, Sequence

from antral.evidence import bayesian, pooling, spontaneous
from antral.verify.oracles import Checks

Found = Mapping[str, float]


def _directions(favourable: int, against: int) -> Found:
    found = pooling.signs.vote_by_direction([1] * favourable + [-1] * against + [0])
    return {"share": found.share, "low": found.low, "high": found.high, "p": found.p}


def _combined(p: Sequence[float]) -> Found:
    return {
        "fisher": pooling.signs.combine_p(p).p,
        "stouffer": pooling.signs.combine_p(p, method="Stouffer").p,
    }


def _numbers(found: spontaneous.Predicted) -> Found:
    names = ("expected", "p_greater", "mid_p", "ratio", "low", "high")
    return {name: float(getattr(found, name)) for name in names}


def _predicted(observed: Sequence[int], n: Sequence[int], share: float) -> Found:
    return _numbers(spontaneous.against_predicted(observed, [spontaneous.binomial_law(each, share) for each in n]))


def _repeated(observed: Sequence[int], n: Sequence[int], mean: Sequence[float], replicates: Sequence[int]) -> Found:
    counts = [
        spontaneous.Repeated(str(place), each, women, expected, 0.0, times)
        for place, (each, women, expected, times) in enumerate(zip(observed, n, mean, replicates, strict=True))
    ]
    return _numbers(spontaneous.against_repeated(counts))


def _over_vectors(
    observed: Sequence[int], n: Sequence[int], means: Sequence[Sequence[float]], replicates: Sequence[int]
) -> Found:
    counts = [
        spontaneous.Varied(str(place), each, women, tuple(expected), (0.0,) * len(expected), times)
        for place, (each, women, expected, times) in enumerate(zip(observed, n, means, replicates, strict=True))
    ]
    found = spontaneous.against_vectors(counts)
    return {**_numbers(found.predicted), "sd": found.sd}


def _varying(
    observed: Sequence[int],
    n: Sequence[int],
    comparator_events: Sequence[int],
    comparator_n: Sequence[int],
    scale: float,
    sd: float,
) -> Found:
    prior, mean = bayesian.half_normal(scale), bayesian.Normal(0.0, sd)
    found = spontaneous.against_varying_comparator(
        observed, n, comparator_events, comparator_n, spread=prior, mean=mean
    )
    return _numbers(found)


def _comparator(observed: int, n: int, comparator_events: int, comparator_n: int) -> Found:
    found = spontaneous.against_comparator([observed], [n], [comparator_events], [comparator_n])
    names = ("p_greater", "difference_low", "difference_high")
    return {name: float(getattr(found, name)) for name in names}


CHECKS: Checks = {
    "directions": _directions,
    "combined": _combined,
    "predicted": _predicted,
    "repeated": _repeated,
    "over_vectors": _over_vectors,
    "varying": _varying,
    "comparator": _comparator,
}
