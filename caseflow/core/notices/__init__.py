"""Supervision notices (督办单): a formal demand in a late case, its answer, and what came of it."""
