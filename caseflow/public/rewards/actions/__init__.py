"""What is done to a reward, verb by verb. Nothing here writes to a case, and nothing commits."""
