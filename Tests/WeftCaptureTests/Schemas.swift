import Foundation
import Testing
import WeftCompiler
import WeftSchema

@testable import WeftCapture

/// The project's root folder.
let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// All definitions under `protocol/`, compiled once.
let schema: Schema = {
  let compilation = compile(definitionFiles(in: root.appending(path: "protocol")))
  for diagnostic in compilation.diagnostics { print(diagnostic) }
  return compilation.schema
}()

func definitionFiles(in folder: URL) -> [SourceFile] {
  let paths = FileManager.default.enumerator(atPath: folder.resolvingSymlinksInPath().path)?.compactMap { $0 as? String } ?? []
  return paths.filter { $0.hasSuffix(".weft") }.sorted().map { path in
    SourceFile(path: "protocol/\(path)", bytes: capture(folder.appending(path: path)))
  }
}

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
  let formats = definitionFiles(in: root.appending(path: "protocol/capture"))
  let links = capture(root.appending(path: "Tests/LinkForms/play.weft"))
  return compile(formats + [SourceFile(path: "Tests/LinkForms/play.weft", bytes: links)]).schema
}()
