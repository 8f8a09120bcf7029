"""What the window and the engine's process say to each other; `service.py` answers, `ui/worker.py` asks.

Every message names the race it is about by its generation. Commands for an older race are ignored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..engine.history import RacePlan
from ..engine.lane import Change
from .spec import Study

if TYPE_CHECKING:
    from .inside import Inside
    from .own.fault import Fault
    from .own.stand_in import Described

__all__ = [
    "Alter",
    "Altered",
    "Answer",
    "Build",
    "Built",
    "Command",
    "Failed",
    "Inspect",
    "Inspected",
    "Learn",
    "Learned",
    "Reached",
    "Ready",
    "Refused",
    "Until",
]


@dataclass(frozen=True, slots=True)
class Build:
    """Make a race ready: answered by `Built` or `Refused`. The block's name is used by nobody else.

    It is granted up to the tick ``to``. When it is answered some of that is recorded, or all of it if that
    takes less than a moment; then there is no `Reached`.
    """

    generation: int
    study: Study
    block: str
    to: int = 0


@dataclass(frozen=True, slots=True)
class Learn:
    """Load these files, each with an optimizer of one's own, and no others: answered by `Learned`."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Until:
    """Run up to a tick, or pause if that is behind; answered by `Reached` when there is nothing to do."""

    generation: int
    tick: int


@dataclass(frozen=True, slots=True)
class Alter:
    """Set a hyperparameter of a lane from its next step on: answered by `Altered` or `Refused`."""

    generation: int
    lane: int
    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Inspect:
    """Look inside the update that leads to a step of a lane: answered by `Inspected` or `Refused`.

    ``aside`` is for what is drawn beside the paths: each lane that is followed so is kept, so that the next
    step of each costs one step.
    """

    generation: int
    lane: int
    step: int
    run: int
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Ready:
    """All is imported."""


@dataclass(frozen=True, slots=True)
class Built:
    """The start is recorded as row 0 of a `History` with this plan, at this address (see `memory.attach`).

    On data ``starting_loss`` is that of the problem, which is a pass over all examples.
    """

    generation: int
    plan: RacePlan
    address: str
    starting_loss: float | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Something in the study cannot be done. ``lane`` is -1 for a build."""

    generation: int
    message: str
    where: str
    lane: int = -1


@dataclass(frozen=True, slots=True)
class Altered:
    """A change, with the step after which it holds."""

    generation: int
    lane: int
    change: Change


@dataclass(frozen=True, slots=True)
class Reached:
    """The race stands at this tick, and stays there until told otherwise.

    ``notices`` has a sentence, or nothing, for each lane: what happened that its figures do not show.
    """

    generation: int
    tick: int
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """A mistake in the app, or in a file of one's own, which ``blame`` then names with its line.

    The race is over, the next build works.
    """

    generation: int
    text: str
    blame: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Inspected:
    """One update, term by term."""

    generation: int
    inside: Inside
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of each file: an optimizer, or why there is none."""

    found: tuple[Described | Fault, ...]


Command = Build | Learn | Until | Alter | Inspect
Answer = Ready | Built | Refused | Altered | Reached | Failed | Learned | Inspected
