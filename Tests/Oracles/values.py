"""Seeded values of the benchmark messages, in the JSON mapping of docs/language.md.

    python3 values.py Telemetry 3        # three values, one a line
"""

import json
import random
import sys

SEED = 2026
WORDS = "the node that answers first keeps its link and tells the others where to look for a nearer one".split()


def ship_spawn(r):
    position = lambda: r.randint(-8388608, 8388608)
    rotation = lambda: r.randint(-1024, 1024)
    velocity = lambda: r.randint(-2097152, 2097152)
    value = {"kind": r.choice(["scout", "fighter", "bomber", "carrier", "miner", "station"])}
    value |= {f"position{axis}": position() for axis in "XYZ"}
    value |= {f"rotation{axis}": rotation() for axis in "XYZW"}
    value |= {f"velocity{axis}": velocity() for axis in "XYZ"}
    return value | {
        "flags": r.randint(0, 15),
        "team": r.choice(["neutral", "red", "blue"]),
        "health": r.randint(0, 1000),
        "thrust": r.randint(0, 100),
    }


def telemetry(r):
    return {
        "sequence": r.randint(0, 65535),
        "time": r.randint(0, 2**32 - 1),
        "latitude": r.randint(-900000000, 900000000),
        "longitude": r.randint(-1800000000, 1800000000),
        "altitude": r.randint(-1000, 20000),
        "speed": r.randint(0, 1023),
        "heading": r.randint(0, 3599),
        "pitch": r.randint(-90, 90),
        "roll": r.randint(-180, 180),
        "battery": r.randint(0, 100),
        "temperature": r.randint(-40, 125),
        "signal": r.randint(-128, 127),
        "mode": r.choice(["idle", "manual", "hold", "mission", "landing"]),
        "armed": r.random() < 0.5,
        "moving": r.random() < 0.5,
        "satellites": r.randint(0, 31),
    }


def find_node(r):
    value = {
        "target": r.randbytes(32).hex(),
        "want": r.randint(1, 20),
        "tags": [r.randint(0, 65535) for _ in range(r.randint(0, 4))],
    }
    if r.random() < 0.5:
        value["token"] = r.randbytes(r.randint(1, 32)).hex()
    return value


def contact(r):
    return {
        "address": r.randbytes(32).hex(),
        "link": r.choice(["webSocket", "webRTC", "relay"]),
        "rtt": r.randint(0, 4095),
        "port": r.randint(1024, 65535),
        "reachable": r.random() < 0.7,
    }


def found(r):
    return {"nodes": [contact(r) for _ in range(20)]}


def chat(r):
    value = {
        "room": r.randint(0, 2**20),
        "author": r.choice(["Ada", "Grace Hopper", "Łukasz", "Zoë", "Radia Perlman"]),
        "sequence": r.randint(0, 2**24),
        "sent": 1_780_000_000_000 + r.randint(0, 10**10),
    }
    if r.random() < 0.25:
        value["edited"] = r.randint(-1000, 600_000)
    value["body"] = " ".join(r.choice(WORDS) for _ in range(r.randint(2, 40)))
    value["mentions"] = [r.randint(0, 2**20) for _ in range(r.choice([0, 0, 0, 1, 2]))]
    return value


def endpoint(r):
    kind = r.choice(["v4", "v6", "relay"])
    if kind == "relay":
        return {"relay": r.randbytes(32).hex()}
    return {kind: {"address": r.randbytes(4 if kind == "v4" else 16).hex(), "port": r.randint(1024, 65535)}}


def offer(r):
    value = {"answering": r.random() < 0.5, "connection": r.randint(0, 32767)}
    if r.random() < 0.5:
        value["deadline"] = r.randint(0, 60000)
    if r.random() < 0.5:
        value["priority"] = r.randint(0, 7)
    if r.random() < 0.5:
        value["fingerprint"] = r.randbytes(32).hex()
    if r.random() < 0.5:
        value["reply"] = endpoint(r)
    value["endpoints"] = [endpoint(r) for _ in range(r.randint(0, 8))]
    return value


MESSAGES = {
    "ShipSpawn": ship_spawn,
    "Telemetry": telemetry,
    "FindNode": find_node,
    "Found": found,
    "Chat": chat,
    "Offer": offer,
}


def values(message, count, seed=SEED):
    """The same values for the same message, count and seed, whatever else was generated before."""
    r = random.Random(f"{seed} {message}")
    return [MESSAGES[message](r) for _ in range(count)]


if __name__ == "__main__":
    for value in values(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        print(json.dumps(value, ensure_ascii=False))
