/// What `weft inspect` is asked for; the meanings are tshark's.
public struct InspectOptions: Sendable {
  /// `-T`.
  public enum Format: String, Sendable, CaseIterable {
    /// One line a packet; with `isDetailed`, every field with its bits.
    case text
    /// One array of all packets.
    case json
    /// One object a packet, each on one line.
    case ndjson
    /// The columns of `fields`, with tabs between them and commas between several values of one.
    case fields
    /// No packet: what the bits of native messages went to, when all are read.
    case statistics
    /// The native messages that stand in packets, in hexadecimal, a line each behind `Module.Name`.
    case messages
  }

  public var format: Format
  /// `-V`: every field, its bits and its value. Of `text` only.
  public var isDetailed: Bool
  /// `-e`, in their order: `ip.src`, `frame.time_relative`, `Found.nodes`.
  public var fields: [String]
  /// `-c`: stop after so many packets have been read.
  public var packetLimit: Int?
  /// `-d`: `udp.port==7777,Found`. What stands behind the comma is a definition's name, `Name` or `Module.Name`, the
  /// name of a layer, `rtp`, or that of a channel, whose links are then followed.
  public var decodeAs: [String]
  /// zstd dictionaries of channels that name one: links whose handshake states the identity of one of them can be read.
  public var dictionaries: [[UInt8]]
  /// `-Y`: show only packets of which this is true, `udp.port == 3478 and not ip.ttl < 2`.
  public var filter: String?
  /// Escape sequences for a terminal.
  public var usesColor: Bool

  public init(
    format: Format = .text, isDetailed: Bool = false, fields: [String] = [], packetLimit: Int? = nil,
    decodeAs: [String] = [], dictionaries: [[UInt8]] = [], filter: String? = nil, usesColor: Bool = false
  ) {
    self.format = format
    self.isDetailed = isDetailed
    self.fields = fields
    self.packetLimit = packetLimit
    self.decodeAs = decodeAs
    self.dictionaries = dictionaries
    self.filter = filter
    self.usesColor = usesColor
  }
}

/// An option that means nothing: a field or a definition that nobody has, a filter that does not parse.
public struct InspectUsageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, in lower case; of a filter with the filter's text and a caret under it on two more lines.
  public var description: String

  init(_ description: String) { self.description = description }
}

/// What came of an inspection.
public struct InspectOutcome: Sendable, Hashable {
  /// Packets that were read.
  public var packetCount = 0
  /// Packets that the filter let through.
  public var shownCount = 0
  /// Packets with a layer that could not be decoded to its end. One cut by its snap length is not among them.
  public var malformedCount = 0
  /// What is wrong with the file itself, one line each, at most `problemLimit` of them.
  public var problems: [String] = []

  static let problemLimit = 10

  /// Exit code 0; otherwise 1.
  public var isClean: Bool { malformedCount == 0 && problems.isEmpty }

  mutating func note(_ problem: String) {
    if problems.count < Self.problemLimit { problems.append(problem) }
  }
}
