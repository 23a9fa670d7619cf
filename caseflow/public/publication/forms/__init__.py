"""Forms of publications: beginning, words, marks, steps, replies, demands, pictures, criteria."""
