import WeftDynamic
import WeftSchema

/// Datagrams of which fragments have come (RFC 791 section 3.2, RFC 8200 section 4.5), in bounded memory: beyond the bounds the
/// oldest is forgotten.
struct Reassembly {
  /// Of all datagrams together.
  static let byteLimit = 1 << 22
  static let datagramLimit = 1024
  /// What a length of 16 bits can say.
  static let datagramByteLimit = 65535
  /// Places of one datagram where something is missing.
  static let gapLimit = 256

  /// What fragments of one datagram have in common.
  struct Key: Hashable {
    var source: [UInt8]
    var destination: [UInt8]
    var identification: UInt64
    /// Of IPv4; 0 of IPv6, where fragments may differ in it.
    var nextProtocol: UInt64
  }

  /// A datagram's payload, and what it is: the first fragment tells.
  struct Whole: Hashable {
    var bytes: [UInt8]
    var nextProtocol: UInt64
  }

  private struct Datagram {
    var nextProtocol: UInt64 = 0
    /// Zeros where nothing has come yet.
    var bytes: [UInt8] = []
    /// What has come: ascending, with gaps between.
    var ranges: [Range<Int>] = []
    /// Known with the last fragment.
    var byteCount: Int?
    /// Grows with each fragment that is taken in.
    var age = 0

    var isWhole: Bool { ranges.count == 1 && byteCount.map { ranges[0] == 0..<$0 } ?? false }

    /// Where fragments overlap, the first that came counts.
    mutating func add(_ fragment: RawSpan, at offset: Int) {
      let end = offset + fragment.byteCount
      if bytes.count < end { bytes.append(contentsOf: repeatElement(0, count: end - bytes.count)) }
      let before = ranges.prefix { $0.upperBound < offset }
      let touching = ranges[before.endIndex...].prefix { $0.lowerBound <= end }
      var position = offset
      for range in touching {
        while position < min(range.lowerBound, end) { position = take(fragment, at: position, offset) }
        position = max(position, range.upperBound)
      }
      while position < end { position = take(fragment, at: position, offset) }
      let whole = min(offset, touching.first?.lowerBound ?? offset)..<max(end, touching.last?.upperBound ?? end)
      ranges.replaceSubrange(before.endIndex..<touching.endIndex, with: [whole])
    }

    private mutating func take(_ fragment: RawSpan, at position: Int, _ offset: Int) -> Int {
      bytes[position] = fragment[position - offset]
      return position + 1
    }
  }

  private var datagrams: [Key: Datagram] = [:]
  /// Oldest first. A datagram that another fragment came for stands there again; only its last place counts.
  private var order: [(key: Key, age: Int)] = []
  private var oldest = 0
  private var age = 0
  private(set) var byteCount = 0
  var datagramCount: Int { datagrams.count }
  /// What `order` holds, places that no longer count too.
  var placeCount: Int { order.count }

  func gapCount(of key: Key) -> Int { datagrams[key]?.ranges.count ?? 0 }

  /// Takes a fragment in. Returns the datagram if that made it whole.
  mutating func add(
    _ fragment: RawSpan, of key: Key, at offset: Int, isLast: Bool, nextProtocol: UInt64 = 0
  ) -> Whole? {
    let end = offset + fragment.byteCount
    var datagram = datagrams[key] ?? Datagram()
    let isBroken =
      end > Self.datagramByteLimit || datagram.byteCount.map { end > $0 || (isLast && end != $0) } ?? false
      || (isLast && datagram.bytes.count > end) || datagram.ranges.count > Self.gapLimit
    forget(key)
    if isBroken { return nil }
    datagram.add(fragment, at: offset)
    if isLast { datagram.byteCount = end }
    if offset == 0 { datagram.nextProtocol = nextProtocol }
    if datagram.isWhole { return Whole(bytes: datagram.bytes, nextProtocol: datagram.nextProtocol) }
    age += 1
    datagram.age = age
    datagrams[key] = datagram
    order.append((key, age))
    byteCount += datagram.bytes.count
    while byteCount > Self.byteLimit || datagrams.count > Self.datagramLimit { forgetOldest() }
    if order.count > 4 * Self.datagramLimit { dropPlaces() }
    return nil
  }

  private mutating func forgetOldest() {
    let place = order[oldest]
    oldest += 1
    if datagrams[place.key]?.age == place.age { forget(place.key) }
  }

