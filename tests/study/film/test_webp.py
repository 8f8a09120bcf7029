"""WebP: every pixel of every frame comes back."""

import numpy as np
from PIL import Image

from app.study.film.webp import webp_pieces
from tests.study.film.reading import read


def test_every_pixel_comes_back(tmp_path, frames):
    times = [33, 34, 33, 33, 34, 33, 33, 1034]
    path = tmp_path / "film.webp"
    path.write_bytes(b"".join(webp_pieces(60, 40, zip(frames, times, strict=True))))
    found, stay = read(path)
    assert stay == times
    for frame, true in zip(found, frames, strict=True):
        np.testing.assert_array_equal(frame, true)
    with Image.open(path) as image:
        assert (image.n_frames, image.size) == (8, (60, 40))


def test_sizes_that_are_odd_are_kept(tmp_path, frames):
    odd = [frame[1:, 1:] for frame in frames]
    path = tmp_path / "film.webp"
    path.write_bytes(b"".join(webp_pieces(59, 39, [(frame, 50) for frame in odd])))
    found, _ = read(path)
    for frame, true in zip(found, odd, strict=True):
        np.testing.assert_array_equal(frame, true)
