"""Living evidence: what is made again, what moves, and that nothing is where nothing changed."""

import pytest

from antral.api import evidence
from antral.api.evidence import updating
from antral.core import InputError
from antral.evidence import questions
from antral.evidence.living import Item, State, Value, moves, read_state, why
from antral.records import path

INVENTED = """\
id: invented2026
citation: {first_author: Invented, year: 2026, title: "An invented study", country: none, read: "invented for a test"}
role: cell_therapy
design: single_arm
population: {text: "nineteen invented women", indication: POI}
enrolled: 19
arms:
  cells: {label: cells, product: MSC, source: bone_marrow, autologous: true, route: intraovarian, n: 19}
outcomes:
  - arm: cells
    outcome: pregnancy
    months: 6
    statistic: count
    value: 3
    n: 19
    unit: patients
    locator: invented
    confidence: read_full
"""


@pytest.fixture
def pooled_only(monkeypatch):
    """Pooled answers of one question, so that a test is quick."""
    both = {name: one for name, one in questions.questions().items() if name in ("pregnancy", "live_birth")}
    monkeypatch.setattr(questions, "questions", lambda: both)


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "invented2026.yaml").write_text(INVENTED, encoding="utf-8")
    return folder


def test_an_added_study_moves_the_pooled_answer_as_by_hand(pooled_only, own, tmp_path):
    """8 of 151 women on record and 3 of 19 more are 11 of 170: with tau2 of nothing the GLMM is their share."""
    state = tmp_path / "state"
    evidence.update(out=state, parts=("pooled",))
    found = evidence.update(records=own, out=state, parts=("pooled",))
    assert dict(found.made_again) == {"pooled/pregnancy": ["study invented2026 added"]}
    moved = {one.name: one for one in found.moved}
    assert {one.item for one in found.moved} == {"pooled/pregnancy"}
    assert moved["cells: women"].change == 19
    assert moved["cells: studies"].after == moved["cells: studies"].before + 1
    value = moved["cells: pooled value"]
    assert value.before == pytest.approx(8 / 151, abs=1e-6)
    assert value.after == pytest.approx(11 / 170, abs=1e-6)
    assert value.mcse is None
    gone = evidence.update(out=state, parts=("pooled",))
    assert dict(gone.made_again) == {"pooled/pregnancy": ["study invented2026 gone"]}
    assert {one.name: one.after for one in gone.moved}["cells: pooled value"] == pytest.approx(8 / 151, abs=1e-6)


def test_where_nothing_changed_nothing_is_made_again(pooled_only, tmp_path, monkeypatch):
    evidence.update(out=tmp_path, parts=("pooled",))
    text = (tmp_path / "state.json").read_text(encoding="utf-8")

    def never(*given):
        raise AssertionError("made again")

    monkeypatch.setattr("antral.evidence.answers.answer", never)
    found = evidence.update(out=tmp_path, parts=("pooled",))
    assert found.made_again == {}
    assert found.moved == ()
    assert (tmp_path / "state.json").read_text(encoding="utf-8") == text


def test_a_part_that_is_not_asked_for_stays_as_recorded(pooled_only, tmp_path):
    item = Item(depends={"trials and seed": "1, 1"}, values={"none: test": Value(value=0.05, mcse=0.01)})
    state = State(made="2026-01-01", version="0", trials=50, seed=3, items={"power/X": item})
    (tmp_path / "state.json").write_text(state.document(), encoding="utf-8")
    found = evidence.update(out=tmp_path, parts=("pooled",))
    assert found.state.items["power/X"] == item
    assert (found.state.trials, found.state.seed) == (50, 3)
    assert found.before == "2026-01-01"
    assert set(found.made_again) == {"pooled/pregnancy", "pooled/live_birth"}


def test_a_published_result_that_is_corrected_moves(tmp_path):
    first = evidence.update(out=tmp_path, parts=("meta_analyses",))
    assert len(first.state.items) >= 15
    text = (tmp_path / "state.json").read_text(encoding="utf-8")
    was = first.state.items["meta_analyses/umer2024"]
    name, value = next(iter(was.values.items()))
    (tmp_path / "state.json").write_text(
        State(
            **{
                **first.state.model_dump(),
                "items": {
                    **first.state.items,
                    "meta_analyses/umer2024": Item(
                        depends={"meta-analysis umer2024": "other"}, values={**was.values, name: Value(value=99.0)}
                    ),
                },
            }
        ).document(),
        encoding="utf-8",
    )
    found = evidence.update(out=tmp_path, parts=("meta_analyses",))
    (move,) = found.moved
    assert (move.name, move.before, move.after) == (name, 99.0, value.value)
    assert (tmp_path / "state.json").read_text(encoding="utf-8") == text


