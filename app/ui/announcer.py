"""What the window says of what happens: a line in the message bar, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..study.spec import SurfaceSpec
from .document import show_file
from .session import Message

if TYPE_CHECKING:
    from .window import MainWindow

__all__ = ["Announcer"]


class Announcer:
    """Listens to session, document, files and the person's own optimizers.

    Parameters
    ----------
    window : MainWindow
        Its panels are there already.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._bar = window.message_bar
        self._not_opened = ""  # what is said of a file that was not opened or not saved
        self._refused = ""  # what is said of a study that was refused
        session, document, own = window.session, window.document, window.own
        for source in (session, document, document.files, own):
            source.message_raised.connect(self.on_message_raised)
        session.study_changed.connect(self._on_study_changed)
        session.player.stalled.connect(self._on_stalled)
        document.files.advanced.connect(self._on_file_advanced)
        document.exported.connect(self._on_exported)
        document.reported.connect(self._on_reported)
        document.message_raised.connect(self._on_document_message)
        document.changed.connect(self._on_document_changed)
        document.replaced.connect(self._on_replaced)
        own.trust_wanted.connect(self._on_trust_wanted)
        window.study_panel.rates_kept.connect(self._on_rates_kept)
        window.table.copied.connect(self._on_table_copied)

    def on_message_raised(self, message: Message) -> None:
        """Show a message, and what it is about."""
        self._bar.show_message(message.kind, message.text, message.details)
        self._refused = message.text if message.kind == "error" and message.where else ""
        if message.where:
            self._window.study_panel.show_error(message.where, message.text)

    def _on_study_changed(self) -> None:
        if self._refused and self._bar.text == self._refused:
            self._bar.dismiss()  # another edit was taken, since

    def _on_document_message(self, message: Message) -> None:
        if message.kind == "error":
            self._not_opened = message.text

    def _on_document_changed(self) -> None:
        if self._not_opened and self._bar.text == self._not_opened:
            self._bar.dismiss()  # another file was, since

    def _on_replaced(self, bring_back: Callable[[], None]) -> None:
        self._bar.show_message(
            "warning",
            "The study before this one had changes that are not saved.",
            action="&Bring it back",
            on_action=bring_back,
        )

    def _on_stalled(self) -> None:
        self._bar.show_message(
            "warning",
            "The engine has not moved for some seconds: a step takes very long, or never ends. What was "
            "recorded stays.",
            action="Stop the engine",
            on_action=self._window.session.stop_hard,
        )

    def _on_file_advanced(self, name: str, share: float) -> None:
        if share >= 1.0:
            self._bar.dismiss()
            return
        self._bar.show_message(
            "warning",
            f"Reading {name}, which this study races on: {share:.0%}.",
            action="Cancel",
            on_action=self._window.document.files.cancel,
        )

    def _on_trust_wanted(self, path: str) -> None:
        self._bar.show_message(
            "warning",
            f"There is a new file in the folder of your optimizers: {Path(path).name}. It is a program; load "
            "it if you know where it comes from.",
            path,
            action="Trust and load",
            on_action=lambda: self._window.own.trust(path),
        )

    def _on_rates_kept(self, kept: int) -> None:
        study = self._window.session.study
        many = len(study.lanes)
        who = (
            "The lanes keep" if kept == many else f"{kept} of {many} lanes {'keep' if kept > 1 else 'keeps'}"
        )
        what = "their learning rates" if kept > 1 or kept == many else "its learning rate"
        on_surface = isinstance(study.problem, SurfaceSpec)
        self._bar.show_message(
            "info",
            f"{who} {what}, which may not suit this {'surface' if on_surface else 'data'}.",
            action="Suggest rates" if on_surface else "Use default rates",
            on_action=self._window.study_panel.suggest_rates,
        )

    def _on_exported(self, files: list[Path]) -> None:
        many = "1 file" if len(files) == 1 else f"{len(files)} files"
        self._bar.show_message(
            "info",
            f"{many} written to {files[0].parent}.",
            action="&Show in folder",
            on_action=lambda: show_file(files[0].parent),
            stays=True,  # a film takes a minute, in which the person may look elsewhere
        )

    def _on_reported(self, files: list[Path]) -> None:
        beside = len(files) - 1
        others = f" and {beside} more {'file' if beside == 1 else 'files'}" if beside else ""
        self._bar.show_message(
            "info",
            f"{files[0].name}{others} written to {files[0].parent}.",
            action="&Open",
            on_action=lambda: show_file(files[0]),
            other="&Show in folder",
            on_other=lambda: show_file(files[0].parent),
        )

    def _on_table_copied(self) -> None:
        self._bar.show_message("info", "The table is on the clipboard, ready for a spreadsheet.")
