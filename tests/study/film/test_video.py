"""Videos need PyAV: without it they are refused with the way to it, with it they are looked at."""

import importlib.util
import sys

import numpy as np
import pytest

from app.engine.error import InputError
from app.study.film.video import require_video, video_pieces
from tests.study.film.reading import apart

HERE = importlib.util.find_spec("av") is not None


@pytest.mark.parametrize(("form", "title"), [("mp4", "MP4"), ("webm", "WebM")])
def test_without_the_extra_it_says_how_to_get_it(monkeypatch, form, title):
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(InputError) as caught:
        list(video_pieces(form, 60, 40, 20, []))
    assert caught.value.message.startswith(f"{title} needs the extra 'video'. Install av")
    assert "pip install 'av>=18'" in caught.value.message
    with pytest.raises(InputError):
        require_video(form)


@pytest.mark.skipif(not HERE, reason="PyAV, the extra 'video', is not installed")
@pytest.mark.parametrize("form", ["mp4", "webm"])
def test_a_video_has_its_length_and_its_pictures(tmp_path, frames, form):
    import av

    smooth = [np.kron(frame[::8, ::8], np.ones((8, 8), dtype=np.uint32)) for frame in frames]
    smooth = [np.ascontiguousarray(frame[:40, :60]) for frame in smooth]
    path = tmp_path / f"film.{form}"
    times = [100] * 7 + [600]
    path.write_bytes(b"".join(video_pieces(form, 60, 40, 10, zip(smooth, times, strict=True))))
    with av.open(str(path)) as container:
        found = [frame.to_ndarray(format="rgb24").astype(np.uint32) for frame in container.decode(video=0)]
        assert container.duration == pytest.approx(1_300_000, abs=2000)
    assert len(found) == 13
    last = found[-1][..., 0] << 16 | found[-1][..., 1] << 8 | found[-1][..., 2]
    assert apart(last, smooth[-1])[2::8, 2::8].mean() < 40  # colours are kept at half the resolution
