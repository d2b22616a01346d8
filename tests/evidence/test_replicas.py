from pathlib import Path

import numpy as np
import pytest

from antral.analysis import Valued
from antral.analysis.by_size import Layout
from antral.analysis.endpoints import Derived
from antral.core import InputError
from antral.evidence import replicas, study
from antral.evidence.replicas import NotSimulated, Replica, ReplicaRecord, replica, simulated
from antral.evidence.replicas.taken import printed
from antral.evidence.studies import study_names
from antral.records import names, path

MASHAYEKHI = "mashayekhi2021"


def test_every_study_has_a_record_of_its_replica_and_no_record_lacks_its_study():
    assert names("replicas") == study_names()
    assert sum(isinstance(replica(name), Replica) for name in study_names()) >= 15


@pytest.fixture(scope="module")
def mashayekhi() -> Replica:
    found = replica(MASHAYEKHI)
    assert isinstance(found, Replica)
    return found


@pytest.mark.parametrize("name", study_names())
def test_every_outcome_of_every_study_is_simulated_or_has_a_reason(name):
    found, outcomes = replica(name), {one.key: one for one in study(name).outcomes}
    if isinstance(found, NotSimulated):
        assert len(found.reason) > 20
        return
    assert {one.key for one in found.reported} | set(found.not_simulated) == set(outcomes)
    assert found.assumed
    assert all(one.text.endswith(".") and one.reason.endswith(".") for one in found.assumed)
    assert found.distance.source in {arm.source for arm in found.study.arms.values()}
    for one in found.reported:
        women = sum(found.study.arms[arm].n or 0 for arm in one.arms)
        assert found.protocol.endpoint(one.endpoint).day <= found.protocol.follow_up_days
        if one.kind == "count":
            assert one.n is not None
            assert one.value <= one.n
            assert one.n <= women


def test_the_arms_of_an_aggregate_are_those_it_pools(mashayekhi):
    assert mashayekhi.one("all.menses_resumed@12").arms == ("adsc_5e6", "adsc_10e6", "adsc_15e6")
    assert mashayekhi.one("adsc_15e6.menses_resumed@2").arms == ("adsc_15e6",)
    assert mashayekhi.protocol.design.participants == 9


def test_a_record_that_forgets_an_outcome_is_refused():
    written = ReplicaRecord.model_validate(
        {
            "study": MASHAYEKHI,
            "distance": {"indication": "same", "route": "-", "source": "-", "remark": "-"},
            "protocol": {"id": "x"},
            "outcomes": {
                "all.menses_resumed@12": {"derive": "bled", "day": 364, "take": "count", "meaning": "a bleed"}
            },
            "not_simulated": {"all.menses_resumed@12": "said twice", "all.height@0": "not of this study"},
            "assumed": [{"text": "a.", "reason": "b."}],
        }
    )
    with pytest.raises(InputError, match=r"Missing: adsc_15e6.menses_resumed@2, all.ae_any@12; not in the study"):
        written.check(study(MASHAYEKHI))


def test_without_the_criteria_of_the_moment_women_of_the_same_age_remain(mashayekhi):
    anybody = mashayekhi.entered_at_any_moment()
    assert [line.id for line in anybody.protocol.eligibility.criteria] == ["age"]
    assert not anybody.selected
    assert anybody.entered_at_any_moment() is anybody


def test_replicates_have_the_same_bits_however_the_work_is_shared_out(mashayekhi, tmp_path):
    def backwards(task, items):
        for place in reversed(range(len(items))):
            yield place, task(items[place])

    asked = {"trials": 700, "seed": 3, "women": 200, "threads": 1}
    assert len(replicas.portions(700, mashayekhi)) > 1
    one = simulated(mashayekhi, **asked)
    other = simulated(mashayekhi, **asked, share_out=backwards, folder=tmp_path)
    kept = simulated(mashayekhi, **asked, share_out=lambda *_: pytest.fail("computed again"), folder=tmp_path)
    assert one.trials == 700
    assert one.women.shape == (700, 9)
    assert one.entry_fsh[0] > 20.0  # the limit of the criterion
    for found in (other, kept):
        assert np.array_equal(found.women, one.women)
        assert found.patient_years == pytest.approx(one.patient_years)
        assert found.entry_fsh == one.entry_fsh
        for key, values in one.values.items():
            assert np.array_equal(found.values[key], values)


def test_a_study_without_effect_is_that_of_cells_that_do_nothing(mashayekhi):
    found = simulated(mashayekhi, ["none", "target"], trials=60, women=200, threads=1)
    resumed = found.values["all.menses_resumed@12"]
    assert found.scenarios == ("none", "target")
    assert resumed.shape == (2, 60)
    assert resumed[1].mean() > resumed[0].mean()
    loose = found.values["all.menses_resumed@12 (one bleed is enough)"]
    assert (loose >= resumed).all()
    assert (resumed <= 9).all()
    assert (resumed == np.rint(resumed)).all()


