import WeftDynamic
import WeftSchema

/// Values of a type that differ from its base value in one thing each: both ends of each range, each case, absent and present, empty and full.
///
/// Their number grows with the size of the definition, not with the number of its values.
struct SampleValues {
  struct Sample {
    /// What is special, as a path: `nodes[0].link=webRTC`; empty for the base value.
    var name: String
    var value: DynamicValue
    /// The wire has other parts than the base value's: another case of a union, an extension. Each of them can be wrong, too.
    var isShape = false
  }

  let schema: Schema

  /// Lists longer than this are not filled to their bound.
  private static let fullListCount = 64
  private static let maximumDepth = 40

  /// The base value first.
  func samples(of type: FieldType, depth: Int = 0) -> [Sample] {
    guard depth < Self.maximumDepth else { return [] }
    switch schema.resolvingAliases(type) {
    case .bool: return [Sample(name: "", value: true), Sample(name: "=false", value: false)]
    case .unsigned(let bits): return integers(0, Int128(ones(bits)))
    case .signed(let bits): return integers(-(1 << Int128(bits - 1)), (1 << Int128(bits - 1)) - 1)
    case .ranged(let range): return integers(range.lower, range.upper)
    case .varint(let isSigned): return isSigned ? integers(Int128(Int64.min), Int128(Int64.max)) : integers(0, Int128(UInt64.max))
    case .fixed(let range): return reals(range)
    case .float:
      return [("", 1.5), ("=zero", 0.0), ("=negative zero", -0.0), ("=infinity", Double.infinity), ("=nan", Double.nan)].map(real)
    case .bytes(let count): return counted(count) { DynamicValue.bytes(Array(repeating: 0x5A, count: $0)) }
    case .text(let count): return texts(count)
    case .list(let element, let count): return lists(element, count, depth)
    case .named(let id, _): return samples(of: id, depth: depth)
    case .match, .padding: return []
    }
  }

  private func real(_ pair: (name: String, value: Double)) -> Sample {
    Sample(name: pair.name, value: DynamicValue(.real(pair.value)))
  }

  private func integers(_ low: Int128, _ high: Int128) -> [Sample] {
    let base = low <= 1 && high >= 1 ? 1 : low
    var samples = [Sample(name: "", value: DynamicValue(.integer(base)))]
    if low != base { samples.append(Sample(name: "=low", value: DynamicValue(.integer(low)))) }
    if high != base { samples.append(Sample(name: "=high", value: DynamicValue(.integer(high)))) }
    return samples
  }

  private func reals(_ range: FixedRange) -> [Sample] {
    func value(_ code: UInt64) -> Double {
      Double(Int128(range.lower) + Int128(code) * Int128(range.step)) / Double(range.denominator)
    }
    return [("", value(range.maximumCode / 2)), ("=low", value(0)), ("=high", value(range.maximumCode))].map(real)
  }

  private func counted(_ count: Count, _ make: (Int) -> DynamicValue) -> [Sample] {
    switch count {
    case .fixed(let number): return [Sample(name: "", value: make(number))]
    case .bounded(let min, let max):
      var samples = [Sample(name: "", value: make(Swift.max(1, min))), Sample(name: "=shortest", value: make(min))]
      if max <= 4096 { samples.append(Sample(name: "=longest", value: make(max))) }
      return samples
    case .computed, .toEnd: return []
    }
  }

  private func texts(_ count: Count) -> [Sample] {
    let samples = counted(count) { DynamicValue.text(String(repeating: "w", count: $0)) }
    guard let range = count.byteRange else { return samples }
    // Of two, three and four bytes, as many as there is room for; and a zero, which ends no text.
    var text = ""
    for character in ["é", "漢", "🙂"] where text.utf8.count + character.utf8.count <= range.upperBound { text += character }
    var others = range.upperBound > 0 ? [("=zero", "\0")] : []
    if !text.isEmpty { others.append(("=many bytes", text)) }
    return samples
      + others.map { name, text in
        let filling = String(repeating: "w", count: max(0, range.lowerBound - text.utf8.count))
        return Sample(name: name, value: .text(text + filling))
      }
  }

  private func lists(_ element: FieldType, _ count: Count, _ depth: Int) -> [Sample] {
    let elements = samples(of: element, depth: depth + 1)
    guard let base = elements.first?.value else { return [] }
    // Elements of a keyed list differ by their keys: one is enough here.
    let isKeyed = schema.keyField(of: element) != nil
    func list(_ number: Int, _ first: DynamicValue) -> DynamicValue {
      .list(number == 0 ? [] : [first] + Array(repeating: base, count: number - 1))
    }
    var shortest = 0
    var longest = 0
    switch count {
    case .fixed(let number): (shortest, longest) = (number, number)
    case .bounded(let min, let max): (shortest, longest) = (min, max)
    case .computed, .toEnd: return []
    }
    let usual = isKeyed ? max(1, min(shortest, 1)) : max(1, shortest)
    var samples = elements.map { element in
      Sample(
        name: element.name.isEmpty ? "" : Self.path("[0]", element.name), value: list(usual, element.value),
        isShape: element.isShape)
    }
    if isKeyed, longest > 1, let other = elements.first(where: { $0.name == "\(keyName(of: element))=high" }) {
      samples.append(Sample(name: "=two", value: .list([base, other.value]), isShape: true))
    }
    if shortest < usual { samples.append(Sample(name: "=shortest", value: list(shortest, base))) }
    if !isKeyed, longest > usual, longest <= Self.fullListCount {
      samples.append(Sample(name: "=longest", value: list(longest, base)))
    }
    return samples
  }

