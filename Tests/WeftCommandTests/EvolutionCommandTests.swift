import Foundation
import Testing

/// `weft breaking`, `weft lint` and `weft explain`, as far as docs/evolution.md does not show them.
@Suite struct EvolutionCommandTests {
  static let old = """
    edition 2026
    module Game

    /// The message Move is sent once a tick.
    message Move = 1 {
      // unit { is a comment
      unit: u12
      speed: u4
    }
    """
  static let other = "edition 2026\nmodule Another\n\nmessage Move = 1 { unit: u12 }\n"

  /// A repository whose only commit has the two files in `protocol`.
  private func repository() throws -> Weft {
    let weft = try Weft()
    let folder = weft.folder.appending(component: "protocol")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(Self.other.utf8).write(to: folder.appending(component: "another.weft"))
    try Data(Self.old.utf8).write(to: folder.appending(component: "game.weft"))
    let made = try weft.shell(
      "git init -q -b main . && git add protocol && git -c user.name=a -c user.email=a@b commit -q -m one && git tag v1")
    try #require(made.status == 0, "\(made.error)")
    return weft
  }

  /// The line of the field, in the file of its module.
  @Test func annotationsStandAtTheField() throws {
    let weft = try repository()
    let changed = Self.old.replacing("speed: u4", with: "speed: u5")
    try Data(changed.utf8).write(to: weft.folder.appending(path: "protocol/game.weft"))
    let outcome = try weft("breaking", "--schema", "protocol", "--against", ".git#tag=v1", "--format", "github")
    #expect(outcome.status == 1)
    #expect(outcome.text.hasPrefix("::error file=protocol/game.weft,line=8,title=WIDTH_CHANGED::Game.Move.speed: u4 → u5."))
  }

  @Test func whatGitDoesNotHaveIsTold() throws {
    let weft = try repository()
    let missing = try weft("breaking", "--against", ".git#branch=nope")
    #expect(missing.status == 64)
    #expect(missing.error == "weft: error: the repository has no revision 'nope'; a clone of CI may have to fetch it first\n")
    let nowhere = try weft("breaking", "--against", "nowhere/.git#branch=main")
    #expect(nowhere.status == 64)
    #expect(nowhere.error == "weft: error: 'nowhere/.git' is in no repository of git\n")
    let moved = try weft.shell("git mv protocol renamed && weft breaking --schema renamed --against .git#tag=v1")
    #expect(moved.status == 64)
    #expect(moved.error.hasPrefix("weft: error: no .weft file in renamed of 'v1'; where it stood elsewhere, check it out: "))
  }

  /// From wherever the command is started, with whatever path.
  @Test(arguments: [
    ("protocol", "--schema . --against .git#tag=v1"), ("protocol", "--schema ../protocol --against ../.git#tag=v1"),
    (".", "--schema \"$PWD/protocol\" --against .git#tag=v1"),
    ("..", "--schema \"$OLDPWD/protocol\" --against \"$OLDPWD/.git#tag=v1\""),
  ])
  func foldersAreFound(place: String, options: String) throws {
    let outcome = try repository().shell("cd \(place) && weft breaking --values 10 \(options)")
    #expect(
      outcome.text == "nothing changed; 40 values of 2 messages written by one version and read by the other\n",
      "\(outcome.error)")
    #expect(outcome.status == 0)
  }

  @Test(arguments: [
    ("weft breaking --against nowhere", "no folder 'nowhere' to compare with"),
    ("mkdir empty; weft breaking --against empty", "no .weft file in 'empty' to compare with"),
    ("weft breaking --against .git", "'.git' names no revision; write .git#branch=NAME, .git#tag=NAME or .git#ref=NAME"),
    ("W=$(which weft); PATH=/nonexistent $W breaking --against .git#tag=v1", "git was not found; it reads the earlier version"),
  ])
  func mistakesAreTold(line: String, error: String) throws {
    let outcome = try repository().shell(line)
    #expect(outcome.error == "weft: error: \(error)\n")
    #expect(outcome.status == 64)
  }

  @Test func errorsOfTheEarlierVersionAreItsOwn() throws {
    let weft = try repository()
    let wrong = try weft.shell(
      "echo 'message' >> protocol/game.weft && git -c user.name=a -c user.email=a@b commit -q -a -m two && git tag v2 && "
        + "git checkout -q v1 -- protocol && weft breaking --against .git#tag=v2")
    #expect(wrong.status == 1)
    #expect(wrong.error.hasPrefix("v2:protocol/game.weft:"))
    #expect(wrong.error.hasSuffix("weft: error: the earlier version has errors\n"))
  }

  /// A change of the wire is one of links; two changes of a message are shown by one value.
  @Test func whatCountsAndIsShownOnce() throws {
    let weft = try repository()
    let changed = Self.old.replacing("speed: u4", with: "speed: u5").replacing("unit: u12", with: "unit: u13")
    try Data(changed.utf8).write(to: weft.folder.appending(path: "protocol/game.weft"))
    let outcome = try weft("breaking", "--against", ".git#tag=v1", "--only", "links")
    #expect(outcome.status == 1)
    #expect(outcome.text.contains("2 changes, 2 breaking"))
    #expect(outcome.text.contains(", as above\n"))
  }

  /// The two of the lint rules that are errors of the compiler are explained like the others.
  @Test(arguments: ["EXTENSIBLE", "MTU", "TOO_LARGE", "LIST_MAKES_HUGE", "mtu"])
  func isExplained(rule: String) throws {
    let outcome = try Weft()("explain", rule)
    #expect(outcome.status == 0)
    #expect(outcome.text.hasPrefix(rule.uppercased() + "\n  "))
  }
}
