"""The commented study record to start from."""

from antral.records import path, read_text


def study_template(name: str) -> str:
    """The template, with the name that its file will have."""
    return read_text(path("templates", "study.yaml")).replace("id: template", f"id: {name}", 1)
