"""Choosing cases, doing the decision case by case, taking it back."""
