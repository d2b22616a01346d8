"""Contrasts of all trials with their covariances, and whether the trials hang together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from antral.core import InputError
from antral.evidence.pooling.sample import Numbers


@dataclass(frozen=True)
class Network:
    """Contrasts of each trial's arms against its first (in the order of names), and their covariances."""

    treatments: tuple[str, ...]
    studies: tuple[str, ...]
    """Of each contrast; `[contrast]`."""
    first: tuple[str, ...]
    second: tuple[str, ...]
    """`first` less `second`, the trial's common arm; `[contrast]`."""
    effect: Numbers
    covariance: Numbers
    """Contrasts of a trial share the variance of its common arm; `[contrast, contrast]`."""

    def design(self, reference: str) -> Numbers:
        """Which treatments each contrast compares, without the reference; `[contrast, treatment]`."""
        others = [name for name in self.treatments if name != reference]
        first, second = np.array(self.first)[:, np.newaxis], np.array(self.second)[:, np.newaxis]
        found: Numbers = (first == others).astype(float) - (second == others).astype(float)
        return found

    @property
    def heterogeneity(self) -> Numbers:
        """Covariance of random contrasts at tau2 = 1: one half within a trial (Higgins and Whitehead 1996)."""
        study = np.array(self.studies)
        found: Numbers = 0.5 * (study[:, np.newaxis] == study) + 0.5 * np.eye(len(study))
        return found

    def arms(self) -> Mapping[str, frozenset[str]]:
        """Treatments of each trial."""
        found: dict[str, set[str]] = {}
        for study, one, other in zip(self.studies, self.first, self.second, strict=True):
            found.setdefault(study, set()).update((one, other))
        return {study: frozenset(names) for study, names in found.items()}

    def comparisons(self) -> list[tuple[str, str]]:
        """Pairs of treatments that some trial compares, each once, in the order of names."""
        pairs = {(a, b) for names in self.arms().values() for a in names for b in names if a < b}
        return sorted(pairs)


def of_arms(study: Sequence[object], treatment: Sequence[str], effect: ArrayLike, variance: ArrayLike) -> Network:
    """A network from the arms of trials: mean, log odds or log share of each arm with its sampling variance.

    Parameters
    ----------
    study, treatment, effect, variance
        `[arm]`.

    Raises
    ------
    InputError
        Where a trial has one arm or a treatment twice, a number is missing, or trials fall apart into parts.
    """
    names, value, spread = [str(x) for x in study], np.asarray(effect, float), np.asarray(variance, float)
    if not len(names) == len(treatment) == len(value) == len(spread) or not names:
        raise InputError("study, treatment, effect and variance: one an arm each was wanted.")
    studies, first, second, effects, blocks = [], [], [], [], []
    for name in dict.fromkeys(names):
        mine = sorted((i for i in range(len(names)) if names[i] == name), key=lambda i: str(treatment[i]))
        given = [str(treatment[i]) for i in mine]
        if len(mine) < 2 or len(set(given)) < len(given):
            raise InputError(f"{name}: two or more arms with a treatment each were wanted; it has {', '.join(given)}.")
        bad = [i for i in mine if not (np.isfinite(value[i]) and np.isfinite(spread[i]) and spread[i] > 0)]
        if bad:
            raise InputError(f"{name}, {treatment[bad[0]]}: a number and a positive variance were wanted.")
        base, *others = mine
        studies += [name] * len(others)
        first += given[1:]
        second += [given[0]] * len(others)
        effects += [value[i] - value[base] for i in others]
        blocks.append(np.diag(spread[others]) + spread[base])
    return _connected(
        Network(
            tuple(sorted(set(first + second))),
            tuple(studies),
            tuple(first),
            tuple(second),
            np.array(effects),
            _blocks(blocks),
        )
    )


def of_contrasts(
    study: Sequence[object], first: Sequence[str], second: Sequence[str], effect: ArrayLike, variance: ArrayLike
) -> Network:
    """A network from contrasts; a trial of several arms gives every pair, so that its arms' variances are known.

    Parameters
    ----------
    study, first, second, effect, variance
        `first` less `second`, `[contrast]`.

    Raises
    ------
    InputError
        Where a trial of several arms lacks a pair, its pairs contradict each other, or trials fall apart into parts.
    """
    names, value, spread = [str(x) for x in study], np.asarray(effect, float), np.asarray(variance, float)
    rows: list[tuple[str, str, float, float]] = []
    for name in dict.fromkeys(names):
        mine = [i for i in range(len(names)) if names[i] == name]
        given = sorted({str(first[i]) for i in mine} | {str(second[i]) for i in mine})
        if len({frozenset((first[i], second[i])) for i in mine}) != len(given) * (len(given) - 1) // 2:
            raise InputError(f"{name}: every pair of its treatments was wanted once: {', '.join(given)}.")
        signs = np.array([[(t == first[i]) * 1.0 - (t == second[i]) for t in given] for i in mine])
        if len(given) == 2:
            level, arm = signs.T @ value[mine] / 2.0, np.full(2, spread[mine[0]] / 2.0)
        else:
            level = np.linalg.lstsq(signs, value[mine], rcond=None)[0]
            arm = np.linalg.lstsq(np.abs(signs), spread[mine], rcond=None)[0]
            off = np.abs(signs @ level - value[mine]).max()
            if off > 0.02 * max(1.0, np.abs(value[mine]).max()) or arm.min() <= 0:
                raise InputError(f"{name}: its contrasts contradict each other; a - b and b - c do not give a - c.")
        rows += [(name, t, float(a), float(v)) for t, a, v in zip(given, level, arm, strict=True)]
    return of_arms(*zip(*rows, strict=True)) if rows else of_arms([], [], [], [])


def _blocks(blocks: Sequence[Numbers]) -> Numbers:
    size = sum(len(block) for block in blocks)
    found, at = np.zeros((size, size)), 0
    for block in blocks:
        found[at : at + len(block), at : at + len(block)] = block
        at += len(block)
    return found


def _connected(network: Network) -> Network:
    parts: list[set[str]] = []
    for names in network.arms().values():
        touching = [part for part in parts if part & names]
        parts = [part for part in parts if not part & names] + [set(names).union(*touching)]
    if len(parts) > 1:
        told = "; ".join(", ".join(sorted(part)) for part in sorted(parts, key=sorted))
        raise InputError(
            f"no trial connects {len(parts)} groups of treatments, so that nothing compares them: {told}. "
            "Pool each group by itself."
        )
    return network
