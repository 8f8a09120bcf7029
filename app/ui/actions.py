"""Every command of the window as data: menus, buttons, shortcuts and their list are loops over this."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

__all__ = ["ACTIONS", "MENUS", "ActionSpec", "key_text"]

Standard = QKeySequence.StandardKey


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One command.

    Parameters
    ----------
    name : str
        Also the method of the window that does it: ``_on_<name>``.
    text : str
        In the menu, with & before the mnemonic.
    menu : str
        The menu's title; a leading '-' puts a separator before the entry.
    keys : str or StandardKey
        Shortcut; plain keys (no Ctrl or Alt) act only where no text is being typed.
    icon : str
    tip : str
        One sentence for the tooltip and the list of shortcuts.
    checkable : bool
    """

    name: str
    text: str
    menu: str
    keys: str | QKeySequence.StandardKey = ""
    icon: str = ""
    tip: str = ""
    checkable: bool = False

    @property
    def sequence(self) -> QKeySequence:
        """Return the shortcut."""
        return QKeySequence(self.keys)

    @property
    def plain(self) -> bool:
        """Return whether the shortcut is one key without Ctrl, Alt or Meta."""
        if isinstance(self.keys, QKeySequence.StandardKey) or self.sequence.isEmpty():
            return False
        combination = self.sequence[0]
        held = combination.keyboardModifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        return held == Qt.KeyboardModifier.NoModifier and not self.keys.startswith("F")


MENUS = ("&File", "&Edit", "&Race", "&Compare", "&View", "&Help")

