"""What stands before the numbers."""


def said_first(studies: int, women: int) -> str:
    """The sentence that says on how little a pooled single-arm result rests."""
    of = "1 study" if studies == 1 else f"{studies} studies"
    return (
        f"This sets {of} and {women} {'woman' if women == 1 else 'women'} against women of other studies; "
        "such numbers cannot tell an effect of treatment from the spontaneous course."
    )
