"""Weft's bits, written a second time from docs/language.md: what the Swift codecs are held to on the traces.

Codes go in, not values: integers from 0, enums and quantised reals as on the wire. `None` is an absent text or list.
"""


class Bits:
    """Bits, the least significant of the first byte first."""

    def __init__(self):
        self.bytes, self.word, self.count = bytearray(), 0, 0

    def put(self, code, count):
        assert 0 <= code < 1 << count, (code, count)
        self.word |= code << self.count
        self.count += count
        if self.count >= 512:
            whole = self.count // 8
            self.bytes += (self.word & (1 << 8 * whole) - 1).to_bytes(whole, "little")
            self.word >>= 8 * whole
            self.count -= 8 * whole

    def put_bytes(self, data):
        self.put(int.from_bytes(data, "little"), 8 * len(data))

    @property
    def bit_count(self):
        return 8 * len(self.bytes) + self.count

    def finish(self):
        return bytes(self.bytes) + self.word.to_bytes((self.count + 7) // 8, "little")


def width(count):
    """Bits for that many codes."""
    return (count - 1).bit_length()


def rice_parameter(total, count):
    """`rice(sum, count)` of section "Deltas"."""
    return next(k for k in range(33) if k == 32 or count << k + 1 >= total)


def put_rice(bits, value, k):
    bits.put((1 << (value >> k)) - 1, (value >> k) + 1)
    bits.put(value & (1 << k) - 1, k)


class Model:
    def __init__(self, width, stated):
        self.scale = 4 * (width // 4 if stated is None else stated)
        self.quiet = 0 if stated is None else -4


class State:
    """Of one message: models, and the tables of its link."""

    def __init__(self, tables=None):
        self.models, self.previous, self.tables = {}, 0, tables

    def put_difference(self, bits, slot, field, code, baseline):
        difference = code - baseline
        z = 2 * difference - 1 if difference > 0 else -2 * difference
        context = (slot % 64, 0 if self.previous == 0 else 1 if self.previous < 4 else 2)
        model = self.models.setdefault(context, Model(field.type.width, field.stated))
        self.previous = z
        stepped = True
        if model.quiet >= 0:
            bits.put(int(z != 0), 1)
            stepped = z != 0
        if stepped:
            value, k = z - (model.quiet >= 0), model.scale >> 2
            ones = (value >> k).bit_length()
            if ones >= 8:
                ones = 8
                bits.put(255, 8)
                bits.put(code, field.type.width)
            else:
                bits.put((1 << ones) - 1, ones + 1)
                low = k if ones == 0 else k + ones - 1
                bits.put(value & (1 << low) - 1, low)
            if ones == 0:
                model.scale = max(model.scale - 2, 0)
            elif ones >= 2:
                model.scale = min(model.scale + min(ones, 4), 128)
        model.quiet = min(model.quiet + 2, 12) if z == 0 else max(model.quiet - 1, -12)


class Number:
    """Integers, enums, truth values, quantised reals: `count` codes."""

    def __init__(self, count):
        self.width = width(count)

    def put(self, bits, code, tables):
        bits.put(code, self.width)


class Data:
    """`bytes[n]`, or with a `most` a count before them; text is its UTF-8."""

    def __init__(self, count=None, most=None):
        self.count, self.most = count, most

    def put(self, bits, data, tables):
        if self.most is not None:
            bits.put(len(data), width(self.most + 1))
        bits.put_bytes(data)


class List:
    def __init__(self, element, most):
        self.element, self.most = element, most

    def put(self, bits, elements, tables):
        bits.put(len(elements), width(self.most + 1))
        for element in elements:
            self.element.put(bits, element, tables)

    def put_keyed_change(self, bits, elements, baseline, state, slot):
        """Changed elements only: in the traces nothing is created or removed."""
        assert [e[0] for e in elements] == [e[0] for e in baseline]
        changed = [place for place, (new, old) in enumerate(zip(elements, baseline)) if new != old]
        bits.put(0, 1)
        bits.put(1, 1)
        put_choice(bits, changed, len(elements))
        headed = changed
        if self.element.chooses_heads:
            headed = [place for place in changed if self.element.head_differs(elements[place], baseline[place])]
            bits.put(int(bool(headed)), 1)
            if headed:
                put_choice(bits, [changed.index(place) for place in headed], len(changed))
        for place in changed:
            self.element.put_delta(bits, elements[place], baseline[place], state, slot, is_element=True, has_head=place in headed)
        bits.put(0, 1)


def put_choice(bits, places, count):
    chosen, left_out = len(places), count - len(places)
    bits.put(chosen - 1, width(count))
    if not left_out:
        return
    starts = [place for place in places if place - 1 not in set(places)]
    runs = len(starts)
    if chosen > 1:
        bits.put(int(2 * runs <= chosen), 1)
    if 2 * runs <= chosen:
        bits.put(runs - 1, width(min(chosen // 2, left_out + 1)))
        ends = [place + 1 for place in places if place + 1 not in set(places)]
        k, k_length = rice_parameter(left_out - runs + 1, runs), rice_parameter(chosen - runs, runs)
        for run, (start, end) in enumerate(zip(starts, ends)):
            put_rice(bits, start - (ends[run - 1] + 1 if run else 0), k)
            if run < runs - 1:
                put_rice(bits, end - start - 1, k_length)
        return
    k, last = rice_parameter(left_out, chosen), -1
    for place in places:
        put_rice(bits, place - last - 1, k)
        last = place


class Field:
    """`policy` is "changed", "difference" or "never"; `stated` its k; `interned` the capacity of its table."""

    def __init__(self, name, type, policy="changed", stated=None, interned=None):
        self.name, self.type, self.policy, self.stated, self.interned = name, type, policy, stated, interned

    @property
    def slot_count(self):
        if self.policy == "difference":
            return 1
        inner = self.type.element if isinstance(self.type, List) else self.type
        return sum(field.slot_count for field in inner.fields) if isinstance(inner, Record) and self.policy != "never" else 0


class Record:
    """Values are tuples in the order of the fields; a key is the first of them."""

    def __init__(self, *fields, keyed=False, has_delta=False):
        self.fields, self.keyed, self.has_delta = fields, keyed, keyed or has_delta

    def put(self, bits, value, tables):
        for field, content in zip(self.fields, value):
            if field.interned and tables is not None:
                index = tables.index(content, field)
                bits.put(int(index is not None), 1)
                if index is not None:
                    bits.put(index, width(field.interned))
                    continue
                tables.add(content, field)
            field.type.put(bits, content, tables)

    @property
    def chooses_heads(self):
        policies = {field.policy == "changed" for field in self.fields[1:]}
        return self.keyed and len(policies) == 2

    def head_differs(self, value, baseline):
        return any(f.policy == "changed" and new != old for f, new, old in list(zip(self.fields, value, baseline))[1:])

    def put_delta(self, bits, value, baseline, state, slot=0, is_element=False, has_head=True):
        if self.keyed and not is_element:
            bits.put(int(value[0] != baseline[0]), 1)
        rest = list(zip(self.fields, value, baseline))[int(self.keyed):]
        for field, new, old in rest:
            if field.policy == "changed" and has_head:
                bits.put(int(new != old), 1)
        for field, new, old in rest:
            first, slot = slot, slot + field.slot_count
            if field.policy == "difference":
                state.put_difference(bits, first, field, new, old)
            elif field.policy == "never":
                field.type.put(bits, new, state.tables)
            elif new == old:
                continue
            elif isinstance(field.type, Record):
                field.type.put_delta(bits, new, old, state, first)
            elif isinstance(field.type, List) and isinstance(field.type.element, Record) and field.type.element.keyed:
                field.type.put_keyed_change(bits, new, old, state, first)
            elif field.type.__class__ is Number and field.type.width == 1:
                pass  # a truth value that changed is the other one
            else:
                field.type.put(bits, new, state.tables)


def full(record, value, bits=None, tables=None):
    bits = bits or Bits()
    record.put(bits, value, tables)
    return bits


def against(record, value, baseline, bits=None, tables=None):
    bits = bits or Bits()
    bits.put(int(value != baseline), 1)
    if value != baseline:
        record.put_delta(bits, value, baseline, State(tables))
    return bits


def linear(newest, second, first_age, second_age, largest):
    """`predict linear` of one code."""
    span = second_age - first_age
    moved = newest + (2 * (newest - second) * first_age + span) // (2 * span)
    return min(max(moved, 0), largest)


class Tables:
    """Of one way of one link: an index for each entry, the oldest of them is overwritten."""

    def __init__(self):
        self.entries, self.next = {}, {}

    def table(self, field):
        return self.entries.setdefault((field.interned, field.type.count), {})

    def index(self, data, field):
        return self.table(field).get(data)

    def add(self, data, field):
        key, table = (field.interned, field.type.count), self.table(field)
        index = self.next.get(key, 0)
        assert index < field.interned, "the traces need no eviction"
        table[data] = index
        self.next[key] = index + 1
