"""The trained classifier learns, abstains, explains, is kept, and survives any text."""

import csv
import json
import os
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from otklik.cli.evaluate import base_topics
from otklik.understanding import TopicEntry
from otklik.understanding.learned.classifier import LearnedClassifier
from otklik.understanding.learned.confidence import NEVER, Trial
from otklik.understanding.learned.keeping import make_card, save
from otklik.understanding.learned.logistic import Logistic
from otklik.understanding.learned.measures import Figures, coverage, figures, mean_figures
from otklik.understanding.learned.ridge import row_weights
from otklik.understanding.learned.signs_of_text import words_for_learning
from otklik.understanding.learned.store import (
    CARD_FILE,
    MODEL_FILE,
    CannotLoad,
    load,
)
from otklik.understanding.learned.training import CannotLearn, thinned, train
from tests.understanding.complaints import complaints

NOW = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
POISON = {
    "empty": "",
    "spaces": " \n\t ",
    "a megabyte of words": "яма на дороге " * 75_000,
    "a megabyte of one word": "ы" * 1_000_000,
    "a megabyte of tags": "<b>" * 350_000,
    "invisible and right-to-left": "\u200bя\u200fм\u202eа\u2066 \ufeff" * 500,
    "emoji": "🔥" * 10_000,
    "html": "<script>alert(1)</script><p>&nbsp;&lt;яма&gt;</p>" * 50,
    "broken halves": "\ud83d яма \udc00",
    "zero": "\x00яма\x00",
    "new words": " ".join(f"слово{number}щ" for number in range(5_000)),
}


@pytest.fixture(scope="module")
def classifier() -> LearnedClassifier:
    return train(*complaints())


def test_it_learns(classifier: LearnedClassifier) -> None:
    for text, label in (
        ("Колёса пробиты, ямы по всей дороге", "Дороги"),
        ("вечером темно, фонари не светят", "Освещение"),
        ("контейнеры с мусором переполнены", "Мусор"),
        ("в кране нет воды", "Вода"),
    ):
        guesses = classifier.propose(text)
        assert guesses[0].code == label
        assert len(guesses) == 3
        assert 1 >= guesses[0].confidence > guesses[1].confidence >= guesses[2].confidence


def test_chances_of_a_text_make_one(classifier: LearnedClassifier) -> None:
    chances = classifier.probabilities(complaints()[0][::20])
    assert chances.shape[1] == len(classifier.labels)
    assert np.allclose(chances.sum(axis=1), 1, atol=1e-4)
    assert classifier.probabilities([]).shape == (0, 4)


def test_guesses_of_one_text_are_those_of_many(classifier: LearnedClassifier) -> None:
    texts = complaints()[0][::25]
    for text, chances in zip(texts, classifier.probabilities(texts), strict=True):
        for guess in classifier.propose(text):
            number = classifier.labels.index(guess.code)
            assert guess.confidence == pytest.approx(float(chances[number]), abs=1e-4)


def test_every_share_of_the_score_belongs_to_a_word(classifier: LearnedClassifier) -> None:
    for text in ("фонарь", "Во дворе не горит фонарь фонарь, qwertyuiop 17", "qwertyuiop"):
        found = words_for_learning(text)
        row = classifier.vocabulary.columns(found)
        shares = row.by_word(np.stack([row.values, row.counts], axis=1) / row.counts[:, None])
        assert shares.shape == (len(found), 2)
        assert np.allclose(shares.sum(axis=0), [row.values.sum(), row.counts.sum()], atol=1e-3)


def test_an_unseen_fold_is_answered_as_by_one_who_never_met_it() -> None:
    turn = np.random.default_rng(5)
    rows = turn.normal(size=(60, 8)).astype(np.float32)
    classes = (rows[:, :3] + turn.normal(size=(60, 3)) / 4).argmax(axis=1)
    folds = np.arange(60) % 4
    out, kept = folds == 1, folds != 1
    weights = row_weights(classes, 3, 1.0)
    unseen = Logistic(rows @ rows.T, classes, weights, 1.0).unseen(folds)
    blind = Logistic(rows[kept] @ rows[kept].T, classes[kept], weights[kept], 1.0)
    answers = (rows[out] @ rows[kept].T + 1) @ blind.shares
    assert np.allclose(unseen[out], answers, atol=0.05)


