import TraceMessages
import Weft

// The generated channels as what carries a trace: those of one trace differ in their compression only, and their cases are what
// the requirements ask for.

protocol KademliaChannel: TraceChannel {
  static func find(_ value: Find) -> Self
  static func found(_ value: Found) -> Self
  static func ping(_ value: Ping) -> Self
  static func route(_ value: Route) -> Self
}

extension Kademlia: KademliaChannel {}
extension KademliaStream: KademliaChannel {}
extension KademliaHistory: KademliaChannel {}

extension KademliaChannel {
  init?(_ line: TraceLine) {
    switch line.message {
    case "Find": self = .find(Find(trace: line.value))
    case "Found": self = .found(Found(trace: line.value))
    case "Ping": self = .ping(Ping(trace: line.value))
    case "Route": self = .route(Route(trace: line.value))
    default: return nil
    }
  }
}

protocol MarketChannel: TraceChannel {
  static func listing(_ value: Listing) -> Self
  static func quote(_ value: Quote) -> Self
  static func trade(_ value: Trade) -> Self
  static func news(_ value: News) -> Self
}

extension Market: MarketChannel {}
extension MarketStream: MarketChannel {}
extension MarketHistory: MarketChannel {}

extension MarketChannel {
  init?(_ line: TraceLine) {
    switch line.message {
    case "Listing": self = .listing(Listing(trace: line.value))
    case "Quote": self = .quote(Quote(trace: line.value))
    case "Trade": self = .trade(Trade(trace: line.value))
    case "News": self = .news(News(trace: line.value))
    default: return nil
    }
  }
}
