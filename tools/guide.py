"""Write the generated parts of the instructor's guide: of the chapters named, or of all."""

import sys

from course_utils.instructor.guide import chapter_names, write, write_guide
from course_utils.instructor.notebooks import NotebookError
from course_utils.places import ROOT


def main(chapters: list[str]) -> int:
    """Write the pages; what goes wrong is said in words, with exit code 1."""
    try:
        for name in chapters or chapter_names():
            print(f"The page is {write(name).relative_to(ROOT)}")
        print(f"The guide is {write_guide().relative_to(ROOT)}")
    except (OSError, NotebookError) as error:
        print(f"guide: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
