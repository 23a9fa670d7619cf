"""A request sent again under the same key gives the first answer and does nothing twice."""
