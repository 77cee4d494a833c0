import Weft
import WeftDynamic
import WeftSchema

/// The layers of one packet, outermost first, in trees that the next packet reuses.
struct Layers {
  /// Those of the packet are the first `count`.
  private(set) var layers: [Layer] = []
  private(set) var count = 0
  /// Payload that no definition is bound to, and what stands behind a layer's end.
  private(set) var data: [Data] = []
  /// The names in `frame.protocols`, in the order in which they were found.
  private(set) var protocols: [ProtocolName] = []

  struct Layer {
    var definition = DefinitionID(0)
    var tree = ValueTree()
    /// Its input in the packet, in bytes: what it did not take is its trailer.
    var range = 0..<0
    var state = State.whole

    enum State {
      case whole
      /// The packet was cut by its snap length, and the layer with it.
      case cut
      case malformed
    }
  }

  struct Data {
    var range: Range<Int>
    /// Behind the end of the layer before, in the same payload.
    var isTrailer: Bool
    /// How many layers stand before it.
    var layerCount: Int
  }

  enum ProtocolName {
    case layer(DefinitionID)
    /// tshark names the lookup by Ethernet type as a layer.
    case etherType
    case data
  }

  var isMalformed: Bool { (0..<count).contains { layers[$0].state == .malformed } }

  mutating func removeAll() {
    count = 0
    data.removeAll(keepingCapacity: true)
    protocols.removeAll(keepingCapacity: true)
  }

  /// Room for one more, with a tree to decode into; it counts after `keep`.
  mutating func prepare() { if count == layers.count { layers.append(Layer()) } }

  /// The layer behind the last.
  var next: Layer {
    _read { yield layers[count] }
    _modify { yield &layers[count] }
  }

  mutating func keep() {
    protocols.append(.layer(layers[count].definition))
    count += 1
  }

  mutating func note(_ name: ProtocolName) { protocols.append(name) }

  mutating func note(data range: Range<Int>, isTrailer: Bool) {
    data.append(Data(range: range, isTrailer: isTrailer, layerCount: count))
    if !isTrailer { protocols.append(.data) }
  }
}
