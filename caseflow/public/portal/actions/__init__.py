"""What is done over the portal: keeping drafts and handing in here, the rest by a worker."""