def test_training_is_repeatable(classifier: LearnedClassifier) -> None:
    texts = complaints()[0][::7]
    again = train(*complaints())
    assert np.array_equal(classifier.probabilities(texts), again.probabilities(texts))


def test_it_takes_over_what_it_is_sure_of_and_leaves_the_rest(
    classifier: LearnedClassifier,
) -> None:
    sure = classifier.take_over("Мусор не вывозят, свалка, баки полные", precision=0.9)
    assert sure is not None
    assert sure.code == "Мусор"
    assert classifier.take_over("Подскажите, когда приём граждан?", precision=0.9) is None
    assert classifier.take_over("qwerty", precision=0.5) is None
    assert classifier.propose("qwerty") == []


def test_what_cannot_be_told_apart_is_never_taken_over() -> None:
    turn = np.random.default_rng(3)
    labels = [str(label) for label in turn.choice(["а", "б", "в"], size=320)]
    blind = train(complaints()[0], labels)
    assert set(blind.never_takes_over(0.95)) == {"а", "б", "в"}
    assert blind.take_over("Мусор не вывозят", precision=0.95) is None


def test_a_threshold_keeps_its_precision() -> None:
    right = np.array([True] * 20 + [False] * 5 + [True] * 5)
    trial = Trial(np.zeros(30, np.int64), np.linspace(1, 0.1, 30).astype(np.float32), right)
    limit = trial.threshold(0.9)
    kept = trial.confidence >= limit
    assert right[kept].mean() >= 0.9
    assert kept.sum() == 22
    assert trial.threshold(1.01) == NEVER
    few = Trial(np.array([0, 0, 1]), np.array([0.9, 0.8, 0.7], np.float32), np.array([True] * 3))
    assert few.threshold(0.9) == NEVER


def test_it_tells_which_words_spoke(classifier: LearnedClassifier) -> None:
    text = "Здравствуйте! Фонари возле школы погасли"
    said = classifier.why(text, "Освещение")
    assert said[0][0] == "фонари"
    assert [weight for _word, weight in said] == sorted((w for _word, w in said), reverse=True)
    assert {word for word, _weight in said} <= {*text.lower().replace("!", "").split()}
    assert "фонари" not in [word for word, _weight in classifier.why(text, "Вода")]
    assert "фонари" in classifier.propose(text)[0].reasons[0].params["words"]
    with pytest.raises(KeyError):
        classifier.why(text, "Лифты")


def test_kin_of_a_word_speaks_too() -> None:
    topic = TopicEntry("1", "Уличный свет", "Благоустройство", ("фонари", "лампы", "электростолб"))
    texts, labels = complaints()
    # A word the classifier met, but under every label alike.
    texts = [f"{text} электростолб" if n % 2 else text for n, text in enumerate(texts)]
    light = train(texts, labels).labels.index("Освещение")
    alone = train(texts, labels).probabilities(["электростолб"])[0][light]
    with_kin = train(texts, labels, topics=[topic]).probabilities(["электростолб"])[0][light]
    assert with_kin > alone


def test_it_is_kept_and_gives_the_same_answers(
    classifier: LearnedClassifier, tmp_path: Path
) -> None:
    texts, labels = complaints()
    card = make_card(texts, labels, codes_edition="2026", scores={"accuracy": 0.9}, made_at=NOW)
    save(classifier, card, tmp_path / "model")
    loaded, told = load(tmp_path / "model")
    assert np.array_equal(loaded.probabilities(texts), classifier.probabilities(texts))
    assert loaded.threshold("Вода", 0.9) == classifier.threshold("Вода", 0.9)
    assert loaded.propose(texts[0]) == classifier.propose(texts[0])
    assert asdict(told) == asdict(card)
    assert (told.rows, told.labels, told.made_at) == (320, 4, NOW.isoformat())
    other = make_card(texts[1:], labels[1:], codes_edition="", scores={}, made_at=NOW)
    assert other.data_digest != card.data_digest


def test_a_folder_that_holds_no_classifier_is_refused(
    classifier: LearnedClassifier, tmp_path: Path
) -> None:
    with pytest.raises(CannotLoad) as missing:
        load(tmp_path)
    assert missing.value.reason.code == "model_not_found"
    card = make_card(*complaints(), codes_edition="", scores={}, made_at=NOW)
    save(classifier, card, tmp_path)
    plain = json.loads((tmp_path / CARD_FILE).read_text(encoding="utf-8"))
    (tmp_path / CARD_FILE).write_text(json.dumps(plain | {"edition": 0}), encoding="utf-8")
    with pytest.raises(CannotLoad) as old:
        load(tmp_path)
    assert old.value.reason.code == "model_of_other_edition"
    save(classifier, card, tmp_path)
    (tmp_path / MODEL_FILE).write_bytes(b"\x80\x04cos\nsystem\n")
    with pytest.raises(CannotLoad) as damaged:
        load(tmp_path)
    assert damaged.value.reason.code == "model_damaged"


