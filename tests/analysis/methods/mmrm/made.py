"""Made-up trials for the tests of MMRM."""

import numpy as np


def trial(
    seed: int, women: int = 14, visits: int = 4, arms: int = 2, missing: float = 0.15
) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Response `[person, visit]` with missing values, arms "control", "arm 1", …, and baseline."""
    luck = np.random.default_rng(seed)
    lag = np.abs(np.subtract.outer(np.arange(visits), np.arange(visits)))
    deviation = 1.0 + 0.3 * np.arange(visits)
    root = np.linalg.cholesky(0.6**lag * np.outer(deviation, deviation))
    baseline = luck.normal(size=women)
    response = luck.normal(size=(women, visits)) @ root.T + 0.5 * baseline[:, np.newaxis]
    response[luck.random(response.shape) < missing] = np.nan
    response[:, 0] = np.where(np.isfinite(response[:, 0]), response[:, 0], 0.3)
    names = ["control", *(f"arm {k}" for k in range(1, arms))]
    return response, [names[k % arms] for k in range(women)], baseline