ACTIONS = (
    ActionSpec(
        "new", "&New study", "&File", Standard.New, "edit", "Start from an empty surface study with Adam."
    ),
    ActionSpec("open", "&Open study…", "&File", Standard.Open, "open", "Open a study file."),
    ActionSpec(
        "gallery",
        "E&xamples…",
        "&File",
        "Ctrl+Shift+X",
        "image",
        "Studies that show something, as pictures to choose from.",
    ),
    ActionSpec(
        "open_data", "Open &data…", "&File", "Ctrl+Shift+O", "table", "Race on a table or images of your own."
    ),
    ActionSpec(
        "save",
        "&Save study",
        "&File",
        Standard.Save,
        "save",
        "Save the study, with all that was changed while it ran.",
    ),
    ActionSpec(
        "save_as", "Save study &as…", "&File", "Ctrl+Shift+S", "", "Save the study under another name."
    ),
    ActionSpec(
        "export",
        "&Export results…",
        "-&File",
        "Ctrl+E",
        "export",
        "Write CSV files, pictures and the study into a folder.",
    ),
    ActionSpec(
        "report",
        "&Report…",
        "&File",
        "Ctrl+Shift+E",
        "table",
        "Write a page or a document with prediction, settings, figures, tables and the study within.",
    ),
    ActionSpec(
        "copy_plot",
        "&Copy plot",
        "&File",
        "Ctrl+Shift+C",
        "copy",
        "Copy the plot used last as a picture to the clipboard.",
    ),
    ActionSpec(
        "copy_stage",
        "Copy &whole stage",
        "&File",
        "Ctrl+Alt+Shift+C",
        "",
        "Copy all plots in sight and the table, as they stand, as one picture to the clipboard.",
    ),
    ActionSpec(
        "copy_table",
        "Copy &table",
        "&File",
        "Ctrl+Alt+C",
        "",
        "Copy the table of lanes as tab-separated text, for a spreadsheet.",
    ),
    ActionSpec("quit", "&Quit", "-&File", "Ctrl+Q", "", "Close the window; a running race is stopped."),
    ActionSpec("undo", "&Undo", "&Edit", Standard.Undo, "undo", "Take back the last change to the study."),
    ActionSpec("redo", "&Redo", "&Edit", Standard.Redo, "redo", "Do again what was undone."),
    ActionSpec("add_optimizer", "&Add optimizer…", "-&Edit", "Ctrl+L", "plus", "Add a lane to the race."),
    ActionSpec(
        "new_optimizer",
        "&Write an optimizer…",
        "&Edit",
        "",
        "edit",
        "Start a Python file with an optimizer of your own; it is loaded again whenever you save it.",
    ),
    ActionSpec(
        "own_folder",
        "&Folder of your optimizers",
        "&Edit",
        "",
        "",
        "Show the folder that your optimizers are in.",
    ),
    ActionSpec("run", "&Run / pause", "&Race", "Space", "play", "Start the race, pause it, or go on."),
    ActionSpec(
        "step", "&Step", "&Race", ".", "step-forward", "Do one step, or move the playhead one step on."
    ),
    ActionSpec("step_back", "Step &back", "&Race", ",", "step-back", "Move the playhead one step back."),
    ActionSpec("go_start", "To the s&tart", "&Race", "Home", "skip-start", "Move the playhead to the start."),
    ActionSpec(
        "go_end",
        "To the en&d",
        "&Race",
        "End",
        "skip-end",
        "Move the playhead to the end of what is recorded.",
    ),
    ActionSpec(
        "reset", "R&eset", "-&Race", "Ctrl+R", "reset", "Forget what was recorded and go back to the start."
    ),
    ActionSpec(
        "next_bookmark",
        "&Next bookmark",
        "-&Race",
        "N",
        "",
        "Go to the next event: a lane diverged, reached the target, was changed, or took the lead.",
    ),
    ActionSpec(
        "previous_bookmark", "&Previous bookmark", "&Race", "P", "", "Go to the event before the playhead."
    ),
    ActionSpec(
        "loop",
        "&Loop",
        "-&Race",
        "O",
        "loop",
        "Start again from the beginning when the end is reached, at any speed but the fastest.",
        True,
    ),
    ActionSpec("faster", "&Faster", "&Race", "+", "", "Play faster."),
    ActionSpec("slower", "Slo&wer", "&Race", "-", "", "Play slower."),
    ActionSpec(
        "verdict",
        "&Verdict",
        "&Compare",
        "V",
        "target",
        "What may be concluded from this race, and what may not: who reached the target sooner, how surely.",
    ),
    ActionSpec(
        "sweep",
        "&Sweep a hyperparameter…",
        "&Compare",
        "W",
        "tune",
        "Run a lane with many values of a hyperparameter: which work, and how wide their range is.",
    ),
    ActionSpec(
        "tune",
        "&Tune the lanes…",
        "&Compare",
        "T",
        "settings",
        "Give every lane the same number of trials, and run what was chosen again on fresh seeds.",
    ),
    ActionSpec(
        "suite",
        "Run a s&uite of problems…",
        "&Compare",
        "U",
        "suite",
        "Run optimizers on many problems: which is the fastest on most of them, and how surely.",
    ),
    ActionSpec(
        "basins",
        "&Basin maps",
        "&Compare",
        "B",
        "layers",
        "Show which minimum a run from each point of the surface reaches, lane by lane.",
    ),
    ActionSpec(
        "compare_keep",
        "&Keep this race to compare",
        "-&Compare",
        "K",
        "pin",
        "Keep what is recorded beside the race, frozen; then change the study and see both.",
    ),
    ActionSpec(
        "compare_with",
        "&Compare with…",
        "&Compare",
        "Ctrl+D",
        "",
        "Open a second study beside this one: a copy of this race, the study before the last change, a file.",
    ),
    ActionSpec(
        "compare_end",
        "&End the comparison",
        "&Compare",
        "Ctrl+Shift+D",
        "close",
        "Close the split view; the study stays as it is.",
    ),
    ActionSpec(
        "log_loss",
        "&Logarithmic or linear curves",
        "&View",
        "L",
        "log-axis",
        "Switch the curve plots between log and linear.",
    ),
    ActionSpec(
        "auto_range", "Fi&t all plots", "&View", "A", "auto-range", "Show everything again after zooming."
    ),
    ActionSpec(
        "move_legend",
        "Move the le&gend",
        "&View",
        "G",
        "",
        "Put the names in the plot in use into the next corner, above it, or where they go by themselves.",
    ),
    ActionSpec(
        "hide_legend",
        "Show or &hide the legend",
        "&View",
        "H",
        "",
        "Of the plot in use, else of the trajectory.",
    ),
    ActionSpec(
        "inside",
        "Look &inside an update",
        "&View",
        "I",
        "search",
        "Show how the update at the playhead came about, term by term, with its numbers.",
    ),
    ActionSpec(
        "theme",
        "&Dark theme",
        "-&View",
        "Ctrl+T",
        "moon",
        "Switch between the light and the dark theme.",
        True,
    ),
    ActionSpec(
        "add_plot", "&Add a curve plot", "&View", "", "plus", "One more plot of a quantity over time."
    ),
    ActionSpec(
        "study_column",
        "Stud&y panel",
        "&View",
        "Ctrl+B",
        "sidebar",
        "Hide the column at the left, so that the plots have its room, or bring it back.",
    ),
    ActionSpec(
        "reset_layout", "&Reset layout", "&View", "", "", "Put all panels back where they were at first."
    ),
    ActionSpec(
        "palette",
        "&Find a command…",
        "-&View",
        "Ctrl+K",
        "search",
        "Type what you want: every command, optimizer, surface, example and help page.",
    ),
    ActionSpec(
        "presentation",
        "&Presentation",
        "&View",
        "F11",
        "",
        "For a lecture: the whole screen for the plots, in large type. Esc ends it.",
        True,
    ),
    ActionSpec(
        "help", "&Guide", "&Help", Standard.HelpContents, "help", "What everything is and how to read it."
    ),
    ActionSpec(
        "welcome", "&Welcome", "&Help", "", "", "What is where, in five sentences; it takes half a minute."
    ),
    ActionSpec("shortcuts", "&Keyboard shortcuts", "&Help", "Ctrl+F1", "", "All keys at a glance."),
    ActionSpec("about", "&About Descent Lab", "-&Help", "", "", "Version and licences."),
)


def key_text(spec: ActionSpec) -> str:
    """Return the shortcut as shown on this system."""
    return spec.sequence.toString(QKeySequence.SequenceFormat.NativeText)
