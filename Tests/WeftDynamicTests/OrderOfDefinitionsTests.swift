import Testing
import Weft
import WeftDynamic

/// What a definition holds may stand behind it in the file: an alias's list is one run of its elements all the same.
@Suite struct OrderOfDefinitionsTests {
  @Test(arguments: [
    "type Points = [Point, max: 9]  struct Point { x: u7 }  message M = 1 { points: Points }",
    "struct Point { x: u7 }  type Points = [Point, max: 9]  message M = 1 { points: Points }",
    "union U { points: [Point, max: 9] }  struct Point { x: u7 }  message M = 1 { points: U }",
  ])
  func aListIsOneRun(text: String) throws {
    let codec = codec(compiling: text)
    // Nine elements of seven bits are stated, and four bits stand behind the count.
    var tree = ValueTree()
    #expect(!codec.decode(try codec.id("M"), from: [0x09], into: &tree))
    #expect(tree.failure?.reason == .truncated(neededBitCount: 59))
  }
}
