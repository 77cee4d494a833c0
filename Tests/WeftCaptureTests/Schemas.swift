import Foundation
import StoredDefinitions
import Testing
import WeftCompiler
import WeftSchema

@testable import WeftCapture

/// The project's root folder.
let root = StoredDefinitions.root

/// All definitions under `protocol/`, compiled once.
let schema = StoredDefinitions.schema(in: ["protocol"])

func capture(_ file: URL) -> [UInt8] { (try? Data(contentsOf: file)).map { Array($0) } ?? [] }

/// A capture of `Tests/Captures`.
func capture(_ name: String) -> [UInt8] { capture(root.appending(path: "Tests/Captures/\(name)")) }

/// What an inspection says of `bytes`, which come in pieces of `pieceByteCount`.
func inspect(
  _ bytes: [UInt8], _ options: InspectOptions = InspectOptions(), pieceByteCount: Int = .max, schema: Schema = schema
) throws -> (text: String, outcome: InspectOutcome) {
  let inspector = try Inspector(schema: schema, options: options)
  var position = 0
  var text: [UInt8] = []
  let outcome = inspector.inspect { buffer in
    let count = min(buffer.byteCount, pieceByteCount, bytes.count - position)
    for index in 0..<count { buffer.storeBytes(of: bytes[position + index], toByteOffset: index, as: UInt8.self) }
    position += count
    return count
  } writing: { part in
    for index in 0..<part.byteCount { text.append(unsafe part.unsafeLoad(fromByteOffset: index, as: UInt8.self)) }
  }
  return (String(decoding: text, as: UTF8.self), outcome)
}

/// The capture formats, and the channels of `Tests/LinkForms`.
let linkSchema: Schema = {
  let formats = StoredDefinitions.files(in: ["protocol/capture"])
  let links = capture(root.appending(path: "Tests/LinkForms/play.weft"))
  return compile(formats + [SourceFile(path: "Tests/LinkForms/play.weft", bytes: links)]).schema
}()
