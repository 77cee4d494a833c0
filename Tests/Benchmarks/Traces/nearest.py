#!/usr/bin/env python3
"""What `relative to` saves on the addresses nearest to a target (docs/streams.md, "Addresses").

Of N random addresses the k-th nearest is at a distance of 2^w * (E1 + ... + Ek) / N, with Ei exponential: so many first bits do all
of them share with the target. Prints bits an address, in full and relative, with the number of shared bits and the interned target
counted in; and what Elias-Fano codes, which use the order of distances as well, would take.
"""

import math
import random


def shared_bits(nodes, nearest, width, dice):
    distance = sum(dice.expovariate(1) for _ in range(nearest)) / nodes
    return min(width, max(0, math.floor(-math.log2(distance))))


def elias_fano_bits(nodes, nearest, width, dice):
    """Of the bits that are left, the first log2(k) as differences in unary."""
    place, places = 0.0, []
    for _ in range(nearest):
        place += dice.expovariate(1) / nodes
        places.append(place)
    left = width - min(width, math.floor(-math.log2(place)))
    high = min(left, max(0, math.ceil(math.log2(nearest))))
    last = int(place * 2.0 ** (width - left + high))
    return nearest * (left - high) + nearest + last


def main():
    dice = random.Random(20261123)
    print("| addresses | nodes | nearest | in full | relative | saved | Elias-Fano |\n|---|---:|---:|---:|---:|---:|---:|")
    for width, other in ((256, 14), (40, 0)):
        for nodes in (1_000, 100_000, 10_000_000):
            for nearest in (8, 20):
                rounds = 2_000
                number = math.ceil(math.log2(width + 1))
                target = 1 + 8  # the bit and the index of a table of 256
                relative = fano = 0.0
                for _ in range(rounds):
                    relative += number + target + nearest * (width - shared_bits(nodes, nearest, width, dice))
                    fano += number + target + elias_fano_bits(nodes, nearest, width, dice)
                relative /= rounds * nearest
                fano /= rounds * nearest
                saved = 100 * (width - relative) / (width + other)
                print(f"| {width // 8} bytes | {nodes:,} | {nearest} | {width} | {relative:.1f} | {saved:.1f} % | {fano:.1f} |")


if __name__ == "__main__":
    main()
