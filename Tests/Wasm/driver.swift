// The part of the wasm driver that is the same for every schema; `run` adds one check a vector behind it.

import OverlayMessages
import Weft

/// 0 if the bytes decode, give themselves when encoded, and are refused where they are cut off anywhere.
func check<Value: Message>(_ type: Value.Type, _ bytes: [UInt8]) -> Int32 {
  do throws(DecodeError) {
    let value = try Value(decoding: bytes)
    guard encodes(value, to: bytes) else { return 1 }
  } catch {
    return 1
  }
  for count in 0..<bytes.count where decodes(type, Array(bytes[..<count])) { return 1 }
  return 0
}

func encodes<Value: Message>(_ value: Value, to bytes: [UInt8]) -> Bool {
  do throws(EncodeError) { return try value.encoded() == bytes } catch { return false }
}

func decodes<Value: Message>(_ type: Value.Type, _ bytes: [UInt8]) -> Bool {
  do throws(DecodeError) {
    _ = try Value(decoding: bytes)
    return true
  } catch {
    return false
  }
}
