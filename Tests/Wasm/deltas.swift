// The worked example of a delta form (docs/language.md, "Worked examples"), inside a wasm module.

import BaselineExample
import Weft

let before: [UInt8] = [0x64, 0x00, 0x85, 0x2D, 0x14, 0x9E, 0x50, 0xCC, 0x3A, 0x00]
let after: [UInt8] = [0x65, 0x00, 0x85, 0x2D, 0x1A, 0x02, 0x79, 0xE4, 0x3A, 0x00]
let delta: [UInt8] = [0x0D, 0x52, 0x8C, 0x06, 0x79, 0x64]

/// 0 if the delta is what the page says, gives the state after it, is refused where it is cut off, and equal states are one bit.
@_cdecl("failures")
public func failures() -> Int32 {
  do throws(DecodeError) {
    let old = try World(decoding: before)
    let new = try World(decoding: after)
    guard encodes(new, against: old, to: delta), encodes(old, against: old, to: [0]) else { return 1 }
    guard try World(decoding: delta, against: old) == new else { return 2 }
    for count in 0..<delta.count where decodes(Array(delta[..<count]), against: old) { return 3 }
  } catch {
    return 4
  }
  return 0
}

func encodes(_ value: World, against baseline: World, to bytes: [UInt8]) -> Bool {
  do throws(EncodeError) { return try value.encoded(against: baseline) == bytes } catch { return false }
}

func decodes(_ bytes: [UInt8], against baseline: World) -> Bool {
  do throws(DecodeError) {
    _ = try World(decoding: bytes, against: baseline)
    return true
  } catch {
    return false
  }
}