@pytest.mark.parametrize("name", POISON)
def test_no_text_stops_it(classifier: LearnedClassifier, name: str) -> None:
    text = POISON[name]
    started = time.process_time()
    guesses = classifier.propose(text)
    classifier.take_over(text, precision=0.9)
    classifier.why(text, "Дороги")
    assert time.process_time() - started < 1
    assert all(0 <= guess.confidence <= 1 for guess in guesses)


def test_it_learns_among_poison() -> None:
    texts, labels = complaints()
    poisoned = train([*texts, *POISON.values()], [*labels, *["Мусор"] * len(POISON)])
    assert poisoned.propose("в кране нет воды")[0].code == "Вода"


@pytest.mark.parametrize(
    ("texts", "labels", "code"),
    [
        ([], [], "nothing_to_learn_from"),
        (["", "!!"], ["а", "б"], "nothing_to_learn_from"),
        (["яма", "свет"], ["а", "а"], "one_label_only"),
    ],
)
def test_what_cannot_be_learnt_is_told(texts: list[str], labels: list[str], code: str) -> None:
    with pytest.raises(CannotLearn) as refused:
        train(texts, labels)
    assert refused.value.reason.code == code


def test_two_rows_are_enough_to_learn() -> None:
    assert train(["яма на дороге", "нет воды"], ["а", "б"]).propose("вода")[0].code == "б"


def test_common_labels_are_thinned_out_and_rare_ones_kept() -> None:
    labels = ["а"] * 900 + ["б"] * 90 + ["в"] * 10
    kept = thinned(labels, 200, 0)
    assert len(kept) <= 200
    assert sum(labels[row] == "в" for row in kept) == 10
    assert kept == thinned(labels, 200, 0) == sorted(set(kept))
    assert thinned(labels, 1000, 0) == list(range(1000))


def test_figures_are_counted_as_told() -> None:
    chances = np.array([[0.9, 0.1, 0, 0], [0.8, 0.2, 0, 0], [0.6, 0.4, 0, 0], [0.4, 0.3, 0.2, 0.1]])
    told = figures("абвг", chances.astype(np.float32), ["а", "а", "б", "новый"], 2.0)
    assert (told.accuracy, told.top3, told.messages_per_second) == (0.5, 0.75, 2.0)
    assert told.coverage_at_90 == told.coverage_at_95 == 0.5
    assert told.f1_weighted == pytest.approx(0.5 * 2 / 3)
    assert told.f1_macro == pytest.approx(2 / 9)
    assert coverage(np.array([0.9], np.float32), np.array([False]), 0.9) == 0
    assert mean_figures([told, Figures(*[0.0] * 7)]).accuracy == 0.25
    with pytest.raises(ValueError, match="nothing to measure"):
        figures("аб", np.zeros((0, 2), np.float32), [], 1.0)


@pytest.mark.skipif(
    not os.environ.get("OTKLIK_REAL_DATA"), reason="OTKLIK_REAL_DATA is not set: no real texts"
)
@pytest.mark.parametrize(("region", "weighted"), [("kursk", 0.80), ("ryazan", 0.67)])
def test_real_messages_are_read_well_and_fast(region: str, weighted: float) -> None:
    path = Path(os.environ["OTKLIK_REAL_DATA"], f"{region}_dev.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["category"]]
    found = []
    for fold in sorted({row["fold"] for row in rows}):
        learnt = [row for row in rows if row["fold"] != fold]
        test = [row for row in rows if row["fold"] == fold]
        trained = train(
            [row["text"] for row in learnt],
            [row["category"] for row in learnt],
            topics=base_topics(),
        )
        started = time.process_time()
        chances = trained.probabilities([row["text"] for row in test])
        seconds = time.process_time() - started
        found.append(figures(trained.labels, chances, [r["category"] for r in test], seconds))
    mean = mean_figures(found)
    assert mean.f1_weighted >= weighted
    assert mean.messages_per_second >= 1000
