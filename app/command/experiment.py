"""An experiment without a window: run its blocks, say how far it is, write what it came to."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..engine.error import InputError
from ..study.disk import read_whole
from ..study.experiment.event import Cancelled, Finished, Stopped
from ..study.experiment.executor import Executor
from ..study.experiment.kind import kind_of
from ..study.experiment.processes import ProcessExecutor, cores
from ..study.experiment.results import load_results
from ..study.experiment.runner import Runner
from ..study.experiment.spec import BasinSpec
from ..study.experiment.store import NAME
from ..study.file import study_to_json
from ..study.spec import Study
from .experiment_progress import ExperimentProgress, event_line
from .table import aligned

__all__ = ["run_into"]

TROUBLE, INTERRUPTED = 1, 130
_WORKER_LIMIT = 1024
_BETWEEN = 0.1  # seconds between two looks
_TOLD = 2**30  # bytes of results, of which a verdict and a report need six times as many in memory


def run_into(study: Study, options: argparse.Namespace) -> int:
    """Run the experiment of a study into a folder, or what is left of it there.

    Returns
    -------
    int
        0; 1 if blocks were given up or nothing can run them any more; 130 after Ctrl+C. In each case what was
        done is stored, and the same command goes on from there.

    Raises
    ------
    InputError
    """
    if options.retries < 0:
        raise InputError(
            f"Retries are a whole number from 0, but {options.retries} was given. The nearest valid choice "
            "is 0.",
            "--retries",
        )
    out = Path(options.out)
    own = [read_whole(path) for path in options.own or ()]
    executor = _executor(study_to_json(study), options)
    runner = Runner(study, out, executor, options.retries, own)
    ending = _drive(runner, options.quiet, options.verbose)
    if isinstance(ending, Cancelled):
        _say(f"interrupted; what was done is in {out}, and the same command goes on from there.")
        return INTERRUPTED
    if isinstance(ending, Stopped):
        if (out / NAME).exists():
            _say(f"{ending.reason} What was done is in {out}, and the same command goes on from there.")
        else:
            _say(f"{ending.reason} {out} was removed by another program, and with it what was done.")
        return TROUBLE
    size = (out / NAME).stat().st_size
    if is_large := size > _TOLD:
        _say(
            f"there are {size / 1e9:.1f} GB of results: table, verdict and report would hold them all in "
            "memory, and are left out."
        )
    if not (options.quiet or is_large):
        print(_table(study, out))
    paths, trouble = list(ending.paths), ""
    if not (ending.failed or is_large):
        if not options.quiet:
            print(_verdict(study, out))
        try:
            paths += _pictures(study, out, options)
        except InputError as error:  # the disk is full
            trouble = f"{error} The results are there, and the same command writes the rest."
    print("\n".join(str(path) for path in paths))
    for failed in ending.failed:
        _say(
            f"block {failed.block.index} ({failed.block.label}) was given up after {failed.attempts} "
            f"{'attempt' if failed.attempts == 1 else 'attempts'}: {failed.reason}"
        )
        if failed.details:
            print(failed.details, file=sys.stderr)
    if trouble:
        _say(trouble)
        return TROUBLE
    if ending.failed:
        _say(f"the files are not whole; the same command tries {len(ending.failed)} of the blocks again.")
    return TROUBLE if ending.failed else 0


def _pictures(study: Study, out: Path, options: argparse.Namespace) -> list[Path]:
    """Write maps, and the report if it is asked for, and return their paths."""
    paths: list[Path] = []
    if isinstance(study.experiment, BasinSpec):
        from .basin_picture import draw_basins

        paths += draw_basins(study, out)
    if not options.no_report:
        from .experiment_report import report_experiment

        paths += report_experiment(out)
    return paths


def _executor(study: bytes, options: argparse.Namespace) -> Executor:
    if options.scheduler is not None:
        if options.own:
            raise InputError(
                "Optimizers of your own run on this machine only. Leave out --scheduler.", "--own"
            )
        from ..study.experiment.cluster import ClusterExecutor

        return ClusterExecutor(study, options.scheduler)
    workers = cores() if options.workers is None else options.workers
    if not 1 <= workers <= _WORKER_LIMIT:
        near = min(max(workers, 1), _WORKER_LIMIT)
        raise InputError(
            f"Workers are 1 to {_WORKER_LIMIT:,} processes, but {workers:,} were given. The nearest valid "
            f"choice is {near:,}.",
            "--workers",
        )
    return ProcessExecutor(study, workers, [str(Path(path).resolve()) for path in options.own or ()])


def _drive(runner: Runner, quiet: bool, verbose: bool) -> Finished | Cancelled | Stopped:
    """Run to the end, and tell on the way what a person should know."""
    with ExperimentProgress(runner, quiet) as progress:
        if runner.dropped and not quiet:
            progress.say(f"{runner.dropped:,} bytes of an unfinished block were dropped.")
        try:
            while True:
                for event in runner.poll(_BETWEEN):
                    if isinstance(event, (Finished, Cancelled, Stopped)):
                        return event
                    if line := event_line(event, runner, quiet, verbose):
                        progress.say(line)
                progress.show()
        except KeyboardInterrupt:
            runner.cancel()
            return Cancelled()
        finally:
            runner.close()


def _table(study: Study, out: Path) -> str:
    rows, note = kind_of(study).summary(study, load_results(out).done)
    numbers = [place for place, cell in enumerate(rows[0]) if all(_is_number(row[place]) for row in rows[1:])]
    return f"{aligned(rows, right=numbers)}\n{note}"


def _verdict(study: Study, out: Path) -> str:
    """Return in sentences what may be concluded, and what may not."""
    from ..study.experiment.part import parts_of
    from ..study.report.basin import said_of
    from ..study.report.experiment import sentences_of
    from .verdict import paragraphs

    done = load_results(out).done
    if isinstance(study.experiment, BasinSpec):
        return paragraphs(said_of(study, done))
    return paragraphs(sentences_of(study, parts_of(study, done)))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return text == "-"
    return True


def _say(text: str) -> None:
    print(f"Descent Lab: {text}", file=sys.stderr, flush=True)
