"""Reading a protocol: by name or path, with the user's changes."""

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from antral.core import ProtocolError, RecordError
from antral.protocol.catalogue import locate, runnable
from antral.protocol.cell_products import cell_product
from antral.protocol.complaints import explain
from antral.protocol.draft import Draft
from antral.protocol.overrides import apply
from antral.protocol.protocol import Protocol
from antral.protocol.written import lay_out, read_written
from antral.records import names


def load(name: str | Path, overrides: Sequence[str] = ()) -> Protocol:
    """A protocol by the name of a shipped one or by path, with values changed as `path=value`.

    Every fault is a `ProtocolError` that names file, field, what came, and what was wanted.
    """
    study = load_study(name, overrides)
    if isinstance(study, Draft):
        raise ProtocolError(not_runnable(study))
    return study


def load_study(name: str | Path, overrides: Sequence[str] = ()) -> Protocol | Draft:
    """A protocol or a draft, by name or by path: whatever can be screened."""
    file = locate(name)
    return _checked(read_written(file), overrides, file)


def written_in(part: Mapping[str, Any], file: Path) -> Protocol:
    """The protocol that a part of another record writes out, or lays over one that it `extends`.

    Parameters
    ----------
    file
        The record, for messages; a file named by `extends` is looked for beside it.
    """
    study = _checked(lay_out(dict(part), file), (), file)
    if isinstance(study, Draft):
        raise ProtocolError(not_runnable(study))
    return study


def _checked(written: dict[str, Any], overrides: Sequence[str], file: Path) -> Protocol | Draft:
    written, changes = apply(written, overrides)
    if "changes" in written:
        raise ProtocolError(f"{file.name}, changes: this field is written by antral; remove it from the file.")
    kind = Draft if written.get("draft") is not None else Protocol
    try:
        study = kind.model_validate({**written, "changes": changes})
    except ValidationError as error:
        raise explain(error, written, file.name, changes) from error
    if isinstance(study, Protocol):
        _check_products(study, file.name)
        _check_hormones(study, file.name)
        _check_aetiologies(study, file.name)
    return study


def not_runnable(draft: Draft) -> str:
    """Why a draft cannot be simulated, and what to do."""
    missing = "; ".join(f"{one.field} ({one.question})" for one in draft.missing) or "arms, visits, endpoints"
    return (
        f"{draft.id} is a draft: its lines can be screened, but it cannot be simulated. The record does not say: "
        f"{missing}. Protocols that can be run: {', '.join(runnable())}. To write one of your own: antral new my.yaml."
    )


def _check_products(protocol: Protocol, file: str) -> None:
    for product_name, product in protocol.products.items():
        try:
            record = cell_product(product.record)
        except RecordError as error:
            raise ProtocolError(f"{file}, products.{product_name}.record = {product.record}: {error}") from error
        for arm_name, arm in protocol.arms.items():
            if arm.product == product_name and arm.route is not None and arm.route not in record.routes:
                raise ProtocolError(
                    f"{file}, arms.{arm_name}.route = {arm.route}: on file for {record.name} are "
                    f"{', '.join(record.routes)}; add the route to its record if it is meant."
                )


def _check_hormones(protocol: Protocol, file: str) -> None:
    named = {f"arms.{name}.comedication": arm.comedication for name, arm in protocol.arms.items()}
    for place, hormones in [*named.items(), ("rescue_hormones", protocol.rescue_hormones)]:
        if hormones is not None:
            _on_file(("hormone_therapies",), "regimen", hormones.regimen, f"{file}, {place}.regimen")


def _check_aetiologies(protocol: Protocol, file: str) -> None:
    _on_file(("mixes", "populations"), "mix", protocol.candidates.mix, f"{file}, candidates.mix")
    for line in protocol.eligibility.criteria:
        for part in line.parts:
            for name in (part.policy.of_aetiology or {}) if part.policy is not None else ():
                place = f"{file}, eligibility.criteria.{line.id}, policy.of_aetiology"
                _on_file(("populations",), "aetiology", name, place)


def _on_file(folders: tuple[str, ...], what: str, name: str, place: str) -> None:
    """Refuse a name that has no record, and say which have."""
    known = [record for folder in folders for record in names(folder)]
    if name not in known:
        near = difflib.get_close_matches(name.lower(), known, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise ProtocolError(f"{place} = {name}: there is no such {what}.{hint} On file: {', '.join(known)}.")
