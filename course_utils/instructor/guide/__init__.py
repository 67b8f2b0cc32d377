"""The generated parts of the instructor's pages, made from the notebooks, exercises and quizzes."""

from course_utils.instructor.guide.pages import (
    BLOCKS,
    chapter_names,
    renewed,
    renewed_audit,
    renewed_guide,
    write,
    write_audit,
    write_guide,
)

__all__ = [
    "BLOCKS",
    "chapter_names",
    "renewed",
    "renewed_audit",
    "renewed_guide",
    "write",
    "write_audit",
    "write_guide",
]
