import Weft
import WeftDynamic

extension CaptureReader {
  /// Steps over blocks up to the next packet, or the next that is wrong.
  mutating func nextBlock() -> Step {
    while !unread.isEmpty {
      // A section's byte order, without which its length means nothing, stands in the first 12 bytes; no block is shorter.
      if unread.count < 12, !isAtEnd {
        neededByteCount = 12
        return .needsInput
      }
      let isComplete = decodeBlock()
      let length = Int(tree.integer(ofField: definitions.block.totalLength))
      if length > Self.blockByteLimit {
        return stop("the block at byte \(fileOffset) states \(length) bytes, more than \(Self.blockByteLimit)")
      }
      // Lengths are multiples of 4; where one is not, the writer padded and forgot to say so.
      let paddedLength = (max(length, 12) + 3) & ~3
      if unread.count < paddedLength, !isAtEnd {
        neededByteCount = paddedLength
        return .needsInput
      }
      if unread.count < max(length, 12) { return stop("the file ends inside the block at byte \(fileOffset)") }
      if length < 12 { return stop("the block at byte \(fileOffset) states \(length) bytes, fewer than a block has") }
      let step = use(isComplete ? blockMark() : "the block at byte \(fileOffset): \(tree.failure.map { "\($0)" } ?? "")")
      consume(min(paddedLength, unread.count))
      if let step { return step }
    }
    return next()
  }

  /// A section's first block tells its byte order: until then the order is that of the section before.
  private mutating func decodeBlock() -> Bool {
    let isComplete = decode(definitions.block)
    guard hasWrongMagic else { return isComplete }
    isLittle.toggle()
    let isOtherComplete = decode(definitions.block)
    guard hasWrongMagic else { return isOtherComplete }
    // Wrong in both orders: the section before decides, however often the block is tried while it comes in.
    isLittle.toggle()
    return decode(definitions.block)
  }

  private var hasWrongMagic: Bool {
    let magic = definitions.section.byteOrderMagic
    return tree.marks.contains { tree.nodes[$0.node].field == magic }
  }

  /// A wrong constant or length.
  private func blockMark() -> String? {
    guard let mark = tree.marks.first else { return nil }
    return "the block at byte \(fileOffset): bit \(tree.nodes[mark.node].bitOffset): \(mark.reason)"
  }

  /// What the block is good for, whole or not; `nil`: nothing to tell.
  private mutating func use(_ problem: String?) -> Step? {
    guard let body = tree.node(ofField: definitions.block.body) else { return problem.map { .problem($0) } }
    switch definitions.blockKind(ofCase: Int(tree.nodes[body].payload)) {
    case .section:
      interfaces.removeAll()
    case .interface:
      guard interfaces.count < Self.interfaceLimit else { return stop("more than \(Self.interfaceLimit) interfaces") }
      interfaces.append(statedInterface())
    case .enhancedPacket: return packet(definitions.enhancedPacket, problem)
    case .obsoletePacket: return packet(definitions.obsoletePacket, problem)
    case .simplePacket: return packet(definitions.simplePacket, problem)
    case .other: break
    }
    return problem.map { .problem($0) }
  }

  private func statedInterface() -> CaptureInterface {
    var interface = CaptureInterface(
      linkType: Int64(tree.integer(ofField: definitions.interface.field("linkType"))),
      snapLength: Int(tree.integer(ofField: definitions.interface.field("snapLength"))))
    let value = definitions.interfaceOption.field("value")
    for index in tree.nodes.indices where tree.nodes[index].field == value && tree.nodes[index].end > index + 1 {
      let option = tree.nodes[index + 1]
      switch definitions.interfaceOptionKind(ofCase: Int(tree.nodes[index].payload)) {
      case .timestampResolution: interface.clock.resolution = UInt8(truncatingIfNeeded: option.payload)
      case .timestampOffset: interface.clock.offset = Int64(bitPattern: option.payload)
      case .other: break
      }
    }
    return interface
  }

  private func packet(_ record: CaptureDefinitions.RecordIndex, _ problem: String?) -> Step? {
    guard let data = tree.node(ofField: record.data) else { return problem.map { .problem($0) } }
    let number = Int(tree.integer(ofField: record.interface))
    guard number < interfaces.count else {
      return .problem("the block at byte \(fileOffset) names interface \(number), and the section has \(interfaces.count)")
    }
    let interface = interfaces[number]
    let high = record.timestampHigh
    let ticks = tree.integer(ofField: high) << 32 | tree.integer(ofField: record.timestampLow)
    let isSimple = record.definition == definitions.simplePacket.definition
    // Of a simple packet, what the interface's snap length cut off is padding.
    let count = tree.nodes[data].byteCount
    let kept = isSimple && interface.snapLength > 0 ? min(count, interface.snapLength) : count
    let offset = unread.lowerBound + tree.nodes[data].byteOffset
    return .packet(
      CapturedPacket(
        range: offset..<offset + kept, originalByteCount: Int(tree.integer(ofField: record.originalLength)),
        timestamp: isSimple ? nil : interface.clock.timestamp(ofTicks: ticks), interface: number,
        linkType: interface.linkType, problem: problem))
  }
}
