"""Backups: the database, the files and the signed heads in one folder, the keys in another.

Without the keys a stolen backup names no complainant; without the data the keys open nothing.
"""
