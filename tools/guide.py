"""Write the generated parts of the instructor's guide and of the audit of the documents."""

import sys

from course_utils.instructor.guide import chapter_names, write, write_audit, write_guide
from course_utils.instructor.notebooks import NotebookError
from course_utils.places import ROOT


def main(chapters: list[str]) -> int:
    """Write the pages; what goes wrong is said in words, with exit code 1."""
    try:
        for name in chapters or chapter_names():
            print(f"The page is {write(name).relative_to(ROOT)}")
        print(f"The guide is {write_guide().relative_to(ROOT)}")
        print("The audit:", *(path.relative_to(ROOT) for path in write_audit()))
    except (OSError, NotebookError) as error:
        print(f"guide: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
