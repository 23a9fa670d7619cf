"""What a person submitted: petitions, complainants (sealed), numbers and lookup codes."""
