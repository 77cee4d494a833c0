import LobbyMessages

/// Who waits for the game, and where each sits.
public struct Lobby {
  struct Player {
    var name: String
    var seat: Int?
    var isReady = false
    /// Milliseconds since the player last said something.
    var silence = 0
  }

  private(set) var players: [Int: Player] = [:]
  /// By seat: the player's peer.
  private(set) var seats: [Int?] = Array(repeating: nil, count: 8)

  public init() {}

  public mutating func handle(_ say: Say, from peer: Int) {
    players[peer]?.silence = 0
    switch say.wish {
    case .join(let name):
      if players[peer] == nil { players[peer] = Player(name: name) }
    case .sit(let sit):
      sitDown(peer, at: Int(sit.seat))
    case .ready:
      if players[peer]?.seat != nil { players[peer]?.isReady = true }
    case .standUp:
      standUp(peer)
    case .chat: break
    }
  }

  /// The peer is gone.
  public mutating func leave(_ peer: Int) {
    standUp(peer)
    players[peer] = nil
  }

  /// Who says nothing for a minute loses the seat.
  public mutating func advance(by milliseconds: Int) {
    for peer in players.keys {
      players[peer]?.silence += milliseconds
      if players[peer]?.silence ?? 0 > 60_000 { standUp(peer) }
    }
  }

  private mutating func sitDown(_ peer: Int, at seat: Int) {
    guard let player = players[peer], seats[seat] == nil else { return }
    // The bug to be found: who is ready keeps the old seat as well.
    if let old = player.seat, !player.isReady { seats[old] = nil }
    seats[seat] = peer
    players[peer]?.seat = seat
  }

  private mutating func standUp(_ peer: Int) {
    guard let seat = players[peer]?.seat else { return }
    seats[seat] = nil
    players[peer]?.seat = nil
    players[peer]?.isReady = false
  }
}
