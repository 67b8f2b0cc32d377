"""Chapter 01: look at a table, say what is wrong with it, and repair it without guessing."""

from course_utils.data_quality.augmentation import augment, crop, rescale, rotate, shift
from course_utils.data_quality.defects import DEFECTS, Score, found, scan_again, spoil
from course_utils.data_quality.duplicates import (
    NEAR_DIGITS,
    deduplicate,
    duplicate_groups,
    nearest_distances,
)
from course_utils.data_quality.filling import Fitted, impute, normalize, standardize
from course_utils.data_quality.index_q import DOCUMENT_ROWS, quality_index
from course_utils.data_quality.labels import parse_labels, suspect_labels
from course_utils.data_quality.messy import KINDS, Messy, make_messy
from course_utils.data_quality.model import clean, promised_and_kept
from course_utils.data_quality.profiling import profile
from course_utils.data_quality.repairs import (
    blank_missing,
    other_unit,
    repair_range,
    repair_units,
)
from course_utils.data_quality.splitting import LeakageError, check_leakage, split
from course_utils.data_quality.tables import (
    LOG_COLUMNS,
    MESSY_SCHEMA,
    PIXELS,
    Repaired,
    Schema,
    check_table,
    new_log,
    read_table,
    to_numbers,
)

__all__ = [
    "DEFECTS",
    "DOCUMENT_ROWS",
    "KINDS",
    "LOG_COLUMNS",
    "MESSY_SCHEMA",
    "NEAR_DIGITS",
    "PIXELS",
    "Fitted",
    "LeakageError",
    "Messy",
    "Repaired",
    "Schema",
    "Score",
    "augment",
    "blank_missing",
    "check_leakage",
    "check_table",
    "clean",
    "crop",
    "deduplicate",
    "duplicate_groups",
    "found",
    "impute",
    "make_messy",
    "nearest_distances",
    "new_log",
    "normalize",
    "other_unit",
    "parse_labels",
    "profile",
    "promised_and_kept",
    "quality_index",
    "read_table",
    "repair_range",
    "repair_units",
    "rescale",
    "rotate",
    "scan_again",
    "shift",
    "split",
    "spoil",
    "standardize",
    "suspect_labels",
    "to_numbers",
]
