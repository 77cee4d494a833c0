import Foundation

/// What keeps and changes inputs. All of them have the same inputs.
enum FuzzEngine: String, CaseIterable {
  /// Weft's own.
  case weft
  /// LLVM's, of the Swift toolchain.
  case libfuzzer
  /// AFL++.
  case afl

  /// Where AFL++'s runtime for programs of libFuzzer's kind may stand: Debian's, Homebrew's on both processors, and who built it.
  private static let aflFolders = ["/usr/lib/afl", "/opt/homebrew/lib/afl", "/usr/local/lib/afl"]
  private static let aflFiles = ["libAFLDriver.a", "afl-compiler-rt.o"]

  private static var aflFolder: String? {
    let named = ProcessInfo.processInfo.environment["AFL_PATH"].map { [$0] } ?? []
    return (named + aflFolders).first { folder in
      aflFiles.allSatisfy { FileManager.default.fileExists(atPath: "\(folder)/\($0)") }
    }
  }

  /// libFuzzer without its `main`, beside the resources of the `swift` that is called first.
  private static var libFuzzer: String? {
    guard let data = FuzzPackage.output(of: ["swift", "-print-target-info"]),
      let compiler = try? JSONDecoder().decode(SwiftCompiler.self, from: data)
    else { return nil }
    let file = "\(compiler.paths.runtimeResourcePath)/clang/lib/linux/libclang_rt.fuzzer_no_main-\(compiler.target.arch).a"
    return FileManager.default.fileExists(atPath: file) ? file : nil
  }

  /// Links to archives of what there may be none of, or an older one, where a program runs.
  static func linkArchives(into folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in ["libstdc++.a", "libzstd.a"] {
      let path = FuzzPackage.output(of: ["clang", "-print-file-name=\(name)"]).map {
        String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      }
      let link = folder.appending(component: name)
      try? FileManager.default.removeItem(at: link)
      guard let path, path.hasPrefix("/") else { continue }
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: URL(filePath: path))
    }
  }

  /// Whether it is there.
  func check() throws {
    switch self {
    case .weft: return
    case .libfuzzer:
      if Self.libFuzzer == nil { throw FuzzError("this Swift toolchain has no libFuzzer (those for macOS lack it)") }
    case .afl:
      if Self.aflFolder == nil {
        throw FuzzError("AFL++ is not installed: apt install afl++, or brew install afl++ (AFL_PATH names where else it stands)")
      }
    }
  }

  /// Flags of what the user wrote, or what is made of it.
  var counting: [String] {
    switch self {
    case .weft, .libfuzzer: ["-sanitize=address", "-sanitize-coverage=edge,inline-8bit-counters,pc-table"]
    case .afl: ["-sanitize=address", "-sanitize-coverage=edge,trace-pc-guard"]
    }
  }

  /// Flags of the program's linking.
  var linking: [String] {
    let archives =
      switch self {
      case .weft: [String]()
      // The linker takes the places of edges for unused, without which libFuzzer does not count them.
      case .libfuzzer: Self.libFuzzer.map { [$0, "-lstdc++", "--no-gc-sections"] } ?? []
      case .afl: Self.aflFolder.map { folder in Self.aflFiles.map { "\(folder)/\($0)" } } ?? []
      }
    return ["-sanitize=address"] + archives.flatMap { ["-Xlinker", $0] }
  }

  /// Its name, in which the package's folder must not hold anything of the user's.
  var program: String {
    switch self {
    case .weft: "WeftFuzzProgram"
    case .libfuzzer: "WeftFuzzLibFuzzer"
    case .afl: "WeftFuzzAFL"
    }
  }

  /// What is built with the same flags stands together.
  var scratch: String { self == .afl ? "build-afl" : "build" }

  /// Of the program's main file.
  var declarations: String {
    switch self {
    case .weft:
      """
      @_cdecl("__sanitizer_cov_8bit_counters_init")
      public func registerCounters(_ start: UnsafeMutablePointer<UInt8>?, _ end: UnsafeMutablePointer<UInt8>?) {
        FuzzCounters.register(start, end)
      }
      """
    case .libfuzzer, .afl:
      """
      @_silgen_name("LLVMFuzzerRunDriver")
      func drive(
        _ count: UnsafeMutablePointer<CInt>, _ words: UnsafeMutableRawPointer,
        _ run: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
      ) -> CInt
      """
    }
  }

  /// The argument of `FuzzProgram.main`.
  var call: String { self == .weft ? "" : "engine: drive" }
}

/// What `swift -print-target-info` says of it.
private struct SwiftCompiler: Decodable {
  struct Target: Decodable { let arch: String }
  struct Paths: Decodable { let runtimeResourcePath: String }
  let target: Target
  let paths: Paths
}
