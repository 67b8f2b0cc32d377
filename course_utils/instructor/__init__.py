"""Tools for who teaches: slides, live lectures, solutions, grading, and the guide's tables."""
