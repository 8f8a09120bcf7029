"""APNG: every pixel of every frame comes back."""

import numpy as np
from PIL import Image

from app.study.film.apng import apng_pieces
from tests.study.film.reading import read


def test_every_pixel_comes_back(tmp_path, frames):
    times = [33, 34, 33, 33, 34, 33, 33, 1034]
    path = tmp_path / "film.apng"
    path.write_bytes(b"".join(apng_pieces(60, 40, 8, zip(frames, times, strict=True))))
    found, stay = read(path)
    assert stay == times
    for frame, true in zip(found, frames, strict=True):
        np.testing.assert_array_equal(frame, true)
    with Image.open(path) as image:
        assert (image.n_frames, image.size, image.format) == (8, (60, 40), "PNG")


def test_it_grows_by_what_changes_only(tmp_path, frames):
    sizes = []
    for count in (1, 8):
        times = [50] * count
        sizes.append(len(b"".join(apng_pieces(60, 40, count, zip(frames[:count], times, strict=True)))))
    assert sizes[1] < 1.5 * sizes[0]
