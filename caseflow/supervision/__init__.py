"""Supervision: what is late, who must act, figures."""
