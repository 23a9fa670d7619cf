"""The officer's round on a tablet: pages from the server, so they need the network."""
