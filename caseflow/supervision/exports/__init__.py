"""Exports of lists as files: asked for, written by a worker, fetched by their owner, logged."""
