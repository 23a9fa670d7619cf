"""The static bundle: the public site as plain files, which outlives the application (ADR 0027)."""
