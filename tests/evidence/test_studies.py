"""Study records: all that was handed over is there, and what cannot be is refused."""

import pytest

from antral.core import InputError, RecordError
from antral.evidence import Study, studies, study
from antral.records import read_model


def test_every_study_is_read():
    found = studies()
    assert len(found) == 44
    assert sum(len(one.outcomes) for one in found.values()) == 134
    assert sum(len(one.arms) for one in found.values()) == 63


def test_a_number_is_found_by_its_key():
    resumed = study("mashayekhi2021").outcome("all.menses_resumed@12")
    assert (resumed.value, resumed.n) == (4, 9)
    with pytest.raises(InputError, match="has no outcome"):
        study("mashayekhi2021").outcome("all.amh@3")


def test_an_unknown_study_is_an_error_that_names_near_ones_or_says_where_all_are_listed():
    with pytest.raises(InputError, match=r"did you mean bidet2011\?|did you mean bidet2011 or"):
        study("bidet2001")
    with pytest.raises(InputError, match="`antral evidence studies` lists them") as told:
        study("nobody")
    assert "bidet2011" not in str(told.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("arm: natural", "arm: nobody", "no arm 'nobody'"),
        ("source: none", "source: moon", "source"),
        ("n: 358", "n: -3", "greater than 0"),
        ('unit: "births"', 'unit: "births"\n    against: nobody', "against names another arm"),
    ],
)
def test_a_record_that_cannot_be_is_refused(tmp_path, old, new, said):
    from antral.records import path

    text = path("studies", "bidet2011.yaml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "bidet2011.yaml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(RecordError, match=said):
        read_model(Study, file)


def test_a_folder_of_the_users_adds_studies(tmp_path):
    from antral.records import path

    text = path("studies", "bidet2011.yaml").read_text(encoding="utf-8")
    (tmp_path / "ours2026.yaml").write_text(text.replace("id: bidet2011", "id: ours2026"), encoding="utf-8")
    found = studies(extra=tmp_path)
    assert len(found) == 45
    assert found["ours2026"].outcomes == study("bidet2011").outcomes
    assert study("ours2026", tmp_path).id == "ours2026"


def test_a_users_study_may_not_take_a_shipped_name(tmp_path):
    (tmp_path / "bidet2011.yaml").write_text("id: bidet2011", encoding="utf-8")
    with pytest.raises(InputError, match="name of a shipped study"):
        studies(extra=tmp_path)
    with pytest.raises(InputError, match="not a folder"):
        studies(extra=tmp_path / "nothing")


def test_the_mean_at_entry_is_what_is_reported_before_treatment():
    for one in studies().values():
        fsh = [o.value for o in one.outcomes if o.outcome == "fsh" and o.months == 0 and o.statistic == "mean"]
        assert one.population.fsh_mean == (fsh[0] if fsh else None), one.id


JUDGED_BY = {
    "confounding": (
        "no control",
        "uncontrolled",
        "no untreated control",
        "allocation by",
        "only control",
        "non-comparable",
    ),
    "selection": ("selected from", "first 2 completers", "referral centre", "responders among", "infertility clinic"),
    "deviations": ("co-intervention", "double-blind"),
    "measurement": ("unblinded", "double-blind"),
    "reporting": ("post hoc", "best-case", "self-selected"),
}
"""Words of a remark that judge a domain."""


@pytest.mark.parametrize("name", studies())
def test_a_domain_is_judged_where_the_remark_judges_it_and_nowhere_else(name):
    bias = study(name).bias
    if bias is None:
        return
    assert bias.tag == "assumed"
    for domain, judged in bias.domains.items():
        says = any(word in bias.remark for word in JUDGED_BY.get(domain, ()))
        assert (judged != "not_judged") == says, domain
        assert judged in ("not_judged", bias.overall, "low")
