"""Who may: accounts and units, and the table of rights."""
