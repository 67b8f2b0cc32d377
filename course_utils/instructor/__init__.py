"""Tools for who teaches: slides and solutions, both made from the executed notebooks."""
