"""The hotline desk: registering petitions while talking, drafts, inspections by hand."""
