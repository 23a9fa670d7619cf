"""What everything stands on: settings, clock, database, sealing, web. Knows nothing of cases."""
