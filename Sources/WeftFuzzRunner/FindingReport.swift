import Weft
import WeftAnnotation
import WeftDynamic
import WeftFuzz
import WeftSchema

/// `1 byte`, `2 bytes`.
func byteCount(_ bytes: [UInt8]) -> String { "\(bytes.count) byte\(bytes.count == 1 ? "" : "s")" }

/// What was found, in the schema's words, and as a test to paste.
struct FindingReport {
  let codec: DynamicCodec
  /// As the user names it: `Lobby.check`; `nil` for the codecs themselves.
  let handlerName: String?
  private let text = AnnotationText(colour: Colour(isOn: false))

  func lines(_ input: [UInt8], _ harness: HandlerHarness) -> [String] {
    let events = harness.happenings(EventList(decoding: input))
    var lines: [String] = []
    for (index, event) in events.enumerated() {
      switch event {
      case .connected(let peer): lines.append("  \(index + 1)  peer \(peer) connects")
      case .disconnected(let peer): lines.append("  \(index + 1)  peer \(peer) leaves")
      case .ticked(let milliseconds): lines.append("  \(index + 1)  \(milliseconds) ms pass")
      case .received(let content, let peer):
        let name = name(of: content, harness)
        lines.append("  \(index + 1)  peer \(peer) says \(name) (\(byteCount(content.bytes)))")
        lines += annotation(of: content, harness).map { "     " + $0 }
      }
    }
    return lines
  }

  private func name(of content: FuzzContent, _ harness: HandlerHarness) -> String {
    content.value.map { "\(type(of: $0))" } ?? harness.messages[0].name + ", or not"
  }

  private func annotation(of content: FuzzContent, _ harness: HandlerHarness) -> [String] {
    let message = harness.messages.first { content.value.map { type(of: $0) } == $0.type } ?? harness.messages[0]
    return annotation(of: content.bytes, message.definition)
  }

  func annotation(of bytes: [UInt8], _ definition: DefinitionID) -> [String] {
    var tree = ValueTree()
    codec.decode(definition, from: bytes, into: &tree, options: .init(isLenient: true))
    return text.lines(of: Annotation(codec, tree, of: definition, bytes).rows, bytes: bytes)
  }

  /// A test that fails as the fuzzer did.
  func test(_ input: [UInt8], _ harness: HandlerHarness) -> [String] {
    guard let handlerName else { return [] }
    let call = handlerName.split(separator: ".").dropFirst().joined(separator: ".")
    let events = harness.happenings(EventList(decoding: input))
    var lines = imports(handlerName, events, harness) + ["", "@Test func found\(InputName.of(input).prefix(6))() throws {"]
    if harness.handler.takesEvents {
      lines.append("  try \(call)([")
      for event in events {
        switch event {
        case .connected(let peer): lines.append("    .connected(peer: \(peer)),")
        case .disconnected(let peer): lines.append("    .disconnected(peer: \(peer)),")
        case .ticked(let milliseconds): lines.append("    .ticked(milliseconds: \(milliseconds)),")
        case .received(let content, let peer):
          lines += comment(content, harness).map { "    " + $0 }
          lines.append("    .received(\(expression(content, harness)), from: \(peer)),")
        }
      }
      lines.append("  ])")
    } else {
      for case .received(let content, _) in events {
        lines += comment(content, harness).map { "  " + $0 }
        lines.append("  try \(call)(\(expression(content, harness)))")
      }
    }
    return lines + ["}"]
  }

  /// What the test's file imports.
  private func imports(_ handlerName: String, _ events: [PeerEvent<FuzzContent>], _ harness: HandlerHarness) -> [String] {
    let module = String(handlerName.prefix { $0 != "." })
    let modules = events.compactMap { event -> String? in
      guard case .received(let content, _) = event, let value = content.value, !harness.handler.takesBytes else { return nil }
      return harness.messages.first { type(of: value) == $0.type }.map { String($0.name.prefix { $0 != "." }) }
    }
    let others = Set(modules + ["Testing", "Weft"]).subtracting([module]).sorted()
    return others.map { "import \($0)" } + ["", "@testable import \(module)"]
  }

  private func comment(_ content: FuzzContent, _ harness: HandlerHarness) -> [String] {
    guard let value = content.value, let message = harness.messages.first(where: { type(of: value) == $0.type }),
      let decoded = try? codec.decoded(message.definition, from: content.bytes)
    else { return [] }
    return ["// \(decoded.json)"]
  }

  private func expression(_ content: FuzzContent, _ harness: HandlerHarness) -> String {
    let bytes = "[" + content.bytes.map { "0x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ", ") + "]"
    if harness.handler.takesBytes { return bytes }
    guard let value = content.value else { return bytes }
    let message = "\(type(of: value))(decoding: \(bytes))"
    guard case .channel(let channel) = harness.handler.content, let name = channel.caseName(content) else { return message }
    return ".\(name)(\(message))"
  }
}
