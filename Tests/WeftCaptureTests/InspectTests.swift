import Foundation
import Testing

@testable import WeftCapture

@Suite("Inspecting captures")
struct InspectTests {
  @Test("show")
  func show() throws {
    for name in ["ethernet.pcap", "stun.pcap", "demo.pcapng"] {
      let (text, outcome) = try inspect(capture(name))
      print(text, outcome)
    }
    let (text, outcome) = try inspect(capture("stun.pcap"), InspectOptions(isDetailed: true, packetLimit: 2))
    print(text, outcome)
  }
}
