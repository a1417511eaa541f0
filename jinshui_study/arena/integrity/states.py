"""The states of a finding, and what leads from one to the next. Pure."""

OPEN, DISMISSED, VOIDED, APPEALED, KEPT, RESTORED = (
    "open",
    "dismissed",
    "voided",
    "appealed",
    "kept",
    "restored",
)
STATES = (OPEN, DISMISSED, VOIDED, APPEALED, KEPT, RESTORED)

STEPS: dict[tuple[str, str], str] = {
    (OPEN, "dismiss"): DISMISSED,
    (OPEN, "void"): VOIDED,
    (VOIDED, "appeal"): APPEALED,
    (APPEALED, "keep"): KEPT,
    (APPEALED, "restore"): RESTORED,
}
"""State and deed → the state after it; what is not here cannot be done. An appeal is possible once."""
ACTIONS = frozenset(action for _, action in STEPS)
VOID = frozenset({VOIDED, APPEALED, KEPT})
"""The states in which the attempt counts nowhere."""


def after(state: str, action: str) -> str | None:
    """The state an action leads to, None where it cannot be done."""
    return STEPS.get((state, action))
