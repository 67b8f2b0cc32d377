"""What makes a course out of code: figures, explorers, exercises, quizzes, claims.

It knows no chapter.
"""
