"""A dry run as its pages show it: its head, its figures and its foot."""

from typing import Any

from jinshui_study.questions.imports import rows
from jinshui_study.questions.models import Import


def figures(batch: Import) -> dict[str, Any]:
    """How many rows are in each state, under each choice of rows, and of each kind."""
    counts = rows.counts(batch)
    good = counts["good"] + counts["imported"]
    shares = {**counts, "errors": counts["bad"], "duplicates": counts["duplicate"], "good": good}
    return {"batch": batch, "counts": counts, "shares": shares, "kinds": rows.by_kind(batch)}
