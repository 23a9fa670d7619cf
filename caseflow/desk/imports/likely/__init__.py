"""Likely duplicates of what an import brought: searched by a worker, merged by a person."""
