public import Weft
public import WeftDynamic
import WeftSchema

/// Every definition of message catalogs, in every form, held to the laws of the wire on whatever bytes:
///
/// - no trap, bounded time and memory (the engine notices);
/// - generated code and the dynamic codec accept the same bytes as the same value, and reject the same with one reason, bit and path;
/// - what decodes encodes to the same bytes again;
/// - a delta form leads to a value whose full form says the same.
///
/// How an input looks stands at `HarnessInput`. Changes of inputs are the schema's: see `MessageMutation`.
public final class CodecHarness: FuzzHarness {
  private let codec: DynamicCodec
  private let subjects: [CodecSubject]
  private let numbers: [UInt32: Int]
  private let arguments: ArgumentCache
  /// Of seeds, and of changes, which are many and need not succeed.
  private var seeding: MessageMutation
  private var mutation: MessageMutation
  /// Values are compared field by field on one input in so many, as chosen by its bytes: reflection is slow.
  private let valueShare: UInt32

  /// - Parameter valueShare: 1 to compare values on every input that is accepted.
  public init(catalogs: [MessageCatalog], codec: DynamicCodec, valueShare: Int = 1) {
    let arguments = ArgumentCache(codec)
    let subjects = catalogs.flatMap { CodecSubject.all(of: $0, codec) { arguments[$0, $1] } }
    precondition(!subjects.isEmpty, "the catalogs hold nothing that the schema knows")
    self.codec = codec
    self.subjects = subjects
    self.arguments = arguments
    self.valueShare = UInt32(clamping: max(1, valueShare))
    numbers = Dictionary(subjects.indices.map { (subjects[$0].number, $0) }, uniquingKeysWith: { first, _ in first })
    seeding = MessageMutation(codec)
    mutation = MessageMutation(codec, attemptLimit: 8, largeCount: 256)
  }

  /// Each definition's name and form.
  public var subjectNames: [String] { subjects.map { $0.name + $0.form.rawValue } }

