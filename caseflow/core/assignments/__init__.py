"""Which unit is likely to handle a matter: the dispatch matrix, edited by the bureau."""