def test_what_is_simulated_moves_with_its_error():
    before = Item(depends={}, values={"a": Value(value=0.10, mcse=0.03), "b": Value(value=1.0), "c": Value(value=2.0)})
    after = Item(depends={}, values={"a": Value(value=0.15, mcse=0.04), "b": Value(value=1.0), "d": Value(value=None)})
    a, c = moves("x", before, after)
    assert a.change == pytest.approx(0.05)
    assert a.mcse == pytest.approx(0.05)
    assert a.beyond_chance is False
    assert (c.name, c.after, c.change, c.beyond_chance) == ("c", None, None, None)


def test_why_names_what_changed():
    before = Item(depends={"study a": "1", "study b": "2", "code": "3"}, values={})
    assert why(before, {"study a": "1", "study c": "2", "code": "4"}) == [
        "study c added",
        "study b gone",
        "code changed",
    ]
    assert why(None, {}) == ["not recorded before"]
    assert why(before, dict(before.depends)) == []


@pytest.fixture
def posterior(monkeypatch, tmp_path):
    """A shipped posterior, invented: what it tells, and how often it is estimated anew."""
    (tmp_path / "effect.yaml").write_text("x: 1", encoding="utf-8")
    shipped = {
        "sha256": "first",
        "particles": 20,
        "women": 1,
        "seed": 4,
        "spike": {"weight": 0.5, "se": 0.01},
        "parameters": [],
    }
    asked = []

    class Estimated:
        def to_dict(self):
            return {**shipped, "spike": {"weight": 0.6, "se": 0.01}}

    def effect(**given):
        asked.append(given)
        return Estimated()

    found = updating.path
    monkeypatch.setattr(updating, "path", lambda *way: tmp_path / "effect.yaml" if "posteriors" in way else found(*way))
    monkeypatch.setattr(evidence, "shipped_effect", lambda: shipped, raising=False)
    monkeypatch.setattr(evidence, "effect", effect, raising=False)
    return shipped, asked


def test_the_posterior_is_read_told_to_be_stale_and_estimated_only_when_asked_for(posterior, tmp_path, monkeypatch):
    shipped, asked = posterior
    first = evidence.update(out=tmp_path, parts=("effect",))
    assert first.state.items["effect/posterior"].values["weight of no effect"].value == 0.5
    assert evidence.update(out=tmp_path, parts=("effect",)).made_again == {}
    other = updating.fingerprint_files
    monkeypatch.setattr(updating, "fingerprint_files", lambda files: other(files)[::-1])
    found = evidence.update(out=tmp_path, parts=("effect",))
    assert found.stale["effect/posterior"][:2] == ["the prior changed", "the weights of studies changed"]
    assert (found.moved, asked) == ((), [])
    found = evidence.update(out=tmp_path, parts=("effect",), effect=True)
    assert found.stale == {}
    assert (found.moved[0].before, found.moved[0].after) == (0.5, 0.6)
    assert {name: asked[0][name] for name in ("particles", "women", "seed")} == {"particles": 20, "women": 1, "seed": 4}
    shipped.update(sha256="second", spike={"weight": 0.7, "se": 0.01})
    assert evidence.update(out=tmp_path, parts=("effect",)).moved[0].after == 0.7
    assert len(asked) == 1


def test_every_study_protocol_and_question_that_can_be_looked_at_is_in_the_list():
    from antral.evidence import studies
    from antral.evidence.questions import question_names
    from antral.evidence.replicas import NotSimulated, replica

    shelf = studies()
    found = updating._wanted(shelf, 50, 1, ("pooled", "challenge", "power"), lambda stage, share: None)
    assert {name for name in found if name.startswith("pooled")} == {f"pooled/{name}" for name in question_names()}
    repeated = {f"challenge/{name}" for name in shelf if not isinstance(replica(name), NotSimulated)}
    assert {name for name in found if name.startswith("challenge")} == repeated
    assert {"power/NCT03816852", "power/NCT07115082"} <= set(found)
    assert "power/NCT03816852-long" not in found
    again = updating._wanted(shelf, 60, 1, ("power",), lambda stage, share: None)["power/NCT07115082"].depends
    assert again != found["power/NCT07115082"].depends


def test_wrong_input_says_what_to_do(tmp_path):
    with pytest.raises(InputError, match="known are pooled"):
        evidence.update(parts=("everything",))
    with pytest.raises(InputError, match="--record"):
        evidence.update(record=True, out=tmp_path)
    (tmp_path / "state.json").write_text('{"made": 1}', encoding="utf-8")
    with pytest.raises(InputError, match="Remove the file"):
        evidence.update(out=tmp_path, parts=("pooled",))


def test_the_shipped_state_can_be_read():
    found = read_state(path("living"))
    assert found is not None
    assert {name.partition("/")[0] for name in found.items} >= {"pooled", "challenge", "power", "meta_analyses"}
