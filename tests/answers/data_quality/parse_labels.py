"""Labels that many hands typed."""

import unicodedata

import numpy as np
import pandas as pd

from answers import right, wrong

LABELS = "data_quality.parse_labels"
WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


@right(LABELS)
def parse_labels(texts):
    """All spellings of each digit first, in a table; pandas looks them up."""
    spellings = {word: digit for digit, word in enumerate(WORDS)}
    spellings |= {zeros + str(d) + end: d for d in range(10) for zeros in ("", "0") for end in ENDS}
    read = pd.Series(texts).map(lambda text: unicodedata.normalize("NFKC", text).strip().lower())
    return read.map(spellings).to_numpy(dtype=float)


ENDS = ("", ".", ".0")


def word_or(read):
    """Return the array that a loop makes which knows the ten words and else calls `read(text)`."""

    def labels(texts):
        found = []
        for text in texts:
            text = text.strip().lower()
            found.append(WORDS.index(text) if text in WORDS else read(text))
        return np.array(found)

    return labels


def number(text):
    return float(text) if text not in ("", "na") else np.nan


def digit(text):
    return number(text) if 0 <= number(text) <= 9 else np.nan


def known(labels):
    return labels[~np.isnan(labels)]


for named, function in [
    ("N1", lambda texts: pd.Categorical(texts).codes),
    ("N1", lambda texts: pd.Series(texts, dtype="category").cat.codes.values),
    ("N1", lambda texts: pd.factorize(np.array(texts))[0]),
    ("N1", lambda texts: [sorted(set(texts)).index(text) for text in texts]),
    (
        "N1",
        lambda texts: (
            pd.Categorical([t if t not in ("", "NA", "-1") else None for t in texts]).codes
        ),
    ),
    ("N2", lambda texts: pd.to_numeric(pd.Series(texts), errors="coerce").values),
    ("N2", lambda texts: pd.to_numeric(pd.Series(texts).str.strip(), errors="coerce")),
    ("M576", word_or(number)),
    ("M576", word_or(lambda text: np.nan if text == "-1" else number(text))),
    ("M576", lambda texts: [WORDS.index(t) if t in WORDS else number(t) for t in cleaned(texts)]),
    ("M577", lambda texts: np.array([lower_case(text.strip()) for text in texts])),
    ("M591", lambda texts: np.nan_to_num(parse_labels(texts))),
    ("M591", word_or(lambda text: number(text) if 0 <= number(text) <= 9 else 0)),
    ("M592", lambda texts: known(parse_labels(texts))),
    ("M592", lambda texts: [label for label in parse_labels(texts) if label >= 0]),
    ("M580", word_or(lambda text: next((float(c) for c in text if c.isdigit()), np.nan))),
    ("M580", word_or(lambda text: float("".join(c for c in text if c.isdigit()) or "nan"))),
    ("M581", word_or(lambda text: int(text) if text.isdigit() and int(text) < 10 else np.nan)),
    ("M581", word_or(lambda text: digit(str(int(text))) if text not in ("", "na") else np.nan)),
    ("M591", lambda texts: np.nan_to_num(parse_labels(texts), nan=-1)),
    ("M591", word_or(lambda text: int(digit(text)) if digit(text) >= 0 else -1)),
    (None, lambda texts: [None if np.isnan(label) else label for label in parse_labels(texts)]),
    (None, lambda texts: [text.strip() for text in texts]),
    (None, lambda texts: [str(label) for label in parse_labels(texts)]),
    (None, lambda texts: np.clip(parse_labels(texts), 1, 9)),
    (None, lambda texts: np.array(texts).astype(float)),
    (None, lambda texts: [int(text) for text in texts]),
    (None, lambda texts: [float(text.replace("seven", "7")) for text in texts]),
    (None, lambda texts: [WORDS.index(text.strip().lower()) for text in texts]),
    (None, word_or(lambda text: digit(text) + 1)),
    (None, word_or(lambda text: np.clip(number(text), 0, 9))),
    (None, word_or(lambda text: digit(text) if text.isascii() else np.nan)),
    (None, word_or(lambda text: digit(text.lstrip("0")))),
    (None, word_or(lambda text: digit(text) or np.nan)),
    (None, lambda texts: print(parse_labels(texts))),
    (None, lambda texts: parse_labels(texts)[0]),
]:
    wrong(LABELS, named)(function)


def cleaned(texts):
    return [text.strip().lower() for text in texts]


def lower_case(text):
    return np.nan if text in ("", "NA") else float(WORDS.index(text) if text in WORDS else text)


def capitals_are_lost(text):
    return digit(text.strip().lower()) if text.strip() not in WORDS else WORDS.index(text.strip())


@wrong(LABELS, "N2")
def tries_and_goes_on(texts):
    labels = np.full(len(texts), np.nan)
    for i, text in enumerate(texts):
        try:
            labels[i] = float(text)
        except ValueError:
            continue
    return labels


@wrong(LABELS, "N2")
def tries_and_checks(texts):
    labels = pd.to_numeric(pd.Series(texts), errors="coerce")
    labels[(labels < 0) | (labels > 9)] = np.nan
    return labels


@wrong(LABELS, "M577")
def capitals_are_nan(texts):
    labels = []
    for text in texts:
        try:
            labels.append(capitals_are_lost(text))
        except ValueError:
            labels.append(np.nan)
    return np.array(labels)


@wrong(LABELS)
def writes_into_its_input(texts):
    for i in range(len(texts)):
        texts[i] = texts[i].strip().lower()
    return parse_labels(texts)


@wrong(LABELS)
def stays_with_the_last_one(texts):
    labels = []
    for text in texts:
        if not np.isnan(parse_labels([text])[0]):
            label = parse_labels([text])[0]
        labels.append(label)
    return labels
