"""Acts of the sync: taking a submission, its files, decisions on it, devices. None commits."""
