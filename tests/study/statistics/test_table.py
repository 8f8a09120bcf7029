import csv
import io

import numpy as np

from app.study.statistics.table import COLUMNS, PAIR_COLUMNS, verdict_csv
from app.study.statistics.verdict import judge
from tests.study.statistics.cases import INF, evidence


def test_lanes_pairs_and_sentences_stand_below_each_other():
    times = np.arange(100.0, 110.0)
    case = evidence(times, [INF] * 10, lanes=("Adam, tuned", "SGD"), seconds=[times, times + 1.0])
    lanes, pairs, sentences = verdict_csv(case).decode().split("\r\n\r\n")
    rows = list(csv.reader(io.StringIO(lanes)))
    assert tuple(rows[0]) == COLUMNS
    first = dict(zip(COLUMNS, rows[1], strict=True))
    assert (first["lane"], first["successes"], first["median"]) == ("Adam, tuned", "10", "104.5")
    assert dict(zip(COLUMNS, rows[2], strict=True))["expected_time"] == "inf"
    rows = list(csv.reader(io.StringIO(pairs)))
    assert tuple(rows[0]) == PAIR_COLUMNS
    assert rows[1][:6] == ["steps", "Adam, tuned", "SGD", "10", "0", "0"]
    assert [row[2] for row in csv.reader(io.StringIO(sentences))][1] == judge(case).sentences[0].text


def test_what_needs_ten_runs_is_empty():
    lanes = verdict_csv(evidence([1.0, 2.0, 3.0])).decode().split("\r\n\r\n")[0]
    row = dict(zip(COLUMNS, list(csv.reader(io.StringIO(lanes)))[1], strict=True))
    assert row["success_rate"] == "1.0"
    assert row["success_rate_low"] == row["expected_time_high"] == ""


def test_the_test_is_named():
    times = np.arange(100.0, 110.0)
    for paired, name, count in ((True, "signed-rank test", 10), (False, "rank-sum test", 100)):
        pairs = verdict_csv(evidence(times, times + 50.0, paired=paired)).decode().split("\r\n\r\n")[1]
        row = dict(zip(PAIR_COLUMNS, list(csv.reader(io.StringIO(pairs)))[1], strict=True))
        assert (row["test"], row["won"]) == (name, str(count))
        assert 0.0 < float(row["p_holm"]) < 0.05
