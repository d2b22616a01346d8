"""What conducting a trial sees of a protocol has a fingerprint of its own: nothing less, and nothing that is asked."""

import re
from typing import Any

import pytest
from pydantic import BaseModel

from antral.core import ProtocolError
from antral.protocol import load

NAMES = ("NCT03816852", "NCT03816852-control", "NCT07115082")

NOT_SEEN = re.compile(
    r"(id|title|variant_of|condition|sponsor|(phase|registry|gaps|assumptions|contradictions|changes)\b.*)$"
    r"|(endpoints|estimands|analyses|monitoring)\b.*$"
    r"|(candidates|diary|dropout|missed_visits|adherence|rescue_hormones|fertility_treatment|conception)"
    r"\.(tag|source|reason|causes_reason)$"
    r"|design\.(enrolment|unblinding)\.(tag|source|reason)$"
    r"|arms\.\w+\.(label|origin)$"
    r"|adverse_events\.\d+\.(tag|source|reason|or_source)$"
)
"""Written down here by hand; eligibility has a fingerprint of its own, with tests of its own."""


def paths(value: Any, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every value of a protocol that holds no others."""
    if isinstance(value, BaseModel):
        inner = {name: getattr(value, name) for name in type(value).model_fields}
    elif isinstance(value, dict):
        inner = value
    elif isinstance(value, tuple) and value:
        inner = {str(place): one for place, one in enumerate(value)}
    else:
        return [before]
    return [path for name, one in inner.items() for path in paths(one, (*before, name))]


def other(value: Any, path: tuple[str, ...]) -> Any:
    """The same with another value there, unchecked."""
    if not path:
        if isinstance(value, bool):
            return not value
        return value + 1 if isinstance(value, int | float) else "other"
    name, rest = path[0], path[1:]
    if isinstance(value, BaseModel):
        return value.model_copy(update={name: other(getattr(value, name), rest)})
    if isinstance(value, dict):
        return value | {name: other(value[name], rest)}
    return tuple(other(one, rest) if str(place) == name else one for place, one in enumerate(value))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
def test_every_value_counts_but_those_that_are_asked_or_told(name: str) -> None:
    protocol = load(name)
    before = protocol.conduct_fingerprint
    places = [path for path in paths(protocol) if path[0] != "eligibility"]
    seen, unseen = 0, 0
    for path in places:
        counts = other(protocol, path).conduct_fingerprint != before
        where = ".".join(map(str, path))
        assert counts == (NOT_SEEN.match(where) is None), where
        seen, unseen = seen + counts, unseen + (not counts)
    assert seen > 60
    assert unseen > 60


def test_who_is_admitted_counts_and_the_words_of_a_line_do_not() -> None:
    protocol = load("NCT03816852")
    first, *others = protocol.eligibility.criteria

    def with_first(**update: Any) -> str:
        lines = (first.model_copy(update=update), *others)
        eligibility = protocol.eligibility.model_copy(update={"criteria": lines})
        return protocol.model_copy(update={"eligibility": eligibility}).conduct_fingerprint

    assert with_first(text="other words", note="other") == protocol.conduct_fingerprint
    assert with_first(on_missing="assume_met") != protocol.conduct_fingerprint


def test_years_since_diagnosis_count_where_they_are_asked_for_and_leave_no_trace_else() -> None:
    trial = load("NCT03816852")
    assert set(trial.content()["candidates"]) == {"mix", "tag", "source", "reason"}
    prints = {
        (one.fingerprint, one.screening_fingerprint, one.conduct_fingerprint)
        for years in ("null", "[0, 1]", "[0, 2]")
        for one in [load("NCT03816852", [f"candidates.years_since_diagnosis={years}"])]
    }
    assert (trial.fingerprint, trial.screening_fingerprint, trial.conduct_fingerprint) in prints
    assert [len(set(one)) for one in zip(*prints, strict=True)] == [3, 3, 3]


@pytest.mark.parametrize(
    "years", ["[5, 1]", "[-1, 2]", "[1, 1]", "[1]", "[0, 1, 2]", "5", "soon", "[0, .inf]", "[a, 2]"]
)
def test_years_since_diagnosis_that_are_no_range_are_told(years: str) -> None:
    with pytest.raises(ProtocolError, match=r"candidates.years_since_diagnosis.*the smaller first, were wanted"):
        load("NCT03816852", [f"candidates.years_since_diagnosis={years}"])


def test_the_order_of_arms_and_causes_counts() -> None:
    protocol = load("NCT03816852", overrides=["dropout.causes={lost_to_follow_up: 0.5, lack_of_effect: 0.5}"])
    turned = protocol.model_copy(update={"arms": dict(reversed(protocol.arms.items()))})
    assert turned.arms == protocol.arms
    assert turned.conduct_fingerprint != protocol.conduct_fingerprint
    causes = dict(reversed(protocol.dropout.causes.items()))
    leaving = protocol.model_copy(update={"dropout": protocol.dropout.model_copy(update={"causes": causes})})
    assert leaving.conduct_fingerprint != protocol.conduct_fingerprint


def test_longer_follow_up_counts() -> None:
    protocol = load("NCT03816852")
    assert protocol.followed(2).conduct_fingerprint != protocol.conduct_fingerprint


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("diary.kept=false", "menses_resumed: it counts bleeds, but no diary is kept"),
        ("endpoints.log_fsh_6m.day=100", "no visit on day 100 measures FSH"),
    ],
)
def test_an_endpoint_that_asks_for_what_was_not_seen_is_told(change: str, said: str) -> None:
    with pytest.raises(ProtocolError, match=said):
        load("NCT03816852", overrides=[change])
