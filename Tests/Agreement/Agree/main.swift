import CodecAgreement
import Foundation
import WeftCompiler
import WeftDynamic
import WeftSchema

// Agree FOLDER VALUES EXHAUSTED FLIPS SEED ONLY: compares the codecs of all definitions below the folder. Exit code 1 if any differ.

let arguments = CommandLine.arguments.dropFirst() + Array(repeating: "", count: 6)
let folder = URL(filePath: arguments[1])
let seed = UInt64(arguments[5]) ?? .random(in: 0...UInt64.max)
let only = arguments[6]

let paths = (FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? [])
  .filter { $0.hasSuffix(".weft") }.sorted()
let files = paths.compactMap { path in
  FileManager.default.contents(atPath: folder.appending(path: path).path).map { SourceFile(path: path, bytes: Array($0)) }
}
let schema = compile(files).schema
let codec = DynamicCodec(schema)
let agreements = catalogs.flatMap { Agreement.all(of: $0, codec) }.filter { only.isEmpty || $0.name.contains(only) }

let stated = schema.definitions.count { if case .alias = $0.body { false } else { true } }
if only.isEmpty, stated != agreements.count {
  print("\(stated) definitions are stated, and \(agreements.count) have codecs of both kinds")
  exit(1)
}

let run = Run(
  agreements, valueCount: Int(arguments[2]) ?? 10_000, exhaustedCount: Int(arguments[3]) ?? 20,
  maximumFlipCount: max(1, Int(arguments[4]) ?? 4), seed: seed)
print("\(agreements.count) definitions, \(run.valueCount) values each, seed \(seed)")
let total = await run.all()
print(total.summary(of: "in all", seconds: run.seconds))
print(total.defects.isEmpty ? "no difference" : "\(total.defects.count) differences; repeat with --seed \(seed)")
exit(total.defects.isEmpty ? 0 : 1)
