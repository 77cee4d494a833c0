/// How a native field goes over the wire against a baseline (law 11; `docs/language.md`, "Deltas").
public struct DeltaRules: Sendable, Hashable {
  public var policy: Policy
  /// `step(n)`: what the value is expected to grow by in one tick.
  public var step: Int64
  public var predictor: Predictor

  /// What stands on the wire. The defaults are filled in: there is no "unset".
  public enum Policy: Sendable, Hashable {
    /// `delta never`, `predict none`: in full where the field stands, without a changed bit.
    case never
    /// A changed bit and, if it is set, the new contents.
    case changed
    /// A small signed difference of codes, with an escape, and no changed bit of its own. `parameter` is k of the first code;
    /// `isSparse`: the code starts with "no difference" as one bit (the default where the schema states no k).
    /// `wraps`: modulo the number of codes, the shorter way round.
    case difference(parameter: Int, isSparse: Bool, wraps: Bool)
  }

  /// What the baseline is moved to before it is compared.
  public enum Predictor: Sendable, Hashable {
    case last
    /// The line through the newest 2, or the least-squares line through the newest 3, acknowledged baselines.
    case linear(points: Int)
  }

  public init(policy: Policy = .changed, step: Int64 = 0, predictor: Predictor = .last) {
    self.policy = policy
    self.step = step
    self.predictor = predictor
  }
}

/// The delta form of a record, laid out: both codecs follow it as they follow `Record.steps`.
///
///     key bit      where the record is keyed and not an element of a keyed list
///     head         one changed bit for each of `changedBits`, in groups where `isGrouped`; in an element of a keyed list that
///                  chooses its heads only where it was chosen
///     then         the fields in wire order, as `Field.delta` says; the extension last
public struct DeltaPlan: Sendable, Hashable {
  /// The fields that have a changed bit, in wire order. `nil` at the end stands for the extension as a whole.
  public var changedBits: [Int?]
  /// More than 8 changed bits: one bit for each 8 of them says whether any of those is set, and unset groups are left out.
  public var isGrouped: Bool
  /// The first slot of difference models that each field takes, counted from the record's own first slot.
  public var slots: [Int]
  /// Of the whole record, nested definitions included.
  public var slotCount: Int

  public init(changedBits: [Int?] = [], isGrouped: Bool = false, slots: [Int] = [], slotCount: Int = 0) {
    self.changedBits = changedBits
    self.isGrouped = isGrouped
    self.slots = slots
    self.slotCount = slotCount
  }
}

extension Record {
  /// Whether a keyed list of it says which of its changed elements have a head: it has changed bits, and besides them fields that
  /// differ without one.
  public var choosesHeads: Bool {
    guard let delta, let keyField, !delta.changedBits.isEmpty else { return false }
    let base = 0..<(extensibility?.generations.first?.fields.lowerBound ?? fields.count)
    return base.contains { $0 != keyField && !delta.changedBits.contains($0) }
  }
}

/// `channel State = 2 over ordered { Neighbourhood } zstd(history: 4KiB)`: what two peers say to each other on a link.
public struct Channel: Sendable, Hashable {
  public var name: String
  public var documentation: [String]
  /// Index into `Module.files`.
  public var file: Int
  public var number: Int
  public var transport: Transport
  /// A message's tag on the channel is its place here, in ⌈log2 n⌉ bits.
  public var messages: [DefinitionID]
  public var compression: Compression?
  /// `on udp.port(7777)`: where `inspect` finds its links. It changes nothing on the wire.
  public var bindings: [Binding]
  /// The first 8 bytes, big-endian, of SHA-256 over the channel's printable projection.
  public var identity: UInt64

  public enum Transport: Sendable, Hashable {
    /// May be lost, doubled and reordered; `mtu` bytes at most.
    case datagram(mtu: Int)
    /// Whole frames, in order, none lost: WebSocket, a WebRTC data channel.
    case ordered
    /// Bytes, in order, none lost: TCP. Frames carry their length.
    case stream
  }

  /// `zstd(…)`: which of the three modes.
  public struct Compression: Sendable, Hashable {
    public var mode: Mode
    public var level: Int
    /// What the file of the dictionary holds; empty without one, and where the compiler was not given the files.
    public var dictionary: [UInt8] = []

    public enum Mode: Sendable, Hashable {
      /// One context for the life of the link.
      case stream(windowByteCount: Int)
      /// Each frame against the last `byteCount` bytes of its link.
      case history(byteCount: Int)
      /// Each message by itself, with the dictionary in that file beside the definitions, where one is named.
      case message(dictionary: String?)
    }

    public init(mode: Mode, level: Int = 3) {
      self.mode = mode
      self.level = level
    }

    /// What a handshake names the dictionary by (`docs/streams.md`, "Handshake"): 64 bits of FNV-1a over its bytes, 0 without one.
    public var dictionaryIdentity: UInt64 {
      dictionary.isEmpty ? 0 : dictionary.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
  }

  public init(
    name: String, documentation: [String] = [], file: Int = 0, number: Int, transport: Transport,
    messages: [DefinitionID], compression: Compression? = nil, bindings: [Binding] = [], identity: UInt64 = 0
  ) {
    self.name = name
    self.documentation = documentation
    self.file = file
    self.number = number
    self.transport = transport
    self.messages = messages
    self.compression = compression
    self.bindings = bindings
    self.identity = identity
  }

  public var tagBitCount: Int { messages.count < 2 ? 0 : bitsNeeded(forCodesUpTo: UInt64(messages.count - 1)) }
}
