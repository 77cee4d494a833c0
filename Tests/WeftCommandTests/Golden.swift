import Foundation
import Testing

/// What a run of `weft` must print, kept in `Golden/NAME.txt`: standard output, standard error, exit code.
func expectGolden(_ name: String, _ outcome: Weft.Outcome, _ location: SourceLocation = #_sourceLocation) throws {
  let found = outcome.text + (outcome.error.isEmpty ? "" : "--- stderr\n\(outcome.error)") + "--- exit \(outcome.status)\n"
  let file = Weft.here.appending(components: "Golden", "\(name).txt")
  if ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] == "1" { try Data(found.utf8).write(to: file) }
  let expected = (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) }
  #expect(found == expected, "Golden/\(name).txt; UPDATE_SNAPSHOTS=1 rewrites it", sourceLocation: location)
}
