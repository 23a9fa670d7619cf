"""Open311 GeoReport v2: what any 311 client can ask and file. No private field leaves by it."""
