"""The living style page: every component with invented words, for administrators and tests."""
