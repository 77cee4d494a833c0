import WeftCompiler
import WeftDynamic

/// Foreign definitions in which each kind of expression, and each rule that holds one, reads a field that nothing else reads: what a
/// projection must not step over, and what it may.
enum ProjectedRules {
  static let codec = DynamicCodec(compile([SourceFile(path: "projected.weft", bytes: Array(text.utf8))]).schema)

  private static let text = """
    edition 2026
    module Projected

    enum Closed: u4 { none = 0 all = 15 }
    open enum Open: u4 { none = 0 }
    flags Known: u4 { first = 0 }

    foreign Pair bits(msb) bytes(big) { size: u8 other: u8 }
    foreign Sized(size: int) bits(msb) bytes(big) { before: u8 data: bytes[size] }
    foreign Plain(size: int) bits(msb) bytes(big) { before: u8 after: u8 }
    foreign Ordered(isLittle: bool) bits(msb) bytes(isLittle) { before: u8 value: u16 }
    foreign Strict bits(msb) bytes(big) { before: u4 closed: Closed }
    foreign Loose bits(msb) bytes(big) { before: u4 open: Open data: bytes[2] }

    foreign ByCondition bits(msb) bytes(big) { before: u8 a: u8 value: u16 if a > 100 after: u8 }
    foreign ByCount bits(msb) bytes(big) { before: u8 a: u8 list: [u8 * a % 5] after: u8 }
    foreign ByLength bits(msb) bytes(big) { before: u8 a: u8 data: bytes[a % 5] name: text[a % 3] after: u8 }
    foreign ByExtent bits(msb) bytes(big) { before: u8 a: u8 region: [u16] within a % 6 after: u8 }
    foreign ByMask bits(msb) bytes(big) { before: u8 a: u8 value: u8 xor a after: u8 }
    foreign ByFailingMask bits(msb) bytes(big) { before: u8 a: u8 value: u8 xor 12 / (a % 4) after: u8 }
    foreign BySubject bits(msb) bytes(big) {
      before: u8 a: u8
      value: match a % 3 { none = 0 one = 1: u16 default other: [u8 * 3] }
      after: u8
    }
    foreign ByPath bits(msb) bytes(big) { before: u8 inner: Pair data: bytes[inner.size % 5] after: u8 }
    foreign ByArgument bits(msb) bytes(big) { before: u8 a: u8 inner: Sized(a % 5) after: u8 }
    foreign ByUnusedArgument bits(msb) bytes(big) { before: u8 a: u8 inner: Plain(12 / (a % 4)) after: u8 }
    foreign ByElementArgument bits(msb) bytes(big) { before: u8 a: u8 list: [Sized(a % 3) * 2] after: u8 }
    foreign ByCaseArgument bits(msb) bytes(big) {
      before: u8 a: u8 b: u8
      value: match a { one = 1: Sized(b % 4) default other: [Sized(b % 3) * 2] }
      after: u8
    }
    foreign ByOrder bits(msb) bytes(big) { before: u8 a: u8 inner: Ordered(a > 100) after: u8 }
    foreign ByByteCount bits(msb) bytes(big) {
      before: u8 a: bytes[1] b: u8 data: bytes[b % 4] twin: bytes[byteCount(data) + byteCount(a)] after: u8
    }
    foreign ByListCount bits(msb) bytes(big) { before: u8 a: u8 list: [u8 * a % 4] twin: bytes[count(list)] after: u8 }
    foreign ByTag bits(msb) bytes(big) {
      before: u8 kind: u8 = tag(value)
      value: match kind { none = 0 one = 1: u8 default other: u16 }
      twin: bytes[tag(value) % 4] after: u8
    }
    foreign BySpan bits(msb) bytes(big) { before: u8 a: u8 b: u8 c: u8 value: bytes[3] xor span(a ... c) after: u8 }
    foreign ByConcatenation bits(msb) bytes(big) { before: u8 a: u8 b: u8 value: bytes[2] xor u8(a) ++ u8(b) after: u8 }
    foreign ByChecksum bits(msb) bytes(big) {
      before: u8 a: u8 b: u8 value: bytes[4] xor u32(crc32(u8(a) ++ u8(b))) after: u8
    }
    foreign ByChoice bits(msb) bytes(big) {
      before: u8 a: u8 b: u8 c: u8 data: bytes[b % 3 if a > 100 else c % 5] after: u8
    }
    foreign ByOperators bits(msb) bytes(big) {
      before: u8 a: u8 b: u8 c: u8 value: u8 if not (a > 100 and -b < 50 or ~c & 1 == 0) after: u8
    }
    foreign ByPosition bits(msb) bytes(big) { before: u4 a: u4 first: u8 if position > 0 rest: bytes[remaining - 1] after: u8 }
    foreign InWord bits(msb) bytes(big) { before: u8 word u16 { a: u5 b: u7 c: u4 } data: bytes[b % 4] after: u8 }
    foreign InCases bits(msb) bytes(big) { before: u8 a: Closed b: Open c: Known d: u4 e: Strict f: Loose after: u8 }
    foreign InText bits(msb) bytes(big) { before: u8 name: text[3] gap: padding(4) after: const u8 = 7 }

    foreign ByKey bits(msb) bytes(big) {
      before: u8 a: u8 b: u8 c: u8 d: u8
      data: bytes[remaining - 1] carries projected.used(a % 2) with (b, u8(c) ++ u8(c)) when d > 60, projected.unused(a % 2) with (b)
      after: u8
    }
    foreign Used(size: int, key: bytes) bits(msb) bytes(big) on projected.used(0) {
      before: u8 data: bytes[size % 3] masked: bytes[2] xor key after: u8
    }
    foreign Passing(size: int, key: bytes) bits(msb) bytes(big) on projected.used(1) {
      before: u8 rest: bytes[remaining - 1] carries projected.used(0) with (size, key) after: u8
    }
    foreign ByTurn bits(msb) bytes(big) { before: u8 a: u8 data: bytes carries projected.turned(0) with (a > 100) }
    foreign Turned(isLittle: bool) bits(msb) bytes(isLittle) on projected.turned(0) { before: u8 value: u16 after: u16 }
    foreign Unused(size: int) bits(msb) bytes(big) on projected.unused(*) { before: u8 after: u8 }
    """
}
