"""`python -m caseflow.bench.labelled`: write the labelled set and the one held out."""

from caseflow.bench.labelled.writing import HELD_OUT, TUNED, write

if __name__ == "__main__":
    for recipe in (TUNED, HELD_OUT):
        write(recipe)