  private func keyName(of element: FieldType) -> String {
    guard case .named(let id, _) = schema.resolvingAliases(element), case .record(let record) = schema[id].body,
      let key = record.keyField
    else { return "" }
    return record.fields[key].name
  }

  // MARK: Definitions

  func samples(of id: DefinitionID, depth: Int = 0) -> [Sample] {
    switch schema[id].body {
    case .alias(let alias): return samples(of: alias.type, depth: depth)
    case .enumeration(let it):
      let unknown = it.isOpen ? (0...ones(it.bitCount)).first { code in !it.cases.contains { $0.code == code } } : nil
      let open = unknown.map { [Sample(name: "=unknown", value: DynamicValue(.integer(Int128($0))))] } ?? []
      return it.cases.enumerated().map { Sample(name: $0 == 0 ? "" : "=\($1.name)", value: .text($1.name)) } + open
    case .flags(let it):
      let all = it.cases.map { DynamicValue.text($0.name) }
      return [Sample(name: "", value: .list(all)), Sample(name: "=none", value: .list([]))]
        + it.cases.map { Sample(name: "=\($0.name)", value: .list([.text($0.name)])) }
    case .union(let union): return union.cases.enumerated().flatMap { unionSamples($1, isFirst: $0 == 0, depth) }
    case .record(let record): return record.foreign == nil ? recordSamples(record, depth) : []
    }
  }

  private func unionSamples(_ unionCase: Union.Case, isFirst: Bool, _ depth: Int) -> [Sample] {
    let values = unionCase.type.map { samples(of: $0, depth: depth + 1) } ?? [Sample(name: "", value: .null)]
    return values.enumerated().map { index, sample in
      Sample(
        name: isFirst && index == 0
          ? "" : sample.name.isEmpty ? "=\(unionCase.name)" : Self.path(".\(unionCase.name)", sample.name),
        value: .record([DynamicValue.Member(unionCase.name, sample.value)]), isShape: index == 0 && !isFirst || sample.isShape)
    }
  }

  private func recordSamples(_ record: Record, _ depth: Int) -> [Sample] {
    let fields = record.fields.map { field -> [Sample] in
      let samples = samples(of: field.type, depth: depth + 1)
      return field.isOptional ? samples + [Sample(name: "=absent", value: .null)] : samples
    }
    guard fields.allSatisfy({ !$0.isEmpty }) else { return [] }
    func value(replacing index: Int?, by sample: Sample?) -> DynamicValue {
      .record(
        record.fields.indices.compactMap { place in
          let chosen = place == index ? sample?.value : fields[place].first?.value
          let isAbsent =
            chosen == nil || chosen == .null && record.fields[place].isOptional && record.fields[place].defaultValue == nil
          return isAbsent ? nil : DynamicValue.Member(record.fields[place].name, chosen ?? .null)
        }.fitted(to: record, in: schema))
    }
    let base = Sample(name: "", value: value(replacing: nil, by: nil))
    return [base]
      + record.fields.indices.flatMap { index in
        fields[index].dropFirst().map { sample in
          Sample(
            name: Self.path(record.fields[index].name, sample.name), value: value(replacing: index, by: sample),
            isShape: sample.isShape)
        }
      } + tails(of: base, record)
  }

  /// What a newer peer adds: a byte, and as many as there may be.
  private func tails(of base: Sample, _ record: Record) -> [Sample] {
    guard let extensibility = record.extensibility, case .record(let members) = base.value.content else { return [] }
    let counts = Set([1, min(extensibility.maximumByteCount, 4096)]).sorted()
    return counts.map { count in
      let tail = DynamicValue.Member("extensionTail", .bytes(Array(repeating: 0xA5, count: count)))
      let name = count == 1 ? "extensionTail" : "extensionTail=longest"
      return Sample(name: name, value: .record(members + [tail]), isShape: count == 1)
    }
  }

  /// `nodes[0].link=webRTC` of `nodes[0]` and `link=webRTC`.
  private static func path(_ parent: String, _ name: String) -> String {
    name.first.map { "=[.".contains($0) } == true || name.isEmpty ? parent + name : "\(parent).\(name)"
  }
}

/// The largest code of so many bits.
func ones(_ bitCount: Int) -> UInt64 { bitCount == 0 ? 0 : .max >> UInt64(64 - bitCount) }

extension Count {
  /// How many bytes or elements there may be; `nil` where a value decides.
  var byteRange: ClosedRange<Int>? {
    switch self {
    case .fixed(let number): number...number
    case .bounded(let min, let max): min...max
    case .computed, .toEnd: nil
    }
  }
}