def _valued(values, baseline):
    """Two trials of three women in one arm."""
    trial = np.repeat([0, 1], 3)
    layout = Layout(trial=trial, arm=np.zeros(6, np.int64), trials=2, arms=1)
    derived = Derived(np.asarray(values, float), np.zeros(6, np.int8), np.asarray(baseline, float))
    return Valued(None, [1, 2], layout, {"outcome_1": derived})


class _Fall:
    is_count, direction, derive = False, "decrease", "change"


@pytest.mark.parametrize(
    ("kind", "rule", "wanted"),
    [
        ("mean_at_entry", None, [50.0, 65.0]),  # (40+50+60)/3, (60+70)/2
        ("mean", None, [40.0, 75.0]),  # 30, 40, 50; 70, 80
        ("mean_change", None, [-10.0, 10.0]),
        ("count", None, [3.0, 0.0]),  # who fell
        ("percent", None, [100.0, 0.0]),
        ("direction", "mean", [-1.0, 1.0]),
        ("direction", "significant", [-1.0, 1.0]),
        ("direction", "anyone", [1.0, 0.0]),
    ],
)
def test_what_is_printed_of_three_women(mashayekhi, kind, rule, wanted):
    from dataclasses import replace

    found = _valued([-10.0, -10.1, -9.9, 10.0, 10.0, np.nan], [40.0, 50.0, 60.0, 60.0, 70.0, np.nan])
    asked = replace(mashayekhi.reported[0], endpoint="outcome_1", kind=kind, rule=rule, arms=("only",))
    assert printed(found, asked, _Fall, ["only"]) == pytest.approx(wanted)


def test_a_fall_that_chance_explains_is_not_significant(mashayekhi):
    from dataclasses import replace

    # mean -1, sd sqrt(3) of three: t = -1.0, two degrees of freedom, p = 0.42; two women: t of 0.5 / 0.5 = 1
    found = _valued([-3.0, 0.0, 0.0, 0.0, 1.0, np.nan], [40.0] * 6)
    asked = replace(mashayekhi.reported[0], endpoint="outcome_1", kind="direction", rule="significant", arms=("only",))
    assert printed(found, asked, _Fall, ["only"]) == pytest.approx([0.0, 0.0])


def test_what_a_study_states_is_not_among_the_usual_assumptions():
    texts = [line.text for line in replicas.usual(replica("edessy2016").protocol)]
    assert not [text for text in texts if "mix" in text]  # idiopathic disease is printed
    assert "100 % of the women try to conceive." in texts  # assumed, but otherwise than usual
    assert "Admitted: no menses for 4 months." in texts  # age and FSH are its own
    tablets = [line.text for line in replicas.usual(replica("ding2018").protocol)]
    assert "95 % of the hormone tablets are taken." in tablets


def test_a_birth_within_the_year_is_of_a_child_conceived_in_it():
    found = simulated(replica("edessy2016"), trials=150, women=300, threads=1, seed=2)
    conceived, born = found.values["bmmsc.pregnancy@12"][0], found.values["bmmsc.live_birth@12"][0]
    assert born.sum() > 0.4 * conceived.sum() > 0  # some miscarry; within 364 days nearly none would be born
    birth, conception = (
        replica("edessy2016").protocol.endpoint(replica("edessy2016").one(key).endpoint).day
        for key in ("bmmsc.live_birth@12", "bmmsc.pregnancy@12")
    )
    assert birth - conception == 266  # 38 weeks


def test_another_definition_of_igboeli_counts_the_same_time():
    found = replica("igboeli2020")
    days = {found.protocol.endpoint(one.endpoint).day for one in (found.reported[0], *found.variants)}
    assert days == {228}


def _own_study(folder: Path) -> None:
    """Igboeli's study under another name in a user's folder."""
    text = path("studies", "igboeli2020.yaml").read_text(encoding="utf-8")
    folder.joinpath("mine2026.yaml").write_text(text.replace("id: igboeli2020", "id: mine2026"), encoding="utf-8")


def test_a_study_of_the_users_has_its_replica_in_their_folder(tmp_path: Path) -> None:
    _own_study(tmp_path)
    (tmp_path / "replicas").mkdir()
    text = path("replicas", "igboeli2020.yaml").read_text(encoding="utf-8").replace("igboeli2020", "mine2026")
    (tmp_path / "replicas" / "mine2026.yaml").write_text(text, encoding="utf-8")
    mine, shipped = replica("mine2026", tmp_path), replica("igboeli2020", tmp_path)
    assert isinstance(mine, Replica)
    assert mine.protocol.visits == shipped.protocol.visits  # what is usual is found from there, too
    assert [one.key for one in mine.reported] == [one.key for one in shipped.reported]


def test_without_it_the_reason_says_what_to_write_and_where(tmp_path: Path) -> None:
    _own_study(tmp_path)
    told = replica("mine2026", tmp_path)
    assert isinstance(told, NotSimulated)
    assert str(tmp_path / "replicas" / "mine2026.yaml") in told.reason
    assert "bmmsc.menses_resumed@7" in told.reason
    with pytest.raises(InputError, match="no study 'mine2026'"):
        replica("mine2026")
