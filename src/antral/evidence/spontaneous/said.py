"""What stands before the numbers."""


def said_first(studies: int, women: int) -> str:
    """The sentence that says on how little a pooled single-arm result rests."""
    of = "1 study" if studies == 1 else f"{studies} studies"
    return (
        f"This rests on {of} and {women} {'woman' if women == 1 else 'women'} without a control arm of their own; "
        "such numbers cannot tell an effect of cells from the spontaneous course."
    )
