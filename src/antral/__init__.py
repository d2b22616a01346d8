"""antral runs a cell-therapy trial in premature ovarian insufficiency before it is run.

    import antral

    run = antral.simulate("NCT03816852", trials=200, seed=1)
    print(run.summary())
    run.report("report.html")

The verbs are those of `antral.api`; they are loaded when first used. (`verify` is `antral.api.verify`: the name
`antral.verify` belongs to its room.)
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from antral.api import (
        Run,
        Woman,
        analyse,
        fetch,
        import_record,
        lint,
        new,
        protocols,
        query,
        read_record,
        remove_run,
        runs,
        schema,
        show,
        simulate,
        woman,
    )

__all__ = [
    "Run",
    "Woman",
    "analyse",
    "fetch",
    "import_record",
    "lint",
    "new",
    "protocols",
    "query",
    "read_record",
    "remove_run",
    "runs",
    "schema",
    "show",
    "simulate",
    "woman",
]


def __getattr__(name: str) -> Any:
    """A verb of `antral.api`, loaded when first used."""
    if name in __all__:
        import antral.api

        return getattr(antral.api, name)
    raise AttributeError(f"antral has no {name!r}; it has: {', '.join(__all__)}")


def __dir__() -> list[str]:
    """The verbs, so that editors complete them."""
    return sorted(__all__)
