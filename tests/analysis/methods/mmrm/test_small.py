"""A handful of women, most values missing, ties: every fit ends in a defined state, for one trial as for many."""

import warnings

import numpy as np
import pytest

from antral.analysis.methods.mmrm import STRUCTURES, mmrm, mmrm_many


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("freedom", ["Kenward-Roger", "Satterthwaite"])
def test_a_handful_of_women(structure: str, freedom: str) -> None:
    for seed in range(12):
        luck = np.random.default_rng(seed)
        women, visits, arms = int(luck.integers(2, 13)), int(luck.integers(1, 6)), int(luck.integers(2, 4))
        response = luck.normal(size=(women, visits)) * 10.0 ** luck.integers(-3, 4)
        if luck.random() < 0.3:
            response = np.round(response)
        if luck.random() < 0.2:
            response[:, -1] = response[:, 0]
        response[luck.random(response.shape) < luck.choice([0, 0.1, 0.4, 0.7])] = np.nan
        response[0, 0] = 1.0
        arm = [str(k % arms) for k in range(women)]
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            fitted = mmrm(response, arm, control="0", structure=structure, freedom=freedom)
            found = fitted.difference(arm[1], visits)
            fitted.together(np.eye(len(fitted.names))[-2:])
            many = mmrm_many(response[np.newaxis], arm, control="0", structure=structure, freedom=freedom)
        assert fitted.converged == (many.structure[0] >= 0)
        assert fitted.converged or fitted.notes
        p = many.p_value[0, many.effects.index(f"{arm[1]} less 0 at {visits}")]
        assert found.p_value == pytest.approx(p, rel=1e-5, abs=1e-9, nan_ok=True)
        assert np.isfinite(found.p_value) or found.notes
