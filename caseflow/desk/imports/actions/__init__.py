"""Taking entries of files into the register, and the runs of the page that do so in batches."""
