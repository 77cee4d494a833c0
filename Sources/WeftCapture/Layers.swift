import Weft
import WeftDynamic
import WeftSchema

/// The layers of one packet, outermost first, in trees that the next packet reuses.
@safe
struct Layers: ~Copyable {
  /// Those of the packet are the first `count`; the next one is being decoded.
  private let base: UnsafeMutablePointer<Layer>
  private(set) var count = 0
  /// How many of `capacity` and one have a tree: as many as a packet ever had layers, and the next.
  private var preparedCount = 1
  /// How many layers stand before a quoted packet.
  private(set) var quotedFrom: Int?
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
    /// Of a layer that a link brought.
    var link: LinkPart?

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

  /// Layers of one packet; beyond, a payload is data.
  static let limit = 32
  /// With the frames and messages of links, which stand beside each other; beyond, they are listed by their frame only.
  static let capacity = 256
  /// Where the layers of a link begin.
  private(set) var linkedFrom: Int?

  init() {
    unsafe base = .allocate(capacity: Self.capacity + 1)
    unsafe base.initialize(to: Layer())
  }

  deinit {
    unsafe base.deinitialize(count: preparedCount)
    unsafe base.deallocate()
  }

  subscript(_ index: Int) -> Layer {
    @inline(__always) _read {
      assert(index >= 0 && index < preparedCount)
      yield unsafe base[index]
    }
  }

  /// Those of the packet itself, without a packet that one of them quotes.
  var ownCount: Int { quotedFrom ?? count }

  var isMalformed: Bool {
    for index in 0..<count where self[index].state == .malformed { return true }
    return false
  }

  mutating func removeAll() {
    if linkedFrom != nil {
      for index in 0..<count { unsafe base[index].link = nil }
      linkedFrom = nil
    }
    count = 0
    quotedFrom = nil
    data.removeAll(keepingCapacity: true)
    protocols.removeAll(keepingCapacity: true)
  }

  /// The layer behind the last, whose tree is decoded into; it counts after `keep`.
  var next: Layer {
    @inline(__always) _read { yield unsafe base[count] }
    @inline(__always) _modify { yield unsafe &base[count] }
  }

  /// There is room for it: fewer than `limit` layers count.
  mutating func keep() {
    protocols.append(.layer(self[count].definition))
    count = min(count + 1, Self.limit)
    prepare()
  }

  /// The place of the next layer.
  private mutating func prepare() {
    if count < preparedCount { return }
    unsafe (base + count).initialize(to: Layer())
    preparedCount = count + 1
  }

  /// What follows are frames of a link.
  mutating func noteLink() { if linkedFrom == nil { linkedFrom = count } }

  /// Adds a layer that is decoded already.
  mutating func add(
    _ definition: DefinitionID, _ tree: ValueTree, at range: Range<Int>, _ state: Layer.State, _ link: LinkPart
  ) {
    guard count < Self.capacity else { return }
    unsafe base[count] = Layer(definition: definition, tree: tree, range: range, state: state, link: link)
    protocols.append(.layer(definition))
    count += 1
    prepare()
  }

  /// What was added last is wrong, whatever its tree says.
  mutating func markLastMalformed() {
    if count > 0 { unsafe base[count - 1].state = .malformed }
  }

  /// What follows is a packet that the last layer quotes.
  mutating func noteQuotation() { if quotedFrom == nil { quotedFrom = count } }

  mutating func note(_ name: ProtocolName) { protocols.append(name) }

  mutating func note(data range: Range<Int>, isTrailer: Bool) {
    data.append(Data(range: range, isTrailer: isTrailer, layerCount: count))
    if !isTrailer { protocols.append(.data) }
  }
}
