import WeftSchema

extension Schema {
  /// The definition called `Name` or `Module.Name`; a failure says which ones there are.
  func definition(named name: String) throws(Failure) -> DefinitionID {
    let found = definitions.indices.filter { definitions[$0].name == name || qualifiedName(DefinitionID($0)) == name }
    if let only = found.first, found.count == 1 { return DefinitionID(only) }
    if found.isEmpty { throw .mistake("no definition is called '\(name)'; \(suggestion(for: name))") }
    let names = found.map { qualifiedName(DefinitionID($0)) }
    throw .mistake("'\(name)' is declared in several modules; say \(names.joined(separator: " or "))")
  }

  func qualifiedName(_ id: DefinitionID) -> String { "\(self[id].module).\(self[id].name)" }

  private func suggestion(for name: String) -> String {
    let bare = name.split(separator: ".").last.map(String.init) ?? name
    let near = definitions.map { (name: $0.name, distance: editDistance($0.name.lowercased(), bare.lowercased())) }
      .filter { $0.distance <= max(1, bare.count / 3) }.min { $0.distance < $1.distance }
    return near.map { "did you mean '\($0.name)'?" } ?? "'weft layout' lists them"
  }
}

/// The fewest characters to insert, delete or replace that make `left` `right`.
func editDistance(_ left: String, _ right: String) -> Int {
  let right = Array(right)
  var row = Array(0...right.count)
  for (lineIndex, character) in left.enumerated() {
    var diagonal = row[0]
    row[0] = lineIndex + 1
    for column in right.indices {
      let replaced = diagonal + (right[column] == character ? 0 : 1)
      diagonal = row[column + 1]
      row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
    }
  }
  return row[right.count]
}
