import Weft
public import WeftDynamic
import WeftSchema

/// Whether a generated value and a dynamic one are the same, field by field, by what reflection shows of the generated one.
///
/// - Returns: `nil`, or the path of the first difference and both sides.
public func difference(_ generated: Any, _ dynamic: Value?, path: String = "") -> String? {
  if let optional = generated as? any OptionalValue, optional.wrapped == nil {
    return dynamic == nil || dynamic?.isComputed == true ? nil : "\(path): only the dynamic codec has \(dynamic?.json ?? "")"
  }
  let generated = (generated as? any OptionalValue)?.wrapped ?? generated
  guard let dynamic else { return "\(path): only the generated codec has \(generated)" }
  func same(_ isSame: Bool) -> String? { isSame ? nil : "\(path): generated \(generated), dynamic \(dynamic.json)" }

  switch dynamic.kind {
  case .bool, .unsigned, .signed:
    if let isTrue = generated as? Bool { return same(dynamic.integer == (isTrue ? 1 : 0)) }
    return same((generated as? any BinaryInteger).map { Int128($0) } == dynamic.integer)
  case .fixed, .float:
    let real = (generated as? Double) ?? (generated as? Float).map(Double.init)
    return same(real?.bitPattern == dynamic.real?.bitPattern || (real?.isNaN ?? false) && dynamic.real?.isNaN ?? false)
  case .enumeration, .flags:
    let code = (generated as? any RawRepresentable).flatMap { $0.rawValue as? any BinaryInteger }.map { Int128($0) }
    return same(code == dynamic.integer)
  case .padding:
    // Generated code keeps none where all bits are zero.
    let kept = (generated as? any ByteString)?.byteArray
    return same(kept == dynamic.bytes || kept == [] && dynamic.bytes?.allSatisfy { $0 == 0 } == true)
  case .bytes, .extensionTail: return same((generated as? any ByteString)?.byteArray == dynamic.bytes)
  case .text: return same("\(generated)" == dynamic.text)
  case .list:
    guard let elements = (generated as? any ElementArray)?.elementArray, elements.count == dynamic.children.count else {
      return same(false)
    }
    for (index, pair) in zip(elements, dynamic.children).enumerated() {
      if let found = difference(pair.0, pair.1, path: "\(path)[\(index)]") { return found }
    }
    return nil
  case .union, .match:
    let payload = Mirror(reflecting: generated).children.first
    guard (payload?.label ?? "\(generated)") == dynamic.caseName else { return same(false) }
    guard let payload, let content = dynamic.children.first else { return same(dynamic.children.isEmpty) }
    if dynamic.kind == .match, let tagged = taggedContent(payload.value) {
      return difference(tagged, content, path: "\(path).\(payload.label ?? "")")
    }
    return difference(payload.value, dynamic.children.first, path: "\(path).\(payload.label ?? "")")
  case .record:
    for field in Mirror(reflecting: generated).children {
      guard let name = field.label else { continue }
      let other = dynamic.children.first { $0.name == name || (name == "extensionTail" && $0.kind == .extensionTail) }
      if name == "extensionTail", other == nil, (field.value as? any ByteString)?.byteArray == [] { continue }
      if let found = difference(field.value, other, path: "\(path).\(name)") { return found }
    }
    return nil
  }
}

/// What a default case carries beside its tag.
private func taggedContent(_ payload: Any) -> Any? {
  let parts = Mirror(reflecting: payload)
  guard parts.displayStyle == .tuple, parts.children.first?.label == "tag" else { return nil }
  return parts.children.dropFirst().first?.value
}

extension Value {
  /// `= EXPR or N`: generated code keeps only the N.
  fileprivate var isComputed: Bool {
    guard node.field >= 0 else { return false }
    let field = codec.fields[Int(node.field)]
    guard case .record(let record) = codec.schema[field.definition].body else { return false }
    return record.fields[field.index].foreign.computed != nil
  }
}

protocol OptionalValue { var wrapped: Any? { get } }
extension Optional: OptionalValue { var wrapped: Any? { self } }

protocol ByteString { var byteArray: [UInt8] { get } }
extension [UInt8]: ByteString { var byteArray: [UInt8] { self } }
extension FixedBytes: ByteString { var byteArray: [UInt8] { Array(self) } }
extension InlineBytes: ByteString { var byteArray: [UInt8] { Array(self) } }

protocol ElementArray { var elementArray: [Any] { get } }
extension Array: ElementArray { var elementArray: [Any] { self } }
extension FixedArray: ElementArray { var elementArray: [Any] { (0..<count).map { self[$0] } } }
extension InlineList: ElementArray { var elementArray: [Any] { (0..<count).map { self[$0] } } }
