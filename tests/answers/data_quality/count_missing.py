"""How many cells are missing."""

import re

import numpy as np
import pandas as pd

from answers import right, wrong

COUNT = "data_quality.count_missing"


@right(COUNT)
def count_missing(cells):
    """By a pattern that fits the whole cell."""
    return len([cell for cell in cells if re.fullmatch(r"\s*(NA|-1)?\s*", cell)])


for named, function in [
    ("N3", lambda cells: int(pd.isna(np.array(cells)).sum())),
    ("N3", lambda cells: cells.count(None)),
    ("N3", lambda cells: pd.DataFrame({"p00": cells})["p00"].isna().sum()),
    ("M570", lambda cells: cells.count("")),
    ("M570", lambda cells: sum(not cell for cell in cells)),
    ("M570", lambda cells: sum(1 for cell in cells if not cell.strip())),
    ("M571", lambda cells: pd.Series(cells).isin(["", "NA", "-1"]).sum()),
    ("M571", lambda cells: cells.count("") + cells.count("NA") + cells.count("-1")),
    ("M572", lambda cells: sum(cell.strip() in ("", "NA", "-1", "0") for cell in cells)),
    ("M572", lambda cells: sum(cell.strip().strip("0") in ("", "NA", "-1") for cell in cells)),
    ("M573", lambda cells: sum(c.strip() in ("", "NA") or "-" in c for c in cells)),
    ("M573", lambda cells: sum(c.strip() in ("", "NA") or "-1" in c for c in cells)),
    ("M574", lambda cells: pd.to_numeric(pd.Series(cells), errors="coerce").isna().sum()),
    ("M574", lambda cells: sum(not cell.strip().lstrip("-").isdigit() for cell in cells)),
    ("M575", lambda cells: len(cells) - count_missing(cells)),
    ("M575", lambda cells: sum(cell.strip() not in ["", "NA", "-1"] for cell in cells)),
    (None, lambda cells: count_missing(cells) / len(cells)),
    (None, lambda cells: len({cell for cell in cells if cell.strip() in ("", "NA", "-1")})),
    (None, lambda cells: [cell.strip() in ("", "NA", "-1") for cell in cells]),
    (None, lambda cells: [cell for cell in cells if cell.strip() in ("", "NA", "-1")]),
    (None, lambda cells: sum(cell.strip() in "NA-1" for cell in cells)),
    (None, lambda cells: sum(int(cell) < 0 for cell in cells)),
    (None, lambda cells: sum(cell.isspace() for cell in cells)),
    (None, lambda cells: cells.count("NA")),
    (None, lambda cells: str(count_missing(cells))),
    (None, lambda cells: print(count_missing(cells))),
    ("M650", lambda cells: sum(1 for _ in cells)),
    ("M650", lambda cells: len(cells)),
]:
    wrong(COUNT, named)(function)


@wrong(COUNT)
def strips_in_place(cells):
    for i in range(len(cells)):
        cells[i] = cells[i].strip()
    return sum(cell in ("", "NA", "-1") for cell in cells)


@wrong(COUNT)
def returns_in_the_loop(cells):
    n = 0
    for cell in cells:
        if cell.strip() in ("", "NA", "-1"):
            n += 1
        return n


@wrong(COUNT)
def strips_and_forgets(cells):
    n = 0
    for cell in cells:
        cell.strip()
        n += cell == "" or cell in ("NA", "-1") or cell == " "
    return n
