"""Mixes of aetiologies: how they are drawn, and that diagnosed women come out in the shares of the record."""

import numpy as np
import pytest

from antral.core import InputError, RecordError
from antral.population.diagnosis import at_diagnosis, candidates, is_diagnosed
from antral.population.draw import draw
from antral.population.mix import Mix, MixShare, _check, mix, mixes
from antral.population.record import population, populations
from antral.population.shares import diagnosed_share, record

N = 20_000
WOMEN = 3000


def made(**shares):
    every = {name: {"share": share, "tag": "assumed", "source": "test"} for name, share in shares.items()}
    return Mix.model_validate({"mix": "test", "name": "test", "shares": every})


@pytest.mark.parametrize("name", sorted(mixes()))
def test_every_mix_can_be_drawn_in_the_shares_of_its_weights(name):
    women = draw(name, np.arange(N), seed=1)
    drawn = np.bincount(women.aetiology, minlength=len(women.aetiologies)) / N
    assert drawn == pytest.approx(mix(name).weights, abs=4 * np.sqrt(0.25 / N))
    assert (women.primordial > 0).all()
    assert (women.years_since_diagnosis >= 0).all()


def test_the_mix_of_2017_24_is_that_of_debrecen():
    shares = {name: one.share for name, one in mix("poi_2017_24").shares.items()}
    # CSEHELY2025: genetic 0.099, autoimmune 0.189, iatrogenic 0.342, idiopathic 0.369
    assert shares["idiopathic"] == pytest.approx(0.369, abs=0.0015)
    assert shares["autoimmune"] == 0.189
    assert shares["chemotherapy"] + shares["surgical"] == pytest.approx(0.342)
    assert shares["genetic"] + shares["enzyme_deficiency"] == pytest.approx(0.099)


def test_the_mix_of_1978_2003_is_that_of_debrecen():
    shares = {name: one.share for name, one in mix("poi_1978_2003").shares.items()}
    # CSEHELY2025: genetic 0.116, autoimmune 0.087, iatrogenic 0.076, idiopathic 0.721
    assert shares["idiopathic"] == 0.721
    assert shares["autoimmune"] == 0.087
    assert shares["chemotherapy"] + shares["surgical"] == pytest.approx(0.076)
    assert shares["genetic"] + shares["enzyme_deficiency"] == pytest.approx(0.116)


def test_a_woman_of_a_mix_is_she_who_is_drawn_from_her_aetiology_alone():
    women = draw("poi_2017_24", np.arange(200), seed=4)
    for place, name in enumerate(women.aetiologies):
        rows = np.flatnonzero(women.aetiology == place)
        if rows.size == 0:
            continue
        alone = draw(name, women.patients[rows], seed=4)
        np.testing.assert_array_equal(alone.primordial, women.primordial[rows])
        np.testing.assert_array_equal(alone.deficit, women.deficit[rows])
        for part, others in zip(alone.parameters, women.parameters, strict=True):
            for value, other in zip(part, others, strict=True):
                np.testing.assert_array_equal(np.broadcast_to(value, rows.shape), other[rows])


def test_some_women_of_a_mix_by_position():
    women = draw("poi_2017_24", np.arange(50), seed=4)
    some = women.take([7, 3])
    assert some.patients.tolist() == [7, 3]
    np.testing.assert_array_equal(some.parameters.quality.own, women.parameters.quality.own[[7, 3]])
    assert len(some) == 2


@pytest.fixture(scope="module")
def diagnosed():
    """Women of the mix at their diagnosis, and who of them is diagnosed."""
    women = at_diagnosis("poi_2017_24", np.arange(2 * WOMEN), seed=31)
    return women, is_diagnosed(women, seed=31, luck=0)


def test_diagnosed_women_have_the_mix_of_the_record(diagnosed):
    women, found = diagnosed
    shares = np.array([one.share for one in mix("poi_2017_24").shares.values()])
    n = found.sum()
    got = np.bincount(women.aetiology[found], minlength=shares.size) / n
    recorded = np.array([population(name).diagnosed_share for name in women.aetiologies])
    relative = np.array([one.mcse / one.value for one in recorded])
    # 4 standard errors: those of this sample, and of the shares on record
    allowed = 4 * np.sqrt(shares * (1 - shares) / n + (shares * relative) ** 2)
    assert (np.abs(got - shares) < allowed).all(), dict(zip(women.aetiologies, got, strict=True))


