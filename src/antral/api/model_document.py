"""`model`: every equation and value, as the code and the records of this version have them."""

from pathlib import Path

from antral.api.whole_file import write_whole


def model(out: str | Path | None = None) -> str:
    """The model as a document in Markdown, made from the code that runs; also written to `out` where it is given."""
    from antral.reports import model_document

    text = model_document()
    if out is not None:
        write_whole(Path(out), text)
    return text
