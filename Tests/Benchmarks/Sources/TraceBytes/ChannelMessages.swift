import TraceMessages
import Weft

extension Kademlia: TraceChannel {
  init?(_ line: TraceLine) {
    switch line.message {
    case "Find": self = .find(Find(trace: line.value))
    case "Found": self = .found(Found(trace: line.value))
    case "Ping": self = .ping(Ping(trace: line.value))
    case "Route": self = .route(Route(trace: line.value))
    default: return nil
    }
  }

  func encodeFull(into writer: inout BitWriter) throws(EncodeError) {
    switch self {
    case .find(let message): try message.encode(into: &writer)
    case .found(let message): try message.encode(into: &writer)
    case .ping(let message): try message.encode(into: &writer)
    case .route(let message): try message.encode(into: &writer)
    }
  }
}

extension KademliaStream: TraceChannel {
  init?(_ line: TraceLine) {
    switch line.message {
    case "Find": self = .find(Find(trace: line.value))
    case "Found": self = .found(Found(trace: line.value))
    case "Ping": self = .ping(Ping(trace: line.value))
    case "Route": self = .route(Route(trace: line.value))
    default: return nil
    }
  }

  func encodeFull(into writer: inout BitWriter) throws(EncodeError) {
    switch self {
    case .find(let message): try message.encode(into: &writer)
    case .found(let message): try message.encode(into: &writer)
    case .ping(let message): try message.encode(into: &writer)
    case .route(let message): try message.encode(into: &writer)
    }
  }
}

extension KademliaHistory: TraceChannel {
  init?(_ line: TraceLine) {
    switch line.message {
    case "Find": self = .find(Find(trace: line.value))
    case "Found": self = .found(Found(trace: line.value))
    case "Ping": self = .ping(Ping(trace: line.value))
    case "Route": self = .route(Route(trace: line.value))
    default: return nil
    }
  }

  func encodeFull(into writer: inout BitWriter) throws(EncodeError) {
    switch self {
    case .find(let message): try message.encode(into: &writer)
    case .found(let message): try message.encode(into: &writer)
    case .ping(let message): try message.encode(into: &writer)
    case .route(let message): try message.encode(into: &writer)
    }
  }
}

extension Market: TraceChannel {
  init?(_ line: TraceLine) {
    switch line.message {
    case "Listing": self = .listing(Listing(trace: line.value))
    case "Quote": self = .quote(Quote(trace: line.value))
    case "Trade": self = .trade(Trade(trace: line.value))
    case "News": self = .news(News(trace: line.value))
    default: return nil
    }
  }

  func encodeFull(into writer: inout BitWriter) throws(EncodeError) {
    switch self {
    case .listing(let message): try message.encode(into: &writer)
    case .quote(let message): try message.encode(into: &writer)
    case .trade(let message): try message.encode(into: &writer)
    case .news(let message): try message.encode(into: &writer)
    }
  }
}

extension MarketStream: TraceChannel {
  init?(_ line: TraceLine) {
    switch line.message {
    case "Listing": self = .listing(Listing(trace: line.value))
    case "Quote": self = .quote(Quote(trace: line.value))
    case "Trade": self = .trade(Trade(trace: line.value))
    case "News": self = .news(News(trace: line.value))
    default: return nil
    }
  }

  func encodeFull(into writer: inout BitWriter) throws(EncodeError) {
    switch self {
    case .listing(let message): try message.encode(into: &writer)
    case .quote(let message): try message.encode(into: &writer)
    case .trade(let message): try message.encode(into: &writer)
    case .news(let message): try message.encode(into: &writer)
    }
  }
}

extension MarketHistory: TraceChannel {
  init?(_ line: TraceLine) {
    switch line.message {
    case "Listing": self = .listing(Listing(trace: line.value))
    case "Quote": self = .quote(Quote(trace: line.value))
    case "Trade": self = .trade(Trade(trace: line.value))
    case "News": self = .news(News(trace: line.value))
    default: return nil
    }
  }

  func encodeFull(into writer: inout BitWriter) throws(EncodeError) {
    switch self {
    case .listing(let message): try message.encode(into: &writer)
    case .quote(let message): try message.encode(into: &writer)
    case .trade(let message): try message.encode(into: &writer)
    case .news(let message): try message.encode(into: &writer)
    }
  }
}
