import ArgumentParser
import WeftCompiler
import WeftSchema

/// `weft id`: what two peers compare to know that they mean the same bytes.
struct Identity: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "id",
    abstract: "Shows the wire identities of modules, messages and channels.",
    discussion: """
      An identity is the start of SHA-256 over a text of what reaches the wire: names and comments do not move it.

        weft id                          # all modules, messages and channels
        weft id FindNode --projection    # and the text that was hashed
      """)

  @OptionGroup var schema: SchemaOptions

  @Flag(help: "Show the text whose SHA-256 begins with the identity.")
  var projection = false

  @Argument(help: "Names of modules or definitions; all of them if none is given.", completion: definitionNames)
  var names: [String] = []

  func run() throws {
    let schema = try schema.compiled()
    for subject in try subjects(in: schema) {
      StandardOutput.print("\(subject.identity.hexadecimalDigits)  \(subject.name)")
      if projection { for line in subject.projection.split(separator: "\n") { StandardOutput.print("  \(line)") } }
    }
  }

  private struct Subject {
    var name: String
    var identity: UInt64
    var projection: String
  }

  private func subjects(in schema: Schema) throws(Failure) -> [Subject] {
    var subjects: [Subject] = []
    for (index, module) in schema.modules.enumerated() where names.isEmpty || names.contains(module.name) {
      subjects.append(
        Subject(name: module.name, identity: module.identity, projection: schema.identityProjection(ofModule: index)))
      for id in names.isEmpty ? module.definitions : [] {
        if case .record(let record) = schema[id].body, case .message = record.kind {
          subjects.append(subject(id, record, schema))
        }
      }
      for channel in names.isEmpty ? module.channels : [] { subjects.append(subject(channel, module, schema)) }
    }
    for name in names where !schema.modules.contains(where: { $0.name == name }) {
      let channels = self.channels(named: name, in: schema)
      subjects += channels
      guard channels.isEmpty else { continue }
      let id = try schema.definition(named: name)
      guard case .record(let record) = schema[id].body, record.foreign == nil else {
        throw .mistake("'\(name)' has no identity: only messages, structs, channels and modules have one")
      }
      subjects.append(subject(id, record, schema))
    }
    return subjects
  }

  /// `Talk`, `Module.Talk`.
  private func channels(named name: String, in schema: Schema) -> [Subject] {
    schema.modules.flatMap { module in
      module.channels.filter { [$0.name, "\(module.name).\($0.name)"].contains(name) }.map { subject($0, module, schema) }
    }
  }

  private func subject(_ channel: Channel, _ module: Module, _ schema: Schema) -> Subject {
    Subject(
      name: "\(module.name).\(channel.name)", identity: channel.identity, projection: schema.identityProjection(of: channel))
  }

  private func subject(_ id: DefinitionID, _ record: Record, _ schema: Schema) -> Subject {
    Subject(name: schema.qualifiedName(id), identity: record.identity, projection: schema.identityProjection(of: id))
  }
}

extension UInt64 {
  /// Sixteen of them.
  var hexadecimalDigits: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
