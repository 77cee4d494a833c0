"""An implementation of docs/examples/evolution/v1 in Python: what `weft conformance` can hold to the schema.

With --forget-range it has a mistake: temperatures beyond the range are let through.
"""
import json
import sys

SKIES = ["clear", "cloudy", "rain"]


class Reader:
    def __init__(self, data):
        self.bits = "".join(format(byte, "08b")[::-1] for byte in data)
        self.place = 0

    def take(self, count):
        if self.place + count > len(self.bits):
            raise ValueError("truncated")
        code = int(self.bits[self.place:self.place + count][::-1] or "0", 2)
        self.place += count
        return code

    def finish(self):
        rest = self.bits[self.place:]
        if len(rest) > 7 or "1" in rest:
            raise ValueError("padding")


def bits(*fields):
    text = "".join(format(code, f"0{width}b")[::-1] for code, width in fields)
    text += "0" * (-len(text) % 8)
    return bytes(int(text[i:i + 8][::-1], 2) for i in range(0, len(text), 8)).hex()


def decode(message, data, forgets):
    reader = Reader(data)
    if message == "Weather.Alarm":
        value = {"station": reader.take(12), "isOver": reader.take(1) == 1}
        reader.finish()
        return value
    if reader.take(1):
        station, sky, celsius = reader.take(12), reader.take(2), reader.take(7)
        count = reader.take(5)
        if count > 16 or count == 0:
            raise ValueError("extension")
        tail = bytes(reader.take(8) for _ in range(count)).hex()
    else:
        station, sky, celsius, tail = reader.take(12), reader.take(2), reader.take(7), None
    if sky > 2 or celsius > 120 and not forgets:
        raise ValueError("range")
    reader.finish()
    value = {"station": station, "sky": SKIES[sky], "celsius": celsius - 60}
    if tail is not None:
        value["extensionTail"] = tail
    return value


def encode(message, value):
    if message == "Weather.Alarm":
        return bits((value["station"], 12), (int(value["isOver"]), 1))
    fields = [(0, 1), (value["station"], 12), (SKIES.index(value["sky"]), 2), (value["celsius"] + 60, 7)]
    tail = bytes.fromhex(value.get("extensionTail", ""))
    if tail:
        fields[0] = (1, 1)
        fields += [(len(tail), 5)] + [(byte, 8) for byte in tail]
    return bits(*fields)


def main():
    forgets = "--forget-range" in sys.argv
    for line in sys.stdin:
        question = json.loads(line)
        try:
            if "decode" in question:
                answer = {"value": decode(question["message"], bytes.fromhex(question["decode"]), forgets)}
            else:
                answer = {"bytes": encode(question["message"], question["encode"])}
        except (ValueError, IndexError) as error:
            answer = {"error": str(error)}
        print(json.dumps(answer), flush=True)


main()
