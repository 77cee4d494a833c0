import ArgumentParser
import WeftDynamic
import WeftSchema

/// `--against BASELINE`: what the other side has already, so that only what differs is there.
struct BaselineInput: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The delta form against this baseline: a file of JSON, or the JSON itself, where it begins with '{'. May repeat with --age.",
      valueName: "baseline"),
    completion: .file())
  var against: [String] = []

  @Option(
    help: ArgumentHelp(
      "How many ticks old each baseline is, the newest first: it is moved to where 'step' and 'predict' expect it.",
      valueName: "ticks"))
  var age: [Int] = []

  mutating func validate() throws {
    guard age.isEmpty ? against.count < 2 : age.count == against.count else {
      throw ValidationError("as many --age as --against")
    }
    guard against.count <= 3, zip(age, age.dropFirst()).allSatisfy({ $0 < $1 }), age.allSatisfy({ $0 > 0 && $0 < 65_536 }) else {
      throw ValidationError("up to three baselines, the newest first: ages ascend, 1 to 65535")
    }
  }

  /// The baseline, where one was named, moved where ages are.
  func read(_ definition: DefinitionID, _ codec: DynamicCodec) throws(Failure) -> Value? {
    guard !against.isEmpty else { return nil }
    guard codec.schema[definition].hasDelta else {
      throw .broken("\(codec.schema[definition].name): only snapshots, and what states 'delta' or 'predict', have a delta form")
    }
    var values: [Value] = []
    for name in against { values.append(try value(name, definition, codec)) }
    if age.isEmpty { return values.first }
    return codec.predicted(from: zip(values, age).map { AgedBaseline($0, age: $1) })
  }

  private func value(_ text: String, _ definition: DefinitionID, _ codec: DynamicCodec) throws(Failure) -> Value {
    let isJSON = text.hasPrefix("{")
    let name = isJSON ? "--against" : text
    let json = isJSON ? Array(text.utf8) : try ByteSource(path: text).readAll()
    do {
      return try codec.decoded(definition, from: codec.encoded(definition, json: json))
    } catch let failure as JSONFailure {
      throw .broken("\(name):\(failure)")
    } catch {
      throw .broken("\(name): \(codec.schema[definition].name): \(error)")
    }
  }
}
