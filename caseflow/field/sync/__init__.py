"""What tablets send: facts first, files after them; docs/field-protocol.md is the contract."""
