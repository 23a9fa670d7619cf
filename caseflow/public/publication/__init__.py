"""Summaries for the public: drafted, redacted, approved by a second person, published."""
