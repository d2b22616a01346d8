"""What a protocol may ask that a trial cannot be simulated with; said before anything is computed."""

from antral.core import ProtocolError
from antral.population import refuse_out_of_reach
from antral.protocol import Protocol
from antral.therapy import regimen
from antral.trial.allocate import LARGEST_BLOCK, MOST_PARTICIPANTS


def check(protocol: Protocol) -> None:
    """Refuse, with an `InputError`, a protocol that can be read and analysed but not simulated."""
    refuse_out_of_reach(protocol.candidates)
    design = protocol.design
    if design.participants > MOST_PARTICIPANTS:
        raise ProtocolError(
            f"design.participants = {design.participants}: trials of up to {MOST_PARTICIPANTS:,} women can be "
            "simulated; there are randomisation codes for so many."
        )
    for stratum in design.allocation.strata:
        if stratum.by in ("FSH", "AMH") and not any(stratum.by in v.measures for v in protocol.screening_visits):
            raise ProtocolError(
                f"design.allocation.strata: no visit before randomisation measures {stratum.by}; add {stratum.by} to "
                "one, or leave the stratum out."
            )
    largest = max(design.allocation.block_sizes)
    if largest > LARGEST_BLOCK:
        raise ProtocolError(
            f"design.allocation.block_sizes = {largest}: blocks of up to {LARGEST_BLOCK:,} women can be simulated; "
            f"take a smaller multiple of {sum(design.allocation.ratio.values())}."
        )
    for name in _regimens(protocol):
        regimen(name)


def _regimens(protocol: Protocol) -> list[str]:
    """The names of the hormone regimens that a protocol gives or allows."""
    given = [arm.comedication.regimen for arm in protocol.arms.values() if arm.comedication is not None]
    return given + ([protocol.rescue_hormones.regimen] if protocol.rescue_hormones is not None else [])
