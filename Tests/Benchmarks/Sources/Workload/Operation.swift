/// One thing that is measured, as often as asked.
public struct Operation {
  public var verb: Verb
  public var message: String
  public var contestant: Contestant
  /// Runs that many rounds, on the samples in turn, and gives a digest that depends on each result.
  public var run: (_ rounds: Int) throws -> UInt64

  public enum Verb: String { case encode, decode }
  public enum Contestant: String { case weft, c, protobuf }

  public init(
    _ verb: Verb, _ message: String, _ contestant: Contestant, run: @escaping (_ rounds: Int) throws -> UInt64
  ) {
    self.verb = verb
    self.message = message
    self.contestant = contestant
    self.run = run
  }
}

/// A loop that folds the results, so that nothing measured is dropped. Inlined: a round costs no call but the measured one.
@inline(__always)
public func repeated(_ rounds: Int, _ body: (_ round: Int) throws -> some BinaryInteger) rethrows -> UInt64 {
  var digest: UInt64 = 0
  for round in 0..<rounds { digest &+= UInt64(truncatingIfNeeded: try body(round)) }
  return digest
}

/// A witness and the generated code differ, or a value does not come back.
public struct Disagreement: Error {
  public var message: String
  public init(_ message: String) { self.message = message }
}

/// Samples a message: a power of two, so that a round costs a mask and no division.
@inlinable public var sampleCount: Int { 64 }

/// Values or encodings to go round in, at places that never move. They live as long as the process.
public struct Cycle<Element> {
  @usableFromInline let elements: UnsafeMutablePointer<Element>

  public init(_ elements: [Element]) {
    precondition(elements.count == sampleCount)
    self.elements = .allocate(capacity: sampleCount)
    self.elements.initialize(from: elements, count: sampleCount)
  }

  @inlinable
  public func at(_ round: Int) -> UnsafeMutablePointer<Element> { elements + (round & (sampleCount - 1)) }
}

/// Encodings to decode, each readable for 8 bytes past its end, as the C packers need it.
public struct Encodings {
  @usableFromInline let buffers: Cycle<UnsafeRawBufferPointer>

  public init(_ encodings: [[UInt8]]) {
    buffers = Cycle(
      encodings.map { bytes in
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count + 8, alignment: 8)
        memory.copyBytes(from: bytes + [UInt8](repeating: 0, count: 8))
        return UnsafeRawBufferPointer(rebasing: memory[..<bytes.count])
      })
  }

  @inlinable
  public subscript(round: Int) -> UnsafeRawBufferPointer { buffers.at(round).pointee }
}

/// The buffer that every encoder reuses.
nonisolated(unsafe) public let sharedBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16384, alignment: 8)
