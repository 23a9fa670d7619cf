"""The append-only history, its chain and its verification."""
