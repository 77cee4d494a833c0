public import WeftSchema
import Weft
import WeftDynamic

/// What programs said in a capture: the innermost payloads, of which the capture's definitions know no more.
public struct CapturePayloads {
  private let codec: DynamicCodec

  /// - Parameter schema: holds `CaptureFormats`.
  public init(schema: Schema) { codec = DynamicCodec(schema) }

  /// The payloads in the order of their packets.
  ///
  /// - Returns: `nil` for bytes that are no capture.
  public func payloads(of capture: [UInt8]) -> [[UInt8]]? {
    guard let definitions = CaptureDefinitions(codec) else { return nil }
    var reader = CaptureReader(codec, definitions)
    var peeler = Peeler(codec, decodeAs: [], marksComputedValues: false)
    var payloads: [[UInt8]] = []
    var rest = capture[...]
    var packetCount = 0
    reading: while true {
      switch reader.next() {
      case .end: break reading
      case .problem: continue
      case .needsInput:
        reader.fill { buffer in
          let count = min(rest.count, buffer.byteCount)
          for (place, byte) in rest.prefix(count).enumerated() {
            buffer.storeBytes(of: byte, toByteOffset: place, as: UInt8.self)
          }
          rest = rest.dropFirst(count)
          return count
        }
      case .packet(let packet):
        packetCount += 1
        let bytes = unsafe reader.window.span.bytes.extracting(packet.range)
        peeler.peel(bytes, linkType: packet.linkType, isCut: packet.isCut)
        let whole = peeler.extended.isEmpty ? Array(reader.window[packet.range]) : peeler.extended
        for data in peeler.layers.data where !data.isTrailer { payloads.append(Array(whole[data.range])) }
      }
    }
    return packetCount > 0 ? payloads : nil
  }
}
