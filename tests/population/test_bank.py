import json

import numpy as np
import pytest

from antral.core import InputError
from antral.population import bank, mix
from antral.population.asked import BATCH
from antral.protocol import load


@pytest.fixture(scope="module")
def protocol():
    return load("NCT03816852")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("banks")


@pytest.fixture(scope="module")
def women(protocol, folder):
    return bank(protocol, seed=3, size=60, folder=folder)


def assert_same(one, other):
    np.testing.assert_array_equal(one.state.fast, other.state.fast)
    np.testing.assert_array_equal(one.state.slow, other.state.slow)
    np.testing.assert_array_equal(one.state.patients, other.state.patients)
    np.testing.assert_array_equal(one.measured.value, other.measured.value)
    np.testing.assert_array_equal(one.measured.censored, other.measured.censored)
    np.testing.assert_array_equal(one.bleed_day, other.bleed_day)
    np.testing.assert_array_equal(one.age_years, other.age_years)
    np.testing.assert_array_equal(one.aetiology, other.aetiology)
    np.testing.assert_array_equal(one.years_since_diagnosis, other.years_since_diagnosis)
    assert one.aetiologies == other.aetiologies
    assert one.screening == other.screening


def test_everybody_admitted_meets_the_criteria_that_are_simulated(protocol, women):
    assert len(women) == 60
    days = np.array([visit.day for visit in protocol.screening_visits])
    fsh = women.measured.value[:, :, women.measured.measures.index("FSH")]
    assert np.ptp(days) > 28
    assert (fsh > 25).all()
    at_screening = women.age_years + days[0] / 365.25
    assert (at_screening >= 19).all()
    assert (at_screening < 40).all()


def test_everybody_admitted_had_few_bleeds_or_long_cycles(protocol, women):
    last_visit = protocol.screening_visits[-1].day
    for row in range(len(women)):
        days = women.bleed_day[women.bleed_row == row]
        days = days[(days > last_visit - 122) & (days <= last_visit)]
        assert days.size < 3 or (np.diff(days) > 35).all()


def test_reasons_add_up(women):
    screening = women.screening
    assert screening.admitted == 60
    assert screening.admitted + sum(screening.first_reasons.values()) == screening.candidates
    assert screening.candidates <= screening.drawn <= 2 * BATCH
    assert all(screening.reasons[name] >= n for name, n in screening.first_reasons.items())
    assert screening.reasons["I1"] > 0


def test_a_bank_is_read_again_and_is_the_same(protocol, women, folder):
    again = bank(protocol, seed=3, size=60, folder=folder)
    assert again.from_disk
    assert not women.from_disk
    assert_same(again, women)
    assert again.fingerprint == women.fingerprint


@pytest.mark.parametrize("damage", ["truncated", "another bank", "something else", "a file", "no arrays in it"])
def test_what_is_no_bank_is_made_anew_with_a_warning(protocol, women, tmp_path, damage):
    bank(protocol, seed=3, size=60, folder=tmp_path)
    (stored,) = tmp_path.iterdir()
    arrays, manifest = stored / "arrays.npz", stored / "manifest.json"
    match damage:
        case "truncated":
            arrays.write_bytes(arrays.read_bytes()[:1000])
        case "another bank":
            about = json.loads(manifest.read_text())
            about["description"]["fingerprint"] = "f" * 64
            manifest.write_text(json.dumps(about))
        case "something else":
            about = json.loads(manifest.read_text())
            del about["description"]["aetiologies"]
            manifest.write_text(json.dumps(about))
        case "a file":
            arrays.unlink()
            manifest.unlink()
            stored.rmdir()
            stored.write_text("mine")
        case "no arrays in it":
            arrays.unlink()
            about = json.loads(manifest.read_text())
            manifest.write_text(json.dumps(about | {"files": {}}))
    with pytest.warns(UserWarning, match="made again"):
        again = bank(protocol, seed=3, size=60, folder=tmp_path)
    assert not again.from_disk
    assert_same(again, women)
    assert bank(protocol, seed=3, size=60, folder=tmp_path).from_disk


