import Foundation

// Encodes the value traces of a folder with the generated codecs, in each mode:
//
//     TraceBytes FOLDER
//
// Writes FOLDER/encodings/TRACE.MODE: for each message its length in 4 bytes, little-endian, and its bytes. All that is encoded is
// decoded again and compared.

guard CommandLine.arguments.count == 2 else {
  print("usage: TraceBytes FOLDER")
  exit(64)
}
let folder = URL(filePath: CommandLine.arguments[1], directoryHint: .isDirectory)
let encodings = folder.appending(path: "encodings", directoryHint: .isDirectory)
try? FileManager.default.removeItem(at: encodings)
try FileManager.default.createDirectory(at: encodings, withIntermediateDirectories: true)

func write(_ trace: String, _ modes: [String: [[UInt8]]]) throws {
  for (mode, messages) in modes {
    var data = Data()
    for message in messages {
      withUnsafeBytes(of: UInt32(message.count).littleEndian) { data.append(contentsOf: $0) }
      data.append(contentsOf: message)
    }
    try data.write(to: encodings.appending(path: "\(trace).\(mode)"))
    print(trace, mode, messages.reduce(0) { $0 + $1.count })
  }
}

try write("cubes", cubesModes(readTicks(folder.appending(path: "cubes.csv"))))
try write("kademlia", kademliaModes(readLines(folder.appending(path: "kademlia.ndjson"))))
try write("market", marketModes(readLines(folder.appending(path: "market.ndjson"))))
try write("neighbourhood", neighbourhoodModes(readLines(folder.appending(path: "neighbourhood.ndjson"))))
