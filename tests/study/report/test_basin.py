import msgspec

from app.study.file import study_from_json
from app.study.prediction import Foretold
from app.study.report.basin import compose_basin, said_of
from app.study.report.experiment import compose_experiment
from app.study.report.page import page
from app.study.report.section import Quote, Table
from tests.study.experiment.made import BASIN, done
from tests.study.report.conftest import figure
from tests.study.report.reading import Reader

TITLES = [
    "Question and prediction", "Results", "Verdict", "What this does not show", "Figures", "Settings",
    "How this was made",
]  # fmt: skip


def composed(study=BASIN, **more):
    return compose_basin(study, done(BASIN).done, (figure(),), {"basin.csv": "starts"}, "0" * 64, **more)


def test_the_report_of_maps_has_the_sections_of_the_others_and_the_study():
    report = composed()
    assert [section.title for section in report.sections] == TITLES
    assert report.title == "Basin maps of Adam and Momentum"
    assert report.lead == "Himmelblau: 2 lanes, 2,500 starts each, 60 steps; 5,000 runs in all."
    assert study_from_json(report.study) == BASIN
    assert (
        compose_experiment(BASIN, done(BASIN).done, (figure(),), {"basin.csv": "starts"}, "0" * 64) == report
    )


def test_its_page_is_well_formed_and_says_how_to_run_it_again():
    words = Reader(page(composed())).words
    assert "python3 -m app basin report.html --out DIR" in words
    assert "SHA-256 of basin.csv, which holds every start, one a row" in words
    assert said_of(BASIN, done(BASIN).done)[0].text in words


def test_what_had_been_seen_is_said_or_said_to_be_unknown():
    study = msgspec.structs.replace(BASIN, prediction="Adam.")
    (quote,) = [block for block in composed(study).sections[0].blocks if isinstance(block, Quote)]
    assert quote.source == "Whether a map had been seen when this was written is not known."
    report = composed(study, foretold=Foretold("Adam."))
    (quote,) = [block for block in report.sections[0].blocks if isinstance(block, Quote)]
    assert quote.source.startswith("It stood in the study before this map began.")


def test_the_settings_say_how_many_starts_and_whose_noise():
    settings = composed().sections[5]
    (maps,) = [each for each in settings.blocks if isinstance(each, Table) and each.caption == "The maps"]
    assert dict(maps.rows)["Starts of each lane"].startswith("50 × 50 = 2,500")
    assert dict(maps.rows)["Noise"] == "none"
