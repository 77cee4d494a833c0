import LobbyMessages
import Weft

/// What must hold whatever players do: `swift package weft-fuzz --handler Lobby.playLobby` looks for players who break it.
func playLobby(_ events: [PeerEvent<Say>]) throws {
  var lobby = Lobby()
  for event in events {
    switch event {
    case .connected: break
    case .disconnected(let peer): lobby.leave(peer)
    case .received(let say, let peer): lobby.handle(say, from: peer)
    case .ticked(let milliseconds): lobby.advance(by: milliseconds)
    }
    for (peer, player) in lobby.players {
      let taken = lobby.seats.indices.filter { lobby.seats[$0] == peer }
      if taken != (player.seat.map { [$0] } ?? []) { throw LobbyError.seats(taken, of: player.name) }
    }
  }
}

enum LobbyError: Error {
  /// A player sits where the player's own data does not say so.
  case seats([Int], of: String)
}
