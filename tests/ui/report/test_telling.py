from app.study.export_process import Advanced
from app.ui.report.telling import teller


class Pipe:
    def __init__(self):
        self.sent = []

    def send(self, message):
        self.sent.append(message)


def test_what_is_done_next_is_told_at_once_and_how_far_it_is_now_and_then(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("app.ui.report.telling.monotonic", lambda: now[0])
    pipe = Pipe()
    tell = teller(pipe)
    tell("Reading", 0, 3)
    tell("Reading", 1, 3)
    now[0] += 0.06
    tell("Reading", 2, 3)
    tell("Drawing", 0, 1)
    assert pipe.sent == [Advanced(0, 3, "Reading"), Advanced(2, 3, "Reading"), Advanced(0, 1, "Drawing")]
