import Foundation

// Writes the four value traces, and what their generators know of them, into a folder:
//
//     Traces FOLDER

guard CommandLine.arguments.count == 2 else {
  print("usage: Traces FOLDER")
  exit(64)
}
let folder = URL(filePath: CommandLine.arguments[1], directoryHint: .isDirectory)
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)

var summary: [String] = []
for trace in [cubesTrace(), kademliaTrace(), marketTrace(), neighbourhoodTrace()] {
  let text = trace.lines.joined(separator: "\n") + "\n"
  try Data(text.utf8).write(to: folder.appending(path: trace.fileName))
  let entropy = trace.entropyBits.map { String(format: "%.1f", $0) } ?? "null"
  summary.append(
    #"  "\#(trace.name)": {"file": "\#(trace.fileName)", "messages": \#(trace.messageCount), "entropyBits": \#(entropy)}"#)
}
try Data(("{\n" + summary.joined(separator: ",\n") + "\n}\n").utf8).write(to: folder.appending(path: "traces.json"))