def test_a_small_bank_is_the_beginning_of_a_large_one(protocol, women, folder):
    small = bank(protocol, seed=3, size=20, folder=folder)
    np.testing.assert_array_equal(small.state.fast, women.state.fast[:, :20])
    np.testing.assert_array_equal(small.measured.value, women.measured.value[:20])
    assert small.screening.admitted == 20
    assert small.screening.drawn == small.state.patients[-1] + 1


def test_one_thread_gives_the_same_bits(protocol, women, tmp_path):
    assert_same(bank(protocol, seed=3, size=60, folder=tmp_path, threads=1), women)


def test_the_name_follows_what_decides_admission_and_nothing_else(protocol, women, folder):
    dose = bank(load("NCT03816852", ["arms.high.dose_cells=1.2e8"]), seed=3, size=60, folder=folder)
    assert dose.fingerprint == women.fingerprint
    assert dose.from_disk
    other_seed = bank(protocol, seed=4, size=60, folder=folder)
    other_rule = bank(
        load("NCT03816852", ["eligibility.criteria.I1.definition=eshre_2024"]), seed=3, size=60, folder=folder
    )
    assert len({women.fingerprint, other_seed.fingerprint, other_rule.fingerprint}) == 3
    # one FSH above 25 IU/L admits every woman whom two admit
    assert other_rule.screening.reasons["I1"] / other_rule.screening.candidates < (
        women.screening.reasons["I1"] / women.screening.candidates
    )


def test_true_values_are_those_of_the_state(women):
    np.testing.assert_allclose(women.true("primordial"), women.state.read("reserve", "primordial"), rtol=0.01)


def test_a_bank_that_cannot_fill_the_trial_is_refused(protocol, tmp_path):
    with pytest.raises(InputError, match="bank of 11 women cannot fill a trial of 12"):
        bank(protocol, seed=3, size=11, folder=tmp_path)


def test_criteria_that_admit_nobody_are_named(protocol, tmp_path):
    impossible = load("NCT03816852", ["eligibility.criteria.I1.parameters.age_below_years=5"])
    with pytest.raises(InputError, match=r"only 0 of .* candidates .*I1 \("):
        bank(impossible, seed=3, size=12, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_run_in_is_as_long_as_the_record_says(protocol, women):
    first = -protocol.screening_visits[0].day
    assert women.state.day == mix("poi_2017_24").run_in_days + first


def test_women_have_an_aetiology_of_the_mix_and_their_years_since_diagnosis(women):
    assert women.mix == "poi_2017_24"
    assert women.aetiologies == mix("poi_2017_24").aetiologies
    # the protocol excludes gene defects and operations on the ovaries
    of = {women.aetiologies[place] for place in women.aetiology}
    assert of == {"idiopathic", "autoimmune", "chemotherapy"}
    assert (women.years_since_diagnosis > 0).all()
    # nobody is diagnosed before 15 years of age
    assert (women.age_years - women.years_since_diagnosis >= 15).all()


def test_screening_by_aetiology_adds_up(women):
    screening = women.screening
    for what, total in (
        ("drawn", screening.drawn),
        ("candidates", screening.candidates),
        ("admitted", screening.admitted),
    ):
        assert sum(counts[what] for counts in screening.by_aetiology.values()) == total
    admitted = [screening.by_aetiology[name]["admitted"] for name in women.aetiologies]
    assert admitted == np.bincount(women.aetiology, minlength=len(women.aetiologies)).tolist()
    assert screening.to_dict()["by_aetiology"]["genetic"]["drawn"] > 0


def test_a_protocol_names_the_mix_of_its_candidates(folder):
    alone = bank(load("NCT03816852", ["candidates.mix=idiopathic_only"]), seed=3, size=20, folder=folder)
    assert alone.aetiologies == ("idiopathic",)
    assert (alone.aetiology == 0).all()
    with pytest.raises(InputError, match=r"poi_1900.*poi_2017_24"):
        bank(load("NCT03816852", ["candidates.mix=poi_1900"]), seed=3, size=20, folder=folder)
