/// Deltas and channels in the words of the language, for layouts and documentation.
extension DeltaRules: CustomStringConvertible {
  /// `changed`, `wrap(3) step(1)`, `difference, predict linear(3)`.
  public var description: String {
    var text: String
    switch policy {
    case .never: text = "never"
    case .changed: text = "changed"
    case .difference(let parameter, let isSparse, let wraps):
      text = (wraps ? "wrap" : "difference") + (isSparse ? "" : "(\(parameter))")
    }
    if step != 0 { text += " step(\(step))" }
    if case .linear(let points) = predictor { text += ", predict linear" + (points == 2 ? "" : "(\(points))") }
    return text
  }
}

extension Channel.Transport: CustomStringConvertible {
  public var description: String {
    switch self {
    case .datagram(let mtu): "datagram(mtu: \(mtu))"
    case .ordered: "ordered"
    case .stream: "stream"
    }
  }
}

extension Channel.Compression: CustomStringConvertible {
  public var description: String {
    switch mode {
    case .stream(let byteCount): "zstd(level: \(level), window: \(byteCount))"
    case .history(let byteCount): "zstd(level: \(level), history: \(byteCount))"
    case .message(nil): "zstd(level: \(level))"
    case .message(let name?): "zstd(level: \(level), dictionary: \(Literal.text(name)))"
    }
  }
}

extension Schema {
  /// `channel Talk = 1 over ordered { Hello, Other.Place }`.
  public func text(of channel: Channel, in module: Module) -> String {
    let names = channel.messages.map { id in
      self[id].module == module.name ? self[id].name : "\(self[id].module).\(self[id].name)"
    }
    let head = "channel \(channel.name) = \(channel.number) over \(channel.transport)"
    return head + " { \(names.joined(separator: ", ")) }" + (channel.compression.map { " \($0)" } ?? "")
  }
}
