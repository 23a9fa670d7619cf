"""Repeats a draw as docs/draw.md tells it; shares no code with caseflow. Reads stdin."""

import hashlib
import json
import sys


def main() -> None:  # noqa: C901 - told as one story, like the document
    text = sys.stdin.buffer.read()
    given = json.loads(text)
    used: dict[str, int] = {}

    def block(purpose: str) -> int:
        n = used.get(purpose, 0)
        used[purpose] = n + 1
        words = "\n".join(["caseflow-draw-1", given["seed"], purpose, str(n)])
        return int(hashlib.sha256(words.encode("utf-8")).hexdigest(), 16)

    def below(purpose: str, k: int) -> int:
        biggest = (1 << 256) // k * k
        while True:
            number = block(purpose)
            if number < biggest:
                return number % k

    def choose(purpose: str, rows: list) -> dict:
        rows = sorted(rows, key=lambda row: row["id"])
        r = below(purpose, sum(row["weight"] for row in rows))
        for row in rows:
            if r < row["weight"]:
                return row
            r -= row["weight"]
        raise SystemExit("beyond the weights")

    objects, burden, result = list(given["objects"]), {}, []
    for _ in range(given["object_count"]):
        one = choose("objects", objects)
        objects.remove(one)
        free = [o for o in given["officers"] if [o["id"], one["id"]] not in given["recusals"]]
        pair = []
        for _ in range(2):
            rows = free
            if given["is_balanced"]:
                fewest = min(burden.get(o["id"], 0) for o in free)
                rows = [o for o in free if burden.get(o["id"], 0) == fewest]
            officer = choose("officers " + str(one["id"]), rows)
            free.remove(officer)
            pair.append(officer["id"])
        for officer_id in pair:
            burden[officer_id] = burden.get(officer_id, 0) + 1
        result.append({"object": one["id"], "officers": pair})
    print(json.dumps({"hash": hashlib.sha256(text).hexdigest(), "result": result}))


main()
