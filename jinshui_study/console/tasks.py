"""What waits for somebody in the console, and what to begin with where there is nothing yet."""

from dataclasses import dataclass

from jinshui_study.accounts.joining import admission, requests
from jinshui_study.arena.rulings import disputes
from jinshui_study.questions import registry, review
from jinshui_study.questions.imports import batches, uploads

MOST_STAGED = 3


@dataclass(frozen=True)
class Staged:
    """A file that has been checked but not imported."""

    file: str
    public_id: str


@dataclass(frozen=True)
class Tasks:
    """`reviews` and `returned` are numbers of questions; `banks` how many banks there are to work on.

    `checking` is the large file of the member's that is being checked.
    `bindings` are requests to bind a WeChat to one of the member's people; `disputed` is how many questions wait for a
    ruling.
    """

    reviews: int
    returned: int
    staged: list[Staged]
    banks: int
    bindings: int = 0
    disputed: int = 0
    checking: Staged | None = None

    @property
    def none(self) -> bool:
        return not (
            self.reviews or self.returned or self.staged or self.bindings or self.disputed or self.checking
        )


def waiting(member_id: int, actions: frozenset[str]) -> Tasks:
    """What the member may do something about."""
    bindings = requests.count_waiting(member_id) if admission.RIGHT in actions else 0
    disputed = disputes.count_waiting(member_id) if "dispute.rule" in actions else 0
    if "bank.edit" not in actions:
        return Tasks(0, 0, [], 0, bindings, disputed)
    banks = registry.overview(member_id)
    recent = batches.recent(member_id).items
    staged = [Staged(batch.file, batch.public_id) for batch in recent if batch.state == "staged"]
    running = uploads.under_way(member_id)
    return Tasks(
        reviews=review.waiting(member_id) if "bank.review" in actions else 0,
        returned=sum(bank.counts["draft"] for bank in banks),
        staged=staged[:MOST_STAGED],
        banks=len(banks),
        bindings=bindings,
        disputed=disputed,
        checking=None if running is None else Staged(running.file, running.public_id),
    )
