"""The cases on a map: points, clusters and heat over the county, without outside tiles."""
