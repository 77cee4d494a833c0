import WeftSchema

extension Comparison {
  /// What two ends of a channel settle by their handshakes (limits, tags, compression) breaks nothing; what they cannot, does.
  /// `docs/streams.md`, "Handshake".
  func channelChanges() -> [Change] {
    var changes: [Change] = []
    for module in new.modules {
      let before = old.modules.first { $0.name == module.name }?.channels ?? []
      for channel in module.channels {
        let path = "\(module.name).\(channel.name)"
        guard let other = before.counterpart(of: channel, among: module.channels) else {
          changes.append(Change(.channelAdded, at: path, "only in the new version", breaks: []))
          continue
        }
        if other.name != channel.name {
          changes.append(Change(.channelRenamed, at: path, "from \(other.name)", breaks: .source))
        }
        changes += self.changes(from: other, to: channel, at: path)
      }
    }
    for module in old.modules {
      let after = new.modules.first { $0.name == module.name }?.channels ?? []
      for channel in module.channels where after.counterpart(of: channel, among: module.channels) == nil {
        changes.append(
          Change(
            .channelRemoved, at: "\(module.name).\(channel.name)", "channel \(channel.number)", breaks: [.links, .source]))
      }
    }
    return changes
  }

  private func changes(from before: Channel, to after: Channel, at path: String) -> [Change] {
    var changes: [Change] = []
    if before.transport.kind != after.transport.kind {
      changes.append(
        Change(
          .channelTransportChanged, at: path, "\(before.transport.kind) → \(after.transport.kind)", breaks: .links))
    }
    if before.compression?.mode != after.compression?.mode {
      changes.append(
        Change(.channelCompressionChanged, at: path, "\(before.compression.text) → \(after.compression.text)", breaks: []))
    }
    // A message is the same one by its tag, as everywhere; whether the ends then know it alike, its identity says.
    let (oldTags, newTags) = (tags(of: before, old), tags(of: after, new))
    for (id, tag) in newTags where !oldTags.contains(where: { $0.tag == tag }) {
      changes.append(Change(.channelMessageAdded, at: path, new[id].name, breaks: []))
    }
    for (id, tag) in oldTags where !newTags.contains(where: { $0.tag == tag }) {
      changes.append(Change(.channelMessageRemoved, at: path, old[id].name, breaks: [.links, .source]))
    }
    return changes
  }

  private func tags(of channel: Channel, _ schema: Schema) -> [(id: DefinitionID, tag: Int)] {
    channel.messages.compactMap { id in
      guard case .record(let record) = schema[id].body, case .message(let tag) = record.kind else { return nil }
      return (id, tag)
    }
  }
}

extension [Channel] {
  /// Of the same name; otherwise of the same number, unless that one's name is still there.
  fileprivate func counterpart(of channel: Channel, among others: [Channel]) -> Channel? {
    first { $0.name == channel.name }
      ?? first { candidate in candidate.number == channel.number && !others.contains { $0.name == candidate.name } }
  }
}

extension Channel.Transport {
  fileprivate var kind: String {
    switch self {
    case .datagram: "datagram"
    case .ordered: "ordered"
    case .stream: "stream"
    }
  }
}

extension Channel.Compression? {
  fileprivate var text: String {
    switch self?.mode {
    case nil: "none"
    case .stream(let count): "zstd(window: \(count))"
    case .history(let count): "zstd(history: \(count))"
    case .message(let dictionary): dictionary.map { "zstd(dictionary: \"\($0)\")" } ?? "zstd"
    }
  }
}
