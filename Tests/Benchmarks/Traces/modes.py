"""The traces in Weft's forms, by the witness: the encodings of each mode, one a message."""

from traces import CUBE, CUBES, KADEMLIA, MARKET, NEIGHBOURHOOD, codes
from witness import Bits, Tables, against, full, linear, width

# How many ticks ago what the other side has was sent: over a link that loses, 6 and 7; over an ordered one, the last two.
BASELINE_AGES = {"packedDelta": (6, 7), "packedDeltaOrdered": (1, 2)}


def predicted(newest, second, ages):
    """Positions on a line through both; the rest as in the newest."""
    if newest == second:
        return newest
    position = (
        linear(new, old, *ages, (1 << field.type.width) - 1)
        for field, new, old in list(zip(CUBE.fields, newest, second))[1:4])
    return (newest[0], *position, *newest[4:])


def cubes(folder):
    """Each tick in full, and against what the baselines predict."""
    ticks = list(folder.ticks())
    for place in range(7, len(ticks)):
        encodings = {"packed": full(CUBES, (ticks[place],)).finish()}
        for mode, ages in BASELINE_AGES.items():
            newest, second = (ticks[place - age] for age in ages)
            baseline = [predicted(new, old, ages) for new, old in zip(newest, second)]
            encodings[mode] = against(CUBES, (ticks[place],), (baseline,)).finish()
        yield encodings


def channel(folder, trace, records, link_key=None):
    """Messages of a channel over an ordered link, a frame each: the tag, then the message."""
    order, link, tables, baselines = list(records), None, None, {}
    for line in folder.messages(trace):
        if tables is None or line.get(link_key) != link:
            link, tables, baselines = line.get(link_key), Tables(), {}
        name, record = line["message"], records[line["message"]]
        value = codes(record, line["value"])
        plain, delta = Bits(), Bits()
        for bits in (plain, delta):
            bits.put(order.index(name), width(len(order)))
        full(record, value, plain)
        subject = (name, value[0] if record.keyed else None)
        if record.has_delta:
            # The baseline's place among those of the message; behind them, none.
            known = sorted(key for key in baselines if key[0] == name)
            delta.put(known.index(subject) if subject in known else len(known), width(len(known) + 1))
        if subject in baselines:
            against(record, value, baselines[subject], delta, tables)
        else:
            full(record, value, delta, tables)
        if record.has_delta:
            baselines[subject] = value
        yield {"packed": plain.finish(), "packedDelta": delta.finish()}


def kademlia(folder):
    return channel(folder, "kademlia", KADEMLIA, "link")


def market(folder):
    return channel(folder, "market", MARKET)


def neighbourhood(folder):
    for line in folder.messages("neighbourhood"):
        yield {"packed": full(NEIGHBOURHOOD, codes(NEIGHBOURHOOD, line["value"])).finish()}


MODES = {"cubes": cubes, "kademlia": kademlia, "market": market, "neighbourhood": neighbourhood}
