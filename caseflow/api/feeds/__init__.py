"""Calendars out: each person's due days as a feed that calendar programs subscribe to."""
