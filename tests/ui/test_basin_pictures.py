"""Pictures of a finished experiment, without a window."""

import numpy as np
from PySide6.QtGui import QColor, QImage

from app.study.basin.block import BasinBlock, run_block
from app.study.basin.map import BasinMap
from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.ui.basin_pictures import write_basin_pictures
from app.ui.plots.basin_picture import PALETTE

STUDY = Study(
    problem=SurfaceSpec(surface="himmelblau"),
    lanes=(
        LaneSpec(optimizer="adam", hyperparameters={"lr": 0.3}),
        LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 0.01}),
    ),
    steps=60,
)


def test_both_lanes_side_by_side_with_their_shares(qapp, tmp_path):
    maps = [BasinMap(), BasinMap()]
    for lane, found in enumerate(maps):
        block = BasinBlock(lane, 25, 0)
        found.put(block, run_block(STUDY, block))
    paths = write_basin_pictures(tmp_path, STUDY, maps)
    assert [path.name for path in paths] == ["basins.png", "basins.svg"]
    image = QImage(str(paths[0]))
    assert image.width() == 2 * 2 * 520
    seen = {QColor(image.pixel(x, image.height() // 2)).hue() for x in range(0, image.width(), 7)}
    assert any(abs(QColor(PALETTE[1]).hue() - hue) < 6 for hue in seen)
    text = paths[1].read_text()
    for found in maps:
        share = float(np.mean(found.layer("minimum") == 0))
        assert f"minimum 1: {share:.1%}" in text


def test_a_lane_without_a_map_gives_no_picture(qapp, tmp_path):
    assert write_basin_pictures(tmp_path, STUDY, [BasinMap(), BasinMap()]) == []
    assert list(tmp_path.iterdir()) == []