@pytest.mark.parametrize("aetiology", sorted(name for name, one in populations().items() if one.diagnosed_share))
def test_the_diagnosed_share_on_record_is_that_of_this_code(aetiology):
    recorded = population(aetiology).diagnosed_share
    again = diagnosed_share(aetiology, seed=32, women=1500)
    error = np.hypot(recorded.mcse, np.sqrt(recorded.value * (1 - recorded.value) / 1500))
    assert abs(again.value - recorded.value) < 4 * error


def test_candidates_with_a_diagnosis_behind_them_had_it_then():
    found = candidates("idiopathic", np.arange(400), seed=5)
    assert len(found.drawn) == 400
    women = found.women
    np.testing.assert_array_equal(found.before, women.years_since_diagnosis >= 0.5)
    new = found.drawn.years_since_diagnosis < 0.5
    assert (~found.before).sum() == new.sum()
    assert found.before.mean() < (~new).mean()
    assert 0.05 < found.before.sum() / (~new).sum() < 0.6


def test_a_mix_of_one_needs_no_weights():
    assert mix("healthy").weights.tolist() == [1.0]
    assert mix("idiopathic_only").aetiologies == ("idiopathic",)
    assert np.isnan(draw("healthy", [1, 2], seed=1).years_since_diagnosis).all()


def test_an_unknown_mix_is_refused():
    with pytest.raises(InputError, match=r"no mix or population 'poi_1900'.*poi_2017_24.*idiopathic"):
        draw("poi_1900", [1], seed=1)


def test_shares_must_add_up():
    with pytest.raises(ValueError, match=r"add up to 0\.9"):
        made(idiopathic=0.5, genetic=0.4)


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({"idiopathic": 0.5, "viral": 0.5}, "no such population"),
        ({"idiopathic": 0.5, "healthy": 0.5}, "nobody of this population is diagnosed"),
    ],
)
def test_a_mix_names_populations_that_are_diagnosed(shares, said):
    with pytest.raises(RecordError, match=said):
        _check(made(**shares), "test")


def test_women_of_one_mix_are_referred_alike(monkeypatch):
    other = population("genetic").model_copy(
        update={"referral": population("genetic").referral.model_copy(update={"window_days": 90})}
    )
    monkeypatch.setitem(populations(), "genetic", other)
    with pytest.raises(RecordError, match="idiopathic and genetic differ"):
        _check(made(idiopathic=0.5, genetic=0.5), "test")


def test_weights_by_hand(monkeypatch):
    for name, value in (("idiopathic", 0.5), ("genetic", 0.25)):
        share = population(name).diagnosed_share.model_copy(update={"value": value})
        monkeypatch.setitem(populations(), name, population(name).model_copy(update={"diagnosed_share": share}))
    # 0.6 / 0.5 = 1.2 and 0.4 / 0.25 = 1.6
    assert made(idiopathic=0.6, genetic=0.4).weights == pytest.approx([1.2 / 2.8, 1.6 / 2.8])


def test_a_share_is_written_into_its_record_and_nothing_else_changes(tmp_path):
    file = tmp_path / "some.yaml"
    file.write_text("# kept\naetiology: some\ndiagnosed_share: {value: 1}\n# too\n")
    share = diagnosed_share("genetic", seed=1, women=64)
    record(file, share)
    text = file.read_text()
    assert text.startswith("# kept\naetiology: some\ndiagnosed_share: {value: 0.")
    assert text.endswith("# too\n")
    assert "women: 64" in text
    file.write_text("aetiology: some\n")
    with pytest.raises(ValueError, match="0 lines"):
        record(file, share)


def test_a_share_of_a_mix_says_where_it_comes_from():
    assert all(isinstance(one, MixShare) and one.source for m in mixes().values() for one in m.shares.values())