  /// Leaves the places that count: at most one a datagram, so that this costs a constant share of each fragment.
  private mutating func dropPlaces() {
    order = order[oldest...].filter { datagrams[$0.key]?.age == $0.age }
    oldest = 0
  }

  private mutating func forget(_ key: Key) {
    guard let datagram = datagrams.removeValue(forKey: key) else { return }
    byteCount -= datagram.bytes.count
  }
}

/// Where the definitions of fragments state what a reassembly asks for. The fields are read from the packet, at the places that
/// the definitions give them, so that a packet that is no fragment costs nothing.
struct FragmentFields {
  private let ipv4: DefinitionID
  private let ipv6: DefinitionID
  private let ipv6Fragment: DefinitionID
  private let places: [DefinitionID: [String: Range<Int>]]

  /// What a layer says of the fragment that it carries.
  struct Fragment {
    var key: Reassembly.Key
    /// In bytes.
    var offset: Int
    var isLast: Bool
    var nextProtocol: UInt64
  }

  /// `nil`: the schema does not define them so.
  init?(_ codec: DynamicCodec) {
    guard let ipv4 = codec.definition(named: "CaptureFormats.IPv4"), let ipv6 = codec.definition(named: "CaptureFormats.IPv6"),
      let fragment = codec.definition(named: "CaptureFormats.IPv6Fragment")
    else { return nil }
    self.ipv4 = ipv4
    self.ipv6 = ipv6
    ipv6Fragment = fragment
    var places = [ipv4, ipv6, fragment].reduce(into: [:]) { $0[$1] = codec.schema.places(in: $1) }
    if case .record(let record) = codec.schema[ipv4].body, let flags = places[ipv4]?["flags"],
      case .named(let definition, _)? = record.fields.first(where: { $0.name == "flags" })?.type,
      let more = codec.schema.places(in: definition)["moreFragments"]
    {
      places[ipv4]?["moreFragments"] = flags.lowerBound + more.lowerBound..<flags.lowerBound + more.upperBound
    }
    self.places = places
  }

  /// `nil`: the layer is none of those that carry fragments.
  func fragment(_ index: Int, of layers: borrowing Layers, _ packet: RawSpan) -> Fragment? {
    let definition = layers[index].definition
    let isIPv4 = definition == ipv4
    guard isIPv4 || definition == ipv6Fragment,
      let addresses = isIPv4 ? index : (0..<index).last(where: { layers[$0].definition == ipv6 }),
      let source = bytes("source", addresses, layers, packet), let destination = bytes("destination", addresses, layers, packet),
      let identification = number("identification", index, layers, packet),
      let nextProtocol = number(isIPv4 ? "protocol" : "nextHeader", index, layers, packet),
      let offset = number(isIPv4 ? "fragmentOffset" : "offset", index, layers, packet),
      let more = number("moreFragments", index, layers, packet)
    else { return nil }
    let key = Reassembly.Key(
      source: source, destination: destination, identification: identification, nextProtocol: isIPv4 ? nextProtocol : 0)
    return Fragment(key: key, offset: Int(offset) * 8, isLast: more == 0, nextProtocol: nextProtocol)
  }

  private func place(_ name: String, _ index: Int, _ layers: borrowing Layers, _ packet: RawSpan) -> Range<Int>? {
    guard let place = places[layers[index].definition]?[name] else { return nil }
    let first = layers[index].range.lowerBound * 8 + place.lowerBound
    return first + place.count <= packet.byteCount * 8 ? first..<first + place.count : nil
  }

  private func number(_ name: String, _ index: Int, _ layers: borrowing Layers, _ packet: RawSpan) -> UInt64? {
    guard let place = place(name, index, layers, packet), place.count <= 64 else { return nil }
    return place.reduce(0) { $0 << 1 | UInt64(packet[$1 >> 3] >> UInt8(7 - $1 & 7) & 1) }
  }

  private func bytes(_ name: String, _ index: Int, _ layers: borrowing Layers, _ packet: RawSpan) -> [UInt8]? {
    guard let place = place(name, index, layers, packet) else { return nil }
    return (place.lowerBound / 8..<place.upperBound / 8).map { packet[$0] }
  }
}

extension Schema {
  /// The bits of each field of a record that stands at a constant place, from the record's first bit.
  func places(in definition: DefinitionID) -> [String: Range<Int>] {
    guard case .record(let record) = self[definition].body else { return [:] }
    return record.fields.reduce(into: [:]) { places, field in
      guard let first = field.bitOffset, let count = field.bitCountRange.constant else { return }
      places[field.name] = first..<first + count
    }
  }
}
