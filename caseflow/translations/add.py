"""Add translations: `python -m caseflow.translations.add` reads `English<TAB>中文` lines."""

from __future__ import annotations

import sys

from caseflow.translations.catalogs import compile_all, load, locked, placeholders, save


def add(lines: list[str]) -> list[str]:
    """Add each line to both catalogs; returns what was wrong with the lines left out."""
    wrong: list[str] = []
    with locked():
        chinese, english = load("zh_Hans_CN"), load("en")
        for line in lines:
            if not line.strip():
                continue
            message, tab, translation = line.rstrip("\n").partition("\t")
            message = message.replace("\\n", "\n")
            if not tab or not message.strip() or not translation.strip():
                wrong.append(f"not “English<TAB>中文”: {line!r}")
            elif placeholders(message) != placeholders(translation):
                wrong.append(f"placeholders differ: {line!r}")
            else:
                translated = translation.strip().replace("\\n", "\n")
                for catalog, words in ((chinese, translated), (english, message)):
                    catalog.add(message)
                    catalog[message].string = words  # `add` alone keeps an earlier translation
        save(chinese, "zh_Hans_CN")
        save(english, "en")
        compile_all()
    return wrong


def main() -> int:
    wrong = add(sys.stdin.readlines())
    for sentence in wrong:
        sys.stderr.write(sentence + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
