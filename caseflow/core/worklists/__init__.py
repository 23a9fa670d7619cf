"""What people keep of lists: saved views, shared and pinned, and the columns each chose."""
