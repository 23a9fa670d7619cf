"""Reading rewards, and what the records of a case say of a report. Nothing here writes."""
