"""What everything stands on: settings, clock, database, sealing, storage, web. Knows nothing of cases."""
