"""One decision on many cases: looked over first, done case by case, taken back where it can be."""
