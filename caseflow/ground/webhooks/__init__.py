"""Web hooks: events sent in order to a receiver's address, signed, until they are accepted."""