  public func finding(in input: [UInt8]) -> String? {
    guard let parts = parts(of: input) else { return nil }
    let subject = self.subject(parts.subject)
    let share = parts.message.reduce(0x811C_9DC5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    return subject.oracle.finding(in: parts, comparesValues: share % valueShare == 0).map { finding in
      let against = subject.form == .full ? "" : "\(subject.form.rawValue) \(parts.baseline), moved by \(parts.knob)"
      let arguments = subject.hasParameters ? ", arguments \(self.arguments[subject.definition, parts.knob].values)" : ""
      return "\(subject.name)\(against)\(arguments), bytes \(parts.message): \(finding)"
    }
  }

  // MARK: Inputs

  /// The definition that an input is about, `Module.Name`, and the message in it; `nil` for a delta form, or where there is none.
  public func message(in input: [UInt8]) -> (name: String, bytes: [UInt8])? {
    guard let parts = parts(of: input), parts.form == .full else { return nil }
    return (subject(parts.subject).name, parts.message)
  }

  /// One for each definition that a message decodes as, in full and without arguments.
  public func inputs(holding message: [UInt8]) -> [[UInt8]] {
    subjects.filter { subject in
      subject.form == .full && !subject.hasParameters && (try? codec.decoded(subject.definition, from: message)) != nil
    }.map { HarnessInput(subject: $0.number, message: message).bytes }
  }

  private func subject(_ number: UInt32) -> CodecSubject { subjects[numbers[number] ?? Int(number) % subjects.count] }

  private func parts(of input: [UInt8]) -> HarnessInput? { HarnessInput(input) { subject($0).form } }

  /// The vectors of the schema, and a value of everything.
  public var seeds: [[UInt8]] {
    var seeds: [[UInt8]] = []
    for (index, subject) in subjects.enumerated() {
      seeds.append(fresh(subject, seed: UInt64(index), by: &seeding).bytes)
      guard subject.form == .full else { continue }
      for vector in codec.schema.modules.flatMap(\.vectors) where vector.definition == subject.definition {
        seeds.append(HarnessInput(subject: subject.number, message: vector.bytes).bytes)
      }
    }
    return seeds
  }

  /// See `SystematicInputs`.
  public func systematicInputs(maximumByteCount: Int) -> [[UInt8]] {
    var inputs = SystematicInputs(codec, maximumByteCount: maximumByteCount)
    for subject in subjects { inputs.add(subject) { arguments[subject.definition, $0] } }
    return inputs.inputs
  }

  private func fresh(_ subject: CodecSubject, seed: UInt64, by mutation: inout MessageMutation) -> HarnessInput {
    var generator = SplitMix64(seed: seed)
    var input = HarnessInput(subject: subject.number, subject.form, message: [])
    switch subject.form {
    case .delta:
      input.baseline = mutation.fresh(subject.definition, Arguments(), seed: generator.next())
      input.knob = generator.chance(1, in: 2) ? 0 : UInt8(1 + generator.below(255))
      input.message =
        mutation.delta(subject.definition, baseline: input.baseline, knob: input.knob, seed: generator.next()) ?? [0]
    case .link, .linkDelta: mutation.freshen(&input, of: subject.definition, seed: generator.next())
    case .full:
      input.knob = subject.hasParameters ? UInt8(generator.below(64)) : 0
      input.message = mutation.fresh(subject.definition, arguments[subject.definition, input.knob], seed: generator.next())
    }
    return input
  }

  public func mutate(_ input: [UInt8], other: [UInt8]?, maximumByteCount: Int, seed: UInt64) -> [UInt8]? {
    var generator = SplitMix64(seed: seed)
    guard var parts = parts(of: input), !generator.chance(1, in: 32) else {
      let subject = subjects[generator.below(subjects.count)]
      let input = fresh(subject, seed: generator.next(), by: &mutation)
      return Array(input.bytes.prefix(maximumByteCount))
    }
    let subject = subject(parts.subject)
    let donor = other.flatMap { self.parts(of: $0) }
      .flatMap { self.subject($0.subject).definition == subject.definition ? $0 : nil }
    switch subject.form {
    case .delta: change(&parts, of: subject, donor: donor, &generator)
    case .link, .linkDelta: mutation.mutate(link: &parts, of: subject.definition, seed: generator.next())
    case .full:
      if subject.hasParameters, generator.chance(1, in: 16) { parts.knob = UInt8(generator.below(64)) }
      parts.message = mutation.mutate(
        parts.message, as: subject.definition, arguments[subject.definition, parts.knob], donor: donor?.message,
        seed: generator.next())
    }
    return Array(parts.bytes.prefix(maximumByteCount))
  }

  /// The baseline, or what is told from it, or both with a new delta between them.
  private func change(
    _ parts: inout HarnessInput, of subject: CodecSubject, donor: HarnessInput?, _ generator: inout SplitMix64
  ) {
    switch generator.below(9) {
    case 8:
      let target = mutation.target(of: parts.message, subject.definition, baseline: parts.baseline, knob: parts.knob)
      if let target { parts.baseline = target }
    case 0:
      parts.knob = generator.chance(1, in: 2) ? 0 : UInt8(generator.below(256))
    case 1:
      parts.baseline = mutation.mutate(
        parts.baseline, as: subject.definition, Arguments(), donor: donor?.baseline, seed: generator.next())
    case 2, 3, 4:
      let delta = mutation.delta(subject.definition, baseline: parts.baseline, knob: parts.knob, seed: generator.next())
      if let delta { parts.message = delta } else { parts = fresh(subject, seed: generator.next(), by: &mutation) }
    default:
      parts.message = mutation.mutate(
        delta: parts.message, of: subject.definition, baseline: parts.baseline, knob: parts.knob, seed: generator.next())
    }
  }
}

/// What the parameters of foreign definitions are given, by seed.
final class ArgumentCache {
  private let codec: DynamicCodec
  private var known: [DefinitionID: [UInt8: Arguments]] = [:]

  init(_ codec: DynamicCodec) { self.codec = codec }

  subscript(definition: DefinitionID, seed: UInt8) -> Arguments {
    if let arguments = known[definition]?[seed] { return arguments }
    var random = RandomValue(codec, seed: UInt64(seed))
    let arguments = random.arguments(for: definition)
    known[definition, default: [:]][seed] = arguments
    return arguments
  }
}
