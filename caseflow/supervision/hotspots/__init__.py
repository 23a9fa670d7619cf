"""Places whose complaints rise beyond chance: found daily, explained in words, told once."""
