"""What a protocol may ask that a trial cannot be simulated with; said before anything is computed."""

from antral.core import ProtocolError
from antral.protocol import Protocol
from antral.trial.allocate import LARGEST_BLOCK, MOST_PARTICIPANTS


def check(protocol: Protocol) -> None:
    """Refuse, with a `ProtocolError`, a protocol that can be read and analysed but not simulated."""
    design = protocol.design
    if design.participants > MOST_PARTICIPANTS:
        raise ProtocolError(
            f"design.participants = {design.participants}: trials of up to {MOST_PARTICIPANTS:,} women can be "
            "simulated; there are randomisation codes for so many."
        )
    if design.allocation.strata:
        raise ProtocolError(
            f"design.allocation.strata = {', '.join(str(one) for one in design.allocation.strata)}: strata are not "
            "simulated yet; leave them out."
        )
    largest = max(design.allocation.block_sizes)
    if largest > LARGEST_BLOCK:
        raise ProtocolError(
            f"design.allocation.block_sizes = {largest}: blocks of up to {LARGEST_BLOCK:,} women can be simulated; "
            f"take a smaller multiple of {sum(design.allocation.ratio.values())}."
        )
