/// The integers among the stored properties of a generated struct, nested ones included: where each lies in a value's memory.
///
/// Properties of Swift's structs lie one behind the other, each aligned for its type; a place that does not hold what reflection
/// shows there is left out. An enum's payload is left out, too.
struct IntegerFields<Value> {
  struct Field {
    let name: String
    let offset: Int
    let type: any FixedWidthInteger.Type
  }

  let fields: [Field]

  /// - Parameter value: any; all values of a struct have the same places.
  init(of value: Value) {
    fields = unsafe withUnsafeBytes(of: value) { unsafe Self.fields(of: value, at: 0, name: "", in: $0) }
  }

  private static func fields(
    of value: Any, at start: Int, name: String, in memory: UnsafeRawBufferPointer
  ) -> [Field] {
    let mirror = Mirror(reflecting: value)
    // What Weft's own types hold besides elements, a program cannot set.
    guard mirror.displayStyle == .struct, !String(reflecting: mirror.subjectType).hasPrefix("Weft.") else { return [] }
    var found: [Field] = []
    var offset = start
    for child in mirror.children {
      let layout = Layout(of: child.value)
      offset = (offset + layout.alignment - 1) & ~(layout.alignment - 1)
      guard offset + layout.size <= memory.count else { break }
      let path = name.isEmpty ? child.label ?? "" : "\(name).\(child.label ?? "")"
      if let integer = child.value as? any FixedWidthInteger {
        let bytes = unsafe UnsafeRawBufferPointer(rebasing: memory[offset..<offset + layout.size])
        guard unsafe Self.holds(bytes, integer) else { break }
        found.append(Field(name: path, offset: offset, type: type(of: integer)))
      } else {
        found += unsafe fields(of: child.value, at: offset, name: path, in: memory)
      }
      offset += layout.size
    }
    return found
  }

  private static func holds<Number: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, _ number: Number) -> Bool {
    unsafe withUnsafeBytes(of: number) { unsafe $0.elementsEqual(bytes) }
  }

  /// What `field` says in `value`, made another number.
  func set(_ field: Field, of value: inout Value, to choice: UInt16) {
    unsafe withUnsafeMutableBytes(of: &value) { unsafe Self.set($0, at: field.offset, field.type, choice) }
  }

  /// What `field` says in `value`.
  func number(_ field: Field, of value: Value) -> any FixedWidthInteger {
    unsafe withUnsafeBytes(of: value) { unsafe Self.load($0, at: field.offset, field.type) }
  }

  /// - Returns: the first field that says something else in `other`.
  func difference(_ value: Value, _ other: Value) -> Field? {
    unsafe withUnsafeBytes(of: value) { one in
      unsafe withUnsafeBytes(of: other) { two in
        fields.first { field in
          let places = field.offset..<field.offset + field.type.bitWidth / 8
          return unsafe !one[places].elementsEqual(two[places])
        }
      }
    }
  }

  private static func load<Number: FixedWidthInteger>(
    _ memory: UnsafeRawBufferPointer, at offset: Int, _ type: Number.Type
  ) -> any FixedWidthInteger {
    unsafe memory.loadUnaligned(fromByteOffset: offset, as: Number.self)
  }

  /// Mostly a neighbour or a number that has one bit more, since that is where ranges end.
  private static func set<Number: FixedWidthInteger>(
    _ memory: UnsafeMutableRawBufferPointer, at offset: Int, _ type: Number.Type, _ choice: UInt16
  ) {
    let number = unsafe memory.loadUnaligned(fromByteOffset: offset, as: Number.self)
    let other: Number =
      switch choice & 7 {
      case 0: .max
      case 1: .min
      case 2: number &+ 1
      case 3: number &- 1
      case 4: ~number
      case 5: number ^ 1 << Number(truncatingIfNeeded: Int(choice >> 3) % Number.bitWidth)
      default: 1 << Number(truncatingIfNeeded: Int(choice >> 3) % Number.bitWidth)
      }
    unsafe memory.storeBytes(of: other, toByteOffset: offset, as: Number.self)
  }

  private struct Layout {
    let size: Int
    let alignment: Int

    init(of value: Any) {
      func layout<Child>(_ child: Child) -> (Int, Int) { (MemoryLayout<Child>.size, MemoryLayout<Child>.alignment) }
      (size, alignment) = _openExistential(value, do: layout)
    }
  }
}
