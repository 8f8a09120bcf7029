"""GIF: as many frames as were given, for as long, in colours that can be told apart."""

import numpy as np

from app.study.film.gif import gif_pieces
from tests.study.film.reading import apart, read


def written(tmp_path, frames, times):
    height, width = frames[0].shape
    path = tmp_path / "film.gif"
    path.write_bytes(b"".join(gif_pieces(width, height, zip(frames, times, strict=True))))
    return read(path)


def test_frames_times_and_turns(tmp_path, frames):
    times = [50, 40, 50, 60, 50, 50, 50, 1050]
    found, stay = written(tmp_path, frames, times)
    assert stay == times
    assert [frame.shape for frame in found] == [(40, 60)] * 8


def test_what_has_changed_keeps_its_colour_to_the_bit(tmp_path, frames):
    found, _ = written(tmp_path, frames, [50] * 8)
    for number, frame in enumerate(found[1:], start=1):
        np.testing.assert_array_equal(frame[5:8, 5 : 5 + 7 * min(number, 6)], 0xD55E00)
        at = 7 * min(number, 6)
        np.testing.assert_array_equal(frame[20:23, at : at + 3], 0x0072B2)


def test_few_colours_are_kept_to_the_bit(tmp_path, frames):
    few = [frame & 0x00C0C0C0 for frame in frames]
    found, _ = written(tmp_path, few, [50] * 8)
    for frame, true in zip(found, few, strict=True):
        np.testing.assert_array_equal(frame, true)


def test_of_more_colours_than_there_are_the_nearest_are_near(tmp_path):
    across, down = np.meshgrid(np.arange(256, dtype=np.uint32), np.arange(40, dtype=np.uint32))
    ramp = (across << 16) | ((255 - across) << 8) | (down * 3)
    found, _ = written(tmp_path, [ramp], [50])
    assert np.unique(ramp).size > 10_000
    assert apart(found[0], ramp).max() <= 16
    assert apart(found[0], ramp).mean() < 8
