"""Labels that many hands typed: digits, words, blanks and numbers, made one kind of number."""

import re

import numpy as np
import pandas as pd

from course_utils.classroom.exercises import Exercise, misconception

WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
CODES = ("", "NA", "-1")


def parse_labels(texts):
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    labels = []
    for text in texts:
        text = text.strip().lower()
        label = np.nan
        if text in words:
            label = words.index(text)
        elif text != "" and text != "na":
            number = float(text)
            if 0 <= number <= 9:
                label = number
        labels.append(label)
    return np.array(labels)


def by_a_dictionary(texts):
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    digit_of = {word: float(i) for i, word in enumerate(words)} | {"": np.nan, "na": np.nan}
    read = [text.strip().lower() for text in texts]
    labels = np.array([digit_of[text] if text in digit_of else float(text) for text in read])
    labels[~np.isin(labels, range(10))] = np.nan
    return labels


def full_width(digit):
    """Write a digit as Chinese and Japanese keyboards may do."""
    return chr(ord("０") + int(digit))


def cases(seed):
    rng = np.random.default_rng(seed)
    digits = iter(np.concatenate([rng.permutation(np.arange(1, 9)) for _ in range(9)]).tolist())

    def spelled(*ways):
        """Write one digit after another in these ways; what is no way stands there as it is."""
        texts = [WAYS[way](next(digits)) if way in WAYS else way for way in ways]
        return {"texts": [str(text) for text in texts]}

    WAYS = {
        "digit": str,
        "zero first": "0{}".format,
        "blank first": " {}".format,
        "blank last": "{} ".format,
        "word": lambda digit: WORDS[digit],
        "Word": lambda digit: WORDS[digit].capitalize(),
        "point": "{}.0".format,
        "full width": full_width,
    }
    return [
        spelled("digit", "zero first", "digit", "word"),
        spelled("blank first", "digit", "point", "blank last", "0"),
        spelled("Word", "word", "zero first", "9", "nine"),
        spelled("digit", "", "Word", "NA", "digit"),
        spelled("full width", "zero first", "-1", "digit", "10"),
        spelled("zero", "digit", "99", "point", " ", "word", "9"),
        spelled("full width", "Word", "NA", "point", "-1", "blank last", "9.0", "0", "11"),
    ]


def read(text):
    """Return the digit of a text, or nan."""
    return by_a_dictionary([text])[0]


def each(read_one):
    """Return the array of what `read_one` makes of each text."""
    return lambda texts: np.array([read_one(text) for text in texts])


def in_order_of_appearance(texts):
    return pd.factorize(pd.Series(texts))[0]


def codes_without_the_missing(texts):
    column = pd.Series(texts).replace(dict.fromkeys(CODES))
    return column.astype("category").cat.codes.to_numpy()


def float_or_nan(text):
    try:
        return float(text)
    except ValueError:
        return np.nan


@misconception(
    "N1",
    says="numbers the different spellings, which says nothing of the digits they mean",
    hint='Which code did "7" get, and which "07"?',
    also=(
        in_order_of_appearance,
        codes_without_the_missing,
        lambda texts: np.unique(texts, return_inverse=True)[1],
    ),
)
def category_codes(texts):
    return pd.Series(texts).astype("category").cat.codes.to_numpy()


@misconception(
    "N2",
    says="turns every spelling that it can't read into nan",
    hint="How many known digits were there before, and how many are there after?",
    also=(
        each(float_or_nan),
        lambda texts: digits_of(each(float_or_nan)(texts)),
        lambda texts: digits_of(coerced.variant(texts)),
    ),
)
def coerced(texts):
    return pd.to_numeric(pd.Series(texts), errors="coerce").to_numpy(dtype=float)


def digits_of(numbers):
    """Keep what is a digit; the rest becomes nan."""
    return np.where((numbers < 0) | (numbers > 9), np.nan, numbers)


def whole_numbers_only(text):
    word = text.strip().lower()
    if word in WORDS:
        return float(WORDS.index(word))
    number = int(word) if word not in ("", "na") else -1
    return number if 0 <= number <= 9 else np.nan


def digits_only(text):
    word = text.strip().lower()
    if word in WORDS:
        return float(WORDS.index(word))
    return float(word) if word.isdigit() and float(word) < 10 else np.nan


def first_digit(text):
    word = text.strip().lower()
    found = re.search(r"\d", word)
    return float(WORDS.index(word)) if word in WORDS else float(found[0]) if found else np.nan


def all_digits(text):
    word = text.strip().lower()
    found = "".join(filter(str.isdigit, word))
    return float(WORDS.index(word)) if word in WORDS else float(found) if found else np.nan


def any_number(text):
    word = text.strip().lower()
    if word in WORDS:
        return float(WORDS.index(word))
    return np.nan if word in ("", "na") else float(word)


def any_but_minus_one(text):
    number = any_number(text)
    return np.nan if number == -1 else number


def lower_case_only(text):
    word = text.strip()
    return np.nan if word in ("", "NA") else float(WORDS.index(word) if word in WORDS else word)


WRONG_READINGS = (
    misconception(
        "M576",
        says="takes every number for a digit, also -1 and 99",
        hint="Which digits are there, and is 99 one of them?",
        also=(each(any_but_minus_one),),
    )(each(any_number)),
    misconception(
        "M577",
        says="knows the words in small letters only",
        hint="Does a capital at the beginning make another digit of it?",
        also=(each(lambda text: np.nan if text.istitle() else read(text)),),
    )(each(lower_case_only)),
    misconception(
        "M591",
        says="puts a number where nobody knows one",
        hint="If a missing digit becomes a 0 or a -1, who can tell it from a real one later?",
        also=(each(lambda text: np.nan_to_num(read(text), nan=-1)),),
    )(each(lambda text: np.nan_to_num(read(text)))),
    misconception(
        "M592",
        says="leaves values out, so that the rest moves up",
        hint="To which row does the third of your results belong?",
    )(lambda texts: np.array([read(text) for text in texts if not np.isnan(read(text))])),
    misconception(
        "M580",
        says="looks at single characters and not at the number that they write",
        hint="What do 7.0, 10 and -1 have in common with 70 and 1, character by character?",
        also=(each(all_digits),),
    )(each(first_digit)),
    misconception(
        "M581",
        says="reads whole numbers only: a digit written with a point is lost",
        hint="A program wrote 7.0 where a hand would write 7. Is it another digit?",
        also=(each(digits_only),),
    )(each(whole_numbers_only)),
)

EXERCISE = Exercise(
    title="Labels that many hands typed",
    reference=parse_labels,
    another=by_a_dictionary,
    cases=cases,
    misconceptions=(category_codes, coerced, *WRONG_READINGS),
    hints=(
        "In how many ways did people write a seven? Which of them does Python read by itself, and "
        "for which do you need a list of your own?",
        "' 7', '07', '7.0' and 'Seven' all become 7. '' and '-1' become nan: nobody knows. So do "
        "10 and 99, which are no digits. What becomes of 'ZERO', and what of 'NA'?",
        "for each text: cut the spaces off, turn capitals into small letters\n"
        "    one of the ten words? its place in the list of words\n"
        "    nothing, or na?       nan\n"
        "    else                  the number, or nan if it is not from 0 to 9\n"
        "return all of them, in their order",
    ),
    why="why should a spelling that nobody thought of stop the program, and not become nan?",
    because=(
        'A nan looks like a label that was never written. If "sieben" becomes nan, all sevens of '
        "one clerk are lost, and the count of missing labels does not say why. An error names the "
        "text, and somebody decides. `float` stops so by itself."
    ),
)
